"""`amana organisers`: who may organise meetings and who may edit services. Adding and removing takes a steward."""

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.bootstrap import Foundations, open_foundations, utc_now
from bot.cli.staff import AsJson, PassphraseFd, a_steward, write_down
from bot.links import link, name_of_bot
from bot.settings import read_settings
from bot.terminal import give, give_json, stop, table, tell, words
from services import enrolment
from services.enrolment import ALL_FORUMS, EDITOR, ORGANISER, ROLES, Enrolled, UnknownEnrolment

app = typer.Typer(no_args_is_help=True, help="Add, remove and list organisers and editors.")


@app.command("list")
def list_(json: AsJson = False) -> None:
    """Everybody who may organise meetings or edit services."""
    with open_foundations(read_settings()) as found, found.reading() as store:
        people = [person for person in enrolment.everyone(store) if person.role in ROLES]
    if json:
        give_json([_facts(person) for person in people])
        return
    table(
        [words("Number"), words("Work name"), words("Role"), words("Forums")],
        [(person.number, person.name, person.role, _forums(person)) for person in people],
    )


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="A work name; a real one is not needed.")],
    role: Annotated[str, typer.Option(help="organiser or editor.")] = ORGANISER,
    forum: Annotated[list[str] | None, typer.Option(help="A forum's key; repeat it. Left out: all forums.")] = None,
    bot: Annotated[str | None, typer.Option(help="The bot's public name, where Telegram cannot be asked.")] = None,
    passphrase_fd: PassphraseFd = None,
    json: AsJson = False,
) -> None:
    """Make a code for one person. It works once, within two days; whoever sends it to the bot is enrolled."""
    settings = read_settings()
    _check_role(name, role)
    with open_foundations(settings) as found:
        forums = _known(found, role, forum or [])
        with a_steward(found, passphrase_fd) as steward, found.writing() as store:
            code = enrolment.new_code(store, role, name.strip(), forums, utc_now())
            write_down(found, store.session, steward, "organiser_invited", role)
    bot_name = name_of_bot(settings, bot)
    _show(code, link(bot_name, enrolment.start_parameter(code)) if bot_name else None, json)


@app.command()
def remove(
    number: Annotated[str, typer.Argument(help="The number that `amana organisers list` shows.")],
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Take a role away, at once. What they have published stays as it is."""
    with open_foundations(read_settings()) as found, a_steward(found, passphrase_fd) as steward:
        try:
            with found.database.writing() as session:
                enrolment.remove(session, number)
                write_down(found, session, steward, "organiser_removed", number)
        except UnknownEnrolment:
            stop(words("Nobody has this number. See: amana organisers list"))
    tell(words("Removed. They can no longer publish or change anything."))


def _check_role(name: str, role: str) -> None:
    if role not in ROLES:
        stop(words("There are two roles: organiser and editor."))
    if not name.strip():
        stop(words("Give a work name."))


def _known(found: Foundations, role: str, forums: Sequence[str]) -> tuple[str, ...]:
    if role == EDITOR:
        return ()
    known = [forum.key for forum in found.content.forums]
    if any(forum not in known for forum in forums):
        tell(words("Your forums are:"))
        for key in known:
            give(key)
        stop(words("There is no such forum."))
    return tuple(dict.fromkeys(forums)) or (ALL_FORUMS,)


def _show(code: str, address: str | None, as_json: bool) -> None:
    if as_json:
        give_json({"code": code, "link": address})
        return
    tell(words("Give this to that person alone. It works once, within two days. Typed into the chat with the bot:"))
    give(f"/organiser {code}")
    if address:
        tell(words("Or, with one tap, this link:"))
        give(address)


def _facts(person: Enrolled) -> dict[str, object]:
    return {"id": person.number, "name": person.name, "role": person.role, "forums": list(person.forums)}


def _forums(person: Enrolled) -> str:
    return words("all") if ALL_FORUMS in person.forums else ", ".join(person.forums)
