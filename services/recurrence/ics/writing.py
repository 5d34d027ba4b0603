"""Writes a calendar file that publishes meetings. Names nobody."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event, vRecur, vText

from services.recurrence import (
    LAST_DAY,
    NeverHappens,
    Series,
    WallTime,
    check_zone,
    first_original,
    instant,
    moved_occurrences,
    wall_of,
)
from services.recurrence.ics.events import CalendarEvent
from services.recurrence.ics.zones import described

PRODUCT: Final = "-//Amana//Meetings//EN"
UTC_ZONE: Final = "UTC"
YEARS_AHEAD: Final = timedelta(days=3653)
"""How long a described time zone holds for a rule without end."""

_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""What calendars choke on, and what can make a text read as something else: out of it, as in the chat."""


def write(events: Sequence[CalendarEvent], name: str) -> bytes:
    """A calendar file that publishes the events; `name` is the calendar's own.

    Raises UnknownZone, and NeverHappens for a series no day fits. What cannot be said by a rule in a calendar is said
    so that calendars work out the same moments as `occurrences` does.
    """
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("NAME", _line(name))
    calendar.add("X-WR-CALNAME", _line(name))
    for zone, first, last in _zones_used(events):
        calendar.add_component(described(zone, first, last))
    for event in events:
        for part in _parts(event):
            calendar.add_component(part)
    written: bytes = calendar.to_ical()
    return written


def _parts(event: CalendarEvent) -> list[Event]:
    """The series itself, then one for each occurrence that was moved."""
    series = event.series
    check_zone(series.zone)
    if series.rule is None:
        return [_once(event)]
    first = first_original(series)
    if first is None:
        raise NeverHappens
    part = _part(event, first)
    rule = series.rule.text
    if series.rule.until:
        rule = rule.replace(f"{series.rule.until:%Y%m%d}", _last_moment(series, series.rule.until))
    part.add("RRULE", vRecur.from_ical(rule))
    for gone in sorted(series.except_):
        _add_moment(part, "EXDATE", gone, series.zone)
    return [part, *(_moved(event, each.original, each.wall) for each in moved_occurrences(series))]


def _once(event: CalendarEvent) -> Event:
    series = event.series
    part = _part(event, series.moved.get(series.first, series.first))
    if series.first in series.except_:
        part["STATUS"] = "CANCELLED"
    return part


def _moved(event: CalendarEvent, original: WallTime, wall: WallTime) -> Event:
    part = _part(event, wall)
    _add_moment(part, "RECURRENCE-ID", original, event.series.zone)
    return part


def _part(event: CalendarEvent, starts: WallTime) -> Event:
    part = Event()
    part.add("UID", _line(event.uid))
    part.add("SEQUENCE", event.sequence)
    part.add("DTSTAMP", event.changed.astimezone(UTC))
    part.add("LAST-MODIFIED", event.changed.astimezone(UTC))
    _add_moment(part, "DTSTART", starts, event.series.zone)
    _add_end(part, starts, event.series)
    part.add("SUMMARY", _line(event.title))
    if event.description:
        part.add("DESCRIPTION", _clean(event.description))
    if event.place:
        part.add("LOCATION", _clean(event.place))
    part.add("STATUS", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    for before in () if event.is_cancelled else event.alarms:
        part.add_component(_alarm(before, event.title))
    return part


def _alarm(before: timedelta, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("TRIGGER", -before)
    alarm.add("DESCRIPTION", _line(title))
    return alarm


def _add_moment(part: Event, name: str, wall: WallTime, zone: str) -> None:
    """Wall time with the name of its zone, which is what was agreed on; UTC has a form of its own."""
    moment = datetime.combine(wall.day, wall.at)
    if zone == UTC_ZONE:
        part.add(name, moment.replace(tzinfo=UTC))
    else:
        part.add(name, moment, parameters={"TZID": zone})


def _add_end(part: Event, starts: WallTime, series: Series) -> None:
    """DTEND, since some calendars hide an event that says its DURATION instead. In the repeated hour of an autumn night
    a wall time would be read as the first of the two, so the end is told in UTC there (RFC 5545 3.8.2.2)."""
    ends = instant(starts, series.zone) + timedelta(minutes=series.minutes)
    wall = wall_of(ends, series.zone)
    if instant(wall, series.zone) == ends:
        _add_moment(part, "DTEND", wall, series.zone)
    else:
        part.add("DTEND", ends)


def _last_moment(series: Series, until: date) -> str:
    """RFC 5545 3.3.10: where the start names a zone, the end of the rule is told in UTC."""
    last = WallTime(min(until, LAST_DAY), series.first.at)
    return f"{instant(last, series.zone):%Y%m%dT%H%M%SZ}"


def _zones_used(events: Iterable[CalendarEvent]) -> list[tuple[str, date, date]]:
    """Each zone once, with the first and last day for which it has to be right."""
    used: dict[str, tuple[date, date]] = {}
    for event in events:
        zone = event.series.zone
        if zone != UTC_ZONE:
            days = sorted((*_days(event), *used.get(zone, ())))
            used[zone] = days[0], days[-1]
    return [(zone, first, last) for zone, (first, last) in sorted(used.items())]


def _days(event: CalendarEvent) -> list[date]:
    series = event.series
    check_zone(series.zone)
    days = [series.first.day, *(wall.day for wall in series.moved.values())]
    if series.rule:
        days.append(series.rule.until or max(series.first.day, event.changed.date()) + YEARS_AHEAD)
    return [min(day, LAST_DAY) for day in days]


def _clean(text: str) -> str:
    """Without controls; lines of a text stay lines."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _line(text: str) -> vText:
    return vText(_clean(text).replace("\n", " "))
