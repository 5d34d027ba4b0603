"""A day that may be past or to come, as people say it: "yesterday", "last friday", "in 3 days", "10 March".

Belongs here: what forms ask, where nothing says which way one looks. For meetings, which are to come, see `day`.
"""

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from typing import Final

from handlers.pickers import weekday
from handlers.pickers.day import YEAR_NEEDS, everything_said
from handlers.pickers.day_words import Said
from handlers.pickers.moment import parted
from handlers.pickers.time import NOON, NotATime, WhichHalf, read_time

MOST_MEANT: Final = 4
"""What could be more is asked again from the beginning."""


def days_meant(text: str, offered: Sequence[str], today: date) -> list[date]:
    """The days that these words may mean in one of the languages, the nearest first; none where they name no day.

    Days in numbers alone are not read here: forms read them themselves.
    """
    days = {day for said in everything_said(text, offered) for day in _days(said, today)}
    nearest = sorted(days, key=lambda day: (abs(day - today), day))
    return nearest if len(nearest) <= MOST_MEANT else []


def moments_meant(text: str, offered: Sequence[str], today: date) -> list[tuple[date, time]]:
    """The same of a day with its time beside it."""
    found = [
        [(day, at) for day in days_meant(said, offered, today) for at in _times(beside, offered)]
        for said, beside in parted(text)
    ]
    understood = [each for each in found if each]
    return understood[0] if len(understood) == 1 and len(understood[0]) <= MOST_MEANT else []


def _times(text: str, offered: Sequence[str]) -> tuple[time, ...]:
    try:
        return (read_time(text, offered, asked_before=NOON + 1),)
    except WhichHalf as either:
        return either.times
    except NotATime:
        return ()


def _days(said: Said, today: date) -> Iterator[date]:
    if said.month is not None:
        yield from (day for day in _of_month(said, said.month, today) if said.weekday in (None, day.weekday()))
    elif said.numbers:
        return
    elif said.ahead is not None:
        day = today + timedelta(days=said.ahead) + weekday.WEEK * said.weeks_after
        yield from [day] if said.weekday in (None, day.weekday()) else ()
    elif said.weekday is not None:
        yield from _of_weekday(said, said.weekday, today)


def _of_weekday(said: Said, name: int, today: date) -> list[date]:
    """A bare name is the one that was or the one to come; today too, where it is today's."""
    if said.is_last or said.is_next or said.is_next_week or said.is_after_next or said.weeks_after:
        return weekday.named(said, name, today)
    nearest = [weekday.before(name, today), weekday.after(name, today)]
    return [*nearest, today] if name == today.weekday() else nearest


def _of_month(said: Said, month: int, today: date) -> Iterator[date]:
    """The one with its year; without, the latest that was and the next to come."""
    match said.numbers:
        case [day, year] if year >= YEAR_NEEDS:
            years = [year]
        case [year, day] if year >= YEAR_NEEDS:
            years = [year]
        case [day]:
            years = [today.year - 1, today.year, today.year + 1]
        case _:
            return
    dates = [date(each, month, day) for each in years if _exists(each, month, day)]
    past, coming = [one for one in dates if one < today], [one for one in dates if one >= today]
    yield from dates if len(years) == 1 else [*past[-1:], *coming[:1]]


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
