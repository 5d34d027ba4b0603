"""Weeks as numbers, so that they can be counted: ISO 8601 weeks since the one that holds the first of January 1."""

from datetime import date, timedelta
from typing import Final

QUARTER: Final = 13
"""Weeks in a quarter."""


def number_of(name: str) -> int:
    """The number of a week 'YYYY-Www'. Raises ValueError."""
    year, week = name.split("-W")
    return number_on(date.fromisocalendar(int(year), int(week), 1))


def number_on(day: date) -> int:
    """The number of the week in which that day is."""
    return (day.toordinal() - 1) // 7


def name_of(week: int) -> str:
    """The name 'YYYY-Www' of the week of that number."""
    year, number, _ = monday_of(week).isocalendar()
    return f"{year:04d}-W{number:02d}"


def ends_a_month(week: int) -> bool:
    """Whether the Monday after it is the first one of a month: true once a month."""
    return (monday_of(week) + timedelta(days=7)).day <= 7


def ends_a_quarter(week: int) -> bool:
    """True every thirteenth week."""
    return week % QUARTER == QUARTER - 1


def monday_of(week: int) -> date:
    """The first day of the week of that number."""
    return date.fromordinal(week * 7 + 1)
