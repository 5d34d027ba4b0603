"""Cells in which something of another kind stands than their column keeps, laid as whoever writes the file can."""

import random
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table
from sqlalchemy.dialects import sqlite

from tests.support.tables import every_table

ODD: dict[str, Any] = {
    "a text": "odd",
    "no text": b"\xff2",
    "bytes": b"\x00\xff",
    "a number": 7,
    "a number beyond all": 2**63 - 1,
    "a fraction": 1.5e300,
}
KINDS = {"BLOB": bytes, "VARCHAR": str, "INTEGER": int, "BOOLEAN": bool}
CELLS = [(table, column) for table in every_table().sorted_tables for column in table.columns]


def kind_of(column: Column[Any]) -> type:
    return KINDS[column.type.compile(sqlite.dialect())]


def lay(path: Path, table: Table, column: Column[Any], name: str) -> bool:
    """A row with this in that column, as whoever writes the file lays it; False where SQLite itself refuses."""
    chance = random.Random(f"{column} {name}")
    usual = {bytes: chance.randbytes(16), str: "2026-W10", int: 1, bool: 1}
    row = {each.name: usual[kind_of(each)] for each in table.columns} | {column.name: ODD[name]}
    marks = ["CAST(? AS TEXT)" if each == column.name and name == "no text" else "?" for each in row]
    words = f"INSERT OR REPLACE INTO {table.name} ({', '.join(row)}) VALUES ({', '.join(marks)})"
    with closing(sqlite3.connect(path)) as plain:
        try:
            plain.execute(words, list(row.values()))
        except sqlite3.IntegrityError:
            return False
        plain.commit()
    return True


def lay_everywhere(path: Path, name: str, but: Collection[str] = ()) -> set[str]:
    """One such row for each column of each table; the tables."""
    return {table.name for table, column in CELLS if table.name not in but and lay(path, table, column, name)}
