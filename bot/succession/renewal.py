"""When a process that has read people's words gives up its memory, by ending: nothing else wipes what Python has kept.

The one that takes its place (`generations.py`) is there in less than half a second. So it may be soon, but only while
nobody waits for an answer. Where somebody always does, people's answers come first, for a while.
"""

import time
from collections.abc import Callable
from math import inf
from typing import Final

REST: Final = 40.0
"""Seconds after the first words, where nobody waits: with the longest poll and the change itself less than a minute."""
REST_ON_A_SERVER: Final = 3600.0
"""The same on PostgreSQL, where another process takes over then."""
RUSH: Final = 600.0
"""Seconds after the first words, whoever waits."""
IDLE: Final = 3600.0
"""Seconds without anybody's words: whom notices went to is forgotten too."""


class Renewal:
    """`note` that words came; `is_due` once they have to go. `clock` counts seconds and is never set."""

    def __init__(self, rest: float = REST, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self._clock = clock
        self._until = clock() + max(rest, IDLE)
        self._at_the_latest = inf

    def note(self) -> None:
        """What people said stands in this process from now on."""
        if self._at_the_latest == inf:
            now = self._clock()
            self._until = min(self._until, now + self._rest)
            self._at_the_latest = now + max(self._rest, RUSH)

    @property
    def seconds_left(self) -> float:
        """Until it is due, where nobody waits."""
        return max(0.0, self._until - self._clock())

    def is_due(self, is_quiet: bool) -> bool:
        """Whether the process should end now. `is_quiet`: nobody waits, and Telegram has been told of all that was
        answered."""
        return self._clock() >= (self._until if is_quiet else self._at_the_latest)
