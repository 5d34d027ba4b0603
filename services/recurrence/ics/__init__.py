"""Meetings as a calendar file (iCalendar, RFC 5545): written for people's own calendars, read from others' files.

Nobody is named in what is written: no organiser, no attendee. What is read comes from anywhere and is trusted in
nothing; what cannot be taken is reported, never guessed.
"""

from collections.abc import Sequence
from datetime import datetime

from services.recurrence.ics.events import MOST_BYTES, CalendarEvent, Imported, NotACalendar, Remedy, Skipped, Why

__all__ = ["MOST_BYTES", "CalendarEvent", "Imported", "NotACalendar", "Remedy", "Skipped", "Why", "read", "write"]


def read(data: bytes, zone: str, now: datetime) -> Imported:
    """As `reading.read` promises. Loaded when first used: a bot that starts has no calendar to read or to write."""
    from services.recurrence.ics import reading

    return reading.read(data, zone, now)


def write(events: Sequence[CalendarEvent], name: str) -> bytes:
    """As `writing.write` promises, and loaded like `read`."""
    from services.recurrence.ics import writing

    return writing.write(events, name)
