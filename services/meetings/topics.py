"""What people would like to be talked about in a forum. Who asked is never kept.

Organisers read it from the next day (UTC) on, though never within six hours, in no order within a week: who sees
somebody write, and then one more, would know whose it is. Days end at midnight UTC, which is an evening somewhere.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlmodel import Session

from services.errors import Refusal
from services.keys.epochs import week_of
from services.keys.sealing import Row, random_bytes
from services.store import Store
from storage import topics as rows

LONGEST: Final = 600
KEPT: Final = timedelta(weeks=26)
FORUM: Final = "topics of a forum"
AFTER_THE_DAY: Final = timedelta(hours=6)
"""How long after its day all that was suggested on it may be read."""
_DAY: Final = "YYYY-MM-DD"


@dataclass(eq=False)
class TopicTooLong(Refusal):
    """More letters than a topic may have."""

    limit: int


@dataclass(frozen=True, slots=True)
class Topic:
    """One suggested topic: what, and the ISO week in which it was suggested."""

    id: str
    text: str
    week: str


def suggest(store: Store, forum: str, text: str, now: datetime) -> None:
    """Keep the topic for the forum's organisers, without the chat. Raises TopicTooLong."""
    if len(text) > LONGEST:
        raise TopicTooLong(LONGEST)
    id, keyed = random_bytes(16), store.runtime.pseudonym(FORUM, forum)
    body = store.runtime.lock(f"{_day(now)}\n{text}".encode(), _row(id, keyed))
    rows.add(store.session, rows.TopicRow(id, keyed, week_of(now), body))


def topics(store: Store, forum: str, now: datetime) -> list[Topic]:
    """What was suggested for the forum until yesterday and not settled, oldest week first; on the early morning (UTC)
    of a day what was suggested until the day before yesterday."""
    today = _day(now - AFTER_THE_DAY)
    found = rows.of(store.session, store.runtime.pseudonym(FORUM, forum))
    opened = ((row, store.runtime.opened(row.body, _row(row.id, row.forum))) for row in found)
    read = ((row, *_read(body.decode())) for row, body in opened if body is not None)
    return [Topic(row.id.hex(), text, row.week) for row, day, text in read if day < today]


def settle(session: Session, id: str) -> None:
    """The topic was talked about or is not wanted: erase it. Nothing happens when it is gone already."""
    rows.delete(session, bytes.fromhex(id))


def forget_old(session: Session, now: datetime) -> int:
    """Erase topics nobody settled within half a year; how many."""
    return rows.delete_before(session, week_of(now - KEPT))


def _row(id: bytes, forum: bytes) -> Row:
    return Row("topics", id + forum)


def _read(body: str) -> tuple[str, str]:
    """The day it was suggested, and its words. Older ones have no day."""
    day, text = body[: len(_DAY)], body[len(_DAY) + 1 :]
    return (day, text) if body[len(_DAY) : len(_DAY) + 1] == "\n" and day.replace("-", "").isdigit() else ("", body)


def _day(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()
