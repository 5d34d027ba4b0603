"""Choosing a day: by a button, or typed in the ways people write days, in digits of any script.

Every button names its date: a press can wait a day in Telegram's queue, and "tomorrow" alone would then be another day.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from handlers.chat.keyboards import columns
from handlers.chat.markup import Keyboard
from handlers.pickers.digits import numbers
from locales import Words, mark, normal_label
from locales.dates import month_names, weekday_names
from services.errors import Refusal

OTHER_DAY = mark("📅 Another day")
DAYS_AHEAD = 9
"""Today, tomorrow, and the seven days after."""
LATE_BUTTONS = 2
"""Days a drawn button may be old and is still understood for what it said."""
YEARS_AHEAD = 3
YEARS_BACK = 20
SHORTEST_NAME = 3
YEAR_NEEDS = 1000


class NotADay(Refusal):
    """What was written names no day."""


class NoSuchDay(Refusal):
    """The calendar has no such day, such as 31 February."""


class DayOver(Refusal):
    """The day lies in the past."""

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day


def day_keyboard(words: Words, today: date) -> Keyboard:
    """Today, tomorrow and the next seven days, and a way to any other day."""
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
    return columns([*(_label(words, day, today) for day in days), words(OTHER_DAY)])


def read_day(text: str, languages: Sequence[str], today: date) -> date:
    """The day of a pressed button, or the day somebody typed. Raises NotADay, NoSuchDay, DayOver."""
    day = _pressed(text, languages, today) or _typed(text, languages, today)
    if day < today:
        raise DayOver(day)
    return day


def _label(words: Words, day: date, today: date) -> str:
    match (day - today).days:
        case 0:
            return words("Today, {day}", day=words.day(day))
        case 1:
            return words("Tomorrow, {day}", day=words.day(day))
        case _:
            return words.aligned(words.day(day))


def _pressed(text: str, languages: Sequence[str], today: date) -> date | None:
    wanted = normal_label(text)
    for drawn_on in (today - timedelta(days=ago) for ago in range(LATE_BUTTONS + 1)):
        for day in (drawn_on + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)):
            if any(normal_label(_label(Words(code), day, drawn_on)) == wanted for code in languages):
                return day
    return None


def _typed(text: str, languages: Sequence[str], today: date) -> date:
    found, said = numbers(text), text.casefold()
    if not found:
        return _weekday(said, languages, today)
    month = _named(said, month_names, languages)
    try:
        return _of_numbers(found if month is None else _with_month(found, month), today)
    except ValueError:
        raise NoSuchDay from None


def _weekday(said: str, languages: Sequence[str], today: date) -> date:
    """The next day of that name; today's own name means today in a week."""
    weekday = _named(said, weekday_names, languages)
    if weekday is None:
        raise NotADay
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _named(said: str, names_of: Callable[[str], dict[str, int]], languages: Sequence[str]) -> int | None:
    """The number of the longest name that stands in the text."""
    names = {name: number for code in reversed(languages) for name, number in names_of(code).items()}
    found = [name for name in names if len(name) >= SHORTEST_NAME and name in said]
    return names[max(found, key=len)] if found else None


def _with_month(found: list[int], month: int) -> list[int]:
    """Day, month, and the year where there is one: "24 November 2026", "November 24, 2026", "2026 November 24"."""
    if len(found) > 1 and found[0] >= YEAR_NEEDS:
        return [found[1], month, found[0]]
    return [found[0], month, *found[1:2]]


def _of_numbers(found: list[int], today: date) -> date:
    match found:
        case [year, month, day] if year >= YEAR_NEEDS:
            return _in_reach(date(year, month, day), today)
        case [day, month, year]:
            day, month = (month, day) if month > 12 else (day, month)
            return _in_reach(date(year if year >= YEAR_NEEDS else 2000 + year, month, day), today)
        case [day, month]:
            day, month = (month, day) if month > 12 else (day, month)
            return _next(today, day, month)
        case [day]:
            return _next(today, day)
        case _:
            raise NotADay


def _next(today: date, day: int, month: int | None = None) -> date:
    """The next day of that number, in that month or in any. Raises ValueError where the calendar has none."""
    for months_ahead in range(12 * YEARS_AHEAD + 12):
        years, index = divmod(today.month - 1 + months_ahead, 12)
        try:
            found = date(today.year + years, index + 1, day)
        except ValueError:
            continue
        if found >= today and month in (None, found.month):
            return found
    raise ValueError


def _in_reach(day: date, today: date) -> date:
    """Years far away are another calendar or a slip of the finger, not a meeting."""
    if not today.year - YEARS_BACK <= day.year <= today.year + YEARS_AHEAD:
        raise NotADay
    return day
