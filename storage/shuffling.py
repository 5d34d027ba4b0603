"""Rows laid down anew in random order, so that where something lies on the disk does not tell when it came.

Keys are random or keyed, so a table's own order says nothing. What tells is which free page a body took, where in its
page a row was put and, on PostgreSQL, the row's place, its transaction and the number of its large value.
"""

from random import SystemRandom
from typing import Any, Final

from sqlalchemy import LargeBinary, Row, Table, bindparam, insert, select, text
from sqlalchemy import delete as delete_from
from sqlmodel import Session, SQLModel

__all__ = ["shuffle", "shuffled_tables", "size"]

ROWS: Final = 64
"""Laid down anew in one transaction, at most: among so many a row takes a random place."""
BYTES: Final = 256 * 1024
"""The same, of bodies; one row is always taken."""
FIRST: Final = b"\x00"
_chance = SystemRandom()
_SIZE: Final = {
    "sqlite": text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"),
    "postgresql": text("SELECT pg_database_size(current_database())"),
}


def shuffled_tables() -> list[str]:
    """Every table whose rows are found by one random or keyed value."""
    return sorted(name for name, table in SQLModel.metadata.tables.items() if _has_random_key(table))


def size(session: Session) -> int:
    """Bytes of the whole database."""
    connection = session.connection()
    return int(connection.execute(_SIZE[connection.dialect.name]).scalar_one())


def shuffle(session: Session, table: str, start: bytes) -> bytes | None:
    """Take some rows from this key on out, and put them back in random order; the key to go on from, None at the end.
    What the rows hold stays as it was, and all of it or nothing is done."""
    rows = SQLModel.metadata.tables[table]
    key = next(iter(rows.primary_key))
    connection = session.connection()
    found = connection.execute(select(rows).where(key >= start).order_by(key).limit(ROWS)).all()
    some = _fitting(found)
    if len(some) > 1:
        keys = [row._mapping[key] for row in some]
        connection.execute(delete_from(rows).where(key.in_(bindparam("keys", expanding=True))), {"keys": keys})
        again = [dict(row._mapping) for row in some]
        _chance.shuffle(again)
        connection.execute(insert(rows), again)
    if len(some) == len(found) < ROWS:
        return None
    last: bytes = some[-1]._mapping[key]
    return last + FIRST


def _fitting(found: Any) -> list[Row[Any]]:
    room, some = BYTES, list[Row[Any]]()
    for row in found:
        room -= sum(len(value) for value in row if isinstance(value, bytes))
        if some and room < 0:
            break
        some.append(row)
    return some


def _has_random_key(table: Table) -> bool:
    key = list(table.primary_key)
    return len(key) == 1 and isinstance(key[0].type, LargeBinary)
