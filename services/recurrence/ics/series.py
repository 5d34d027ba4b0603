"""When an event of a calendar file takes place, as a series of ours; refused where no series says exactly that."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from services.recurrence import Series, WallTime, first_original, instant, moved_occurrences
from services.recurrence.ics.events import NotTaken
from services.recurrence.ics.lines import Component, Property
from services.recurrence.ics.rules import read_rule
from services.recurrence.ics.values import ZonedMoment, is_day, read_day, read_length, read_moment, read_zone

MINUTE: Final = timedelta(minutes=1)
ANY_DAY: Final = timedelta(days=1)
UTC_ZONE: Final = "UTC"


def read_series(event: Component, changes: list[Component], zone: str) -> Series:
    """The series of an event and of its changed occurrences; `zone` is for times that name none.

    Raises NotTaken, and the refusals of values, rules and series.
    """
    starts = _starts(event, zone)
    rules = event.all("RRULE")
    if len(rules) > 1 or event.all("RDATE") or event.all("EXRULE"):
        raise NotTaken("extra dates")
    if rules:
        own_zone, first = starts.zone, starts.wall
    else:
        # A single time in UTC is how many programs write a time of the place.
        own_zone = zone if starts.zone == UTC_ZONE else starts.zone
        first = starts.wall_in(own_zone)
    rule = read_rule(rules[0].value, first, own_zone) if rules else None
    series = Series(first, own_zone, _minutes(event, starts, zone), rule)
    if first_original(series) not in (first, None):
        raise NotTaken("start not on rule")
    called_off = [] if is_cancelled(event) else [change for change in changes if is_cancelled(change)]
    moved = [change for change in changes if change not in called_off]
    gone = _exceptions(event, series) | {_changed_original(change, series) for change in called_off}
    return _with_moved(replace(series, except_=gone), moved, zone)


def _starts(event: Component, zone: str) -> ZonedMoment:
    starts = event.all("DTSTART")
    if len(starts) != 1:
        raise NotTaken("no start")
    if is_day(starts[0].value):
        raise NotTaken("all day")
    moment = _moment(starts[0], zone)
    if moment.second:
        raise NotTaken("out of range")
    return moment


def _moment(found: Property, zone: str) -> ZonedMoment:
    return read_moment(found.value, read_zone(found.parameters.get("TZID", ""), zone))


def _minutes(event: Component, starts: ZonedMoment, zone: str) -> int:
    """Whole minutes, at least one, between the instants: an end is told in wall time, and clocks may change."""
    length = timedelta()
    if event.all("DTEND"):
        ends = _moment(event.all("DTEND")[0], zone)
        length = instant(ends.wall, ends.zone) - instant(starts.wall, starts.zone)
    elif event.all("DURATION"):
        length = read_length(event.value("DURATION"))
    if length < MINUTE:
        raise NotTaken("no length")
    if length > ANY_DAY:
        raise NotTaken("too long")
    return length // MINUTE


def _exceptions(event: Component, series: Series) -> frozenset[WallTime]:
    return frozenset(
        _original(value, found, series) for found in event.all("EXDATE") for value in found.value.split(",")
    )


def _original(value: str, found: Property, series: Series) -> WallTime:
    """The occurrence that a property names, by its moment or by its day alone."""
    if is_day(value):
        return WallTime(read_day(value), series.first.at)
    return read_moment(value, read_zone(found.parameters.get("TZID", ""), series.zone)).wall_in(series.zone)


def _changed_original(change: Component, series: Series) -> WallTime:
    found = change.all("RECURRENCE-ID")[0]
    if change.is_broken or "RANGE" in found.parameters:
        raise NotTaken("changed occurrence")
    return _original(found.value, found, series)


def _with_moved(series: Series, changes: list[Component], zone: str) -> Series:
    """With its moved occurrences. One with a length of its own cannot be said, nor one the rule does not give."""
    moved = {}
    for change in changes:
        starts = _starts(change, zone)
        if _minutes(change, starts, zone) != series.minutes:
            raise NotTaken("changed occurrence")
        moved[_changed_original(change, series)] = starts.wall_in(series.zone)
    changed = replace(series, moved=moved)
    if len(moved_occurrences(changed)) < len(moved.keys() - series.except_):
        raise NotTaken("changed occurrence")
    return replace(changed, moved={original: wall for original, wall in moved.items() if original != wall})


def is_cancelled(event: Component) -> bool:
    """True where the event says that it will not take place."""
    return event.value("STATUS").upper() == "CANCELLED"


def read_instant(text: str) -> datetime:
    """A moment in UTC, to the second. Raises NotAValue."""
    moment = read_moment(text, UTC_ZONE)
    return instant(moment.wall, moment.zone) + timedelta(seconds=min(moment.second, 59))
