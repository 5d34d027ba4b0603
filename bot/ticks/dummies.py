"""The tick that makes dummies (services.dummies)."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.incoming.turn_store import DatabaseTurnStore
from bot.tick import Tick
from services.dummies import making
from services.keys.trust import Trust

EVERY: Final = 60
"""Seconds between looks, and so between two dummies at least."""


def making_dummies(turns: DatabaseTurnStore, trust: Trust, clock: Callable[[], datetime]) -> Tick:
    """Makes the one that is due, if one is. Nothing is logged: a line would tell it from a true report."""

    async def look() -> None:
        await turns.write(making.go_on, trust, clock())

    return Tick("dummies", EVERY, look)
