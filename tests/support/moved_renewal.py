"""A bot whose processes live as long as a test wants. Nothing that is looked for in its memory may stand in this file:
the bot loads it."""

import os
import time
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

LATER = 100_000.0
"""Seconds in which a process of the bot is over."""


def let_time_be_moved() -> None:
    """In the bot: how long it lives is counted by a clock that is as far ahead as the file says; polls are short."""
    from bot.incoming import intake

    running: Any = import_module("bot.run")
    ahead = Path(os.environ["CLOCK_FILE"])
    running.Renewal = partial(running.Renewal, clock=lambda: time.monotonic() + float(ahead.read_text()))
    running.REST = 10_000.0
    intake.LONG_POLL = 1
