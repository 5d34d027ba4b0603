"""Times of day and days as files write them, read onto the clock of the place.

`09:00`, `9`, `9.30`, `0930`, `9:00 AM`, `05:00Z`, `08:00+03:00`; `2026-12-05`, `2026-12-05T09:00Z`. What is not read
for sure raises NotRead, with why.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.directory.folding import folded

_TIME: Final = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2})(?::(\d{2})(?:\.0+)?)?|h)?\s*([ap]\.?m\.?|[صم])?\s*"
    r"(z|utc|gmt|(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?)?"
)
_SHORT: Final = re.compile(r"(\d{2})(\d{2})((?:z|[+-]\d{2}:?\d{2})?)")
_OFFSET: Final = re.compile(r"(?:utc|gmt)?([+-])?(\d{1,2})(?::?(\d{2})|\.(0|5|75|25|50))?")
FURTHEST: Final = timedelta(hours=14)
NOON: Final = 12
YEAR: Final = timedelta(days=366)
WEEK: Final = timedelta(days=7)
Period = tuple[date | None, date | None]


class NotRead(ValueError):
    """Nobody can tell for sure what this says. The message is why."""


@dataclass(frozen=True, slots=True)
class PlaceClock:
    """The clock of the site: its time zone ('' where it is not known), and today, from where its changes are told."""

    zone: str
    today: date

    def offset(self, period: Period) -> timedelta:
        """How far the clocks are from UTC in all of that time. Raises NotRead where they change in it."""
        try:
            zone = ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise NotRead("the time zone of the site is not known here; give the time on the wall") from None
        noons = (datetime.combine(day, time(NOON), zone) for day in self._days(period))
        found = {offset for noon in noons if (offset := noon.utcoffset()) is not None}
        if len(found) != 1:
            raise NotRead("clocks of the site change in this time; give the time on the wall, without an offset")
        return found.pop()

    def _days(self, period: Period) -> Iterator[date]:
        """Days of a year from today, as far as they are in the period: so often that no change is passed over."""
        first, last = period
        start = max(first or self.today, self.today)
        year = min(YEAR, date.max - start)
        end = min(last or start + year, start + year)
        for number in range(max(0, (end - start) // WEEK) + 1):
            yield start + number * WEEK
        yield max(start, end)


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day as it was written: `from_utc` where it says of which clock."""

    at: time
    from_utc: timedelta | None = None

    def on(self, offset: timedelta) -> tuple[time, int]:
        """The time on a clock so far from UTC, and by how many days its day differs there."""
        moved = datetime.combine(date(2000, 1, 2), self.at) - (self.from_utc or timedelta()) + offset
        return moved.time(), moved.day - 2


def read_end(text: str) -> ClockTime:
    """The time of day at which something ends; 24:00 is midnight. Raises NotRead."""
    return read_time(re.sub(r"^24(?=[:.]?00|$)", "00", _digits(text).strip()))


def read_time(text: str) -> ClockTime:
    """The time of day. Raises NotRead."""
    plain = _digits(text).lower().removeprefix("t").strip()
    short = _SHORT.fullmatch(plain)
    found = _TIME.fullmatch(f"{short[1]}:{short[2]}{short[3]}" if short else plain)
    if not found:
        raise NotRead(f"“{text[:20]}” is not a time like 09:30")
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    half = (found[4] or "").replace(".", "")
    if half and not 1 <= hour <= NOON:
        raise NotRead(f"“{text[:20]}” is not a time like 09:30")
    if half:
        hour = hour % NOON + (NOON if half in ("pm", "م") else 0)
    try:
        return ClockTime(time(hour, minute, second).replace(second=0), read_offset(found[5]) if found[5] else None)
    except ValueError:
        raise NotRead(f"“{text[:20]}” is not a time like 09:30") from None


def read_offset(text: str) -> timedelta:
    """A distance from UTC: `Z`, `+03:00`, `-4`, `3.0`. Raises NotRead."""
    plain = text.strip().lower()
    if plain in ("z", "utc", "gmt"):
        return timedelta()
    found = _OFFSET.fullmatch(plain)
    if not found:
        raise NotRead(f"“{text[:20]}” is not a distance from UTC like +03:00")
    part = float(f"0.{found[4]}") if found[4] else int(found[3] or 0) / 60
    offset = timedelta(hours=int(found[2]) + part)
    if offset > FURTHEST:
        raise NotRead(f"“{text[:20]}” is not a distance from UTC like +03:00")
    return -offset if found[1] == "-" else offset


def read_day(text: str, clock: PlaceClock) -> date:
    """The day on the calendar of the place. Raises NotRead."""
    plain = _digits(text).strip()
    try:
        if len(plain) == len("2026-12-05"):
            return date.fromisoformat(plain)
        moment = datetime.fromisoformat(plain)
    except ValueError:
        raise NotRead(f"“{text[:20]}” is not a day like 2026-03-05") from None
    if moment.tzinfo is None or moment.time() == time(0):
        return moment.date()
    offset = clock.offset((moment.date(), moment.date()))
    return (moment.astimezone(UTC) + offset).date()


def _digits(text: str) -> str:
    return "".join(folded(letter) if letter.isdecimal() and not letter.isascii() else letter for letter in text)
