"""The tick that looks for reminders that are due. services.meetings.reminders decides what becomes of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.incoming.turn_store import DatabaseTurnStore
from bot.logs import LogEvent, log
from bot.tick import Tick
from services.content.content import Content
from services.meetings import reminders

EVERY: Final = 20
"""Seconds between looks. A reminder is at most so late; how late does not add up."""


def reminding(turns: DatabaseTurnStore, content: Content, clock: Callable[[], datetime]) -> Tick:
    """Announces what is due in one transaction with the note that it was. Sending is the broadcasts' business."""

    async def look() -> None:
        fired = await turns.write(reminders.fire, content, clock())
        if fired.sent or fired.dropped:
            log(LogEvent.REMINDERS, sent=len(fired.sent), dropped=len(fired.dropped))

    return Tick("reminders", EVERY, look)
