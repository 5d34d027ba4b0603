"""Rows of sealed envelopes: a random identifier, the month of the key, the week of arrival, a padded sealed body."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from sys import intern
from typing import NamedTuple

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy import delete as delete_from
from sqlmodel import Session, SQLModel

from storage.columns import NO_ROW_NUMBERS, binary, binary_key
from storage.rows import columns_of, read_all

_AT_ONCE = 500
"""Identifiers in one statement: below SQLite's oldest limit on bound values (999)."""
_IN_MEMORY = 200
"""Bodies at a time: 64 KiB each at most."""


class EnvelopeTable(SQLModel, table=True):
    """One sealed item at rest."""

    __tablename__ = "envelopes"
    __table_args__ = NO_ROW_NUMBERS
    id: bytes = binary_key()
    epoch: str
    week: str
    body: bytes = binary()


class Head(NamedTuple):
    """All that can be seen of an envelope from outside, but its size."""

    id: bytes
    epoch: str
    week: str


_ROWS = SQLModel.metadata.tables["envelopes"]
_ADD = insert(_ROWS)
_HEADS = columns_of(_ROWS, Head)
_HEADS_OF = _HEADS.where(_ROWS.c.week.in_(bindparam("weeks", expanding=True)))
_WEEKS = select(_ROWS.c.week, func.count()).group_by(_ROWS.c.week)
_BODIES = select(_ROWS.c.id, _ROWS.c.body).where(_ROWS.c.id.in_(bindparam("ids", expanding=True)))
_AFTER = (
    select(_ROWS.c.id, _ROWS.c.body).where(_ROWS.c.id > bindparam("id")).order_by(_ROWS.c.id).limit(bindparam("most"))
)
_EXISTS = select(_ROWS.c.id).where(_ROWS.c.id == bindparam("id"))
_COUNT = select(func.count()).select_from(_ROWS)
_DELETE = delete_from(_ROWS).where(_ROWS.c.id.in_(bindparam("ids", expanding=True)))


def add(session: Session, id: bytes, epoch: str, week: str, body: bytes) -> None:
    """Keep one envelope. The identifier must be new (sqlalchemy IntegrityError otherwise)."""
    session.connection().execute(_ADD, {"id": id, "epoch": epoch, "week": week, "body": body})


def heads(session: Session) -> list[Head]:
    """What is seen from outside of every envelope, in no order that means anything."""
    return read_all(session, _head, _HEADS)


def heads_of(session: Session, weeks: Collection[str]) -> list[Head]:
    """The same of the envelopes of these weeks."""
    return read_all(session, _head, _HEADS_OF, {"weeks": list(weeks)})


def weeks(session: Session) -> dict[str, int]:
    """How many envelopes each week has."""
    return {week: int(count) for week, count in session.connection().execute(_WEEKS)}


def bodies(session: Session, ids: Collection[bytes]) -> dict[bytes, bytes]:
    """The sealed bodies of those identifiers that exist."""
    return dict(each_body(session, ids))


def each_body(session: Session, ids: Collection[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The same one by one, in no order, a few in memory at a time."""
    for some in _batches(ids, _IN_MEMORY):
        yield from ((row.id, row.body) for row in session.connection().execute(_BODIES, {"ids": some}))


def bodies_after(session: Session, id: bytes, most: int) -> Iterator[tuple[bytes, bytes]]:
    """So many rows as they lie, from the first whose identifier is greater: to look for one among very many takes as
    long as to pass over seven."""
    asked = {"id": id, "most": most}
    with closing(session.connection().execute(_AFTER, asked, execution_options={"yield_per": _IN_MEMORY})) as found:
        yield from ((row.id, row.body) for row in found)


def exists(session: Session, id: bytes) -> bool:
    """True when there is such an envelope."""
    return session.connection().execute(_EXISTS, {"id": id}).first() is not None


def count(session: Session) -> int:
    """How many envelopes there are."""
    return int(session.connection().execute(_COUNT).scalar_one())


def delete(session: Session, ids: Collection[bytes]) -> int:
    """Erase these envelopes; returns how many there were."""
    connection = session.connection()
    return sum(connection.execute(_DELETE, {"ids": some}).rowcount for some in _batches(ids, _AT_ONCE))


def _head(id: bytes, epoch: str, week: str) -> Head:
    """Months and weeks are few, and the same in very many rows: each is kept once."""
    return Head(id, intern(epoch), intern(week))


def _batches(ids: Collection[bytes], size: int) -> Iterable[list[bytes]]:
    every = list(ids)
    return (every[start : start + size] for start in range(0, len(every), size))
