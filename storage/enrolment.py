"""Rows of who may organise and edit, and of the codes that let somebody do so: keyed tags and locked bodies."""

from typing import NamedTuple

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy import delete as delete_from
from sqlmodel import Session, SQLModel

from storage.columns import NO_ROW_NUMBERS, binary, binary_key
from storage.rows import Tagged, columns_of, read_all, upsert


class EnrolmentTable(SQLModel, table=True):
    """One person in one role."""

    __tablename__ = "enrolments"
    __table_args__ = NO_ROW_NUMBERS
    id: bytes = binary_key()
    tag: bytes = binary(index=True)
    body: bytes = binary()


class EnrolmentCodeTable(Tagged, table=True):
    """One code nobody has used yet."""

    __tablename__ = "enrolment_codes"


class EnrolmentRow(NamedTuple):
    """One person in one role."""

    id: bytes
    tag: bytes
    body: bytes


_ROWS = SQLModel.metadata.tables["enrolments"]
_CODES = SQLModel.metadata.tables["enrolment_codes"]
_ADD = insert(_ROWS)
_ALL = columns_of(_ROWS, EnrolmentRow).order_by(_ROWS.c.id)
_OF = _ALL.where(_ROWS.c.tag == bindparam("tag"))
_CHANGE = update(_ROWS).where(_ROWS.c.id == bindparam("which")).values(body=bindparam("content"))
_MOVE = update(_ROWS).where(_ROWS.c.id == bindparam("which")).values(tag=bindparam("under"), body=bindparam("content"))
_DELETE = delete_from(_ROWS).where(_ROWS.c.id == bindparam("which"))
_PUT_CODE = upsert(_CODES)
_CODE = select(_CODES.c.body).where(_CODES.c.tag == bindparam("tag"))
_ALL_CODES = select(_CODES.c.tag, _CODES.c.body)
_DELETE_CODE = delete_from(_CODES).where(_CODES.c.tag == bindparam("tag"))


def add(session: Session, row: EnrolmentRow) -> None:
    """Enrol somebody."""
    session.connection().execute(_ADD, row._asdict())


def everyone(session: Session) -> list[EnrolmentRow]:
    """Everybody in every role."""
    return read_all(session, EnrolmentRow, _ALL)


def of(session: Session, tag: bytes) -> list[EnrolmentRow]:
    """The roles found under that tag."""
    return read_all(session, EnrolmentRow, _OF, {"tag": tag})


def change(session: Session, id: bytes, body: bytes) -> None:
    """Keep another body under the same identifier."""
    session.connection().execute(_CHANGE, {"which": id, "content": body})


def move(session: Session, row: EnrolmentRow) -> None:
    """Keep another tag and body under the same identifier."""
    session.connection().execute(_MOVE, {"which": row.id, "under": row.tag, "content": row.body})


def delete(session: Session, id: bytes) -> None:
    """Take the role away; nothing happens when there is none."""
    session.connection().execute(_DELETE, {"which": id})


def put_code(session: Session, tag: bytes, body: bytes) -> None:
    """Keep a code that may be used once."""
    session.connection().execute(_PUT_CODE, {"tag": tag, "body": body})


def code(session: Session, tag: bytes) -> bytes | None:
    """The body of the code with that tag, if there is one."""
    found: bytes | None = session.connection().execute(_CODE, {"tag": tag}).scalar()
    return found


def codes(session: Session) -> list[tuple[bytes, bytes]]:
    """Every code's tag with its body."""
    return [(row.tag, row.body) for row in session.connection().execute(_ALL_CODES)]


def delete_code(session: Session, tag: bytes) -> None:
    """Drop the code; nothing happens when there is none."""
    session.connection().execute(_DELETE_CODE, {"tag": tag})


def delete_all(session: Session) -> None:
    """Drop every role and every code: their key is no more."""
    session.connection().execute(delete_from(_ROWS))
    session.connection().execute(delete_from(_CODES))
