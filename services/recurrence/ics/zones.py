"""A time zone as a calendar file describes it: every change of the clocks in the years that are used.

Made from the tz database itself, change by change, so that it holds for past and future years alike, and for zones
whose changes follow no yearly rule.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vDDDLists

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


class _Observance(NamedTuple):
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


def described(zone: str, first: date, last: date) -> Timezone:
    """The VTIMEZONE of the zone, right from the first to the last day."""
    onsets: dict[_Observance, list[datetime]] = {}
    for moment, observance in _observances(ZoneInfo(zone), first, last):
        # RFC 5545 3.6.5: the onset is told in the time that clocks show until then.
        onsets.setdefault(observance, []).append((moment + observance.before).replace(tzinfo=None))
    described = Timezone()
    described.add("TZID", zone)
    for observance, walls in onsets.items():
        part = TimezoneDaylight() if observance.is_summer else TimezoneStandard()
        part.add("DTSTART", walls[0])
        if walls[1:]:
            part.add("RDATE", vDDDLists(walls[1:]))
        part.add("TZNAME", observance.name)
        part.add("TZOFFSETFROM", observance.before)
        part.add("TZOFFSETTO", observance.after)
        described.add_component(part)
    return described


def _observances(zone: ZoneInfo, first: date, last: date) -> Iterator[tuple[datetime, _Observance]]:
    """What holds from the first day on, then every change with its moment."""
    moment = datetime.combine(first - _DAY, time(), UTC)
    before = _offset(moment, zone)
    yield moment, _observance(moment, zone, before)
    end = datetime.combine(last + _DAY, time(), UTC)
    while moment < end:
        if _offset(moment + _DAY, zone) != before:
            change = _change(moment, zone)
            yield change, _observance(change, zone, before)
            before = _offset(change, zone)
            moment = change
        else:
            moment += _DAY


def _observance(moment: datetime, zone: ZoneInfo, before: timedelta) -> _Observance:
    local = moment.astimezone(zone)
    return _Observance(before, _offset(moment, zone), local.tzname() or zone.key, bool(local.dst()))


def _change(since: datetime, zone: ZoneInfo) -> datetime:
    """The first second, within the day after `since`, at which another offset holds."""
    low, high = since, since + _DAY
    while high - low > _SECOND:
        middle = low + ((high - low) / 2 // _SECOND) * _SECOND
        if _offset(middle, zone) == _offset(since, zone):
            low = middle
        else:
            high = middle
    return high


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
