"""A bot whose processes live as long as a test wants. Nothing that is looked for in its memory may stand in this file:
the bot loads it."""

import os
import time
from functools import partial
from pathlib import Path

LATER = 100_000.0
"""Seconds in which a process of the bot is over."""


def let_time_be_moved() -> None:
    """In the bot: how long it lives is counted by a clock that is as far ahead as the file says; polls are short."""
    import bot.run
    from bot.incoming import intake

    ahead = Path(os.environ["CLOCK_FILE"])
    bot.run.Renewal = partial(bot.run.Renewal, clock=lambda: time.monotonic() + float(ahead.read_text()))  # type: ignore
    bot.run.REST = 10_000.0  # type: ignore[misc]
    intake.LONG_POLL = 1
