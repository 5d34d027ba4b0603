"""What people would like to be talked about in a forum. Who asked is never kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
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
    body = store.runtime.lock(text.encode(), _row(id, keyed))
    rows.add(store.session, rows.TopicRow(id, keyed, week_of(now), body))


def topics(store: Store, forum: str) -> list[Topic]:
    """What was suggested for the forum and not settled, oldest week first."""
    found = rows.of(store.session, store.runtime.pseudonym(FORUM, forum))
    opened = ((row, store.runtime.opened(row.body, _row(row.id, row.forum))) for row in found)
    return [Topic(row.id.hex(), text.decode(), row.week) for row, text in opened if text is not None]


def settle(session: Session, id: str) -> None:
    """The topic was talked about or is not wanted: erase it. Nothing happens when it is gone already."""
    rows.delete(session, bytes.fromhex(id))


def forget_old(session: Session, now: datetime) -> int:
    """Erase topics nobody settled within half a year; how many."""
    return rows.delete_before(session, week_of(now - KEPT))


def _row(id: bytes, forum: bytes) -> Row:
    return Row("topics", id + forum)
