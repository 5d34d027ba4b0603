"""Told to end (SIGINT, SIGTERM): a process ends by itself within seconds, before somebody has to make it.

The supervisor and containers wait ten seconds and then kill. What is under way gets its time to end in order (run,
incoming, outgoing); what stands still and cannot be broken off is left: a thread in a commit, the look-up of a name.
Nothing is lost by that. What was not confirmed Telegram says again, what was not struck off goes out again.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from typing import Final

from bot.logs import LogEvent, log

LONGEST: Final = 8.5
"""Seconds from being told to the end, whatever stands still."""


def when_told(end: Callable[[], object]) -> None:
    """Have it called at the first SIGINT or SIGTERM; from then on the process has `LONGEST` seconds."""
    loop = asyncio.get_running_loop()
    told = threading.Event()

    def tell() -> None:
        if not told.is_set():
            told.set()
            _leave_after(LONGEST)
            end()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, tell)


def _leave_after(seconds: float) -> None:
    """From a thread of its own: nothing that stands still can hold it up, and it holds up nothing."""
    timer = threading.Timer(seconds, _leave)
    timer.daemon = True
    timer.start()


def _leave() -> None:
    log(LogEvent.STOPPED, left_standing=1)
    os._exit(0)
