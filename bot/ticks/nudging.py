"""The tick that looks whether the desk wants looking at (services.nudges.telling)."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.incoming.turn_store import DatabaseTurnStore
from bot.logs import LogEvent, log
from bot.tick import Tick
from services.content.organisation import Organisation
from services.keys.trust import Trust
from services.nudges import telling

EVERY: Final = 20
"""Seconds between looks. What is urgent does not wait for one, unless nobody could be told."""


def nudging(turns: DatabaseTurnStore, trust: Trust, organisation: Organisation, clock: Callable[[], datetime]) -> Tick:
    """Lays down what is to be told, in one transaction with the note that it was."""
    site = telling.site_of(organisation)

    async def look() -> None:
        if told := await turns.write(telling.tick, trust, site, clock()):
            log(LogEvent.NUDGES, sent=told)

    return Tick("nudges", EVERY, look)
