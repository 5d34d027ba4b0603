"""What is read of a cell in which something of another kind stands than its column keeps.

SQLite lets whoever writes the file put a text where bytes belong, or bytes where a number does. Read as it stands, one
such cell would end every rule that comes by it. So it is read as empty: no key opens that, and no mark fits it.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Boolean, Column, Dialect, Integer, LargeBinary, String, Table, func, or_, select
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, SQLModel

BEYOND: Final = 2**62
Read = Callable[[Any], Any]


def _bytes(value: Any) -> bytes | None:
    return value if value is None or isinstance(value, bytes) else b""


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else ""


def _number(value: Any) -> int | None:
    """Nor is a number believed that is beyond all of ours, so that there is always a next one."""
    is_ours = isinstance(value, int | float) and abs(value) < BEYOND
    return int(value) if is_ours else (None if value is None else 0)


def _truth(value: Any) -> bool | None:
    return None if value is None else value == 1


class _Bytes(LargeBinary):
    def result_processor(self, dialect: Dialect, coltype: object) -> Read:
        return _bytes


class _Text(String):
    def result_processor(self, dialect: Dialect, coltype: object) -> Read:
        return _text


class _Number(Integer):
    def result_processor(self, dialect: Dialect, coltype: object) -> Read:
        return _number


class _Truth(Boolean):
    def result_processor(self, dialect: Dialect, coltype: object) -> Read:
        return _truth


READ_AS: Final[Mapping[type[TypeEngine[Any]], type[TypeEngine[Any]]]] = {
    LargeBinary: _Bytes,
    String: _Text,
    Integer: _Number,
    Boolean: _Truth,
}
"""For SQLite; PostgreSQL keeps nothing of another kind."""


_NAMES: Final = {"BLOB": "blob", "VARCHAR": "text", "INTEGER": "integer", "BOOLEAN": "integer"}
"""How SQLite names what stands in a cell, by how it names what a column is for."""


def decoded(text: bytes) -> str:
    """A text of a running database, whatever its bytes are. That they are none is found when it is looked through
    (integrity)."""
    return text.decode("utf-8", "replace")


def counted(session: Session) -> dict[str, int]:
    """In how many rows something of another kind stands, by table; of tables that have any. None on PostgreSQL."""
    dialect = session.connection().dialect
    if dialect.name != "sqlite":
        return {}
    found = {table.name: _odd_rows(session, table, dialect) for table in SQLModel.metadata.sorted_tables}
    return {name: count for name, count in found.items() if count}


def _odd_rows(session: Session, table: Table, dialect: Dialect) -> int:
    is_odd = or_(*(func.typeof(column).not_in(_kinds(column, dialect)) for column in table.columns))
    found = session.connection().execute(select(func.count()).select_from(table).where(is_odd))
    return int(found.scalar_one())


def _kinds(column: Column[Any], dialect: Dialect) -> list[str]:
    own = _NAMES[column.type.compile(dialect)]
    return [own, "null"] if column.nullable else [own]
