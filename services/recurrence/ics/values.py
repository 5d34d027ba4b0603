"""The values of properties: days, wall times, zones and lengths as calendar files write them."""

import re
from datetime import date, timedelta
from typing import Final, NamedTuple

from icalendar import vDuration
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from services.errors import Refusal
from services.recurrence import NotAWallTime, UnknownZone, WallTime, check_zone, instant, wall_of

_MOMENT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)([0-6]\d)(Z?)", re.ASCII)
_DAY: Final = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)


class NotAValue(Refusal):
    """The text is no value of the kind that belongs there."""


class ZonedMoment(NamedTuple):
    """A wall time, the zone it is meant in, and the second, which no meeting of ours has."""

    wall: WallTime
    zone: str
    second: int

    def wall_in(self, zone: str) -> WallTime:
        """What clocks in another zone show then. In its own zone it stays as it was written."""
        return self.wall if zone == self.zone else wall_of(instant(self.wall, self.zone), zone)


def is_day(text: str) -> bool:
    """True for a whole day, which has no time."""
    return _DAY.fullmatch(text) is not None


def read_day(text: str) -> date:
    """A day. Raises NotAValue."""
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups() if found else ()))
    except (TypeError, ValueError) as wrong:
        raise NotAValue from wrong


def read_moment(text: str, zone: str) -> ZonedMoment:
    """A day with a time, in `zone` unless it says that it is in UTC. Raises NotAValue."""
    found = _MOMENT.fullmatch(text)
    if not found:
        raise NotAValue
    year, month, day, hour, minute, second, utc = found.groups()
    try:
        wall = WallTime.parse(f"{year}-{month}-{day}T{hour}:{minute}")
    except NotAWallTime as wrong:
        raise NotAValue from wrong
    return ZonedMoment(wall, "UTC" if utc else zone, int(second))


def read_zone(name: str, default: str) -> str:
    """The IANA zone that a TZID names: by its own name, by Windows' name, or behind a path. Raises UnknownZone."""
    if not name:
        return default
    steps = name.strip("/").split("/")
    tries = (name, WINDOWS_TO_OLSON.get(name, ""), "/".join(steps[-2:]), "/".join(steps[-3:]))
    for each in tries:
        try:
            check_zone(each)
        except UnknownZone:
            continue
        return each
    raise UnknownZone(name)


def read_length(text: str) -> timedelta:
    """A duration such as PT90M. Raises NotAValue."""
    try:
        length: timedelta = vDuration.from_ical(text)
    except (ValueError, OverflowError, TypeError) as wrong:
        raise NotAValue from wrong
    return length
