"""About how many people: one of a few bands, so that one person more or less is seldom seen.

A band is named by its number: 10, 20, 50, 100, 200, 500 and so on, whichever is nearest; 0 for fewer than 10.
"""

from collections.abc import Iterator
from itertools import count, pairwise, takewhile
from typing import Final

from services.disclosure.suppression import LEAST_SENSITIVE

ENOUGH: Final = LEAST_SENSITIVE
"""From so many on, more is said than that they are few."""


def band_of(people: int) -> int:
    """About how many they are."""
    if people < ENOUGH:
        return 0
    return max(takewhile(lambda band: fewest_in(band) <= people, _bands()))


def most_in(band: int) -> int:
    """The most people who are told as that band."""
    after = next(each for each in _bands() if each > band)
    return fewest_in(after) - 1


def fewest_in(band: int) -> int:
    """The fewest people who are told as that band, which begins half way from the one before it."""
    if band <= ENOUGH:
        return band
    return next(lower + upper for lower, upper in pairwise(_bands()) if upper == band) // 2


def _bands() -> Iterator[int]:
    return (step * 10**power for power in count(1) for step in (1, 2, 5))
