"""Calendars that other programs wrote: what is taken happens exactly when an independent reader says it does.

The files are those which that reader's own package brings along.
"""

import random
from datetime import UTC, datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events

from services.recurrence import occurrences
from services.recurrence.ics import NotACalendar, read, write

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
def test_what_is_taken_happens_when_another_reader_says() -> None:
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


def broken(data: bytes, dice: random.Random) -> bytes:
    """The file with a few places changed, cut out, or repeated elsewhere."""
    for _ in range(dice.randrange(1, 10)):
        place, length = dice.randrange(len(data) + 1), dice.randrange(40)
        other = dice.randrange(len(data) + 1)
        put_in = dice.choice(
            (b"", data[other : other + 5 * length], dice.randbytes(3), b";", b":", b'"', b"9999", b"-", b"\n ", b"T")
        )
        data = data[:place] + put_in + data[place + dice.choice((0, 0, length)) :]
    return data


@pytest.mark.parametrize("seed", range(4))
def test_broken_files_are_read_or_refused_and_what_is_taken_can_be_written(seed: int) -> None:
    dice = random.Random(seed)
    small = [data for data in calendars() if len(data) < 5000]
    taken = 0
    for _ in range(800):
        try:
            imported = read(broken(dice.choice(small), dice), HERE, BEGIN)
        except NotACalendar:
            continue
        taken += len(imported.events)
        write(imported.events, "Forums")
    assert taken > 100
