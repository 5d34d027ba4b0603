"""Is it open now, until when, and when does it open: a service's schedules on the clock of the place.

Everything is local wall time; the caller says what the clock on the wall shows
(`services.recurrence.wall_time.wall_of`). What is not understood is unknown: nobody is sent to a closed door.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final

from services.directory.days import DAY, happens_on, has_lapsed, is_understood, is_valid_on, unclear_days
from services.directory.model import Schedule
from services.recurrence.wall_time import WallTime

LOOK_AHEAD: Final = 62
"""Days in which the next opening is looked for: a monthly one that was missed comes within two months."""
MIDNIGHT: Final = time(0)
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Opening:
    """`until`: when it closes, where it is open and ever closes. `opens`: when it opens next, where it is closed."""

    is_open: bool
    until: WallTime | None = None
    opens: WallTime | None = None


def opening(schedules: Sequence[Schedule], wall: WallTime) -> Opening | None:
    """How it stands at that wall time; None where the hours are not known."""
    regular = [each for each in schedules if each.is_opening]
    if not regular or _is_doubtful(schedules, wall.day):
        is_closed = bool(regular) and closes_on(schedules, wall.day)
        return Opening(False) if is_closed else None
    moment = datetime.combine(wall.day, wall.at)
    spans = _joined(_spans(schedules, wall.day - DAY, LOOK_AHEAD))
    now = next((span for span in spans if span[0] <= moment < span[1]), None)
    if now is not None:
        is_endless = now[1] - moment > timedelta(days=LOOK_AHEAD - 7)
        return Opening(True, until=None if is_endless else _wall(now[1]))
    if not closes_on(schedules, wall.day) and _may_be_open(schedules, regular, wall.day):
        return None
    return Opening(False, opens=_next(schedules, spans, moment))


def _next(schedules: Iterable[Schedule], spans: Iterable[Span], moment: datetime) -> WallTime | None:
    """When it opens, unless that is on a day of which nobody can tell."""
    start = next((start for start, _ in spans if start > moment), None)
    return None if start is None or _is_special_on(schedules, start.date()) else _wall(start)


def is_open(schedules: Sequence[Schedule], wall: WallTime) -> bool:
    """True when the hours are known and it is open; looks at two days only."""
    if _is_doubtful(schedules, wall.day):
        return False
    moment = datetime.combine(wall.day, wall.at)
    return any(start <= moment < end for start, end in _spans(schedules, wall.day - DAY, 2))


def in_several(openings: Iterable[Opening | None]) -> Opening | None:
    """How it stands with several places together: open where one is, closed where all of them are known to be."""
    all_ = list(openings)
    known = [each for each in all_ if each is not None]
    running = [each for each in known if each.is_open]
    if running:
        endless = [each for each in running if each.until is None]
        return endless[0] if endless else max(running, key=lambda each: each.until or _NEVER)
    if not all_ or len(known) < len(all_):
        return None
    return min(known, key=lambda each: each.opens or _NEVER)


_NEVER: Final = WallTime(date.max, MIDNIGHT)


def is_day_and_night(schedule: Schedule) -> bool:
    """True for 00:00 to 24:00, which many write as 00:00 to 23:59."""
    return schedule.opens_at == MIDNIGHT and schedule.closes_at in (MIDNIGHT, time(23, 59), time(23, 59, 59))


def closes_on(schedules: Iterable[Schedule], day: date) -> bool:
    """True where one of them is a time of being closed, and the day is in it."""
    return any(each.is_closure and _closes_on(each, day) for each in schedules)


def _closes_on(closure: Schedule, day: date) -> bool:
    if not is_understood(closure):
        return False
    if closure.recurs or closure.dtstart:
        return happens_on(closure, day)
    return is_valid_on(closure, day) and not _has_no_end(closure, day)


def _has_no_end(closure: Schedule, day: date) -> bool:
    """True for a closure of which one day is said, and nothing of the days after it."""
    if closure.valid_from is None or closure.recurs or closure.dtstart:
        return False
    return closure.valid_to is None and not closure.says_closed and day > closure.valid_from


def _is_doubtful(schedules: Iterable[Schedule], day: date) -> bool:
    """True where something is not understood, nobody knows whether a closure still holds, or lines contradict."""
    all_ = list(schedules)
    not_over = [each for each in all_ if not _is_over(each, day)]
    if any(not is_understood(each) or (each.is_closure and _has_no_end(each, day)) for each in not_over):
        return True
    if _is_special_on(all_, day):
        return True
    return _is_told_differently([each for each in all_ if each.is_opening], day)


def _is_special_on(schedules: Iterable[Schedule], day: date) -> bool:
    """True where something is said of the day that is neither hours nor being closed."""
    return any(
        is_valid_on(each, day) and (each.dtstart is None or happens_on(each, day))
        for each in schedules
        if each.is_special
    )


def _is_over(schedule: Schedule, day: date) -> bool:
    """True where its days are understood and the last of them is past."""
    is_past = has_lapsed(schedule, day) or (schedule.until is not None and day > schedule.until)
    return is_past and not unclear_days(schedule)


def _is_told_differently(regular: Iterable[Schedule], day: date) -> bool:
    """True where hours of some dates, such as those of a holiday, and the usual ones speak of the day differently."""
    told: dict[object, set[tuple[time | None, time | None]]] = {}
    for each in regular:
        bounds = (each.dtstart, each.until, each.valid_from, each.valid_to)
        if happens_on(each, day):
            told.setdefault(bounds, set()).add((each.opens_at, each.closes_at))
        elif each.is_dated and is_valid_on(each, day):
            told.setdefault(bounds, set())
    return any(one != other for one, other in pairwise(told.values()))


def _may_be_open(schedules: Iterable[Schedule], regular: Sequence[Schedule], day: date) -> bool:
    """True where the hours held until some day before, or something without times is said of this day."""
    if any(has_lapsed(each, day) for each in regular) and not any(is_valid_on(each, day) for each in regular):
        return True
    notes = (each for each in schedules if each.recurs and not each.is_opening and not each.is_closure)
    return any(happens_on(note, day) for note in notes)


def _spans(schedules: Sequence[Schedule], first: date, how_many: int) -> list[Span]:
    """Times of being open that begin on these days; a day of being closed also ends what began the evening before."""
    found: list[Span] = []
    closures = [each for each in schedules if each.is_closure]
    regular = [each for each in schedules if each.is_opening]
    for number in range(how_many):
        day = first + number * DAY
        if not closes_on(closures, day):
            spans = [_span(each, day) for each in regular if happens_on(each, day)]
            midnight = datetime.combine(day + DAY, MIDNIGHT)
            is_cut = any(end > midnight for _, end in spans) and closes_on(closures, day + DAY)
            found += [(start, min(end, midnight)) for start, end in spans] if is_cut else spans
    return found


def _span(schedule: Schedule, day: date) -> Span:
    """Closing at or before the time of opening is on the next day: past midnight, or around the clock."""
    opens_at, closes_at = schedule.opens_at, schedule.closes_at
    assert opens_at is not None
    assert closes_at is not None
    if is_day_and_night(schedule):
        closes_at = MIDNIGHT
    last = day + DAY if closes_at <= opens_at else day
    return datetime.combine(day, opens_at), datetime.combine(last, closes_at)


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _wall(moment: datetime) -> WallTime:
    return WallTime(moment.date(), time(moment.hour, moment.minute))
