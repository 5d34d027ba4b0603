"""Days as people count them who live by another calendar: the Solar Hijri one (Iran, Afghanistan) and the Hijri one.

Both are computed here: two short rules that do not change, and no library that we have keeps both. Solar Hijri years
follow the cycle of 33 years, which gives the true days from 1178 to 1633. Hijri months follow the tables of the civil
calendar; where a month begins when the moon is seen, it may be a day earlier or later: people are told, and confirm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

YEARS = range(1300, 1501)
"""Years that are of these calendars: nobody means those of the Middle Ages."""
MONTHS = 12
LONGEST_LIFE = timedelta(days=120 * 366)
FAR_AHEAD = timedelta(days=10 * 366)
SOLAR_FIRST = date(2024, 3, 20).toordinal() - 365 * 1402 - (8 * 1403 + 21) // 33
"""The day that would be the first of the first year."""
HIJRI_FIRST = date(622, 7, 19).toordinal()
"""As the civil tables count."""


class Calendar(StrEnum):
    """How somebody may have counted."""

    GREGORIAN = "gregorian"
    SOLAR_HIJRI = "solar hijri"
    HIJRI = "hijri"


@dataclass(frozen=True, slots=True)
class OtherDay:
    """What a day that was typed is in the Gregorian calendar. `written`: as an answer is written."""

    calendar: Calendar
    day: date
    written: str


def solar_hijri(year: int, month: int, day: int) -> date:
    """That day of the Solar Hijri calendar. Raises ValueError where there is none."""
    is_leap = (8 * year + 29) % 33 < 8
    longest = 31 if month <= 6 else 30 if month <= 11 or is_leap else 29
    if not (1 <= month <= 12 and 1 <= day <= longest):
        raise ValueError(day)
    before = 31 * (month - 1) - max(month - 7, 0)
    return date.fromordinal(SOLAR_FIRST + 365 * (year - 1) + (8 * year + 21) // 33 + before + day - 1)


def hijri(year: int, month: int, day: int) -> date:
    """That day of the Hijri calendar; every month may have 30 days. Raises ValueError where there is none."""
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise ValueError(day)
    before = 354 * (year - 1) + (11 * year + 3) // 30 + (59 * (month - 1) + 1) // 2
    return date.fromordinal(HIJRI_FIRST + before + day - 1)


def either_way(year: int, month: int, day: int) -> tuple[OtherDay, ...]:
    """The days that two numbers may mean of which nobody can tell which is the month; () where it makes no
    difference."""
    if month == day or max(month, day) > MONTHS:
        return ()
    days = (date(year, month, day), date(year, day, month))
    return tuple(OtherDay(Calendar.GREGORIAN, one, one.isoformat()) for one in days)


def other_days(year: int, month: int, day: int, today: date) -> tuple[OtherDay, ...]:
    """What a day of such a year may be, the nearest to today first; only what a living person may speak of."""
    found: list[OtherDay] = []
    for calendar, reading in ((Calendar.SOLAR_HIJRI, solar_hijri), (Calendar.HIJRI, hijri)):
        try:
            one = reading(year, month, day)
        except ValueError:
            continue
        if -LONGEST_LIFE < one - today < FAR_AHEAD:
            found.append(OtherDay(calendar, one, one.isoformat()))
    return tuple(sorted(found, key=lambda other: abs(other.day - today)))
