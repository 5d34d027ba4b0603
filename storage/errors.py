"""What can be wrong with the place things are kept in, as opposed to what a rule refuses."""

import sqlite3
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy.exc import DBAPIError

Reason = Literal["corrupt", "foreign", "missing", "unreadable", "away"]


@dataclass(eq=False)
class DatabaseUnusable(Exception):
    """The database is damaged, not ours, or cannot be opened. It is never recreated: somebody has to look.

    `where` is the file, or the URL without its password. `reason` is 'corrupt' (SQLite says so), 'foreign' (a healthy
    SQLite file of another program), 'missing' (no file, or an empty one, where there was an organisation),
    'unreadable' (no permission, no such folder, a server that says no) or 'away'.
    """

    where: str
    reason: Reason


@dataclass(eq=False)
class DatabaseAway(DatabaseUnusable):
    """The server cannot be reached for the moment. Nothing is wrong with what it keeps: it is waited for."""

    reason: Reason = "away"


class CommitInDoubt(DatabaseAway):
    """The line to the server broke while it was told to commit: it may have, or not. Only looking again will tell."""


class Deposed(Exception):
    """Another process has taken over since: this one decides nothing and says nothing any more."""


@dataclass(eq=False)
class UnknownRevision(Exception):
    """The database was written by a newer program than this one; nothing was touched."""

    revision: str


Trouble = Literal["busy", "read only", "full", "damaged", "gone", "away"]
"""What somebody can do something about, each in its own way."""
_BY_REASON: Final[dict[Reason, Trouble]] = {"corrupt": "damaged", "away": "away"}
_BY_CODE: Final[dict[int, Trouble]] = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_READONLY: "read only",
    sqlite3.SQLITE_FULL: "full",
}


def trouble_of(error: BaseException) -> Trouble | None:
    """Which trouble with the database a failure tells of; None where it tells of another thing, or of none we know."""
    if isinstance(error, DatabaseUnusable):
        return _BY_REASON.get(error.reason, "gone")
    if not isinstance(error, DBAPIError):
        return None
    if "no such table" in str(error.orig):  # SQLite makes an empty file where ours was taken away
        return "gone"
    return _BY_CODE.get(getattr(error.orig, "sqlite_errorcode", 0) & 0xFF)
