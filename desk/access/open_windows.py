"""The windows of one browser that show a session. Some time after the last was closed nobody is there any more.

Pages say by script when they are shown and left. Where none runs nothing is known, and the idle minutes hold.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

NEXT_PAGE: Final = 20.0
"""Seconds from leaving a page to the next one, however slow the line."""
MOST: Final = 100


@dataclass(slots=True)
class OpenWindows:
    """Each page that is shown, by the name it gave itself. Times are `DeskConfig.ticks`.

    What a page says comes on lines of its own, the last word perhaps before the first: who has left comes no more.
    """

    shown: set[str] = field(default_factory=set)
    gone: deque[str] = field(default_factory=lambda: deque(maxlen=MOST))
    left_at: float | None = None

    def show(self, page: str) -> None:
        """A page is shown."""
        if page in self.gone:
            return
        self.left_at = None
        if len(self.shown) < MOST:
            self.shown.add(page)

    def leave(self, page: str, now: float) -> None:
        """It is shown no more."""
        if page not in self.gone:
            self.gone.append(page)
            self.shown.discard(page)
            self.left_at = None if self.shown else now

    def are_closed(self, now: float) -> bool:
        """True once the last one was left for good."""
        return self.left_at is not None and now - self.left_at > NEXT_PAGE
