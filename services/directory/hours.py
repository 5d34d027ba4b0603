"""Is it open now, until when, and when does it open: a service's schedules on the clock of the place.

Everything is local wall time; the caller says what the clock on the wall shows
(`services.recurrence.wall_time.wall_of`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from services.directory.model import Schedule
from services.recurrence.wall_time import WallTime

DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LOOK_AHEAD: Final = 62
"""Days in which the next opening is looked for: a monthly one that was missed comes within two months."""
_BYDAY: Final = re.compile(r"([+-]?\d+)?(MO|TU|WE|TH|FR|SA|SU)")
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Opening:
    """`until`: when it closes, where it is open and ever closes. `opens`: when it opens next, where it is closed."""

    is_open: bool
    until: WallTime | None = None
    opens: WallTime | None = None


def opening(schedules: Sequence[Schedule], wall: WallTime) -> Opening | None:
    """How it stands at that wall time; None where the hours are not known."""
    if not _are_known(schedules):
        return None
    moment = datetime.combine(wall.day, wall.at)
    spans = _joined(_spans(schedules, wall.day - DAY, LOOK_AHEAD))
    for start, end in spans:
        if start <= moment < end:
            is_endless = end - moment > timedelta(days=LOOK_AHEAD - 7)
            return Opening(True, until=None if is_endless else _wall(end))
        if start > moment:
            return Opening(False, opens=_wall(start))
    return Opening(False)


def is_open(schedules: Sequence[Schedule], wall: WallTime) -> bool:
    """True when the hours are known and it is open; looks at two days only."""
    moment = datetime.combine(wall.day, wall.at)
    return any(start <= moment < end for start, end in _spans(schedules, wall.day - DAY, 2))


def happens_on(schedule: Schedule, day: date) -> bool:
    """True where the schedule has an opening that begins on that day."""
    if not _is_valid(schedule, day):
        return False
    if schedule.freq == "MONTHLY" or (schedule.bymonthday and not schedule.freq):
        return _monthly(schedule, day)
    days = weekdays(schedule)
    if schedule.interval > 1 and schedule.dtstart is None:
        return False
    if schedule.interval > 1 and schedule.dtstart is not None and not _week_counts(schedule, schedule.dtstart, day):
        return False
    return day.weekday() in days


def weekdays(schedule: Schedule) -> tuple[int, ...]:
    """The days of the week a weekly schedule names (0 is Monday); every day where it names none."""
    named = tuple(sorted({weekday for _, weekday in _byday(schedule.byday)}))
    if named:
        return named
    return (schedule.dtstart.weekday(),) if schedule.freq and schedule.dtstart else tuple(range(7))


def nth_weekdays(schedule: Schedule) -> tuple[tuple[int, int], ...]:
    """(which one in the month, day of the week) of a monthly schedule; 0 stands for every one."""
    return _byday(schedule.byday)


def _are_known(schedules: Iterable[Schedule]) -> bool:
    return any(each.opens_at is not None and each.closes_at is not None for each in schedules)


def _spans(schedules: Sequence[Schedule], first: date, how_many: int) -> list[tuple[datetime, datetime]]:
    found: list[tuple[datetime, datetime]] = []
    closures = [each for each in schedules if each.is_closure]
    regular = [each for each in schedules if each.opens_at is not None and each.closes_at is not None]
    for number in range(how_many):
        day = first + number * DAY
        if any(_is_valid(closure, day) for closure in closures):
            continue
        found += [_span(each, day) for each in regular if happens_on(each, day)]
    return found


def _span(schedule: Schedule, day: date) -> tuple[datetime, datetime]:
    """Closing at or before the time of opening is on the next day: past midnight, or around the clock."""
    opens_at, closes_at = schedule.opens_at, schedule.closes_at
    assert opens_at is not None
    assert closes_at is not None
    last = day + DAY if closes_at <= opens_at else day
    return datetime.combine(day, opens_at), datetime.combine(last, closes_at)


def _joined(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _is_valid(schedule: Schedule, day: date) -> bool:
    first, last = schedule.valid_from, schedule.valid_to
    if schedule.is_closure and first and last is None:
        last = first
    if (first and day < first) or (last and day > last):
        return False
    if schedule.dtstart and day < schedule.dtstart:
        return False
    return not (schedule.until and day > schedule.until)


def _monthly(schedule: Schedule, day: date) -> bool:
    if schedule.interval > 1:
        if schedule.dtstart is None:
            return False
        months = (day.year - schedule.dtstart.year) * 12 + day.month - schedule.dtstart.month
        if months % schedule.interval:
            return False
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    length = (following - DAY).day
    if day.day in _numbers(schedule.bymonthday) or day.day - length - 1 in _numbers(schedule.bymonthday):
        return True
    from_start, from_end = (day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1)
    return any(weekday == day.weekday() and nth in (0, from_start, from_end) for nth, weekday in _byday(schedule.byday))


def _week_counts(schedule: Schedule, first: date, day: date) -> bool:
    weeks = (day - timedelta(days=day.weekday()) - (first - timedelta(days=first.weekday()))).days // 7
    return weeks % schedule.interval == 0


@lru_cache(maxsize=4096)
def _byday(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((int(nth or 0), DAYS.index(day)) for nth, day in _BYDAY.findall(text.upper()))


@lru_cache(maxsize=1024)
def _numbers(text: str) -> frozenset[int]:
    return frozenset(int(each) for each in re.findall(r"[+-]?\d+", text))


def _wall(moment: datetime) -> WallTime:
    return WallTime(moment.date(), time(moment.hour, moment.minute))
