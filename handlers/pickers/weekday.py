"""Which days the name of a day may mean, with the words beside it: "friday", "next friday", "friday week"."""

from datetime import date, timedelta
from typing import Final

from handlers.pickers.day_words import Said

WEEK: Final = timedelta(weeks=1)
FIRST_OF_WEEK: Final = (6, 0)
"""Weeks begin on Sunday or on Monday, depending on who speaks of one."""


def named(said: Said, weekday: int, today: date) -> list[date]:
    """The coming such day, or those that other words beside it make of it, the earliest first."""
    if said.is_last:
        return sorted(before(weekday, today, weeks) for weeks in (1, 2))
    return sorted(_to_come(said, weekday, today))


def before(weekday: int, today: date, weeks: int = 1) -> date:
    """The latest such day that was, or the one so many weeks back. Today is none."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % WEEK.days + 1) - WEEK * (weeks - 1)


def after(weekday: int, today: date) -> date:
    """The coming such day. Today's own name means today in a week."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % WEEK.days + 1)


def around(day: date, weekday: int) -> tuple[date, date]:
    """ "Friday in a week", said on a Wednesday: nobody counts from the Wednesday. The likeliest first."""
    found = day + timedelta(days=(weekday - day.weekday()) % WEEK.days)
    return found, found - WEEK


def _to_come(said: Said, weekday: int, today: date) -> set[date]:
    coming = after(weekday, today)
    nearest = {coming, today} if weekday == today.weekday() else {coming}
    of_next_week = {_of_next_week(weekday, today, first) for first in FIRST_OF_WEEK}
    if said.is_after_next or (said.is_next and said.weeks_after):
        return {coming + WEEK, coming + 2 * WEEK}
    if said.weeks_after:
        return {day + WEEK * said.weeks_after for day in nearest}
    if said.is_next_week:
        return of_next_week
    if said.is_next:
        return {coming, *of_next_week}
    return nearest if said.is_this else {coming}


def _of_next_week(weekday: int, today: date, first: int) -> date:
    begins = today + timedelta(days=7 - (today.weekday() - first) % 7)
    return begins + timedelta(days=(weekday - first) % 7)
