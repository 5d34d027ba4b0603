"""Rows of who has answered a round of a survey: a keyed tag and a keyed name of the round, and nothing else.

What was answered lies in an envelope; nothing here leads to it.
"""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy import delete as delete_from
from sqlmodel import Session, SQLModel

from storage.columns import NO_ROW_NUMBERS, binary, binary_key
from storage.rows import insert_new


class SurveyedTable(SQLModel, table=True):
    """One chat has answered one round."""

    __tablename__ = "surveyed"
    __table_args__ = NO_ROW_NUMBERS
    tag: bytes = binary_key()
    round: bytes = binary(index=True)


_ROWS = SQLModel.metadata.tables["surveyed"]
_ADD = insert_new(_ROWS)
_FIND = select(_ROWS.c.tag).where(_ROWS.c.tag.in_(bindparam("tags", expanding=True)))
_DELETE_OTHERS = delete_from(_ROWS).where(_ROWS.c.round.not_in(bindparam("rounds", expanding=True)))


def add(session: Session, tag: bytes, round: bytes) -> bool:
    """Note the tag; False where it was there already."""
    return bool(session.connection().execute(_ADD, {"tag": tag, "round": round}).rowcount)


def find(session: Session, tags: Sequence[bytes]) -> set[bytes]:
    """Those of the tags that are there."""
    found = session.connection().execute(_FIND, {"tags": list(tags)}) if tags else ()
    return {row[0] for row in found}


def delete_other_rounds(session: Session, rounds: Sequence[bytes]) -> int:
    """Drop the tags of every round but these; how many went."""
    return int(session.connection().execute(_DELETE_OTHERS, {"rounds": list(rounds)}).rowcount)
