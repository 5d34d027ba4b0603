"""`amana doctor`: looks at everything an installation needs and says what to do about what is wrong."""

import asyncio
import shlex
import stat
from collections.abc import Iterator

from bot.bootstrap import Foundations, open_foundations, utc_now
from bot.cli import damage, tampering
from bot.cli.finding import Finding
from bot.recovery import audit, marks
from bot.recovery.backups import Shelf
from bot.settings import Settings, read_settings
from bot.terminal import console, give, stop, tell, words, working
from handlers.forms.own_words import own_words
from locales import LANGUAGES, offered_by_default
from locales.checks import translation_faults
from services.content import content
from services.conversation import held_updates
from services.keys import keyring
from services.keys.epochs import COMPARTMENTS
from services.keys.members import unsettled
from services.notices import audiences
from services.nudges import receivers
from services.reports.erasure.clocks import FOR_GOOD, Clocks
from storage import integrity

ENOUGH_MONTHS = 3
"""Keys are made a year ahead whenever somebody unlocks; fewer than these mean that nobody has for long."""


def doctor() -> None:
    """Check folder, database, keys, content, languages and the way to Telegram. Ends with 1 if anything is grave."""
    settings = read_settings()
    with working(words("Looking…")), open_foundations(settings, takes_services=False) as found:
        findings = list(_look(found))
    for finding in findings:
        _show(finding)
    if any(finding.remedy and finding.grave for finding in findings):
        stop(words("Something needs mending."), code=1)
    if any(finding.remedy for finding in findings):
        tell(words("It works. Look after what is marked with !"))
    else:
        tell(words("All is well."))


def _show(finding: Finding) -> None:
    broken = "[red]✗[/red]" if finding.grave else "[yellow]![/yellow]"
    console().print("[green]✓[/green]" if finding.remedy is None else broken, end=" ")
    console().print(finding.what, markup=False)
    if finding.remedy:
        console().print(f"  {finding.remedy}", markup=False)
    if finding.remedy and finding.command:
        give(finding.command)


def _look(found: Foundations) -> Iterator[Finding]:
    yield _folder(found.settings)
    yield _database(found)
    yield _newest_state(found)
    yield _chain(found)
    yield tampering.locked(found)
    yield tampering.directory(found)
    yield tampering.concerns(found)
    yield _removed(found)
    yield _backup(found.settings)
    yield _clock(found.content.organisation.clocks)
    yield _runtime_key(found)
    yield _failed(found)
    for compartment in COMPARTMENTS:
        yield _keys(found, compartment)
    for code in found.content.languages:
        yield _language(code)
        yield from _translations(code)
    yield _content(found.settings)
    yield _followed(found)
    yield _called(found)
    yield Finding(words("Telegram answers"), asyncio.run(_telegram(found.settings)))


def _called(found: Foundations) -> Finding:
    told = words("Every phone that the desk calls can be reached")
    with found.reading() as store:
        gone = [each for each in receivers.everyone(store) if not each.is_reached]
    if not gone:
        return Finding(told)
    remedy = words("It has blocked the bot, or is gone; others are called instead. See which, and invite another:")
    return Finding(told, remedy, "amana nudges list", grave=False)


def _folder(settings: Settings) -> Finding:
    open_to_others = stat.S_IRWXG | stat.S_IRWXO
    places = [settings.folder, settings.runtime_key_file, settings.folder / "amana.db"]
    told = words("Only you can read the settings folder")
    wrong = [str(path) for path in places if path.exists() and path.stat().st_mode & open_to_others]
    if not wrong:
        return Finding(told)
    return Finding(told, words("Others can read it. Run:"), f"chmod -R go-rwx {shlex.join(wrong)}")


def _database(found: Foundations) -> Finding:
    told = words("The database is whole")
    if not integrity.check(found.database):
        return Finding(told)
    return Finding(told, words("It is damaged.") + " " + damage.remedy())


def _newest_state(found: Foundations) -> Finding:
    told = words("The database is the newest state of it")
    if not marks.standing(found, utc_now()).is_put_back:
        return Finding(told)
    remedy = words(
        "Somebody put an older state in its place: what came later is missing, and removed members may be back. "
        "Find out who. If it is to stay, look at the staff list first, then:"
    )
    return Finding(told, remedy, "amana accept-older-state")


def _chain(found: Foundations) -> Finding:
    told = words("What was done is written down, and nobody has changed it")
    verdict = audit.verdict(found, audit.mark_of(found.settings, found.runtime))
    if verdict.is_whole:
        return Finding(told)
    if verdict.broken_at is not None:
        number = verdict.broken_at
        what = words(
            "Entry {entry} was changed, taken out or put in by somebody who can write the database.", entry=number
        )
    else:
        what = words("Entries that were there are missing: the end was cut off, or others stand in their place.")
    then = words("Find out who, and read what is left: amana audit show. To go on with it as it is:")
    return Finding(told, f"{what} {then}", "amana audit accept")


def _removed(found: Foundations) -> Finding:
    told = words("Nothing counts that a removed member signs")
    with found.database.reading() as session:
        who = unsettled(session, found.trust)
    if not who:
        return Finding(told)
    remedy = words("Somebody was removed before this was looked at. Let a steward unlock the desk once.")
    return Finding(told, remedy, grave=False)


def _backup(settings: Settings) -> Finding:
    told = words("The newest backup is not too old")
    if not Shelf.of(settings).is_too_old(utc_now()):
        return Finding(told)
    remedy = words("It is too old, or there is none. Is the bot running? Is the disk full? Make one now:")
    return Finding(told, remedy, "amana backup", grave=False)


def _clock(clocks: Clocks) -> Finding:
    if clocks.cases_days == FOR_GOOD:
        told = words("Closed cases are erased when their time is over")
        remedy = words("They are kept for good: cases_days is 0 under [retention] in organisation.toml.")
        return Finding(told, remedy, grave=False)
    told = words.plural(
        "Closed cases are erased {n} day after anything was last done with them",
        "Closed cases are erased {n} days after anything was last done with them",
        n=clocks.cases_days,
    )
    return Finding(told)


def _runtime_key(found: Foundations) -> Finding:
    told = words("The runtime key is this organisation’s")
    if found.runtime.public == found.organisation.runtime_public:
        return Finding(told)
    remedy = words("It is another one: nobody hears that a reply has come. Put the right file back, or make a new key:")
    return Finding(told, remedy, "amana renew-runtime-key")


def _content(settings: Settings) -> Finding:
    told = words("The content is fit to be shown")
    problems = content.check(settings.content, offered_by_default(), utc_now().date(), own_words())
    if not problems:
        return Finding(told)
    is_broken = any(not problem.is_warning for problem in problems)
    remedy = words.plural(
        "{n} thing in it needs mending or checking once more:",
        "{n} things in it need mending or checking once more:",
        n=len(problems),
    )
    return Finding(told, remedy, "amana content check", grave=is_broken)


def _followed(found: Foundations) -> Finding:
    told = words("The content names every group and area that people follow")
    with found.reading() as store:
        missing = audiences.missing(store)
    if not missing.followed:
        return Finding(told)
    remedy = words.plural(
        "{n} place on a list waits for what it does not name. Put the right content folder back, or:",
        "{n} places on lists wait for what it does not name. Put the right content folder back, or:",
        n=missing.followed,
    )
    return Finding(told, remedy, "amana content forget-missing")


def _failed(found: Foundations) -> Finding:
    with found.database.reading() as session:
        failed = held_updates.parked(session)
    told = words("No message failed in the last day")
    if not failed:
        return Finding(told)
    remedy = words.plural(
        "{n} message could not be answered. Tell the developers.",
        "{n} messages could not be answered. Tell the developers.",
        n=failed,
    )
    return Finding(told, remedy)


def _keys(found: Foundations, compartment: str) -> Finding:
    told = _sealed(compartment)
    with found.database.reading() as session:
        ahead = keyring.months_ahead(session, found.trust, compartment, utc_now())
    if ahead < 0:
        return Finding(
            told,
            words(
                "There is no trusted key for this month. Let somebody with this role unlock the desk once. "
                "If that does not help, see the incident card in OPERATIONS.md."
            ),
        )
    if ahead < ENOUGH_MONTHS:
        remedy = words("The keys run out in a few months. Let somebody with this role unlock the desk once.")
        return Finding(told, remedy, grave=False)
    return Finding(told)


def _sealed(compartment: str) -> str:
    match compartment:
        case "safety":
            return words("Reports can be sealed to the caseworkers")
        case "psea":
            return words("Complaints about aid workers can be sealed to the focal points")
    return words("Survey answers can be sealed to the caseworkers")


def _language(code: str) -> Finding:
    language = LANGUAGES[code]
    told = words("Reviewed by a native speaker: {language}", language=language.english_name)
    if language.reviewed or code == "en":
        return Finding(told)
    remedy = words("It is a draft. Let a native speaker read every sentence before people rely on it.")
    return Finding(told, remedy, grave=False)


def _translations(code: str) -> Iterator[Finding]:
    """Nothing where they are whole: that is how they come."""
    faults = translation_faults(code)
    if faults:
        told = words("Translated without mistakes: {language}", language=LANGUAGES[code].english_name)
        yield Finding(told, f"{faults[0]}.", "amana content check", grave=False)


async def _telegram(settings: Settings) -> str | None:
    from telegram.error import InvalidToken, TelegramError

    from bot.application import build_application

    if settings.token is None:
        return words("There is no token yet. Get one from @BotFather and set AMANA_TOKEN.")
    application = build_application(settings, settings.token.get_secret_value())
    try:
        await application.bot.initialize()
    except InvalidToken:
        return words("Telegram does not know this bot token. Check AMANA_TOKEN, or get a new one from @BotFather.")
    except TelegramError:
        return words("No answer. Check the line, or set AMANA_PROXY.")
    finally:
        await application.bot.shutdown()
    return None
