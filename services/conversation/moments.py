"""When something was said in Telegram: by Telegram's clock, which goes on while this machine has no power.

What waited at Telegram while the bot was away is handled late and was said in time. So how long somebody was silent,
and how often they did something in a while, is measured by the date a message carries.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

LONGEST_WAIT: Final = timedelta(hours=24)
"""How long Telegram keeps an update for the bot (Bot API, getUpdates)."""
LEEWAY: Final = timedelta(hours=1)


def said_at(seconds: int | None, now: datetime) -> datetime:
    """The moment in Unix `seconds`; `now` where none is given.

    The two clocks may differ by what a message can wait, one way or the other: a machine without a battery for its
    clock starts hours behind. Where they differ by more, nothing can be made of the date, and our own clock counts.
    """
    if seconds is None:
        return now
    date = datetime.fromtimestamp(seconds, UTC)
    return date if abs(now - date) <= LONGEST_WAIT + LEEWAY else now


def surely_heard(drained: datetime | None, now: datetime) -> datetime:
    """Up to when nothing said to the bot still waits at Telegram: since its queue was last found empty, and what was
    said more than a day ago cannot wait there any more."""
    longest = now - LONGEST_WAIT - LEEWAY
    return longest if drained is None else min(max(drained, longest), now)
