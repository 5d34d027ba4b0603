"""Local wall time: what the clock on the wall of a place says, and the instant it stands for.

People agree on wall time ("Tuesday at three"), so that is what is kept, beside the IANA name of the place's time
zone. Instants are worked out when they are needed, from the tz database of that day, and never kept: a government
that changes its clocks changes instants, never the hour people agreed on.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from services.errors import Refusal


@dataclass(eq=False)
class UnknownZone(Refusal):
    """The tz database has no time zone of that name."""

    zone: str


@dataclass(eq=False)
class NotAWallTime(Refusal):
    """The text is not a day and a time of day that exist, such as 31 February."""

    text: str


class WallTime(NamedTuple):
    """A day and a time of day, to the minute, without any time zone. Sorts as the clock on the wall runs."""

    day: date
    at: time

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads what `str` writes, `YYYY-MM-DDTHH:MM`, and nothing else. Raises NotAWallTime."""
        try:
            wall = cls(date.fromisoformat(text[:10]), time.fromisoformat(text[11:]))
        except ValueError as wrong:
            raise NotAWallTime(text) from wrong
        if str(wall) != text:
            raise NotAWallTime(text)
        return wall

    def __str__(self) -> str:
        return f"{self.day.isoformat()}T{self.at:%H:%M}"


def check_zone(zone: str) -> None:
    """Raises UnknownZone unless the tz database of this machine has it."""
    _zone(zone)


def instant(wall: WallTime, zone: str) -> datetime:
    """The moment, in UTC, at which clocks in that zone show the wall time. Raises UnknownZone.

    As RFC 5545 3.3.5 has it: a time that clocks jump over is reached later by as much as they jump; of a time they
    show twice it is the first.
    """
    return datetime.combine(wall.day, wall.at, _zone(zone)).astimezone(UTC)


def instants(wall: WallTime, zone: str) -> list[datetime]:
    """Every moment, in UTC, at which clocks in that zone show the wall time: where they are put back, two. A time that
    they jump over is reached once, as by `instant`. Raises UnknownZone."""
    first = instant(wall, zone)
    again = datetime.combine(wall.day, wall.at.replace(fold=1), _zone(zone)).astimezone(UTC)
    return [first, again] if again > first else [first]


def wall_of(moment: datetime, zone: str) -> WallTime:
    """What clocks in that zone show at the moment, to the minute begun. Raises UnknownZone."""
    local = moment.astimezone(_zone(zone))
    return WallTime(local.date(), time(local.hour, local.minute))


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(zone: str) -> ZoneInfo:
    """Only names the database lists: a name is looked up as a path of a file."""
    if zone not in _names():
        raise UnknownZone(zone)
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as missing:
        raise UnknownZone(zone) from missing
