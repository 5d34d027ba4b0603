"""Work that never ends by itself: taken up again where it falls, and told of. A sender that has stopped would be missed
by nobody but those who wait."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any

from bot.incoming.intake import Troubles
from bot.logs import LogEvent, log

PAUSE = 2.0
"""Seconds until it is taken up again."""


async def watched(work: Callable[[], Coroutine[Any, Any, None]], troubles: Troubles) -> None:
    """Until cancelled. A cancellation that comes from within is a fall like any other."""
    while True:
        try:
            await work()
            fall = "ended"
        except Exception as failure:
            fall = type(failure).__name__
        except asyncio.CancelledError as cancelled:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            fall = type(cancelled).__name__
        troubles.falls += 1
        troubles.last_fall = time.monotonic()
        log(LogEvent.TICK_FAILED, logging.ERROR, error=fall)
        await asyncio.sleep(PAUSE)
