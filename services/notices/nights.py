"""When most people get a broadcast: whoever has chosen no other quiet hours sleeps at night.

For organisers, before and after they publish. It says nothing of anybody's own hours.
"""

from dataclasses import dataclass
from datetime import datetime

from services.notices.broadcasts import Broadcast
from services.notices.quiet_hours import NIGHT, quiet_until
from services.recurrence.wall_time import WallTime, wall_of


@dataclass(frozen=True, slots=True)
class Night:
    """It falls into the night, which is over then by the clocks there. `is_too_late`: that is no use any more."""

    over: WallTime
    is_too_late: bool


def night(start: datetime, zone: str, until: datetime | None = None) -> Night | None:
    """What most people would get later than `start`, and that is worth nothing at `until`; None by day. Raises
    UnknownZone."""
    over = quiet_until(NIGHT, start, zone)
    if over is None:
        return None
    return Night(wall_of(over, zone), is_too_late=until is not None and over >= until)


def night_of(broadcast: Broadcast) -> Night | None:
    """The same of a broadcast; None for an urgent one."""
    return None if broadcast.urgent else night(broadcast.start, broadcast.zone, broadcast.until)
