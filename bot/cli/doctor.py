"""`amana doctor`: looks at everything an installation needs and says what to do about what is wrong."""

import asyncio
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from telegram.error import InvalidToken, TelegramError

from bot.application import build_application
from bot.bootstrap import Foundations, open_foundations, utc_now
from bot.cli.terminal import console, stop, tell, words, working
from bot.settings import Settings, read_settings
from locales import LANGUAGES
from services import held, keyring
from services.epochs import COMPARTMENTS
from services.keyring import NoTrustedKey
from storage import integrity

Check = Callable[[Foundations], str | None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `trouble` says what to do, None where all is well."""

    what: str
    trouble: str | None


def doctor() -> None:
    """Check folder, database, keys, content, languages and the way to Telegram."""
    settings = read_settings()
    with working(words("Looking…")), open_foundations(settings) as found:
        findings = list(_look(found))
    for finding in findings:
        mark = "[green]✓[/green]" if finding.trouble is None else "[red]✗[/red]"
        console().print(mark, end=" ")
        console().print(finding.what, markup=False)
        if finding.trouble:
            console().print(f"  {finding.trouble}", markup=False)
    if any(finding.trouble for finding in findings):
        stop(words("Something needs mending."), code=1)
    tell(words("All is well."))


def _look(found: Foundations) -> Iterator[Finding]:
    yield Finding(words("Only you can read the settings folder"), _folder(found.settings))
    yield Finding(words("The database is whole"), _database(found))
    yield Finding(words("No message failed in the last day"), _parked(found))
    for compartment in COMPARTMENTS:
        yield Finding(words("Reports can be sealed: {compartment}", compartment=compartment), _key(found, compartment))
    for code in found.content.languages:
        told = words("Language reviewed by a native speaker: {language}", language=LANGUAGES[code].english_name)
        yield Finding(told, None if LANGUAGES[code].reviewed or code == "en" else _draft())
    yield Finding(words("Telegram answers"), asyncio.run(_telegram(found.settings)))


def _folder(settings: Settings) -> str | None:
    open_to_others = stat.S_IRWXG | stat.S_IRWXO
    if any(path.stat().st_mode & open_to_others for path in (settings.folder, settings.runtime_key_file)):
        return words("Others can read it. Run: chmod -R go-rwx on the settings folder.")
    return None


def _database(found: Foundations) -> str | None:
    return words("It is damaged. Stop the bot and restore your backup.") if integrity.check(found.database) else None


def _parked(found: Foundations) -> str | None:
    with found.database.reading() as session:
        failed = held.parked(session)
    if not failed:
        return None
    return words.plural(
        "{n} message could not be answered. Tell the developers.",
        "{n} messages could not be answered. Tell the developers.",
        n=failed,
    )


def _key(found: Foundations, compartment: str) -> str | None:
    try:
        with found.database.reading() as session:
            keyring.intake_key(session, found.trust, compartment, utc_now())
    except NoTrustedKey:
        return words("There is no trusted key for this month. Let somebody with this role unlock the desk once.")
    return None


def _draft() -> str:
    return words("It is a draft. Let a native speaker read every sentence before people rely on it.")


async def _telegram(settings: Settings) -> str | None:
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
