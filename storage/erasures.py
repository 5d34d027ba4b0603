"""Rows of leave to erase: a keyed tag, the day on which the bot first saw it, and what may go, sealed to the bot."""

from typing import NamedTuple

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy import delete as delete_from
from sqlmodel import Session, SQLModel

from storage.columns import NO_ROW_NUMBERS, binary, binary_key
from storage.rows import columns_of, read_all


class ErasureTable(SQLModel, table=True):
    """One thing that may go."""

    __tablename__ = "erasures"
    __table_args__ = NO_ROW_NUMBERS
    tag: bytes = binary_key()
    since: str | None = None
    body: bytes = binary()


class ErasureRow(NamedTuple):
    """Leave to erase something. `since`: the day (ISO) on which the bot first saw it, None before."""

    tag: bytes
    since: str | None
    body: bytes


_ROWS = SQLModel.metadata.tables["erasures"]
_ALL = columns_of(_ROWS, ErasureRow)
_SEEN = select(_ROWS.c.tag, _ROWS.c.since)
_ADD = insert(_ROWS)
_NOTE = update(_ROWS).where(_ROWS.c.tag == bindparam("which")).values(since=bindparam("day"))
_DELETE = delete_from(_ROWS).where(_ROWS.c.tag == bindparam("which"))


def add(session: Session, tag: bytes, body: bytes) -> None:
    """Keep it. The tag must be new (sqlalchemy IntegrityError otherwise)."""
    session.connection().execute(_ADD, ErasureRow(tag, None, body)._asdict())


def everything(session: Session) -> list[ErasureRow]:
    """Every row."""
    return read_all(session, ErasureRow, _ALL)


def seen(session: Session) -> dict[bytes, str | None]:
    """By tag, the day on which the bot first saw each."""
    return {bytes(row.tag): row.since for row in session.connection().execute(_SEEN)}


def note_seen(session: Session, tag: bytes, day: str) -> None:
    """The bot has seen it on that day."""
    session.connection().execute(_NOTE, {"which": tag, "day": day})


def delete(session: Session, tag: bytes) -> None:
    """It is no more; nothing happens when there is none."""
    session.connection().execute(_DELETE, {"which": tag})
