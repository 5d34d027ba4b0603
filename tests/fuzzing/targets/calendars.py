"""Calendar files of others: read whole, in part with reasons, or refused."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from services.recurrence import first_original, ics, next_occurrences
from services.recurrence.ics import NotACalendar
from tests.fuzzing.bending import bent_words, torn
from tests.fuzzing.campaign import Strike

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\n"
EVENT = (
    "BEGIN:VEVENT",
    "UID:meeting-1@example.org",
    "DTSTAMP:20260301T090000Z",
    "DTSTART;TZID=Asia/Baghdad:20260310T160000",
    "DTEND;TZID=Asia/Baghdad:20260310T173000",
    "SUMMARY:Safety forum",
    "LOCATION:Community hall\\, block C",
    "RRULE:FREQ=MONTHLY;BYDAY=1MO,3TU;COUNT=12;WKST=SA",
    "EXDATE;TZID=Asia/Baghdad:20260406T160000",
    "RDATE;VALUE=PERIOD:20260411T130000Z/PT1H",
    "SEQUENCE:2",
    "BEGIN:VALARM",
    "TRIGGER:-PT15M",
    "ACTION:DISPLAY",
    "END:VALARM",
    "END:VEVENT",
)
CHANGE = (
    "BEGIN:VEVENT",
    "UID:meeting-1@example.org",
    "RECURRENCE-ID;TZID=Asia/Baghdad:20260504T160000",
    "DTSTART:20260505T130000Z",
    "DURATION:PT90M",
    "STATUS:CANCELLED",
    "END:VEVENT",
)


def a_file(chance: Random) -> bytes:
    lines = [*EVENT, *(CHANGE if chance.random() < 0.5 else ())]
    for _ in range(chance.randint(0, 3)):
        where = chance.randrange(len(lines))
        way = chance.random()
        if way < 0.6:
            lines[where] = bent_words(lines[where], chance)
        elif way < 0.8:
            lines.insert(where, chance.choice(lines))
        else:
            del lines[where]
    data = (HEAD + "\r\n".join(lines) + "\r\nEND:VCALENDAR\r\n").encode("utf-8", "surrogatepass")
    return torn(data, chance) if chance.random() < 0.4 else data


async def strike(chance: Random) -> None:
    try:
        found = ics.read(a_file(chance), "Asia/Baghdad", NOW)
    except NotACalendar:
        return
    for event in found.events:
        first_original(event.series)
        next_occurrences(event.series, NOW, 20)
    ics.write(found.events, "Forum")


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Strike]:
    yield strike
