"""`amana audit`: who did what, as stewards may see it. No entry holds anything that was told, or about whom."""

import typer

from bot.bootstrap import Foundations, open_foundations
from bot.cli.staff import AsJson, PassphraseFd, a_steward, write_down
from bot.recovery import audit
from bot.settings import read_settings
from bot.terminal import give, give_json, stop, table, tell, words
from services.audit.chain import accepted
from services.audit.reading import Read, Reader
from services.keys import keyring
from services.keys.keyring import Unlocked

app = typer.Typer(no_args_is_help=True, help="Who did what: read it, and see that nobody has changed it.")


@app.command()
def show(json: AsJson = False, passphrase_fd: PassphraseFd = None) -> None:
    """Every entry, the oldest first. Ends with 1 where something was changed, taken out or put in."""
    with open_foundations(read_settings()) as found, a_steward(found, passphrase_fd) as steward:
        read, names = _read(found, steward)
        verdict = audit.verdict(found, audit.mark_of(found.settings, found.runtime))
    if json:
        give_json([_facts(each) for each in read])
    else:
        from desk.words.audit_words import deed_words, nobody_words

        heads = [words("Number"), words("Day"), words("Who"), words("What"), words("About")]
        rows = ((each, _who(each, names) or nobody_words(words, each)) for each in read)
        table(heads, [(str(e.number), str(e.day or ""), who, deed_words(words, e), e.about) for e, who in rows])
    if any(each.is_false for each in read) or not verdict.is_whole:
        stop(words("Somebody has changed this, taken something out or put something in. See: amana doctor"), code=1)
    if not json:
        tell(words("All of it is as it was written."))


@app.command()
def accept(passphrase_fd: PassphraseFd = None) -> None:
    """Go on with the entries as they are, after something was found to be changed. That this was done is an entry."""
    settings = read_settings()
    with open_foundations(settings) as found:
        if audit.verdict(found, audit.mark_of(settings, found.runtime)).is_whole:
            stop(words("Nothing was changed. There is nothing to accept."), code=1)
        with a_steward(found, passphrase_fd) as steward, found.writing() as store:
            write_down(found, store.session, steward, "accepted")
            mark = accepted(store.session, audit.mark_of(settings, found.runtime))
        audit.write(settings, found.runtime, mark)
    tell(words("Accepted. What was changed stays visible in:"))
    give("amana audit show")


def _read(found: Foundations, steward: Unlocked) -> tuple[list[Read], dict[bytes, str]]:
    with found.database.reading() as session:
        read = Reader(session, found.trust, found.runtime, steward.organisation).everything()
        people = keyring.members(session, found.runtime, found.trust)
    return read, {person.id: person.name or "?" for person in people}


def _who(entry: Read, names: dict[bytes, str]) -> str:
    if entry.member is None:
        return ""
    return names.get(entry.member, entry.member.hex()[:8])


def _facts(entry: Read) -> dict[str, object]:
    return {
        "number": entry.number,
        "day": entry.day.isoformat() if entry.day else None,
        "member": entry.member.hex()[:8] if entry.member else None,
        "kind": entry.kind,
        "about": entry.about,
        "trouble": entry.trouble,
    }
