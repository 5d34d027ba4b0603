"""Which updates are known of: those decided and not yet confirmed, with their records; of the last others the number.

In the order in which they came, not in that of their numbers: after a quiet week Telegram may start again with lower
ones (Bot API, Update). What an earlier process has left counts as older than whatever comes since, by number.
"""

from collections.abc import Collection, Mapping
from typing import Final

from services.conversation.turns import WINDOW, Record

MOST: Final = 2 * WINDOW
"""How many may be known before all but the last `WINDOW` are forgotten: rarely, and many at once."""


class KnownTurns:
    """Records by update number; None where only the number is left."""

    def __init__(self, records: Mapping[int, Record | None]) -> None:
        self._records = dict(records)
        self._full = {number for number, record in records.items() if record is not None}

    def __len__(self) -> int:
        return len(self._records)

    @property
    def full(self) -> Collection[int]:
        """Those that are not empty yet."""
        return self._full

    def is_settled(self, number: int) -> bool:
        """True for an update that was answered and confirmed before."""
        return number in self._records and self._records[number] is None

    def record(self, number: int) -> Record | None:
        """What was decided, where that is still known."""
        return self._records.get(number)

    def note(self, records: Mapping[int, Record]) -> None:
        """These were decided."""
        self._records |= records
        self._full |= records.keys()

    def empty(self, number: int) -> None:
        """Only the number stays."""
        self._records[number] = None
        self._full.discard(number)

    def too_many(self) -> list[int]:
        """Which numbers may be forgotten: none, until there are many."""
        if len(self._records) < MOST:
            return []
        return [number for number in list(self._records)[:-WINDOW] if number not in self._full]

    def forget(self, numbers: Collection[int]) -> None:
        """Nothing of these is known any more."""
        for number in numbers:
            self._records.pop(number, None)
