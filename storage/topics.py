"""Rows of what people would like to be talked about in a forum: a random identifier, a keyed name, a week, a body."""

from typing import NamedTuple

from sqlalchemy import bindparam, insert
from sqlalchemy import delete as delete_from
from sqlmodel import Session, SQLModel

from storage.columns import NO_ROW_NUMBERS, binary, binary_key
from storage.rows import columns_of, read_all


class TopicTable(SQLModel, table=True):
    """One topic that somebody suggested. Who did is nowhere."""

    __tablename__ = "topics"
    __table_args__ = NO_ROW_NUMBERS
    id: bytes = binary_key()
    forum: bytes = binary(index=True)
    week: str
    body: bytes = binary()


class TopicRow(NamedTuple):
    """One suggested topic."""

    id: bytes
    forum: bytes
    week: str
    body: bytes


_ROWS = SQLModel.metadata.tables["topics"]
_ADD = insert(_ROWS)
_OF = columns_of(_ROWS, TopicRow).where(_ROWS.c.forum == bindparam("forum")).order_by(_ROWS.c.week, _ROWS.c.id)
_DELETE = delete_from(_ROWS).where(_ROWS.c.id == bindparam("which"))
_DELETE_BEFORE = delete_from(_ROWS).where(_ROWS.c.week < bindparam("oldest"))


def add(session: Session, row: TopicRow) -> None:
    """Keep a topic."""
    session.connection().execute(_ADD, row._asdict())


def of(session: Session, forum: bytes) -> list[TopicRow]:
    """The forum's topics, by week; within a week in no order that means anything."""
    return read_all(session, TopicRow, _OF, {"forum": forum})


def delete(session: Session, id: bytes) -> None:
    """Erase the topic; nothing happens when there is none."""
    session.connection().execute(_DELETE, {"which": id})


def delete_before(session: Session, week: str) -> int:
    """Erase topics of weeks before that one; how many there were."""
    return int(session.connection().execute(_DELETE_BEFORE, {"oldest": week}).rowcount)


def delete_all(session: Session) -> None:
    """Drop every row: their key is no more."""
    session.connection().execute(delete_from(_ROWS))
