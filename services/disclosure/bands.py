"""About how many people: one of a few bands, so that one person more or less is seldom seen.

A band is named by its number: 10, 20, 50, 100, 200, 500 and so on, whichever is nearest; 0 for fewer than 10.

Who knows where a band begins can fill a small group with accounts of their own until another word is told, and then
knows how many the others are. So of discreet groups the band that was told stays until they are more, or fewer, than
its end by a secret, from 0 to 4 people, which is drawn anew whenever another band is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, pairwise, takewhile
from secrets import randbelow
from typing import Final

from services.disclosure.suppression import LEAST_SENSITIVE

ENOUGH: Final = LEAST_SENSITIVE
"""From so many on, more is said than that they are few."""


SLACK: Final = 4
"""By so many people at most a band is told of more, or of fewer, than it is of."""


@dataclass(frozen=True, slots=True)
class Told:
    """The band that is told of a discreet group, and by how many people they have to be beyond its end for another."""

    band: int
    slack: int

    @classmethod
    def anew(cls, band: int = 0) -> "Told":
        """This band, from now on."""
        return cls(band, randbelow(SLACK + 1))

    def after(self, people: int) -> "Told":
        """What is told once so many were counted."""
        more, fewer = band_of(people - self.slack), band_of(people + self.slack)
        band = max(more, min(self.band, fewer))
        return self if band == self.band else Told.anew(band)


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
