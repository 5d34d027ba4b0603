"""Several complaints that come together, as after one incident, are no sign in a closed year or week."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random
from unittest import mock

import numpy as np

from services.dummies import plan
from services.dummies.levels import BURST_OF_REPORTS, INCIDENTS, REPORTS
from services.dummies.plan import INCIDENT, REPORT, Plan, Stream, for_this_week
from tests.services.dummies.attacker import Array, together
from tests.support.clocks import NOW

SIZE, WEEKS, STEPS = 4096, 52, 12
A_YEAR, AT_ONCE, IN_ONE_WEEK = 2, 12, 5
STREAMS = (Stream("psea", REPORT, SIZE), Stream("psea", INCIDENT, SIZE))
MONDAY = NOW - timedelta(days=NOW.weekday(), hours=NOW.hour, minutes=NOW.minute)
BURSTS = BURST_OF_REPORTS * REPORTS[SIZE]
LEVELS = [
    ((step + 0.5) * REPORTS[SIZE] / STEPS, (other + 0.5) * INCIDENTS[SIZE] / STEPS)
    for step in range(STEPS)
    for other in range(STEPS)
]


def a_year(chance: Random) -> list[int]:
    """How many reports stay closed in each week, without a complaint."""
    planned, due = Plan(), Counter[int]()
    with mock.patch.object(plan, "EVERY_STREAM", STREAMS):
        for week in range(WEEKS):
            planned = for_this_week(replace(planned, waiting=()), MONDAY + week * timedelta(7), chance)
            due.update(int((deed.due - MONDAY.timestamp()) // plan.WEEK) for deed in planned.waiting)
    return [due[week] for week in range(WEEKS)]


def likelihood(tables: Array, weeks: list[int]) -> float:
    """Of a year, over all levels there may be."""
    logarithms = np.log(tables[:, weeks] + 1e-300).sum(axis=1)
    top = logarithms.max()
    return float(top + np.log(np.exp(logarithms - top).mean()))


def test_complaints_that_come_twelve_at_a_time_are_guessed_little_better_than_by_a_coin() -> None:
    """It was 62 of 100: nothing that was made came so."""
    chance, worlds, right = Random(5), 800, 0
    without = np.array([together(rate, BURSTS, incidents) for rate, incidents in LEVELS])
    more = np.array([together(rate, BURSTS, incidents, AT_ONCE) for rate, incidents in LEVELS])
    share = A_YEAR / WEEKS
    there_are = (1 - share) * without + share * more
    for world in range(worlds):
        weeks = a_year(chance)
        if world % 2:
            weeks = [number + AT_ONCE * (chance.random() < share) for number in weeks]
        right += (likelihood(there_are, weeks) > likelihood(without, weeks)) is bool(world % 2)
    assert right / worlds < 0.58


def test_five_in_one_week_are_seldom_known_even_to_who_is_told_the_levels() -> None:
    """Who had to say whether one week had five was right 74 times of 100, and 89 where the level is next to nothing."""
    apart = [
        abs(together(rate, BURSTS, incidents) - together(rate, BURSTS, incidents, IN_ONE_WEEK)).sum() / 2
        for rate, incidents in LEVELS
    ]
    assert 0.5 + np.mean(apart) / 2 < 0.68
    assert 0.5 + max(apart) / 2 < 0.8
