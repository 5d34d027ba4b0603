"""When a phone should not ring: each person's own quiet hours, and the night.

Knows local wall time and nothing of notices. Days on which clocks are changed are the business of
services.recurrence.wall_time.
"""

from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from services.recurrence.wall_time import WallTime, instant, instants, wall_of

DAY: Final = timedelta(days=1)


class Quiet(NamedTuple):
    """Hours of the day, local wall time, in which nothing rings. The end may lie on the next day."""

    start: time
    end: time


NIGHT: Final = Quiet(time(21), time(7))
"""What a newcomer's quiet hours are, until they choose others."""


@lru_cache(maxsize=256)
def quiet_until(quiet: Quiet | None, now: datetime, zone: str) -> datetime | None:
    """When the quiet hours that hold now are over (always later than `now`); None where none hold.

    They hold whenever the clock on the wall says so, in both of two hours that it shows twice, and from their beginning
    to their end by any clock: nobody is woken because it was put back. They end when it first shows their end from then
    on. Hours that begin and end alike are no hours. Raises UnknownZone.
    """
    if quiet is None or quiet.start == quiet.end:
        return None
    wall = wall_of(now, zone)
    days = (wall.day - DAY, wall.day, wall.day + DAY)
    began = now
    if not _holds(quiet, wall.at):
        began = max(start for day in days if (start := instant(WallTime(day, quiet.start), zone)) <= now)
    ends = (end for day in days for end in instants(WallTime(day, quiet.end), zone))
    over = min(end for end in ends if end > began)
    return over if over > now else None


def is_night(now: datetime, zone: str) -> bool:
    """Whether most people there sleep. Raises UnknownZone."""
    return _holds(NIGHT, wall_of(now, zone).at)


def _holds(quiet: Quiet, at: time) -> bool:
    if quiet.start <= quiet.end:
        return quiet.start <= at < quiet.end
    return at >= quiet.start or at < quiet.end
