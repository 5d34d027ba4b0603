"""When a phone should not ring: each person's own quiet hours, and the night.

Knows local wall time and nothing of notices. Days on which clocks are changed are the business of
services.recurrence.wall_time.
"""

from datetime import datetime, time, timedelta
from typing import Final

from services.notices.subscriptions import NIGHT, Quiet
from services.recurrence.wall_time import WallTime, instant, wall_of

DAY: Final = timedelta(days=1)


def quiet_until(quiet: Quiet | None, now: datetime, zone: str) -> datetime | None:
    """When the quiet hours that hold now are over (always later than `now`); None where none hold.

    Hours that begin and end alike are no hours. Raises UnknownZone.
    """
    if quiet is None:
        return None
    wall = wall_of(now, zone)
    if not _holds(quiet, wall.at):
        return None
    ends_today = quiet.end > wall.at
    over = instant(WallTime(wall.day if ends_today else wall.day + DAY, quiet.end), zone)
    return over if over > now else None


def is_night(now: datetime, zone: str) -> bool:
    """Whether most people there sleep. Raises UnknownZone."""
    return _holds(NIGHT, wall_of(now, zone).at)


def _holds(quiet: Quiet, at: time) -> bool:
    if quiet.start <= quiet.end:
        return quiet.start <= at < quiet.end
    return at >= quiet.start or at < quiet.end
