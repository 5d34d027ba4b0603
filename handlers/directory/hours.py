"""Opening hours in words."""

from collections.abc import Sequence
from datetime import date, timedelta

from locales import Words, sentence
from services.directory.card import StandingHours
from services.directory.days import (
    DAILY,
    MONTHLY,
    WEEKLY,
    frequency,
    happens_on,
    has_lapsed,
    nth_weekdays,
    unclear_days,
    weekdays,
)
from services.directory.hours import Opening, is_day_and_night
from services.directory.model import Schedule
from services.recurrence.wall_time import WallTime

A_MONDAY = date(2024, 1, 1)
ALL_DAYS = 7
MOST_HOURS = 12
FARTHEST = 400
"""Days in which the next time of what takes place now and then is looked for."""
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


def hours_block(words: Words, standing: StandingHours, language: str, today: date, most: int = MOST_HOURS) -> list[str]:
    """How it stands now, then every opening, `most` lines of them. Where nobody can tell, it says that one should
    ask."""
    now = state(words, standing.opening, today)
    if not now and (standing.place or standing.schedules) and standing.is_running:
        now = words("❔ I do not know whether it is open now. Ask before you go.")
    hours = hours_lines(words, standing.schedules, language, today)
    if len(hours) > most:
        n = len(hours) - most
        # NOTE: Below the opening hours of a service, of which only the first are shown.
        more = words.plural("… and {n} more time", "… and {n} more times", n=n)
        hours = [*hours[:most], more]
    return [line for line in (now, *(f"🕐 {line}" if not n else line for n, line in enumerate(hours))) if line]


def hours_lines(words: Words, schedules: Sequence[Schedule], language: str, today: date | None = None) -> list[str]:
    """Every opening, one line each, with its days where it does not hold always; and days of being closed.

    What was over before today is left out, but for hours that nothing else has taken the place of.
    """
    lines = []
    for schedule in schedules:
        if today and _is_over(schedule, schedules, today):
            continue
        said = schedule.description.said(language)
        lines += [_line(words, schedule, today), _special(words, schedule, said, today) if said else ""]
    return list(dict.fromkeys(line for line in lines if line))


def _line(words: Words, schedule: Schedule, today: date | None) -> str:
    """The opening or closure in words; '' for a note, and for what is not understood."""
    if schedule.unclear or any(field != "dtstart" for field, _ in unclear_days(schedule)):
        return ""
    days = _days(words, schedule, today)
    if schedule.is_closure:
        return _closure(words, schedule, days, today)
    if schedule.opens_at is None or schedule.closes_at is None or not days:
        return ""
    return _dated(words, schedule, _on(words, days, _span(words, schedule)), today)


def _is_over(schedule: Schedule, all_: Sequence[Schedule], today: date) -> bool:
    """True for what is past; hours that held until some day stay while there are no others: perhaps they still do."""
    is_once = not schedule.recurs and schedule.dtstart is not None
    if (schedule.until and schedule.until < today) or (is_once and schedule.dtstart and schedule.dtstart < today):
        return True
    others = (each for each in all_ if each.is_opening and not has_lapsed(each, today))
    return has_lapsed(schedule, today) and (not schedule.is_opening or any(others))


def _dated(words: Words, schedule: Schedule, hours: str, today: date | None) -> str:
    """With the days from which and until which they hold; a beginning that is past goes without saying."""
    if not schedule.recurs:
        return hours
    return _between(words, schedule, hours, today)


def _special(words: Words, schedule: Schedule, said: str, today: date | None) -> str:
    """The words of a schedule, with its days where they are all that is said of them."""
    if not schedule.is_special:
        return said
    if schedule.dtstart or schedule.valid_from == schedule.valid_to:
        return _on(words, _days(words, schedule, today), said)
    return _between(words, schedule, said, today)


def _on(words: Words, days: str, hours: str) -> str:
    # NOTE: {days} are days such as "Sunday – Thursday", {hours} are hours such as 08:00–16:00, or words.
    return words("{days}: {hours}", days=days, hours=hours)


def _between(words: Words, schedule: Schedule, hours: str, today: date | None) -> str:
    last = min((day for day in (schedule.valid_to, schedule.until) if day), default=None)
    first = max((day for day in (schedule.valid_from, schedule.dtstart) if day), default=None)
    if first and ((today and first <= today and not last) or not (schedule.valid_from or today)):
        first = None
    if first and last:
        # NOTE: {hours} are days and hours such as "Sunday – Thursday: 10:00–14:00". So with the others.
        return words(
            "{hours} (from {first} to {last})",
            hours=hours,
            first=_day(words, first, today),
            last=_day(words, last, today),
        )
    if last:
        # NOTE: {hours} are days and hours such as "Sunday – Thursday: 08:00–16:00"; {day} is the last day.
        return words("{hours} (until {day})", hours=hours, day=_day(words, last, today))
    # NOTE: {hours} are days and hours such as "Sunday – Thursday: 08:00–16:00"; {day} is the first day.
    return words("{hours} (from {day})", hours=hours, day=_day(words, first, today)) if first else hours


def _day(words: Words, day: date, today: date | None) -> str:
    """With its year where that is another one."""
    return words.day(day) if today and day.year == today.year else words.date(day)


def _opens(words: Words, opens: WallTime | None, today: date) -> str:
    if opens is None:
        return words("🔴 Closed now")
    at = f"{opens.at:%H:%M}"
    if opens.day == today:
        return words("🔴 Closed now, opens at {time}", time=at)
    if opens.day == today + timedelta(days=1):
        return words("🔴 Closed now, opens tomorrow at {time}", time=at)
    return words("🔴 Closed now, opens {day} at {time}", day=words.day(opens.day), time=at)


def _days(words: Words, schedule: Schedule, today: date | None) -> str:
    kind = frequency(schedule)
    if not kind:
        day = schedule.dtstart or schedule.valid_from
        return _day(words, day, today) if day else ""
    if not _has_words(schedule, kind):
        return _next(words, schedule, today) if today else ""
    if kind == MONTHLY and schedule.bymonthday:
        return _in_the_month(words, [int(day) for day in schedule.bymonthday.split(",")])
    if kind == MONTHLY:
        return words.listed([_nth(words, nth, weekday) for nth, weekday in nth_weekdays(schedule)])
    is_every_day = kind == DAILY and not schedule.byday
    return _in_the_week(words, schedule, tuple(range(ALL_DAYS)) if is_every_day else weekdays(schedule))


def _in_the_month(words: Words, days: Sequence[int]) -> str:
    """Days counted from the beginning of the month together, those from its end each in words."""
    counted = [str(day) for day in days if day > 0]
    named = [words("Days of the month: {days}", days=", ".join(counted))] if counted else []
    return words.listed([*named, *(_from_the_end(words, -day) for day in days if day < 0)])


def _from_the_end(words: Words, n: int) -> str:
    if n == 1:
        return words("Last day of the month")
    if n == 2:
        return words("Last day but one of the month")
    # NOTE: {n} is 3 or more: 3 is the last day of the month but two.
    return words("Day no. {n} from the end of the month", n=n)


def _in_the_week(words: Words, schedule: Schedule, days: Sequence[int]) -> str:
    if not days:
        return ""
    named = words("Every day") if len(days) == ALL_DAYS else _in_runs(words, days)
    if schedule.interval == 1:
        return named
    # NOTE: {days} are days of the week, such as "Sunday – Thursday".
    return words.plural("Every {n} week: {days}", "Every {n} weeks: {days}", n=schedule.interval, days=named)


def _has_words(schedule: Schedule, kind: str) -> bool:
    """True where a sentence tells on which days it is; else the next day is told."""
    if kind == WEEKLY:
        return not schedule.byweekno
    if kind == MONTHLY:
        return schedule.interval == 1 and bool(schedule.byday) != bool(schedule.bymonthday)
    return kind == DAILY and schedule.interval == 1 and not schedule.bymonthday


def _next(words: Words, schedule: Schedule, today: date) -> str:
    days = (today + timedelta(days=number) for number in range(FARTHEST))
    found = next((day for day in days if happens_on(schedule, day)), None)
    # NOTE: {day} is the next day on which a service is open that opens on few days. Its hours follow.
    return words("Next on {day}", day=_day(words, found, today)) if found else ""


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


def _span(words: Words, schedule: Schedule) -> str:
    if is_day_and_night(schedule):
        return words("day and night")
    return words.isolated(f"{schedule.opens_at:%H:%M}–{schedule.closes_at:%H:%M}")


def _closure(words: Words, schedule: Schedule, days: str, today: date | None) -> str:
    first, last = schedule.valid_from, schedule.valid_to
    if schedule.recurs:
        # NOTE: {days} are days of the week, such as "Friday and Saturday".
        return _dated(words, schedule, words("Closed: {days}", days=days), today) if days else ""
    if schedule.dtstart or (first and first == last):
        return words("Closed on {day}", day=days)
    if first and last:
        return words("Closed from {first} to {last}", first=_day(words, first, today), last=_day(words, last, today))
    if first:
        # NOTE: Nobody said until when.
        return words("Closed from {day}", day=_day(words, first, today))
    return words("Closed until {day}", day=_day(words, last, today)) if last else ""
