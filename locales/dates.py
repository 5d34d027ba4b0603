"""Dates in words, by CLDR skeleton, with the same Latin digits in every language."""

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=2048)
def worded(day: date, skeleton: str, code: str) -> str:
    """`day` as the language writes the parts named by a CLDR date skeleton (UTS #35)."""
    from babel.dates import format_skeleton  # slow to import, and most chats show no date

    return format_skeleton(skeleton, day, locale=code, fuzzy=True)


@lru_cache(maxsize=128)
def weekday(day: date, code: str) -> str:
    """The whole name of the day of the week.

    Not by the pattern `cccc`, for a name that stands alone: once Swahili was loaded, Babel 2.18 has Swahili names there
    for every language read after it.
    """
    from babel.dates import format_date

    return format_date(day, "EEEE", locale=code)


@lru_cache(maxsize=128)
def clock(zone: str, code: str) -> str:
    """Whose clock it is: the time of the country or city that an IANA time zone is named for."""
    from babel.dates import get_timezone_location

    return get_timezone_location(zone, locale=code)
