"""On which days a schedule opens, judged day by day as HSDS 3.0 and RFC 5545 say; and what of it is not understood.

A schedule of which something is not understood opens on no day: its hours are unknown, never guessed.
"""

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Final

from services.directory.model import Schedule

DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAILY, WEEKLY, MONTHLY, YEARLY = "DAILY", "WEEKLY", "MONTHLY", "YEARLY"
UNDERSTOOD: Final = {
    DAILY: ("byday", "bymonthday"),
    WEEKLY: ("byday", "byweekno"),
    MONTHLY: ("byday", "bymonthday"),
    YEARLY: ("byday", "byweekno", "byyearday"),
}
"""Which parts of a rule go with which frequency; any other is not understood there."""
MOST: Final = {"bymonthday": 31, "byweekno": 53, "byyearday": 366}
NTH_MOST: Final = 5
DAY: Final = timedelta(days=1)
MIDNIGHT, MORNING, LATE_MORNING = time(0), time(6), time(10)
EVENING, NIGHTFALL = time(16), time(20)
_BYDAY: Final = re.compile(r"([+-]?\d{1,3})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER: Final = re.compile(r"[+-]?\d{1,3}")
_LAST_OF_DECEMBER: Final = (12, 28)
"""A day that is always in the last ISO week of its year."""


def happens_on(schedule: Schedule, day: date) -> bool:
    """True where the schedule has an opening that begins on that day."""
    return is_valid_on(schedule, day) and not unclear_days(schedule) and _repeats_on(schedule, day)


def is_valid_on(schedule: Schedule, day: date) -> bool:
    """True where the day is not before or after all that the schedule speaks of."""
    if (schedule.dtstart and day < schedule.dtstart) or (schedule.until and day > schedule.until):
        return False
    return not (schedule.valid_from and day < schedule.valid_from) and not has_lapsed(schedule, day)


def has_lapsed(schedule: Schedule, day: date) -> bool:
    """True where what the schedule says held until a day before: of later days HSDS lets nobody conclude anything."""
    return schedule.valid_to is not None and day > schedule.valid_to


def weekdays(schedule: Schedule) -> tuple[int, ...]:
    """The days of the week that the schedule names (0 is Monday), or that of its first day; () where it has neither."""
    named = tuple(sorted({weekday for _, weekday in _byday(schedule.byday)}))
    if named or not schedule.dtstart:
        return named
    return (schedule.dtstart.weekday(),)


def nth_weekdays(schedule: Schedule) -> tuple[tuple[int, int], ...]:
    """(which one in the month, day of the week) of a monthly schedule; 0 stands for every one."""
    return _byday(schedule.byday)


def frequency(schedule: Schedule) -> str:
    """How it repeats, told by its other parts where it does not say so; '' for what is on one day only."""
    if schedule.freq:
        return schedule.freq
    if schedule.byyearday:
        return YEARLY
    if schedule.bymonthday:
        return MONTHLY
    return WEEKLY if schedule.byday or schedule.byweekno else ""


@lru_cache(maxsize=16384)
def unclear_days(schedule: Schedule) -> tuple[tuple[str, str], ...]:
    """(field, why) for everything that leaves it open on which days this is; () where all is understood."""
    return (*_unclear_words(schedule), *_unclear_rule(schedule), *_unclear_ends(schedule))


def unclear_times(schedule: Schedule) -> tuple[tuple[str, str], ...]:
    """(field, why) for everything that leaves it open from when until when; without any times nothing is claimed."""
    opens_at, closes_at = schedule.opens_at, schedule.closes_at
    if (opens_at is None) != (closes_at is None):
        known, lacking = ("opens_at", "closes_at") if closes_at is None else ("closes_at", "opens_at")
        return ((lacking, f"there is {known} without it"),)
    if opens_at == closes_at and opens_at is not None and (opens_at.hour or opens_at.minute):
        return (("closes_at", "the same as opens_at"),)
    return ()


def unclear_said(schedule: Schedule) -> tuple[tuple[str, str], ...]:
    """(field, why) where the words of an opening, or of a note for any day, say that it may be closed all the same."""
    is_of_some_days = schedule.recurs or schedule.dtstart or schedule.valid_from or schedule.valid_to
    if schedule.may_be_closed and (schedule.is_opening or not is_of_some_days):
        return (("description", "its words say that it may be closed"),)
    if schedule.may_be_of_a_season and not schedule.is_dated and (schedule.is_opening or not is_of_some_days):
        return (("description", "its words say that it is only for a time, and no day says for which"),)
    return ()


def unclear_stretch(schedule: Schedule) -> tuple[tuple[str, str], ...]:
    """(field, why) where a first day and a later last one are said, and nothing of the days between them."""
    first = schedule.dtstart
    for field in ("until", "valid_to") if first and not frequency(schedule) else ():
        last = getattr(schedule, field)
        if first and last and last > first:
            return ((field, "it is after dtstart, and nothing says whether the days between them are meant"),)
    return ()


def is_night(opens_at: time, closes_at: time) -> bool:
    """True for a time of closing, at or before that of opening, that is surely one of the next day."""
    is_late = opens_at >= NIGHTFALL and closes_at <= LATE_MORNING
    return closes_at == MIDNIGHT or is_late or (opens_at >= EVENING and closes_at <= MORNING)


def is_understood(schedule: Schedule) -> bool:
    """True where nothing of it is unclear."""
    unclear = (unclear_days, unclear_times, unclear_stretch, unclear_said)
    return not schedule.unclear and not any(of(schedule) for of in unclear)


def _unclear_words(schedule: Schedule) -> Iterator[tuple[str, str]]:
    if schedule.freq and schedule.freq not in UNDERSTOOD:
        yield "freq", f"“{schedule.freq[:20]}” is none of {', '.join(UNDERSTOOD)}"
    if schedule.wkst and schedule.wkst not in DAYS:
        yield "wkst", f"“{schedule.wkst[:20]}” is no day of the week"
    for part in _parts(schedule.byday):
        found = _BYDAY.fullmatch(part)
        if not found or (found[1] and not 1 <= abs(int(found[1])) <= NTH_MOST):
            yield "byday", f"“{part[:20]}” is no day of the week"
    for field, most in MOST.items():
        for part in _parts(getattr(schedule, field)):
            if not _NUMBER.fullmatch(part) or not 1 <= abs(int(part)) <= most:
                yield field, f"“{part[:20]}” is not a number from 1 to {most}"


def _unclear_rule(schedule: Schedule) -> Iterator[tuple[str, str]]:
    kind = frequency(schedule)
    for field in ("byday", "bymonthday", "byweekno", "byyearday"):
        if getattr(schedule, field) and kind in UNDERSTOOD and field not in UNDERSTOOD[kind]:
            yield field, f"it does not go with {kind}"
    if kind != MONTHLY and any(nth for nth, _ in _byday(schedule.byday)):
        yield "byday", "days are counted, and freq is not MONTHLY"
    if schedule.interval < 1:
        yield "interval", "it is less than 1"
    if kind == YEARLY and (bool(schedule.byyearday) + bool(schedule.byweekno) > 1 or _lacks_weeks(schedule)):
        yield "freq", "of YEARLY only days of the year, or days of the week in numbered weeks, are understood"
    if schedule.byweekno and (schedule.wkst not in ("", "MO") or (kind == YEARLY and schedule.interval > 1)):
        yield "byweekno", "weeks are only counted from Monday, and in every year"


def _lacks_weeks(schedule: Schedule) -> bool:
    return bool(schedule.byday) and not schedule.byweekno


def _unclear_ends(schedule: Schedule) -> Iterator[tuple[str, str]]:
    if schedule.dtstart is None and _needs_a_start(schedule):
        yield "dtstart", "without it nobody can say on which days this is"
    for first, last in (("dtstart", "until"), ("valid_from", "valid_to"), ("dtstart", "valid_to")):
        start, end = getattr(schedule, first), getattr(schedule, last)
        if start and end and end < start:
            yield last, f"it is before {first}"


def _needs_a_start(schedule: Schedule) -> bool:
    if schedule.interval > 1:
        return True
    kind = frequency(schedule)
    if not kind:
        is_on_one_day = schedule.valid_from is not None and schedule.valid_from == schedule.valid_to
        return schedule.opens_at is not None and not is_on_one_day
    if kind == WEEKLY or schedule.byweekno:
        return not schedule.byday
    return kind in (MONTHLY, YEARLY) and not (schedule.byday or schedule.bymonthday or schedule.byyearday)


def _repeats_on(schedule: Schedule, day: date) -> bool:
    kind = frequency(schedule)
    if not kind:
        return day == (schedule.dtstart or schedule.valid_from)
    if schedule.interval > 1 and schedule.dtstart and _steps(schedule, kind, schedule.dtstart, day) % schedule.interval:
        return False
    if kind == MONTHLY:
        return _monthly(schedule, day)
    return _yearly(schedule, day) if kind == YEARLY else _weekly(schedule, day, kind)


def _steps(schedule: Schedule, kind: str, first: date, day: date) -> int:
    """How many days, weeks, months or years the day lies after the first one."""
    if kind == WEEKLY:
        return (_week(day, schedule.wkst) - _week(first, schedule.wkst)).days // 7
    months = (day.year - first.year) * 12 + day.month - first.month
    return {DAILY: (day - first).days, MONTHLY: months, YEARLY: day.year - first.year}[kind]


def _week(day: date, wkst: str) -> date:
    """The day on which its week begins."""
    first = DAYS.index(wkst) if wkst else 0
    return day - (day.weekday() - first) % 7 * DAY


def _weekly(schedule: Schedule, day: date, kind: str) -> bool:
    every_day = kind == DAILY and not schedule.byday
    if not every_day and day.weekday() not in weekdays(schedule):
        return False
    return _is_counted(schedule.bymonthday, *_in_month(day)) and _is_counted(schedule.byweekno, *_in_weeks(day))


def _monthly(schedule: Schedule, day: date) -> bool:
    if not schedule.byday and not schedule.bymonthday:
        return schedule.dtstart is not None and day.day == schedule.dtstart.day
    from_start, from_end = (day.day - 1) // 7 + 1, -((-_in_month(day)[1] - 1) // 7 + 1)
    named = _byday(schedule.byday)
    fits = any(weekday == day.weekday() and nth in (0, from_start, from_end) for nth, weekday in named)
    return (fits or not named) and _is_counted(schedule.bymonthday, *_in_month(day))


def _yearly(schedule: Schedule, day: date) -> bool:
    first = schedule.dtstart
    if schedule.byweekno:
        return day.weekday() in weekdays(schedule) and _is_counted(schedule.byweekno, *_in_weeks(day))
    if schedule.byyearday:
        number, length = day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday
        return _is_counted(schedule.byyearday, number, number - length - 1)
    return first is not None and (day.month, day.day) == (first.month, first.day)


def _in_month(day: date) -> tuple[int, int]:
    """Which day of its month, from the beginning and from the end (-1 is the last)."""
    length = ((day.replace(day=1) + timedelta(days=32)).replace(day=1) - DAY).day
    return day.day, day.day - length - 1


def _in_weeks(day: date) -> tuple[int, int]:
    """Which ISO week of its year, from the beginning and from the end."""
    year, week, _ = day.isocalendar()
    return week, week - date(year, *_LAST_OF_DECEMBER).isocalendar().week - 1


def _is_counted(numbers: str, *counted: int) -> bool:
    """True where one of them is among the numbers, or no numbers are named."""
    return not numbers or not _numbers(numbers).isdisjoint(counted)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


@lru_cache(maxsize=4096)
def _byday(text: str) -> tuple[tuple[int, int], ...]:
    found = (_BYDAY.fullmatch(part) for part in _parts(text))
    return tuple((int(each[1] or 0), DAYS.index(each[2])) for each in found if each)


@lru_cache(maxsize=1024)
def _numbers(text: str) -> frozenset[int]:
    return frozenset(int(part) for part in _parts(text) if _NUMBER.fullmatch(part))
