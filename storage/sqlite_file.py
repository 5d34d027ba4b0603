"""The SQLite file itself: its place, its permissions, its settings, and whether it is ours.

Nothing here knows a table. The settings are those that leave no deleted text behind: a rollback journal instead of a
write-ahead log, overwriting of freed pages, and a sync of the folder after each commit.
"""

import os
import sqlite3
from pathlib import Path
from typing import Final

from storage import odd_values
from storage.errors import DatabaseUnusable

APPLICATION_ID: Final = 0x414D414E
"""Stamped into the file header ('AMAN'), so that another program's file is never mistaken for ours."""

MAGIC: Final = b"SQLite format 3\x00"
_ID_OFFSET: Final = 68
_PAGE_COUNT_OFFSET: Final = 28

SETTINGS: Final = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA journal_mode=DELETE",
    "PRAGMA secure_delete=ON",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA foreign_keys=ON",
)


def prepare(path: Path) -> None:
    """Make the folder (0700) and an empty file (0600) where there is none; tighten a file that is open to others.

    Raises DatabaseUnusable: 'corrupt' without a SQLite header, 'foreign' for another program's database, 'unreadable'
    where the file system refuses. A file that exists is never emptied or replaced.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise DatabaseUnusable(str(path), "unreadable") from error
    if header and (len(header) < 100 or not header.startswith(MAGIC)):
        raise DatabaseUnusable(str(path), "corrupt")
    if header and not _is_ours(header):
        raise DatabaseUnusable(str(path), "foreign")


def _is_ours(header: bytes) -> bool:
    stamped = int.from_bytes(header[_ID_OFFSET : _ID_OFFSET + 4], "big")
    pages = int.from_bytes(header[_PAGE_COUNT_OFFSET : _PAGE_COUNT_OFFSET + 4], "big")
    return stamped == APPLICATION_ID or (stamped == 0 and pages <= 1)


def configure(connection: sqlite3.Connection) -> None:
    """Apply the settings to a fresh connection, and stamp a file that is still empty."""
    connection.text_factory = odd_values.decoded
    for setting in SETTINGS:
        connection.execute(setting)
    if connection.execute("PRAGMA application_id").fetchone()[0] == 0:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
