"""Opening hours in words."""

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta

from locales import Words, sentence
from services.directory.days import nth_weekdays, weekdays
from services.directory.hours import Opening
from services.directory.model import Schedule
from services.recurrence.wall_time import WallTime

A_MONDAY = date(2024, 1, 1)
ALL_DAYS = 7
SOON = timedelta(days=7)
COUNTED = {
    # NOTE: {day} is a day of the week: the first Tuesday of each month. So with the others.
    1: sentence("First {day} of the month"),
    # NOTE: {day} is a day of the week.
    2: sentence("Second {day} of the month"),
    # NOTE: {day} is a day of the week.
    3: sentence("Third {day} of the month"),
    # NOTE: {day} is a day of the week.
    4: sentence("Fourth {day} of the month"),
    # NOTE: {day} is a day of the week; months have it only now and then.
    5: sentence("Fifth {day} of the month"),
    # NOTE: {day} is a day of the week.
    -1: sentence("Last {day} of the month"),
}


def state(words: Words, opening: Opening | None, today: date) -> str:
    """Open or not at this hour; '' where the hours are not known."""
    if opening is None:
        return ""
    if opening.is_open:
        if opening.until is None:
            return words("🟢 Open day and night")
        # NOTE: {time} is an hour of the day such as 16:00.
        return words("🟢 Open now, until {time}", time=f"{opening.until.at:%H:%M}")
    return _opens(words, opening.opens, today)


def hours_lines(words: Words, schedules: Iterable[Schedule], language: str) -> list[str]:
    """Every opening, one line each, and days of being closed that are named."""
    lines = []
    for schedule in schedules:
        if schedule.is_closure:
            lines.append(_closure(words, schedule))
        elif schedule.opens_at is not None and schedule.closes_at is not None:
            lines.append(f"{_days(words, schedule)}: {_span(words, schedule.opens_at, schedule.closes_at)}")
        said = schedule.description.said(language)
        if said:
            lines.append(said)
    return list(dict.fromkeys(lines))


def _opens(words: Words, opens: WallTime | None, today: date) -> str:
    if opens is None:
        return words("🔴 Closed now")
    at = f"{opens.at:%H:%M}"
    if opens.day == today:
        return words("🔴 Closed now, opens at {time}", time=at)
    if opens.day == today + timedelta(days=1):
        return words("🔴 Closed now, opens tomorrow at {time}", time=at)
    return words("🔴 Closed now, opens {day} at {time}", day=words.day(opens.day), time=at)


def _days(words: Words, schedule: Schedule) -> str:
    if schedule.bymonthday:
        return words("Days of the month: {days}", days=schedule.bymonthday)
    if schedule.freq == "MONTHLY":
        return words.listed([_nth(words, nth, weekday) for nth, weekday in nth_weekdays(schedule)])
    days = weekdays(schedule)
    if len(days) == ALL_DAYS:
        return words("Every day")
    named = _in_runs(words, days)
    if schedule.interval == 1:
        return named
    # NOTE: {days} are days of the week, such as "Sunday – Thursday".
    return words.plural("Every {n} week: {days}", "Every {n} weeks: {days}", n=schedule.interval, days=named)


def _in_runs(words: Words, days: Sequence[int]) -> str:
    """Days that follow each other as a span, also round the end of the week: Sun – Thu."""
    chosen = set(days)
    starts = [day for day in days if (day - 1) % ALL_DAYS not in chosen]
    runs = []
    for start in starts:
        length = next(step for step in range(1, ALL_DAYS + 1) if (start + step) % ALL_DAYS not in chosen)
        first, last = _weekday(words, start), _weekday(words, (start + length - 1) % ALL_DAYS)
        runs.append(first if length == 1 else f"{first} – {last}")
    return words.listed(runs)


def _nth(words: Words, nth: int, weekday: int) -> str:
    if nth == 0:
        return _weekday(words, weekday)
    day = words.counted_weekday(A_MONDAY + timedelta(days=weekday))
    if nth in COUNTED:
        return words(COUNTED[nth], day=day)
    # NOTE: {day} is a day of the week; {n} counts from the end of a month: 2 is the last but one.
    return words("{day} no. {n} from the end of the month", day=day, n=-nth)


def _weekday(words: Words, weekday: int) -> str:
    return words.weekday(A_MONDAY + timedelta(days=weekday))


def _span(words: Words, opens: time, closes: time) -> str:
    if opens == closes:
        return words("day and night")
    return words.isolated(f"{opens:%H:%M}–{closes:%H:%M}")


def _closure(words: Words, schedule: Schedule) -> str:
    first, last = schedule.valid_from, schedule.valid_to
    assert first is not None
    if last is None or last == first:
        return words("Closed on {day}", day=words.day(first))
    return words("Closed from {first} to {last}", first=words.day(first), last=words.day(last))
