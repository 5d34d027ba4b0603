"""Dates in words, by CLDR skeleton, with the same Latin digits in every language."""

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=2048)
def worded(day: date, skeleton: str, code: str) -> str:
    """`day` as the language writes the parts named by a CLDR date skeleton (UTS #35)."""
    from babel.dates import format_skeleton  # slow to import, and most chats show no date

    return format_skeleton(skeleton, day, locale=code, fuzzy=True)
