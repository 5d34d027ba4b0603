"""Simulated numbers of weeks, and how an early warning does on them."""

import random
from collections.abc import Callable
from math import exp, pi, sin
from statistics import fmean, stdev
from typing import NamedTuple

from services.picture.early_warning import BASELINE, GUARD, WEEKS, chance_each, usual

Draw = Callable[[random.Random, float], int]
Warns = Callable[[list[int], int, float], bool]


class Kind(NamedTuple):
    """How weeks come; `rate` is by how much a week multiplies the average."""

    name: str
    draw: Draw
    rate: Callable[[int], float]


def by_chance(chance: random.Random, mean: float) -> int:
    """Poisson (Knuth's way)."""
    left, count = chance.random(), 0
    while left > exp(-mean):
        left *= chance.random()
        count += 1
    return count


def more_uneven(chance: random.Random, mean: float) -> int:
    """Negative binomial: Poisson at a rate that is itself drawn; its variance is twice its mean."""
    return by_chance(chance, chance.gammavariate(mean, 1.0))


KINDS = (
    Kind("by chance", by_chance, lambda _: 1.0),
    Kind("more uneven", more_uneven, lambda _: 1.0),
    Kind("with a season", by_chance, lambda week: 1 + sin(2 * pi * week / WEEKS) / 3),
    Kind("growing by half", by_chance, lambda week: 1 + week / WEEKS / 2),
)


def ours(before: list[int], now: int, each: float) -> bool:
    """Whether the product warns."""
    found = usual(before, each)
    return found is not None and found.leaves(now)


def of_ears(before: list[int], now: int, _each: float) -> bool:
    """Whether EARS C2 would, by weeks: more than the mean and three standard deviations."""
    baseline = before[:-GUARD][-BASELINE:]
    return now > fmean(baseline) + 3 * stdev(baseline)


def false_alarms(seed: int, years: int, series: int, kind: Kind, warns: Warns = ours) -> float:
    """False alarms a year on all series together."""
    chance, each, alarms = random.Random(seed), chance_each(series), 0
    for _ in range(years * series):
        mean = 0.1 * 60 ** chance.random()
        weeks = [kind.draw(chance, mean * kind.rate(week)) for week in range(WEEKS + BASELINE + GUARD)]
        for week in range(BASELINE + GUARD, len(weeks)):
            alarms += warns(weeks[:week], weeks[week], each)
    return alarms / years


def seen(seed: int, tries: int, series: int, mean: float, times: float, within: int) -> float:
    """The share of rises that are seen within so many weeks."""
    chance, each, found = random.Random(seed), chance_each(series), 0
    for _ in range(tries):
        weeks = [by_chance(chance, mean) for _ in range(BASELINE + GUARD)]
        for _ in range(within):
            now = by_chance(chance, mean * times)
            if ours(weeks, now, each):
                found += 1
                break
            weeks.append(now)
    return found / tries
