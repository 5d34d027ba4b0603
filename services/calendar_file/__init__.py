"""Meetings as a calendar file (iCalendar, RFC 5545): written for people's own calendars, read from others' files.

Nobody is named in what is written: no organiser, no attendee. What is read comes from anywhere and is trusted in
nothing; what cannot be taken is reported, never guessed.
"""

from services.calendar_file.events import CalendarEvent, Imported, NotACalendar, Remedy, Skipped, Why
from services.calendar_file.lines import MOST_BYTES
from services.calendar_file.reading import read
from services.calendar_file.writing import write

__all__ = ["MOST_BYTES", "CalendarEvent", "Imported", "NotACalendar", "Remedy", "Skipped", "Why", "read", "write"]
