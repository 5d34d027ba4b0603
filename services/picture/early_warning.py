"""When the number of a week leaves its usual range.

The number of a week is held against twelve weeks before it, but for the two just before, so that a slow rise does not
hide itself (the guard band of EARS C2: Hutwagner et al., Journal of Urban Health 80, 2003, i89). From those the numbers
of a next week are foretold: if reports come as they like at one unknown rate, of which nothing is known but those
weeks (Jeffreys' prior), they have a negative binomial distribution (Höhle, Computational Statistics 22, 2007, 571,
"Bayes"). EARS' mean and three deviations and Farrington's threshold are made for more than a few a week; at one a week
they cry wolf. Where the weeks before differ by more than chance, the distribution is as much wider (the dispersion of
Farrington et al., J. R. Stat. Soc. A 159, 1996, 547).

A number is out of the ordinary where one as large had a chance of less than is asked for; `chance_each` shares out a
few false alarms a year among everything that is watched. Fewer than three people are never an alarm.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from math import exp, lgamma, log
from statistics import fmean, variance
from typing import Final

BASELINE: Final = 12
GUARD: Final = 2
LEAST_BASELINE: Final = 8
"""With fewer weeks nothing is usual yet."""
LEAST: Final = 3
FALSE_ALARMS: Final = 2.0
"""That many a year are put up with, on everything that is watched together."""
WEEKS: Final = 52
PRIOR: Final = 0.5


@dataclass(frozen=True, slots=True)
class Usual:
    """The numbers that a week usually has, both included."""

    low: int
    high: int

    def leaves(self, number: int) -> bool:
        """Whether that number is more than usual."""
        return number > self.high

    def falls_short(self, number: int) -> bool:
        """Whether that number is less than usual."""
        return number < self.low


def usual(before: Sequence[int], chance: float) -> Usual | None:
    """The usual numbers of a week, from all weeks before it, the oldest first; None where they are too few. A number
    above has that chance, and so has one below."""
    baseline = before[:-GUARD][-BASELINE:]
    if len(baseline) < LEAST_BASELINE:
        return None
    low, high, below = 0, 0, 0.0
    for number, chance_of in enumerate(_foretold(baseline)):
        if below + chance_of <= chance:
            low = number + 1
        below += chance_of
        if 1 - below <= chance:
            high = number
            break
    return Usual(low, max(high, LEAST - 1))


def chance_each(watched: int) -> float:
    """The chance of a false alarm in a week that each of so many series may have."""
    return FALSE_ALARMS / WEEKS / max(watched, 1)


def _foretold(baseline: Sequence[int]) -> Iterator[float]:
    """The chance of 0, of 1, of 2 … in a next week."""
    mean = (sum(baseline) + PRIOR) / len(baseline)
    spread = mean * (_dispersion(baseline) + 1 / len(baseline))
    size = mean * mean / (spread - mean)
    for number in count():
        ways = lgamma(number + size) - lgamma(size) - lgamma(number + 1)
        yield exp(ways + size * log(size / (size + mean)) + number * log(mean / (size + mean)))


def _dispersion(baseline: Sequence[int]) -> float:
    """How much more the weeks differ than by chance: 1 and more."""
    mean = fmean(baseline)
    return max(1.0, variance(baseline) / mean) if mean else 1.0
