"""What a campaign changes in a running life: two numbers in memory that both sides see."""

import mmap
import struct
from pathlib import Path
from typing import Final

_LAYOUT: Final = struct.Struct("<dq")
SOUND, FULL, READ_ONLY = range(3)
"""How the database takes writing: it does, it has no room for another page, it does not."""


class Switches:
    """One file of a few bytes; whoever opens it sees what the other has set at once."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(_LAYOUT.size))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _LAYOUT.size)

    @property
    def clock_ahead(self) -> float:
        """Seconds by which the clock on the wall of the life is ahead of this machine's."""
        return float(self._both()[0])

    @clock_ahead.setter
    def clock_ahead(self, seconds: float) -> None:
        _LAYOUT.pack_into(self._shared, 0, seconds, self.writing)

    @property
    def writing(self) -> int:
        """SOUND, FULL or READ_ONLY."""
        return int(self._both()[1])

    @writing.setter
    def writing(self, how: int) -> None:
        _LAYOUT.pack_into(self._shared, 0, self.clock_ahead, how)

    def _both(self) -> tuple[float, int]:
        return _LAYOUT.unpack_from(self._shared)
