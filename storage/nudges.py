"""The bell of the desk (one row, locked, always of one size), and what desks have said of being looked at."""

from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy import delete as delete_from
from sqlmodel import Field, Session, SQLModel

from storage.columns import LARGE_NUMBER, NO_ROW_NUMBERS, binary, binary_key, number_key
from storage.rows import columns_of, read_all, read_one, upsert


class BellTable(SQLModel, table=True):
    """Whether somebody has to look at the desk."""

    __tablename__ = "bell"
    __table_args__ = NO_ROW_NUMBERS
    id: int = number_key()
    serial: int = Field(sa_type=LARGE_NUMBER)
    body: bytes = binary()


class LookTable(SQLModel, table=True):
    """What one session of a desk said last, until the bot has taken note of it."""

    __tablename__ = "looks"
    __table_args__ = NO_ROW_NUMBERS
    id: bytes = binary_key()
    body: bytes = binary()


class BellRow(NamedTuple):
    """The bell. `serial` grows whenever it is written."""

    serial: int
    body: bytes


class LookRow(NamedTuple):
    """One look, sealed to the bot."""

    id: bytes
    body: bytes


_BELL = SQLModel.metadata.tables["bell"]
_LOOKS = SQLModel.metadata.tables["looks"]
_GET = columns_of(_BELL, BellRow)
_SERIAL = select(_BELL.c.serial)
_PUT = upsert(_BELL)
_PUT_LOOK = upsert(_LOOKS)
_ALL_LOOKS = columns_of(_LOOKS, LookRow)
_DELETE_LOOK = delete_from(_LOOKS).where(_LOOKS.c.id == bindparam("which"))


def bell(session: Session) -> BellRow | None:
    """The bell, if there is one."""
    return read_one(session, BellRow, _GET)


def serial(session: Session) -> int:
    """How far the bell has come; 0 without one."""
    return int(session.connection().execute(_SERIAL).scalar() or 0)


def put_bell(session: Session, row: BellRow) -> None:
    """Keep it in place of any other."""
    session.connection().execute(_PUT, {"id": 1, **row._asdict()})


def put_look(session: Session, look: LookRow) -> None:
    """Keep what a session says, in place of what it said before."""
    session.connection().execute(_PUT_LOOK, look._asdict())


def looks(session: Session) -> list[LookRow]:
    """What was said since it was last taken note of."""
    return read_all(session, LookRow, _ALL_LOOKS)


def delete_look(session: Session, id: bytes) -> None:
    """It was taken note of."""
    session.connection().execute(_DELETE_LOOK, {"which": id})
