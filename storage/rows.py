"""What most tables are asked for, made from their columns, so that these are written down once."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Executable, Select, Table, TextClause, select, text
from sqlmodel import Session, SQLModel

from storage.columns import NO_ROW_NUMBERS, binary, binary_key

Row = TypeVar("Row")


class Numbered(SQLModel):
    """The columns of a table that says no more than that there is something: a random number and a locked body."""

    __table_args__ = NO_ROW_NUMBERS
    id: bytes = binary_key()
    body: bytes = binary()


class Tagged(SQLModel):
    """The columns of a table in which a locked body is found by a keyed tag."""

    __table_args__ = NO_ROW_NUMBERS
    tag: bytes = binary_key()
    body: bytes = binary()


def columns_of(table: Table, row: type[Any]) -> Select[Any]:
    """The columns that such a row (a NamedTuple) has, in its order."""
    return select(*(table.c[name] for name in row._fields))


def upsert(table: Table) -> TextClause:
    """Keep a row in place of any earlier one of its key, on both databases."""
    others = [column.name for column in table.columns if not column.primary_key]
    changes = ", ".join(f"{name} = excluded.{name}" for name in others)
    return text(f"{_insert(table)} DO UPDATE SET {changes}")


def insert_new(table: Table) -> TextClause:
    """Keep a row unless there is one of its key, on both databases."""
    return text(f"{_insert(table)} DO NOTHING")


def read_all(
    session: Session, row: Callable[..., Row], statement: Executable, given: Mapping[str, Any] | None = None
) -> list[Row]:
    """Every row that the statement finds."""
    return [row(*found) for found in session.connection().execute(statement, given)]


def read_one(
    session: Session, row: Callable[..., Row], statement: Executable, given: Mapping[str, Any] | None = None
) -> Row | None:
    """The first row that the statement finds, if there is one."""
    found = session.connection().execute(statement, given).first()
    return row(*found) if found else None


def _insert(table: Table) -> str:
    names = [column.name for column in table.columns]
    values = ", ".join(f":{name}" for name in names)
    key = ", ".join(column.name for column in table.primary_key)
    # Every word of it is a name of our own.
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({values}) ON CONFLICT ({key})"  # noqa: S608
