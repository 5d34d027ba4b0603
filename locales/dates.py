"""Dates in words, by CLDR skeleton, with the same Latin digits in every language.

Arabic has several names for each month: كانون الثاني in Baghdad is يناير in Khartoum and جانفي in Algiers. Which are
used is a setting of the organisation; all of them are understood.
"""

import re
from datetime import date
from functools import lru_cache

_SHORT_MONTH = re.compile(r"(?<!M)MMM(?!M)")
_months_of: dict[str, str] = {}
"""By language, the CLDR locale of the country whose names of the months it uses. Set once, at the start."""


def use_months_of(locale: str) -> None:
    """From now on, the language of this CLDR locale (such as ar_IQ) names months as its country does; "": as CLDR does.

    For the whole process: everything it says is said by one organisation.
    """
    _months_of.clear()
    if locale:
        _months_of[locale.partition("_")[0]] = locale


def worded(day: date, skeleton: str, code: str) -> str:
    """`day` as the language writes the parts named by a CLDR date skeleton (UTS #35)."""
    return _worded(day, skeleton, code, _months_of.get(code))


@lru_cache(maxsize=2048)
def _worded(day: date, skeleton: str, code: str, months_of: str | None) -> str:
    from babel.dates import format_date, format_skeleton  # slow to import, and most chats show no date

    if months_of is None:
        return format_skeleton(skeleton, day, locale=code, fuzzy=True)
    # The short names of the countries are those of the whole language again (CLDR, ar_SY), so the long ones are taken.
    return format_date(day, _SHORT_MONTH.sub("MMMM", _pattern(skeleton, code)), locale=months_of)


def _pattern(skeleton: str, code: str) -> str:
    from babel import Locale
    from babel.dates import match_skeleton

    skeletons = Locale.parse(code).datetime_skeletons
    return str(skeletons[match_skeleton(skeleton, skeletons) or skeleton].pattern)


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
