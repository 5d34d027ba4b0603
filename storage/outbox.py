"""Rows of notices waiting to be sent: a lane, the second from which they are due, the tries so far, a sealed body."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy import delete as delete_from
from sqlmodel import Field, Session, SQLModel

from storage.columns import LARGE_NUMBER, binary


class OutboxRow(SQLModel, table=True):
    """One notice to one chat. The address is inside the sealed body."""

    __tablename__ = "outbox"
    __table_args__ = {"sqlite_autoincrement": True}
    id: int | None = Field(default=None, primary_key=True, sa_type=LARGE_NUMBER)
    lane: int
    due: int = Field(sa_type=LARGE_NUMBER)
    attempts: int = 0
    body: bytes = binary()


class Waiting(NamedTuple):
    """A notice as it waits."""

    id: int
    lane: int
    attempts: int
    body: bytes


_ROWS = SQLModel.metadata.tables["outbox"]
_ADD = insert(_ROWS)
_DUE = (
    select(_ROWS.c.id, _ROWS.c.lane, _ROWS.c.attempts, _ROWS.c.body)
    .where(_ROWS.c.due <= bindparam("now"))
    .order_by(_ROWS.c.lane, _ROWS.c.due, _ROWS.c.id)
    .limit(bindparam("limit"))
)
_POSTPONE = (
    update(_ROWS).where(_ROWS.c.id == bindparam("which")).values(due=bindparam("until"), attempts=bindparam("tries"))
)
_DELETE = delete_from(_ROWS).where(_ROWS.c.id == bindparam("which"))
_COUNT = select(func.count()).select_from(_ROWS)


def add(session: Session, lane: int, due: int, body: bytes) -> None:
    """Lay a sealed notice down, to be sent from the second `due` (unix time)."""
    session.connection().execute(_ADD, {"lane": lane, "due": due, "attempts": 0, "body": body})


def due(session: Session, now: int, limit: int) -> list[Waiting]:
    """At most `limit` notices due at the second `now`: by lane, then the longest due first."""
    return [Waiting(*row) for row in session.connection().execute(_DUE, {"now": now, "limit": limit})]


def postpone(session: Session, id: int, until: int, attempts: int) -> None:
    """Have the notice wait until the second `until`, and remember the tries so far."""
    session.connection().execute(_POSTPONE, {"which": id, "until": until, "tries": attempts})


def delete(session: Session, id: int) -> None:
    """Erase the notice; nothing happens when there is none."""
    session.connection().execute(_DELETE, {"which": id})


def count(session: Session) -> int:
    """How many notices wait, due or not."""
    return int(session.connection().execute(_COUNT).scalar_one())
