"""The file beside the database that remembers who was removed from the staff, for good.

Each line is a departure as the organisation has signed it (`services.keys.departures`): nothing in it is secret, and
what is not signed counts for nothing. Lines are only ever added.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from storage.departures import DepartureRow

REMOVED: Final = "removed.members"


class RemovedMembers:
    """What stands in the file, read anew whenever it has grown."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._size = 0
        self._rows: dict[bytes, DepartureRow] = {}

    def get(self, member: bytes) -> DepartureRow | None:
        """That member's departure, if it was ever met."""
        try:
            size = self._path.stat().st_size
        except OSError:
            return self._rows.get(member)
        if size != self._size:
            self._read()
            self._size = size
        return self._rows.get(member)

    def add(self, row: DepartureRow) -> None:
        """Remember it for good, in this process at least."""
        self._rows[row.member] = row
        line = " ".join(part.hex() for part in row) + "\n"
        with suppress(OSError), open(self._path, "a", opener=_for_us_alone) as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def _read(self) -> None:
        with suppress(OSError, UnicodeDecodeError):
            for line in self._path.read_text().splitlines():
                with suppress(ValueError, TypeError):
                    row = DepartureRow(*map(bytes.fromhex, line.split(" ")))
                    self._rows[row.member] = row


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
