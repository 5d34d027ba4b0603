"""Rows of who will come: a tag of occasion and chat, a pseudonym of occasion and answer, the day it is erased.

An answer is counted by its pseudonym, so counting opens nothing, and nothing here can be opened.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy import delete as delete_from
from sqlmodel import Session, SQLModel

from storage.columns import NO_ROW_NUMBERS, binary, binary_key
from storage.rows import upsert


class AnswerTable(SQLModel, table=True):
    """One chat's answer about one occasion."""

    __tablename__ = "answers"
    __table_args__ = NO_ROW_NUMBERS
    tag: bytes = binary_key()
    choice: bytes = binary(index=True)
    erase_on: str


_ROWS = SQLModel.metadata.tables["answers"]
_PUT = upsert(_ROWS)
_GET = select(_ROWS.c.choice).where(_ROWS.c.tag == bindparam("which"))
_COUNT = (
    select(_ROWS.c.choice, func.count())
    .where(_ROWS.c.choice.in_(bindparam("choices", expanding=True)))
    .group_by(_ROWS.c.choice)
)
_DELETE_DUE = delete_from(_ROWS).where(_ROWS.c.erase_on <= bindparam("day"))
_DELETE = delete_from(_ROWS).where(_ROWS.c.tag.in_(bindparam("tags", expanding=True)))


def put(session: Session, tag: bytes, choice: bytes, erase_on: str) -> None:
    """Keep the answer in place of any earlier one."""
    session.connection().execute(_PUT, {"tag": tag, "choice": choice, "erase_on": erase_on})


def get(session: Session, tag: bytes) -> bytes | None:
    """The answer's pseudonym, if there is one."""
    found: bytes | None = session.connection().execute(_GET, {"which": tag}).scalar()
    return found


def delete(session: Session, tags: Sequence[bytes]) -> int:
    """Drop these answers; how many there were."""
    return int(session.connection().execute(_DELETE, {"tags": list(tags)}).rowcount) if tags else 0


def counts(session: Session, choices: Iterable[bytes]) -> dict[bytes, int]:
    """How many there are of each of these pseudonyms; those nobody gave are left out."""
    rows = session.connection().execute(_COUNT, {"choices": list(choices)})
    return {row[0]: row[1] for row in rows}


def delete_due(session: Session, day: str) -> int:
    """Erase what is to be erased on or before that day (ISO 8601); how many there were."""
    return int(session.connection().execute(_DELETE_DUE, {"day": day}).rowcount)


def delete_all(session: Session) -> None:
    """Drop every row: their key is no more."""
    session.connection().execute(delete_from(_ROWS))
