"""What can be wrong with the place things are kept in, as opposed to what a rule refuses."""

from dataclasses import dataclass
from typing import Literal

Reason = Literal["corrupt", "foreign", "missing", "unreadable"]


@dataclass(eq=False)
class DatabaseUnusable(Exception):
    """The database is damaged, not ours, or cannot be opened. It is never recreated: somebody has to look.

    `where` is the file, or the URL without its password. `reason` is 'corrupt' (SQLite says so), 'foreign' (a healthy
    SQLite file of another program), 'missing' (no file, or an empty one, where there was an organisation) or
    'unreadable' (no permission, no such folder, no server).
    """

    where: str
    reason: Reason


class CommitInDoubt(DatabaseUnusable):
    """The line to the server broke while it was told to commit: it may have, or not. Only looking again will tell."""


@dataclass(eq=False)
class UnknownRevision(Exception):
    """The database was written by a newer program than this one; nothing was touched."""

    revision: str
