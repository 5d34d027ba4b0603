"""Reading HSDS 3.0 schedules. What is not understood is remarked on, and its schedule marked: the hours are unknown.

Times with `Z` or an offset, or beside a `timezone`, are put on the clock of the place. A `count` becomes the day of
the last of so many times.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Any, Final, TypeVar

from services.authoring.parts import Texts
from services.directory.days import (
    DAILY,
    DAY,
    DAYS,
    WEEKLY,
    YEARLY,
    frequency,
    happens_on,
    is_night,
    unclear_days,
    unclear_said,
    unclear_stretch,
    unclear_times,
)
from services.directory.files.batch import Batch
from services.directory.files.clock_words import (
    ClockTime,
    NotRead,
    PlaceClock,
    read_day,
    read_end,
    read_offset,
    read_time,
)
from services.directory.files.source_files import clean
from services.directory.hours_text import days_in
from services.directory.model import Schedule

Json = Mapping[str, Any]
Value = TypeVar("Value")
MOST_INTERVAL: Final = 366
LONGEST_COUNT: Final = 60 * 366
"""Days in which the last of so many times is looked for."""
NOT_TAKEN: Final = (
    *("bymonth", "bysetpos", "byhour", "byminute", "bysecond", "byeaster"),
    *("exdate", "exdates", "exrule", "rdate", "rdates", "rrule"),
)
"""Words of iCalendar that HSDS has not: they narrow the days down, and are not understood here."""
SPECIAL: Final = "special hours"
"""Stands for a time where an older file has a holiday whose hours cannot be said beside the usual ones."""
UNCLEAR: Final = "unclear"
"""`link_type` of the attribute that an export puts on a schedule whose hours were not understood when it was taken."""
_HALF: Final = re.compile(r"[ap]\.?m|[صم]", re.IGNORECASE)
_COUNTED: Final = re.compile(r"([+-]?\d+)\s*([^\W\d_].*)")


def read_schedule(found: Json, description: Texts, batch: Batch, where: str) -> Schedule:
    """The schedule, `unclear` where something of it is not understood (which is remarked on)."""
    return _ScheduleReading(found, batch, where).schedule(description)


def unread(batch: Batch, where: str, why: str) -> Schedule:
    """Stands for schedules that could not be read at all."""
    batch.report.leave_out(where, "schedules", f"{why}; the hours are unknown")
    return Schedule(unclear=True)


@dataclass(slots=True)
class _ScheduleReading:
    """One schedule while it is read."""

    found: Json
    batch: Batch
    where: str
    problems: list[tuple[str, str]] = field(default_factory=list)

    def schedule(self, description: Texts) -> Schedule:
        """All of it."""
        for name in NOT_TAKEN:
            if self.found.get(name):
                self._note(name, "this is not understood")
        if self._was_unclear:
            self._note("attributes", "it was not understood before")
        read = self._rule(description)
        read = self._with_times(read)
        for unclear in (unclear_days, unclear_times, unclear_stretch, unclear_said):
            self.problems += unclear(read)
        if read.is_special:
            why = "there are no times, and its words are not of being closed; the hours of these days are unknown"
            self.batch.report.leave_out(self.where, "schedules.description", why)
        read = self._until_the_last(read)
        for name, why in dict.fromkeys(self.problems):
            self.batch.report.leave_out(self.where, f"schedules.{name}", f"{why}; the hours are unknown")
        if read.freq in (DAILY, YEARLY):
            why = f"“{read.freq}” is neither WEEKLY nor MONTHLY, which are HSDS's; it is read as iCalendar has it"
            self.batch.report.leave_out(self.where, "schedules.freq", why)
        return replace(read, unclear=bool(self.problems))

    def _rule(self, description: Texts) -> Schedule:
        return Schedule(
            freq=self._word("freq").upper(),
            interval=self._whole("interval", MOST_INTERVAL) or 1,
            byday=_byday(self._word("byday")),
            bymonthday=_numbers(self._word("bymonthday")),
            byweekno=_numbers(self._word("byweekno")),
            byyearday=_numbers(self._word("byyearday")),
            wkst=_byday(self._word("wkst")),
            dtstart=self._day("dtstart"),
            until=self._day("until"),
            valid_from=self._day("valid_from"),
            valid_to=self._day("valid_to"),
            description=description,
        )

    def _with_times(self, read: Schedule) -> Schedule:
        opens, closes = self._read("opens_at", read_time), self._read("closes_at", read_end)
        try:
            opens_at, opens_later = self._on_the_wall(opens, read)
            closes_at, _ = self._on_the_wall(closes, read)
        except NotRead as why:
            self._note("opens_at", str(why))
            return read
        if opens_at and closes_at and closes_at <= opens_at and self._says_half_once:
            self._note("closes_at", "one of the times says AM or PM and the other does not")
        elif (
            opens
            and closes
            and opens_at
            and closes_at
            and opens.from_utc is None
            and self._may_be_half(opens_at, closes_at)
        ):
            self._note("closes_at", "it is before opens_at, and neither says AM or PM")
        if opens_later and not _is_every_day(read):
            self._note("opens_at", "on the clock of the place this is on another day; give the time on the wall")
        if opens_at == closes_at == time(0) and _is_one_day(read):
            return self._of_no_length(read)
        return replace(read, opens_at=opens_at, closes_at=closes_at)

    def _of_no_length(self, read: Schedule) -> Schedule:
        """From midnight to midnight on one day, or beside words of being closed: many write a holiday so."""
        if not read.says_closed:
            self._note("closes_at", "the same as opens_at on one day: all of it, or nothing of it")
        return read

    def _may_be_half(self, opens_at: time, closes_at: time) -> bool:
        is_plain = not _HALF.search(self._word("opens_at"))
        return is_plain and closes_at < opens_at and not is_night(opens_at, closes_at)

    def _on_the_wall(self, written: ClockTime | None, read: Schedule) -> tuple[time | None, int]:
        """The time on the clock of the place, and by how many days its day differs there. Raises NotRead."""
        if written is None:
            return None, 0
        zone = self._word("timezone")
        if written.from_utc is None and zone and zone != self.batch.setting.timezone:
            written = replace(written, from_utc=read_offset(zone))
        if written.from_utc is None:
            return written.at, 0
        first = max((day for day in (read.dtstart, read.valid_from) if day), default=None)
        last = min((day for day in (read.until, read.valid_to) if day), default=None)
        return written.on(self._clock.offset((first, last)))

    def _until_the_last(self, read: Schedule) -> Schedule:
        """With `until` in place of `count`."""
        count = self._whole("count", LONGEST_COUNT)
        if not count:
            return read
        if read.dtstart is None:
            self._note("count", "without dtstart nobody can say from when")
            return read
        last = None if self.problems else _day_of(read, read.dtstart, count)
        if last is None:
            self._note("count", "the last of so many times is not found")
            return read
        return replace(read, until=min(last, read.until or last))

    def _day(self, name: str) -> date | None:
        return self._read(name, lambda text: read_day(text, self._clock))

    def _read(self, name: str, read: Callable[[str], Value]) -> Value | None:
        text = self._word(name)
        if text == SPECIAL:
            self._note(name, "what is said of this holiday cannot be put beside the usual hours")
            return None
        try:
            return read(text) if text else None
        except NotRead as why:
            self._note(name, str(why))
            return None

    def _whole(self, name: str, most: int) -> int | None:
        text = self._word(name).removesuffix(".0")
        if not text:
            return None
        if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most:
            return int(text)
        self._note(name, f"“{text[:20]}” is not a whole number from 1 to {most}")
        return None

    def _word(self, name: str) -> str:
        """The field as text, a list with commas; anything else is noted."""
        value = self.found.get(name)
        pieces = value if isinstance(value, list) else [value]
        if any(isinstance(each, bool | Mapping | list) for each in pieces):
            self._note(name, "a text is expected here")
        return ",".join(clean(each) for each in pieces if clean(each))

    @property
    def _was_unclear(self) -> bool:
        attributes = self.found.get("attributes")
        given = [each for each in attributes if isinstance(each, Mapping)] if isinstance(attributes, list) else []
        return any(clean(each.get("link_type")) == UNCLEAR for each in given)

    @property
    def _says_half_once(self) -> bool:
        """True for `9 am` to `3`, of which nobody can tell whether it ends by day or by night."""
        return bool(_HALF.search(self._word("opens_at"))) != bool(_HALF.search(self._word("closes_at")))

    @property
    def _clock(self) -> PlaceClock:
        return PlaceClock(self.batch.setting.timezone, self.batch.setting.today)

    def _note(self, name: str, why: str) -> None:
        self.problems.append((name, why))


def _byday(text: str) -> str:
    """`MO,1SA` out of `Monday, 1st… Sat`, `MO TU` or `Mo-Fr`; what is not understood stays as it is, and is noticed."""
    upper = text.upper()
    parts = [part for part in re.split(r"[,;]", upper) if part.strip()]
    return ",".join(named for part in parts for named in _days_of(part.strip()))


def _days_of(part: str) -> Sequence[str]:
    counted = _COUNTED.fullmatch(part)
    words = counted[2] if counted else part
    days = None if _other_codes(words) else days_in(words)
    if days is None or (counted and len(days) != 1):
        return (part,)
    return tuple(f"{int(counted[1])}{DAYS[day]}" if counted else DAYS[day] for day in days)


def _other_codes(words: str) -> bool:
    """True where two letters stand for a day in some other language: DI is not the same day everywhere."""
    return any(each not in DAYS for each in re.findall(r"\b[A-Z]{2}\b", words))


def _numbers(text: str) -> str:
    return ",".join(part for part in re.split(r"[,;\s]+", text) if part)


def _is_every_day(read: Schedule) -> bool:
    """True where it makes no difference on which day it is."""
    kind, is_bounded = frequency(read), read.dtstart or read.until or read.valid_from or read.valid_to
    every = kind == DAILY and not read.byday and not read.bymonthday
    every = every or (kind == WEEKLY and read.byday.count(",") == len(DAYS) - 1 and not read.byweekno)
    return every and read.interval == 1 and not is_bounded


def _is_one_day(read: Schedule) -> bool:
    is_once = not read.recurs and (read.dtstart is not None or read.valid_from == read.valid_to is not None)
    return is_once or read.says_closed


def _day_of(read: Schedule, first: date, count: int) -> date | None:
    """The day on which it takes place for the `count`th time."""
    rule = replace(read, valid_from=None, valid_to=None, until=None)
    for number in range(min(LONGEST_COUNT, (date.max - first) // timedelta(days=1))):
        count -= happens_on(rule, first + number * DAY)
        if not count:
            return first + number * DAY
    return None
