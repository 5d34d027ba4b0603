"""Rows of the audit chain: consecutive numbers, a sealed entry each, and a hash over it and all before it."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import bindparam, insert
from sqlmodel import Session, SQLModel

from storage.columns import NO_ROW_NUMBERS, binary, number_key
from storage.odd_values import BEYOND
from storage.rows import columns_of, read_one

_AT_ONCE = 500


class AuditTable(SQLModel, table=True):
    """One entry."""

    __tablename__ = "audit"
    __table_args__ = NO_ROW_NUMBERS
    number: int = number_key()
    tag: bytes = binary(unique=True)
    body: bytes = binary()
    link: bytes = binary()


class AuditRow(NamedTuple):
    """An entry as it is kept."""

    number: int
    tag: bytes
    body: bytes
    link: bytes


_ROWS = SQLModel.metadata.tables["audit"]
_ALL = columns_of(_ROWS, AuditRow)
_AFTER = _ALL.where(_ROWS.c.number > bindparam("number")).order_by(_ROWS.c.number).execution_options(yield_per=_AT_ONCE)
_BACKWARDS = _ALL.where(_ROWS.c.number < BEYOND).order_by(_ROWS.c.number.desc()).execution_options(yield_per=_AT_ONCE)
_NUMBERED = _ALL.where(_ROWS.c.number == bindparam("number"))
_TAGGED = _ALL.where(_ROWS.c.tag == bindparam("tag"))
_ADD = insert(_ROWS)


def add(session: Session, row: AuditRow) -> None:
    """Keep one more. Its number and its tag must be new (sqlalchemy IntegrityError otherwise)."""
    session.connection().execute(_ADD, row._asdict())


def newest(session: Session) -> AuditRow | None:
    """The row with the highest number that another can follow: whoever writes the database may lay down a number above
    all others, so that there is no next."""
    backwards = session.connection().execute(_BACKWARDS)
    rows = (AuditRow(*row) for row in backwards)
    found = next((row for row in rows if row.number > 0 and numbered(session, row.number + 1) is None), None)
    backwards.close()
    return found


def numbered(session: Session, number: int) -> AuditRow | None:
    """The row of that number."""
    return read_one(session, AuditRow, _NUMBERED, {"number": number})


def is_tagged(session: Session, tag: bytes) -> bool:
    """True where a row has that tag."""
    return read_one(session, AuditRow, _TAGGED, {"tag": tag}) is not None


def after(session: Session, number: int) -> Iterator[AuditRow]:
    """The rows beyond that number, in their order, a few in memory at a time."""
    found = session.connection().execute(_AFTER, {"number": number})
    return (AuditRow(*row) for row in found)


def everything(session: Session) -> list[AuditRow]:
    """All rows in their order, also those whose number cannot be."""
    found = session.connection().execute(_ALL.order_by(_ROWS.c.number))
    return [AuditRow(*row) for row in found]
