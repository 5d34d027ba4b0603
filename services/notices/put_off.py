"""Notices and broadcasts that wait for a moment which is too far away to be meant: a clock that was wrong has put them
off, or holds them.

Belongs here: having them come back once the clock is right.
Does not belong here: knowing that it is (bot.ticks.schedule).
"""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from storage import broadcasts, outbox

LONGEST: Final = timedelta(days=1, hours=1)
"""Nothing is meant to wait longer: the quiet hours of a day are over, and Telegram asks for no longer pause."""


def bring_back(session: Session, now: datetime) -> int:
    """What waits for longer than anything is meant to is due at once; how many that were."""
    second, beyond = int(now.timestamp()), int((now + LONGEST).timestamp())
    return outbox.bring_back(session, beyond, second) + broadcasts.bring_back(session, beyond, second)
