"""Meetings as a calendar file (iCalendar, RFC 5545): written for people's own calendars, read from others' files.

Nobody is named in what is written: no organiser, no attendee. What is read comes from anywhere and is trusted in
nothing; what cannot be taken is reported, never guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.errors import Refusal
from services.recurrence import Series


class NotACalendar(Refusal):
    """The file is no calendar, or larger than any calendar of meetings is."""


@dataclass(frozen=True)
class CalendarEvent:
    """A series of meetings as a calendar knows it. `uid` stays for ever, `sequence` grows with every change.

    `place` is '' where it is not to be told. `changed`: when it was last changed. `alarms`: times before the start.
    """

    uid: str
    sequence: int
    title: str
    description: str
    place: str
    series: Series
    is_cancelled: bool
    changed: datetime
    alarms: tuple[timedelta, ...] = ()


@dataclass(frozen=True)
class Skipped:
    """Something that was not taken. `where` names it in the file; `why` and `remedy` are codes the interface words."""

    where: str
    why: str
    remedy: str


@dataclass(frozen=True)
class Imported:
    """What a calendar file holds for us, and what it holds besides."""

    events: list[CalendarEvent]
    skipped: list[Skipped]


def write(events: Sequence[CalendarEvent], name: str) -> bytes:
    """A calendar file that publishes the events; `name` is the calendar's own."""
    raise NotImplementedError


def read(data: bytes, zone: str, now: datetime) -> Imported:
    """The events of a calendar file that are not over yet; `zone` is for times that name none. Raises NotACalendar."""
    raise NotImplementedError
