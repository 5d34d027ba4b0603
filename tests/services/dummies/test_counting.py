"""Somebody with the keys of `safety` and `surveys` and a year of the file cannot tell how many complaints came."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from math import sqrt
from random import Random
from unittest import mock

import pytest

from services.dummies import plan
from services.dummies.levels import REPORTS, arrivals
from services.dummies.plan import REPORT, Plan, Stream, for_this_week
from services.keys.epochs import week_of
from tests.services.dummies.attacker import Attacker
from tests.support.clocks import NOW
from tests.support.dummies import LivedTime
from tests.support.vaults import Vault

WEEKS, WORLDS, SIZE = 52, 600, 4096
FIVE_WEEKS = 5
A_MONTH = (2, 4)
WATCHED = Stream("psea", REPORT, SIZE)
"""The attacker is given more than the file tells: which envelopes are reports of that size, each week for itself."""
MONDAY = NOW - timedelta(days=NOW.weekday(), hours=NOW.hour, minutes=NOW.minute)


@cache
def years(seed: int, true: float) -> Sequence[tuple[list[float], list[int]]]:
    """Half of the worlds: the level of each week, and how many reports of that size stay closed in it."""
    chance = Random(seed)
    with mock.patch.object(plan, "EVERY_STREAM", (WATCHED,)):  # the others are drawn apart from it
        return [_year(true, chance) for _ in range(WORLDS // 2)]


def _year(true: float, chance: Random) -> tuple[list[float], list[int]]:
    planned, levels, closed = Plan(), [], []
    for week in range(WEEKS):
        before = replace(planned, waiting=())
        planned = for_this_week(before, MONDAY + week * timedelta(7), chance)
        made = Counter((deed.compartment, deed.kind, deed.size) for deed in planned.waiting)
        levels.append(planned.levels[WATCHED].rate)
        closed.append(made[WATCHED] + sum(1 for _ in arrivals(true, chance)))
    return levels, closed


def worlds(a_month: int) -> Sequence[tuple[bool, list[float], list[int]]]:
    """Worlds without and with so many true complaints a month."""
    without = [(False, *year) for year in years(11, 0.0)]
    return without + [(True, *year) for year in years(a_month, a_month * 12 / WEEKS)]


@pytest.mark.parametrize("a_month", A_MONTH)
def test_the_best_guess_is_no_better_than_the_bound(a_month: int) -> None:
    """One half and the proven `t / most` (services.dummies.levels), and three standard deviations of so many worlds."""
    true = a_month * 12 / WEEKS
    attacker = Attacker(REPORTS[SIZE], true)
    right = sum(attacker.says_there_are(closed) is there_are for there_are, _, closed in worlds(a_month))
    assert right / WORLDS < 0.5 + true / REPORTS[SIZE] + 3 * sqrt(0.25 / WORLDS)


def test_it_is_the_secret_of_the_level_that_protects() -> None:
    """The same attacker, told the levels, tells the worlds apart: what is tested above is no clumsy attacker."""
    a_month = A_MONTH[-1]
    attacker = Attacker(REPORTS[SIZE], a_month * 12 / WEEKS)
    right = sum(attacker.says_knowing(levels, closed) is there_are for there_are, levels, closed in worlds(a_month))
    assert right / WORLDS > 0.7


def test_the_mean_of_many_weeks_tells_little_of_the_year() -> None:
    """Years without a complaint differ from each other by ten times what a few a month would add."""
    sums = [sum(closed) for there_are, _, closed in worlds(A_MONTH[0]) if not there_are]
    mean = sum(sums) / len(sums)
    spread = sqrt(sum((each - mean) ** 2 for each in sums) / len(sums))
    assert spread > 5 * A_MONTH[0] * 12


@pytest.mark.of_a_file
def test_in_the_file_what_stays_closed_are_dummies_and_complaints_together(vault: Vault) -> None:
    lived = LivedTime(vault, NOW)
    without: Counter[str] = Counter()
    for week in range(FIVE_WEEKS):
        if week % 2:
            lived.report("psea")
            without[week_of(lived.now)] += 1
        lived.pass_by(timedelta(days=7))
    closed: Counter[str] = Counter()
    for (name, _), number in lived.closed_to(vault.unlock("caseworker", lived.now)).items():
        closed[name] += number
    assert len(closed) >= FIVE_WEEKS
    assert sum(without.values()) == FIVE_WEEKS // 2 < sum(closed.values()) / 10
    assert all(closed[name] > without[name] for name in closed)
