"""Reads a calendar file: takes the events that a series of ours can say exactly, and reports all others."""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from services.errors import Refusal
from services.recurrence import (
    YEARS,
    Exhausted,
    NeverHappens,
    OutOfRange,
    RuleBroken,
    UnknownZone,
    check_zone,
    first_ahead,
)
from services.recurrence.ics.events import CalendarEvent, Imported, NotTaken, Skipped, Why
from services.recurrence.ics.lines import Component, calendars
from services.recurrence.ics.series import is_cancelled, read_instant, read_series
from services.recurrence.ics.values import NotAValue, read_length, read_zone

MOST_EVENTS: Final = 2000
MOST_SEQUENCE: Final = 2**31
LONGEST_NAME: Final = 200
LONGEST_TEXT: Final = 20_000
LONGEST_ALARM: Final = timedelta(days=28)
WANTED: Final = frozenset(
    """METHOD X-WR-TIMEZONE UID SEQUENCE DTSTAMP LAST-MODIFIED STATUS SUMMARY DESCRIPTION LOCATION DTSTART DTEND
    DURATION RRULE EXRULE RDATE EXDATE RECURRENCE-ID TRIGGER""".split()  # noqa: SIM905  a list would be twenty lines
)
"""All that is ever looked at: who organises and who is invited is not."""

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def read(data: bytes, zone: str, now: datetime) -> Imported:
    """The events of a calendar file that start after `now`; `zone` is for times that name none.

    The work is bounded by the size of a file, and that is limited. Raises NotACalendar, and UnknownZone for `zone`.
    """
    check_zone(zone)
    events: list[CalendarEvent] = []
    skipped: list[Skipped] = []
    room = MOST_EVENTS
    for calendar in calendars(data, WANTED):
        reading = _Reading(calendar, zone, now)
        events += reading.taken(calendar.parts[:room])
        skipped += reading.skipped + [Skipped(_title(late), "too many", late.line) for late in calendar.parts[room:]]
        room = max(0, room - len(calendar.parts))
    return Imported(events, sorted(skipped, key=lambda each: each.line))


class _Reading:
    """One calendar being read: what was not taken so far."""

    def __init__(self, calendar: Component, zone: str, now: datetime) -> None:
        self._zone = _own_zone(calendar, zone)
        self._now = now
        self._is_all_cancelled = calendar.value("METHOD").upper() == "CANCEL"
        self.skipped: list[Skipped] = []

    def taken(self, parts: list[Component]) -> list[CalendarEvent]:
        for other in parts:
            if other.name not in ("VEVENT", "VTIMEZONE"):
                self._skip(other, "another thing")
        events = [each for each in parts if each.name == "VEVENT"]
        series = self._newest(each for each in events if not each.all("RECURRENCE-ID"))
        changes: dict[str, list[Component]] = {uid: [] for uid in series}
        for change in events:
            if change.all("RECURRENCE-ID"):
                self._keep(change, changes)
        read_in = [self._event(event, changes[uid]) for uid, event in series.items()]
        return [event for event in read_in if event is not None]

    def _newest(self, events: Iterator[Component]) -> dict[str, Component]:
        """Each event once; of those that come twice the one that was changed most often."""
        series: dict[str, Component] = {}
        for event in events:
            known = series.setdefault(_uid(event), event)
            if known is not event:
                older, newer = sorted((known, event), key=_sequence)
                self._skip(older, "twice")
                series[_uid(event)] = newer
        return series

    def _keep(self, change: Component, changes: dict[str, list[Component]]) -> None:
        if _uid(change) in changes:
            changes[_uid(change)].append(change)
        else:
            self._skip(change, "changed occurrence")

    def _event(self, event: Component, changes: list[Component]) -> CalendarEvent | None:
        """The event; None, and a line in the report, where it cannot be taken."""
        try:
            taken = self._read_event(event, changes)
        except (Refusal, OverflowError) as refusal:
            self._skip(event, _why(refusal))
            return None
        for change in changes:
            if not is_cancelled(change) and _has_words_of_its_own(change, event):
                self._skip(change, "own words")
        return taken

    def _read_event(self, event: Component, changes: list[Component]) -> CalendarEvent:
        if event.is_broken:
            raise NotTaken("broken")
        series = read_series(event, changes, self._zone)
        first_ahead(series, self._now)
        return CalendarEvent(
            uid=_uid(event),
            sequence=_sequence(event),
            title=_title(event),
            description=_text(event, "DESCRIPTION"),
            place=_text(event, "LOCATION"),
            series=series,
            is_cancelled=self._is_all_cancelled or is_cancelled(event),
            changed=_changed(event, self._now),
            alarms=tuple(_alarms(event)),
        )

    def _skip(self, component: Component, why: Why) -> None:
        self.skipped.append(Skipped(_title(component), why, component.line))


_WHY: Final[dict[type, Why]] = {
    UnknownZone: "unknown zone",
    RuleBroken: "rule",
    OutOfRange: "out of range",
    NeverHappens: "never",
    Exhausted: "over",
}


def _why(refusal: Exception) -> Why:
    return refusal.why if isinstance(refusal, NotTaken) else _WHY.get(type(refusal), "broken")


def _own_zone(calendar: Component, zone: str) -> str:
    """What the calendar says times are in, where it says so and we know it."""
    try:
        return read_zone(calendar.value("X-WR-TIMEZONE"), zone)
    except UnknownZone:
        return zone


def _uid(event: Component) -> str:
    """The event's own, where it has a usable one; else one that the same file gives again."""
    uid = _printable(event.value("UID"))
    if 0 < len(uid) <= LONGEST_NAME:
        return uid
    words = "\n".join((uid, event.value("DTSTART"), event.value("SUMMARY")))
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def _sequence(event: Component) -> int:
    text = event.value("SEQUENCE")
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_SEQUENCE))
    return min(int(text), MOST_SEQUENCE) if is_number else 0


def _title(component: Component) -> str:
    return _printable(component.value("SUMMARY"))[:LONGEST_NAME] or (
        "" if component.name == "VEVENT" else component.name
    )


def _printable(text: str) -> str:
    """In one line, without control characters; the invisible joiners that some scripts are written with stay."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def _text(event: Component, name: str) -> str:
    """Several lines are kept as such."""
    lines = event.value(name)[:LONGEST_TEXT].replace("\r\n", "\n").split("\n")
    return "\n".join(_printable(line) for line in lines).strip()


def _has_words_of_its_own(change: Component, event: Component) -> bool:
    return any(change.all(name) and change.value(name) != event.value(name) for name in ("SUMMARY", "LOCATION"))


def _changed(event: Component, now: datetime) -> datetime:
    try:
        changed = read_instant(event.value("LAST-MODIFIED") or event.value("DTSTAMP"))
    except (NotAValue, OverflowError):
        return now
    return changed if changed.year in YEARS else now


def _alarms(event: Component) -> Iterator[timedelta]:
    """How long before the start it rings; alarms of other kinds are for the calendar they came from."""
    for alarm in event.parts:
        for trigger in alarm.all("TRIGGER"):
            try:
                before = -read_length(trigger.value)
            except NotAValue:
                continue
            if timedelta(0) < before <= LONGEST_ALARM and trigger.parameters.get("RELATED", "START") == "START":
                yield before
