"""Rows of what was done about reminders: a pseudonym of occasion, start and lead, and the day it is erased."""

from collections.abc import Collection, Iterable

from sqlalchemy import bindparam, select
from sqlalchemy import delete as delete_from
from sqlmodel import Session, SQLModel

from storage.columns import NO_ROW_NUMBERS, binary_key
from storage.rows import insert_new


class ReminderTable(SQLModel, table=True):
    """One thing that was done about one reminder and must not be done twice."""

    __tablename__ = "reminders"
    __table_args__ = NO_ROW_NUMBERS
    tag: bytes = binary_key()
    erase_on: str


_ROWS = SQLModel.metadata.tables["reminders"]
_MARK = insert_new(_ROWS)
_KNOWN = select(_ROWS.c.tag).where(_ROWS.c.tag.in_(bindparam("tags", expanding=True)))
_DELETE_DUE = delete_from(_ROWS).where(_ROWS.c.erase_on <= bindparam("day"))


def mark(session: Session, tags: Iterable[bytes], erase_on: str) -> None:
    """Note that these were done."""
    rows = [{"tag": tag, "erase_on": erase_on} for tag in tags]
    if rows:
        session.connection().execute(_MARK, rows)


def known(session: Session, tags: Collection[bytes]) -> set[bytes]:
    """Which of these were done."""
    found = session.connection().execute(_KNOWN, {"tags": list(tags)}) if tags else ()
    return {row[0] for row in found}


def delete_due(session: Session, day: str) -> int:
    """Erase what is to be erased on or before that day (ISO 8601); how many there were."""
    return int(session.connection().execute(_DELETE_DUE, {"day": day}).rowcount)


def delete_all(session: Session) -> None:
    """Drop every row: their key is no more."""
    session.connection().execute(delete_from(_ROWS))
