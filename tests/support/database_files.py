"""What lies on the disk of a database that is a file (SQLite)."""

from pathlib import Path

from storage.engine import Database


def file_of(database: Database) -> Path:
    """Where it is."""
    assert database.path is not None
    return database.path


def at_rest(database: Database) -> bytes:
    """Every byte of it."""
    return file_of(database).read_bytes()
