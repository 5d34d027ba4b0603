"""Waiting for what must come: at once where it is there at once, and long enough for a machine with other work.

A wait for something that must happen ends when it happens, so patience costs nothing where all is well.
"""

import asyncio
import time
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds to wait for what comes at once on a machine that has nothing else to do."""
_BETWEEN_LOOKS = 0.01


async def becomes(condition: Callable[[], object], what: str = "it", seconds: float = PATIENCE) -> None:
    """Return as soon as the condition holds; others run meanwhile."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come in {seconds:.0f} s")
        await asyncio.sleep(_BETWEEN_LOOKS)


def waits_until(condition: Callable[[], object], what: str = "it", seconds: float = PATIENCE) -> None:
    """The same where there is no loop."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come in {seconds:.0f} s")
        time.sleep(_BETWEEN_LOOKS)
