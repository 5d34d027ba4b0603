"""What can be wrong with the place things are kept in, as opposed to what a rule refuses."""

from typing import Literal

Reason = Literal["corrupt", "foreign", "unreadable"]


class DatabaseUnusable(Exception):
    """The database is damaged, not ours, or cannot be opened. It is never recreated: somebody has to look.

    `where` is the file, or the URL without its password. `reason` is 'corrupt' (SQLite says so), 'foreign' (a healthy
    SQLite file of another program) or 'unreadable' (no permission, no such folder, no server).
    """

    def __init__(self, where: str, reason: Reason) -> None:
        super().__init__(where, reason)
        self.where = where
        self.reason: Reason = reason


class UnknownRevision(Exception):
    """The database was written by a newer program than this one; nothing was touched."""

    def __init__(self, revision: str) -> None:
        super().__init__(revision)
        self.revision = revision
