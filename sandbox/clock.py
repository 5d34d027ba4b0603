"""The stand-in's clock. Tests move it forward; nothing else in this package may ask what time it is."""

import time


class Clock:
    """Real time plus an offset that only grows."""

    def __init__(self) -> None:
        self.offset = 0.0

    def now(self) -> float:
        """Unix time in seconds."""
        return time.time() + self.offset

    def monotonic(self) -> float:
        """Seconds that never run backwards, moved by the same offset."""
        return time.monotonic() + self.offset

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("the clock only goes forward")
        self.offset += seconds
