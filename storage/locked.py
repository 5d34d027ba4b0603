"""Every column that is locked with the runtime key, whatever the table: to be walked through as a whole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, Table, and_, bindparam, select, update
from sqlmodel import Session, SQLModel

from storage import (
    broadcasts,
    conversations,
    documents,
    dummies,
    enrolment,
    marks,
    nudges,
    outbox,
    subscriptions,
    topics,
    turns,
)

__all__ = ["LOCKED", "LockedColumn", "change", "each"]
_AT_ONCE: Final = 500
_HOMES: Final = (
    *(broadcasts, conversations, documents, dummies, enrolment, marks),
    *(nudges, outbox, subscriptions, topics, turns),
)
"""Imported so that their tables are known."""


@dataclass(frozen=True, slots=True)
class LockedColumn:
    """A column of locked bodies. `bound` are the columns whose values, one after the other, a body is bound to."""

    table: str
    bound: tuple[str, ...]
    column: str = "body"

    @property
    def label(self) -> str:
        """How rows of it are named where they are bound."""
        return self.table if self.column == "body" else f"{self.table}.{self.column}"


LOCKED: Final = (
    *(LockedColumn(table, ("id",)) for table in ("meetings", "minutes", "announcements", "publications")),
    *(LockedColumn(table, ("tag",)) for table in ("conversations", "traces", "enrolment_codes", "subscriptions")),
    *(LockedColumn(table, ("update_id",)) for table in ("turns", "held")),
    *(LockedColumn(table, ()) for table in ("marks", "dummies", "bell")),
    *(LockedColumn(table, ("broadcast", "tag")) for table in ("broadcast_messages", "broadcast_watches")),
    LockedColumn("enrolments", ("id",)),
    LockedColumn("topics", ("id", "forum")),
    LockedColumn("broadcasts", ("id",)),
    LockedColumn("broadcasts", ("id",), "place"),
    LockedColumn("outbox", ("broadcast",)),
)


def each(session: Session, locked: LockedColumn) -> Iterator[tuple[bytes, bytes]]:
    """What each body is bound to, and the body; of rows that have one."""
    table = _table(locked)
    columns = [table.c[name] for name in (*locked.bound, locked.column)]
    for row in session.connection().execute(select(*columns)):
        if row[-1]:
            yield _key(row[:-1]), row[-1]


def change(session: Session, locked: LockedColumn, again: Callable[[bytes, bytes], bytes]) -> None:
    """Put what `again` makes of its key and body in the place of each body."""
    table = _table(locked)
    own = [column.name for column in table.primary_key]
    columns = [table.c[name] for name in (*own, *locked.bound, locked.column)]
    found: list[Row[Any]] = [row for row in session.connection().execute(select(*columns)) if row[-1]]
    changed = [
        {f"own_{name}": value for name, value in zip(own, row, strict=False)}
        | {"content": again(_key(row[len(own) : -1]), row[-1])}
        for row in found
    ]
    is_it = and_(*(table.c[name] == bindparam(f"own_{name}") for name in own))
    put = update(table).where(is_it).values({locked.column: bindparam("content")})
    for first in range(0, len(changed), _AT_ONCE):
        session.connection().execute(put, changed[first : first + _AT_ONCE])


def _table(locked: LockedColumn) -> Table:
    return SQLModel.metadata.tables[locked.table]


def _key(values: tuple[Any, ...]) -> bytes:
    return b"".join(value if isinstance(value, bytes) else str(value or "").encode() for value in values)
