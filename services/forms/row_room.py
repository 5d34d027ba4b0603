"""How many rows there is room for in one person's form: in each repeat, and in all of them together."""

from __future__ import annotations

from services.forms.definition.items import Item

MOST_ROWS = 50
"""Rows that a repeat may have."""
MOST_IN_ROWS = 5_000
"""Questions, values and rows that all repeats together may come to: to walk over them takes some 100 ms."""


class RowRoom:
    """What was given out of it to one instance. `full` is the first repeat that wanted more than there was, and `limit`
    how many rows it may have at most; None where it is all repeats together that have too many."""

    __slots__ = ("_taken", "full", "limit")

    def __init__(self) -> None:
        self._taken = 0
        self.full: Item | None = None
        self.limit: int | None = None

    def rows(self, repeat: Item, wanted: float) -> int:
        """As many rows as it gets of those it wants."""
        room = (MOST_IN_ROWS - self._taken) // repeat.row_size
        most = min(MOST_ROWS, room)
        if wanted > most and self.full is None:
            self.full = repeat
            self.limit = MOST_ROWS if wanted > MOST_ROWS else None
        rows = int(max(min(wanted, most), 0)) if wanted == wanted else 0
        self._taken += rows * repeat.row_size
        return rows
