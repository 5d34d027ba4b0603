"""What can be wrong with the place things are kept in, as opposed to what a rule refuses."""

from dataclasses import dataclass
from typing import Literal

Reason = Literal["corrupt", "foreign", "unreadable", "away"]


@dataclass(eq=False)
class DatabaseUnusable(Exception):
    """The database is damaged, not ours, or cannot be opened. It is never recreated: somebody has to look.

    `where` is the file, or the URL without its password. `reason` is 'corrupt' (SQLite says so), 'foreign' (a healthy
    SQLite file of another program), 'unreadable' (no permission, no such folder, a server that says no) or
    'away'.
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
