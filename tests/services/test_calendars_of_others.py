"""Calendars that other programs wrote: what is taken happens exactly when an independent reader says it does.

The files are those which that reader's own package brings along.
"""

from datetime import UTC, datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events

from services.calendar_file import NotACalendar, read
from services.recurrence import occurrences

HERE = "Europe/Berlin"
BEGIN, END = datetime(1990, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
FIRST = 900
"""So many of an endless series are compared."""


def calendars() -> list[bytes]:
    folder = files("recurring_ical_events") / "test" / "calendars"
    return [file.read_bytes() for file in folder.iterdir() if file.name.endswith(".ics")]


def starts(data: bytes) -> dict[str, list[datetime]]:
    """When everything starts, by UID, as the other reader works it out."""
    found: dict[str, list[datetime]] = {}
    for event in recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(BEGIN, END):
        if isinstance(event.start, datetime) and event.get("STATUS") != "CANCELLED":
            local = event.start if event.start.tzinfo else event.start.replace(tzinfo=ZoneInfo(HERE))
            found.setdefault(str(event.get("UID")), []).append(local.astimezone(UTC))
    return {uid: sorted(moments)[:FIRST] for uid, moments in found.items()}


@pytest.mark.filterwarnings("ignore")  # the other reader warns of zones it has to guess
def test_what_is_taken_happens_when_another_reader_says():
    compared = 0
    for data in calendars():
        try:
            imported = read(data, HERE, BEGIN)
        except NotACalendar:
            continue
        others = starts(data) if imported.events else {}
        for event in imported.events:
            if event.uid in others and not event.is_cancelled:
                ours = [each.starts for each in occurrences(event.series, BEGIN, END)]
                assert ours[:FIRST] == others[event.uid], event
                compared += 1
    assert compared > 300
