"""Dates in words, by CLDR skeleton, with the same Latin digits in every language."""

from datetime import date
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=2048)
def worded(day: date, skeleton: str, code: str) -> str:
    """`day` as the language writes the parts named by a CLDR date skeleton (UTS #35)."""
    from babel.dates import format_skeleton  # slow to import, and most chats show no date

    return format_skeleton(skeleton, day, locale=code, fuzzy=True)


@lru_cache(maxsize=128)
def weekday(day: date, code: str) -> str:
    """The whole name of the day of the week, as it stands alone."""
    from babel.dates import format_date

    return format_date(day, "cccc", locale=code)


@lru_cache(maxsize=128)
def clock(zone: str, code: str) -> str:
    """Whose clock it is: the time of the country or city that an IANA time zone is named for."""
    from babel.dates import get_timezone_location

    return get_timezone_location(zone, locale=code)


ALSO_SAID = {"ar": ("ar_IQ", "ar_MA")}
"""Locales whose names of months are understood beside the language's own."""


@lru_cache(maxsize=64)
def month_names(code: str) -> dict[str, int]:
    """The language's names of the months, long and short, in lower case; 1 is January."""
    from babel import Locale

    return _names([Locale.parse(each).months for each in (*ALSO_SAID.get(code, ()), code)])


@lru_cache(maxsize=64)
def weekday_names(code: str) -> dict[str, int]:
    """The language's names of the days of the week, long and short, in lower case; 0 is Monday."""
    from babel import Locale

    return _names([Locale.parse(code).days])


def _names(contexts: list[Any]) -> dict[str, int]:
    widths = [by[width] for each in contexts for by in each.values() for width in ("wide", "abbreviated")]
    return {name.casefold().rstrip("."): number for names in widths for number, name in names.items()}
