"""Rows of notices waiting to be sent: a lane, from when and until when, the tries so far, who is at it, a locked body.

A sender claims a row before it sends: until the second `claimed` no other sender takes it up.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import bindparam, func, insert, or_, select, text, update
from sqlalchemy import delete as delete_from
from sqlmodel import Field, Session, SQLModel

from storage.columns import LARGE_NUMBER, binary
from storage.rows import columns_of, read_all


class OutboxTable(SQLModel, table=True):
    """One notice to one chat. The address is inside the sealed body."""

    __tablename__ = "outbox"
    __table_args__ = {"sqlite_autoincrement": True}
    id: int | None = Field(default=None, primary_key=True, sa_type=LARGE_NUMBER)
    lane: int
    due: int = Field(sa_type=LARGE_NUMBER)
    attempts: int = 0
    body: bytes = binary()
    until: int | None = Field(default=None, sa_type=LARGE_NUMBER)
    broadcast: bytes | None = binary(index=True, nullable=True)
    claimed: int = Field(default=0, sa_type=LARGE_NUMBER, sa_column_kwargs={"server_default": text("0")})


class NewOutboxRow(NamedTuple):
    """A notice to lay down."""

    lane: int
    due: int
    body: bytes
    until: int | None = None
    broadcast: bytes | None = None


class OutboxRow(NamedTuple):
    """A notice as it waits."""

    id: int
    lane: int
    attempts: int
    body: bytes
    until: int | None
    broadcast: bytes | None


_ROWS = SQLModel.metadata.tables["outbox"]
_IS_IT = _ROWS.c.id == bindparam("which")
_IS_OF = _ROWS.c.broadcast == bindparam("whose")
_ADD = insert(_ROWS)
_WAITING = columns_of(_ROWS, OutboxRow)
_IS_WORTH_IT = or_(_ROWS.c.until.is_(None), _ROWS.c.until > bindparam("now"))
_DUE = (
    _WAITING.where(_ROWS.c.due <= bindparam("now"), _IS_WORTH_IT)
    .where(_ROWS.c.claimed <= bindparam("now"), _ROWS.c.lane <= bindparam("lowest"))
    .order_by(_ROWS.c.lane, _ROWS.c.id)
    .limit(bindparam("limit"))
)
_DUE_AND_FREE = _DUE.with_for_update(skip_locked=True)
"""On PostgreSQL another sender's rows are passed over; SQLite has one writer and no such words."""
_CLAIM = update(_ROWS).where(_IS_IT).values(claimed=bindparam("held_until"))
_LET_GO = update(_ROWS).where(_ROWS.c.claimed > 0).values(claimed=0)
_POSTPONE = (
    update(_ROWS)
    .where(_IS_IT, _ROWS.c.claimed == bindparam("ours"))
    .values(due=bindparam("from_then"), attempts=bindparam("tries"), claimed=0)
)
_BRING_BACK = (
    update(_ROWS)
    .where(or_(_ROWS.c.due > bindparam("beyond"), _ROWS.c.claimed > bindparam("beyond")))
    .values(due=bindparam("from_then"), claimed=0)
)
_SET_ASIDE = update(_ROWS).where(_IS_IT).values(until=bindparam("last"), claimed=bindparam("last"))
_DELETE = delete_from(_ROWS).where(_IS_IT)
_COUNT = select(func.count()).select_from(_ROWS)
_ENDED = select(_ROWS.c.id, _ROWS.c.broadcast).where(
    _ROWS.c.until <= bindparam("now"), _ROWS.c.claimed <= bindparam("now")
)
_TRIED = select(_ROWS.c.id).where(_IS_OF, or_(_ROWS.c.claimed > 0, _ROWS.c.attempts > 0)).limit(1)
_OVERDUE = select(func.count(), func.min(_ROWS.c.due)).where(
    _ROWS.c.due <= bindparam("now"), _ROWS.c.claimed <= bindparam("now"), _IS_WORTH_IT
)
_HELD = select(_ROWS.c.id).where(_IS_OF, _ROWS.c.claimed > bindparam("now")).limit(1)
_LOWEST = 99


def add(session: Session, notices: Iterable[NewOutboxRow]) -> None:
    """Lay sealed notices down, to be sent from the second `due` (unix time) and before the second `until`."""
    rows = [{**notice._asdict(), "attempts": 0, "claimed": 0} for notice in notices]
    if rows:
        session.connection().execute(_ADD, rows)


def pass_over(session: Session) -> None:
    """Use up one number, as a notice does that was laid down and sent: numbers that are missing count no notices."""
    delete(session, session.connection().execute(_ADD.returning(_ROWS.c.id), _nothing()).scalar_one())


def due(session: Session, now: int, limit: int) -> list[OutboxRow]:
    """At most `limit` notices due at the second `now` that nobody is at: by lane, then in the order they were laid
    down."""
    return read_all(session, OutboxRow, _DUE, {"now": now, "limit": limit, "lowest": _LOWEST})


def claim(session: Session, now: int, held_until: int, lowest: int, limit: int) -> list[OutboxRow]:
    """As `due`, of the lanes down to `lowest`; no other sender takes these before the second `held_until`."""
    found = read_all(session, OutboxRow, _DUE_AND_FREE, {"now": now, "limit": limit, "lowest": lowest})
    if found:
        claims = [{"which": row.id, "held_until": held_until} for row in found]
        session.connection().execute(_CLAIM, claims)
    return found


def let_go(session: Session) -> int:
    """Every claim ends: whoever made them is no more. How many there were."""
    return int(session.connection().execute(_LET_GO).rowcount)


def postpone(session: Session, id: int, until: int, attempts: int, claimed: int) -> None:
    """Have the notice wait until the second `until`, and remember the tries so far. The claim on it ends.

    `claimed` is the second until which it was: another sender that has taken it up since keeps it.
    """
    given = {"which": id, "from_then": until, "tries": attempts, "ours": claimed}
    session.connection().execute(_POSTPONE, given)


def bring_back(session: Session, beyond: int, now: int) -> int:
    """What waits for a second after `beyond`, or is held until one, is due at the second `now`; how many these are."""
    return int(session.connection().execute(_BRING_BACK, {"beyond": beyond, "from_then": now}).rowcount)


def set_aside(session: Session, id: int, until: int) -> None:
    """Nobody takes the notice up before the second `until` (unless every claim ends); then it is worth nothing."""
    session.connection().execute(_SET_ASIDE, {"which": id, "last": until})


def delete(session: Session, id: int) -> bool:
    """Erase the notice; False when there is none."""
    return session.connection().execute(_DELETE, {"which": id}).rowcount > 0


def delete_of(session: Session, broadcast: bytes) -> int:
    """Erase what waits of a broadcast and no sender holds; how many there were."""
    free = delete_from(_ROWS).where(_IS_OF, _ROWS.c.claimed == 0)
    return int(session.connection().execute(free, {"whose": broadcast}).rowcount)


def is_any_tried(session: Session, broadcast: bytes) -> bool:
    """Whether a sender holds a notice of the broadcast that waits, or has tried to send it before."""
    return session.connection().execute(_TRIED, {"whose": broadcast}).first() is not None


def is_any_held(session: Session, broadcast: bytes, now: int) -> bool:
    """Whether a sender holds a notice of the broadcast at the second `now`, and may be sending it."""
    return session.connection().execute(_HELD, {"whose": broadcast, "now": now}).first() is not None


def delete_ended(session: Session, now: int) -> Counter[bytes | None]:
    """Erase what is worth nothing any more at the second `now` and nobody is at; how many of which broadcast."""
    found = session.connection().execute(_ENDED, {"now": now}).all()
    if found:
        session.connection().execute(_DELETE, [{"which": row.id} for row in found])
    return Counter(row.broadcast for row in found)


def _nothing() -> dict[str, object]:
    return {**NewOutboxRow(_LOWEST, 0, b"")._asdict(), "attempts": 0, "claimed": 0}


def count(session: Session) -> int:
    """How many notices wait, due or not."""
    return int(session.connection().execute(_COUNT).scalar_one())


def overdue(session: Session, now: int) -> tuple[int, int]:
    """How many notices nobody is at could be sent at the second `now`, and for how many seconds one of them could."""
    found, oldest = session.connection().execute(_OVERDUE, {"now": now}).one()
    return int(found), 0 if oldest is None else now - int(oldest)


def count_held_beyond(session: Session, second: int) -> int:
    """How many notices nobody takes up before that second and for longer."""
    return int(session.connection().execute(_COUNT.where(_ROWS.c.claimed > second)).scalar_one())


def count_of(session: Session, broadcast: bytes) -> int:
    """How many of a broadcast wait or are being sent."""
    return int(session.connection().execute(_COUNT.where(_IS_OF), {"whose": broadcast}).scalar_one())


def delete_all(session: Session) -> None:
    """Drop every row: their key is no more."""
    session.connection().execute(delete_from(_ROWS))
