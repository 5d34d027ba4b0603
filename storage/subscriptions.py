"""Rows of who hears about what: a keyed tag, a keyed name of audience and language, a locked body.

Read by the hundred thousand when something is announced: a page is a walk along the index (audience, tag).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Index, bindparam, func, select, update
from sqlalchemy import delete as delete_from
from sqlmodel import Session, SQLModel

from storage.columns import NO_ROW_NUMBERS, binary, binary_key
from storage.rows import columns_of, read_all, upsert


class SubscriptionTable(SQLModel, table=True):
    """One chat that hears about one audience's notices."""

    __tablename__ = "subscriptions"
    __table_args__ = (Index("ix_subscriptions_audience_tag", "audience", "tag"), NO_ROW_NUMBERS)
    tag: bytes = binary_key()
    audience: bytes = binary()
    body: bytes = binary()


class SubscriptionRow(NamedTuple):
    """One row."""

    tag: bytes
    audience: bytes
    body: bytes


_ROWS = SQLModel.metadata.tables["subscriptions"]
_PUT = upsert(_ROWS)
_FIND = columns_of(_ROWS, SubscriptionRow).where(_ROWS.c.tag.in_(bindparam("tags", expanding=True)))
_MOVE = update(_ROWS).where(_ROWS.c.tag == bindparam("which")).values(audience=bindparam("whither"))
_DELETE = delete_from(_ROWS).where(_ROWS.c.tag.in_(bindparam("tags", expanding=True)))
_PAGE = (
    columns_of(_ROWS, SubscriptionRow)
    .where(_ROWS.c.audience == bindparam("of"), _ROWS.c.tag > bindparam("after"))
    .order_by(_ROWS.c.tag)
    .limit(bindparam("most"))
)
_NEXT_AUDIENCE = select(func.min(_ROWS.c.audience)).where(_ROWS.c.audience > bindparam("after"))
_RENAME = update(_ROWS).where(_ROWS.c.audience == bindparam("old")).values(audience=bindparam("new"))
_DELETE_OF = delete_from(_ROWS).where(_ROWS.c.audience == bindparam("of"))
_SIZES = (
    select(_ROWS.c.audience, func.count())
    .where(_ROWS.c.audience.in_(bindparam("audiences", expanding=True)))
    .group_by(_ROWS.c.audience)
)


def put(session: Session, rows: Iterable[SubscriptionRow]) -> None:
    """Keep each row in place of any earlier one of its tag."""
    kept = [row._asdict() for row in rows]
    if kept:
        session.connection().execute(_PUT, kept)


def find(session: Session, tags: Sequence[bytes]) -> dict[bytes, SubscriptionRow]:
    """The rows of those tags that have one."""
    found = read_all(session, SubscriptionRow, _FIND, {"tags": list(tags)}) if tags else []
    return {row.tag: row for row in found}


def move(session: Session, audiences: Mapping[bytes, bytes]) -> None:
    """Put the row of each tag into another audience."""
    if audiences:
        rows = [{"which": tag, "whither": audience} for tag, audience in audiences.items()]
        session.connection().execute(_MOVE, rows)


def delete(session: Session, tags: Sequence[bytes]) -> int:
    """Drop the rows of these tags; how many there were."""
    return int(session.connection().execute(_DELETE, {"tags": list(tags)}).rowcount) if tags else 0


def page(session: Session, audience: bytes, after: bytes, limit: int) -> list[SubscriptionRow]:
    """At most `limit` rows of the audience whose tags come after `after`, in the order of their tags."""
    return read_all(session, SubscriptionRow, _PAGE, {"of": audience, "after": after, "most": limit})


def sizes(session: Session, audiences: Sequence[bytes]) -> dict[bytes, int]:
    """How many rows each of these audiences has; one without any is left out."""
    found = session.connection().execute(_SIZES, {"audiences": list(audiences)}) if audiences else ()
    return {row[0]: row[1] for row in found}


def audiences(session: Session) -> list[bytes]:
    """Every audience that has a row: a step along the index for each, however many rows it has."""
    found: list[bytes] = []
    while (
        each := session.connection().execute(_NEXT_AUDIENCE, {"after": found[-1] if found else b""}).scalar()
    ) is not None:
        found.append(each)
    return found


def rename(session: Session, old: bytes, new: bytes) -> None:
    """Put every row of one audience into another."""
    session.connection().execute(_RENAME, {"old": old, "new": new})


def delete_of(session: Session, audience: bytes) -> None:
    """Drop every row of the audience."""
    session.connection().execute(_DELETE_OF, {"of": audience})


def delete_all(session: Session) -> None:
    """Drop every row: their key is no more."""
    session.connection().execute(delete_from(_ROWS))
