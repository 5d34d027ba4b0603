"""`amana bots`: every bot of one PostgreSQL database, a schema each, and how it is. Counts only."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.exc import ProgrammingError

from bot.bootstrap import utc_now
from bot.cli.staff import AsJson
from bot.settings import read_settings
from bot.terminal import give_json, stop, table, words, working
from services.conversation import held_updates
from services.notices import outbox
from storage import migrations
from storage.bots import BotSeen, every_bot
from storage.engine import Database

MOST_SHOWN = 1_000_000


@dataclass(frozen=True, slots=True)
class BotHealth:
    """One bot, by the name of its schema. `at_work`: a process answers people. The rest is None where this user may not
    look: notices that are due and wait, messages that could not be answered in the last day."""

    name: str
    at_work: bool
    standing_by: int
    is_current: bool | None = None
    waiting: int | None = None
    failed: int | None = None


def bots(json: AsJson = False) -> None:
    """Every bot in this PostgreSQL database. Ends with 1 where nobody is at work for one of them."""
    settings = read_settings()
    if settings.is_on_sqlite:
        stop(words("This is for PostgreSQL. A file holds one bot; see: amana doctor"))
    with working(words("Looking…")), closing(Database(settings.database)) as database:
        found = list(_healths(every_bot(database), utc_now()))
    if json:
        give_json([asdict(each) for each in found])
    else:
        # NOTE: Headings of a table. A bot is "at work" when a process answers people for it.
        headings = [words("Bot"), words("At work"), words("Standing by"), words("Waiting notices"), words("Failed")]
        table(headings, [_line(each) for each in found])
    if not all(each.at_work for each in found):
        stop(words("Nobody is at work for some of them."), code=1)


def _healths(seen: list[BotSeen], now: datetime) -> Iterator[BotHealth]:
    for bot in seen:
        try:
            yield _health(bot, now)
        except ProgrammingError:  # its tables are another user's
            yield BotHealth(bot.schema, bool(bot.at_work), bot.standing_by)


def _health(bot: BotSeen, now: datetime) -> BotHealth:
    if not bot.is_open or migrations.current(bot.url) != migrations.HEAD:
        return BotHealth(bot.schema, bool(bot.at_work), bot.standing_by, False if bot.is_open else None)
    with closing(Database(bot.url)) as database, database.reading() as session:
        waiting, failed = len(outbox.due(session, now, MOST_SHOWN)), held_updates.parked(session)
    return BotHealth(bot.schema, bool(bot.at_work), bot.standing_by, True, waiting, failed)


def _line(each: BotHealth) -> tuple[str, ...]:
    # NOTE: Whether somebody is at work. "NO" is in capitals because it has to be seen.
    at_work = words("yes") if each.at_work else words("NO")
    return each.name, at_work, str(each.standing_by), _shown(each.waiting), _shown(each.failed)


def _shown(count: int | None) -> str:
    return "?" if count is None else str(count)
