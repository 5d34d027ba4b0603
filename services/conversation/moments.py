"""When something was said in Telegram: by Telegram's clock, which goes on while this machine has no power.

What waited at Telegram while the bot was away is handled late and was said in time. So how long somebody was silent,
and how often they did something in a while, is measured by the date a message carries.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

LONGEST_WAIT: Final = timedelta(hours=24)
"""How long Telegram keeps an update for the bot (Bot API, getUpdates)."""
LEEWAY: Final = timedelta(hours=1)
FIRST_DATE: Final = datetime(2013, 8, 14, tzinfo=UTC)
"""There was no Telegram before: an earlier date is none."""


def said_at(seconds: int | None, now: datetime, *, is_press: bool = False) -> datetime:
    """The moment in Unix `seconds`; `now` where none is given.

    A message's own date counts however far our clock is from it: a machine without a battery for its clock starts years
    behind, and jumps when it is set. A press under a message carries the date of that message, which may lie there for
    days: where it is farther from our clock than a message can wait, our clock counts.
    """
    if seconds is None:
        return now
    date = datetime.fromtimestamp(seconds, UTC)
    is_none = date < FIRST_DATE or (is_press and not is_near(date, now))
    return now if is_none else date


def is_near(date: datetime, now: datetime) -> bool:
    """True where a date and our clock differ by no more than a message can wait, one way or the other."""
    return abs(now - date) <= LONGEST_WAIT + LEEWAY


def answered_at(said: datetime, now: datetime) -> datetime:
    """From when on a chat is silent: since it is answered. A clock of ours that is behind does not count, and neither
    does one that is farther from what was `said` than a message can wait."""
    return max(now, said) if is_near(said, now) else said


def surely_heard(drained: datetime | None, now: datetime) -> datetime:
    """Up to when nothing said to the bot still waits at Telegram: since its queue was last found empty, and what was
    said more than a day ago cannot wait there any more."""
    longest = now - LONGEST_WAIT - LEEWAY
    return longest if drained is None else min(max(drained, longest), now)
