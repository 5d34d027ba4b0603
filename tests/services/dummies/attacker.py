"""Who holds the file and the keys of `safety` and `surveys`, and knows the algorithm: what does a closed year tell?"""

from collections.abc import Sequence
from functools import cache
from itertools import product
from math import exp, lgamma, log
from typing import Any

import numpy as np

from services.dummies.levels import BURST_OF_REPORTS, OF_ONE

MOST_SEEN = 160
STEPS, FEW_STEPS = 48, 12
NUMBERS = np.arange(MOST_SEEN)
FACTORIALS = np.array([lgamma(number + 1) for number in NUMBERS])
"""Their logarithms."""
Array = Any


@cache
def seen_at(rate: float, burst: float) -> Array:
    """How likely each number of one week is: a Poisson number of that rate, and a burst (exponential, so geometric)."""
    steady = np.exp(-rate + NUMBERS * log(rate) - FACTORIALS) if rate else (NUMBERS == 0) * 1.0
    stays = burst / (1 + burst)
    return np.convolve(steady, (1 - stays) * stays**NUMBERS)[:MOST_SEEN]


@cache
def come_of(incidents: float) -> Array:
    """How likely each number of one week is that comes of incidents at that rate, all of each in its week (Panjer)."""
    stays = 1 - 1 / OF_ONE
    sizes = np.append(0.0, (1 - stays) * stays ** NUMBERS[:-1])
    found = np.zeros(MOST_SEEN)
    found[0] = exp(-incidents)
    for number in range(1, MOST_SEEN):
        upto = np.arange(1, number + 1)
        found[number] = incidents / number * float((upto * sizes[upto] * found[number - upto]).sum())
    return found


def together(rate: float, burst: float, incidents: float, sure: int = 0) -> Array:
    """The same of all that comes in a week, with so many more."""
    whole = np.convolve(seen_at(rate, burst), come_of(incidents))[:MOST_SEEN]
    return np.append(np.zeros(sure), whole)[:MOST_SEEN]


class Attacker:
    """Compares two worlds, without complaints and with `true` of them a week, by the likelihood of a year of weeks.

    It does not know the level, so it takes all of them into account, and every week in which it may have changed; so
    with that of incidents, where there are any: `incidents` a week at most.
    """

    def __init__(self, most: float, true: float, incidents: float = 0.0) -> None:
        self._incidents = (np.arange(FEW_STEPS) + 0.5) * incidents / FEW_STEPS if incidents else [0.0]
        self._levels = (np.arange(STEPS) + 0.5) * most / STEPS
        self._most, self._true = most, true
        self._without = self._table(0.0)
        self._with = self._table(true)

    def says_there_are(self, weeks: Sequence[int]) -> bool:
        """Its best guess."""
        return bool(self._likelihood(self._with, weeks) > self._likelihood(self._without, weeks))

    def says_knowing(self, levels: Sequence[float], weeks: Sequence[int]) -> bool:
        """Its best guess, had somebody told it each week's level."""
        burst, gained = BURST_OF_REPORTS * self._most, 0.0
        for level, number in zip(levels, weeks, strict=True):
            gained += log(seen_at(level + self._true, burst)[number]) - log(seen_at(level, burst)[number])
        return gained > 0

    def _table(self, true: float) -> Array:
        burst = BURST_OF_REPORTS * self._most
        pairs = product(self._levels, self._incidents)
        return np.log(np.array([together(level + true, burst, often) for level, often in pairs]).T + exp(-600))

    def _likelihood(self, table: Array, weeks: Sequence[int]) -> float:
        """The logarithm: over every week of the change, and the levels before and after it."""
        so_far = np.cumsum(table[list(weeks)], axis=0)
        before, after = so_far[:-1], so_far[-1] - so_far[:-1]
        return float(_mean(np.append(_mean(before) + _mean(after), _mean(so_far[-1]))))


def _mean(logarithms: Array) -> Any:
    """Of each row, or of the only one."""
    top = logarithms.max(axis=-1, keepdims=True)
    return top[..., 0] + np.log(np.exp(logarithms - top).mean(axis=-1))
