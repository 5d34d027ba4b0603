"""How columns are spelled for both databases: fixed byte strings, sealed bodies, and tables without row numbers.

A table keyed by a random or keyed value is made WITHOUT ROWID on SQLite, so that neither a row number nor the order
on disk tells when a row came.
"""

from typing import Any, Final

from sqlalchemy import BigInteger, Integer, LargeBinary
from sqlmodel import Field

NO_ROW_NUMBERS: Final[dict[str, Any]] = {"sqlite_with_rowid": False}

LARGE_NUMBER: Final = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits on both; on SQLite only INTEGER becomes the row number itself, with no second index."""


def binary_key() -> Any:
    """A primary key of bytes (an identifier or a keyed tag)."""
    return Field(primary_key=True, sa_type=LargeBinary)


def binary(*, index: bool = False, unique: bool = False, nullable: bool = False) -> Any:
    """A column of bytes, never read by the database."""
    return Field(sa_type=LargeBinary, index=index, unique=unique, nullable=nullable)


def number_key() -> Any:
    """A primary key of 64 bits that is given, not counted up."""
    return Field(primary_key=True, sa_type=LARGE_NUMBER, sa_column_kwargs={"autoincrement": False})
