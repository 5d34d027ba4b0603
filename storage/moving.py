"""Moving everything from a file to a PostgreSQL database: table by table, in the order of their keys, and compared.

It may be broken off at any moment and begun again: what has arrived is compared with what was sent, and only the rest
is copied. The organisation itself comes last, so that what has not arrived whole is no office.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, String, Table, func, select, text
from sqlalchemy import delete as delete_from
from sqlmodel import Session, SQLModel

import storage
from storage.engine import Database

LAST: Final = "organisation"
AT_ONCE: Final = 500
"""Rows copied in one transaction."""

Progress = Callable[[str, int, int], None]
"""Told the table, how many of its rows have arrived, and how many there are."""


class TargetInUse(Exception):
    """The target holds an organisation, and not just this one as it is here."""


@dataclass(eq=False)
class NotTheSame(Exception):
    """What arrived is not what was sent."""

    table: str


@dataclass(frozen=True, slots=True)
class _Content:
    """How many rows, and a digest of all of them in the order of their keys."""

    rows: int
    digest: str


def move(source: Database, target: Database, progress: Progress) -> dict[str, int]:
    """Copy every row, and compare every table; how many rows of each. Nobody can write to the source meanwhile.

    Both have today's tables. Raises TargetInUse, NotTheSame, and what the databases raise.
    """
    tables = _in_order()
    with source.writing() as sending:
        if _is_in_use(target):
            if any(_content(sending, table) != _arrived(target, table) for table in tables):
                raise TargetInUse
        else:
            for table in tables:
                _copy(sending, target, table, progress)
        return {table.name: _count(sending, table) for table in tables}


def _in_order() -> list[Table]:
    """What others refer to comes first."""
    for module in iter_modules(storage.__path__):
        import_module(f"storage.{module.name}")
    return sorted(SQLModel.metadata.sorted_tables, key=lambda table: table.name == LAST)


def _is_in_use(target: Database) -> bool:
    with target.reading() as session:
        return _count(session, SQLModel.metadata.tables[LAST]) > 0


def _copy(sending: Session, target: Database, table: Table, progress: Progress) -> None:
    everything = _content(sending, table)
    there = _arrived(target, table)
    if there != everything and there != _content(sending, table, there.rows):
        with target.writing() as session:
            session.connection().execute(delete_from(table))
        there = _Content(0, "")
    arrived = there.rows
    for batch in _batches(sending, table, arrived):
        with target.writing() as session:
            session.connection().execute(table.insert(), [row._asdict() for row in batch])
        arrived += len(batch)
        progress(table.name, arrived, everything.rows)
    with target.writing() as session:
        _count_on(sending, session, table)
    if _arrived(target, table) != everything:
        raise NotTheSame(table.name)


def _batches(session: Session, table: Table, skip: int) -> Iterator[Sequence[Row[Any]]]:
    found = session.connection().execute(_rows(session, table).offset(skip), execution_options={"yield_per": AT_ONCE})
    yield from found.partitions()


def _arrived(target: Database, table: Table) -> _Content:
    with target.reading() as session:
        return _content(session, table)


def _content(session: Session, table: Table, most: int | None = None) -> _Content:
    digest, rows = sha256(), 0
    found = session.connection().execute(_rows(session, table).limit(most), execution_options={"yield_per": AT_ONCE})
    for row in found:
        digest.update(repr(tuple(row)).encode())
        rows += 1
    return _Content(rows, digest.hexdigest())


def _rows(session: Session, table: Table) -> Any:
    """All columns, in the order of the key as bytes: both databases have to agree on it."""
    by_bytes = session.connection().dialect.name == "postgresql"
    return select(table).order_by(*(_key(column, by_bytes) for column in table.primary_key))


def _key(column: ColumnElement[Any], by_bytes: bool) -> ColumnElement[Any]:
    return column.collate("C") if by_bytes and isinstance(column.type, String) else column


def _count(session: Session, table: Table) -> int:
    return int(session.connection().execute(select(func.count()).select_from(table)).scalar_one())


def _count_on(sending: Session, session: Session, table: Table) -> None:
    """A number that the database gives out goes on from where it was, also where the last ones were erased."""
    counted = table.autoincrement_column
    if counted is None or not table.dialect_options["sqlite"]["autoincrement"]:
        return
    last = sending.connection().execute(
        text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}
    )
    words = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")
    given = {"table": table.name, "column": counted.name, "last": max(1, int(last.scalar() or 1))}
    session.connection().execute(words, given)
