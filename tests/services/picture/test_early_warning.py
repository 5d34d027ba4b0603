"""The early warning: seldom wrong where weeks come by chance, soon right where something rises, silent with few."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.picture.early_warning import (
    BASELINE,
    FALSE_ALARMS,
    GUARD,
    LEAST,
    LEAST_BASELINE,
    WEEKS,
    chance_each,
    usual,
)
from tests.support.weekly_counts import KINDS, by_chance, false_alarms, ours, seen

WATCHED, YEARS = 20, 8


def test_where_weeks_come_by_chance_it_is_wrong_no_more_often_than_was_asked_for() -> None:
    told = false_alarms(seed=1, years=YEARS, series=WATCHED, kind=KINDS[0])
    assert told <= FALSE_ALARMS, f"{told:.2f} false alarms a year on {WATCHED} series"


def test_a_rise_to_five_times_is_seen_within_four_weeks() -> None:
    shares = {mean: seen(seed=1, tries=60, series=WATCHED, mean=mean, times=5, within=4) for mean in (1.0, 3.0, 6.0)}
    assert shares[1.0] > 0.4 and shares[3.0] > 0.9 and shares[6.0] > 0.9, shares


def test_a_slow_rise_is_not_taken_for_usual_because_of_its_own_first_weeks() -> None:
    flat = [2] * (BASELINE + GUARD)
    assert usual([*flat[GUARD:], 9, 9], chance_each(WATCHED)) == usual(flat, chance_each(WATCHED))


@pytest.mark.parametrize("weeks", range(LEAST_BASELINE + GUARD))
def test_in_the_first_weeks_nothing_is_usual_yet(weeks: int) -> None:
    assert usual([0] * weeks, chance_each(WATCHED)) is None


def test_two_people_are_no_alarm_where_nobody_ever_wrote_and_three_are() -> None:
    silent = [0] * BASELINE
    assert not ours(silent, LEAST - 1, chance_each(1)) and ours(silent, LEAST, chance_each(WATCHED))


def test_a_silence_where_many_write_is_less_than_usual_and_where_few_do_it_is_not() -> None:
    many, few = (usual([mean] * (BASELINE + GUARD), chance_each(WATCHED)) for mean in (12, 2))
    assert many is not None and many.falls_short(0) and few is not None and not few.falls_short(0)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=LEAST_BASELINE + GUARD, max_size=30), st.integers(1, 100))
def test_it_always_ends_and_the_range_is_one(before: list[int], watched: int) -> None:
    found, fewer = usual(before, chance_each(watched)), usual(before, chance_each(watched) / 10)
    assert found is not None and fewer is not None
    assert 0 <= found.low <= found.high and fewer.low <= found.low and found.high <= fewer.high


def test_weeks_that_differ_much_have_a_wider_range() -> None:
    even = usual([4] * 14, chance_each(WATCHED))
    uneven = usual([0, 8] * 7, chance_each(WATCHED))
    assert even is not None and uneven is not None and uneven.high > even.high


def test_it_makes_no_difference_what_was_long_ago() -> None:
    chance, now = Random(2), chance_each(WATCHED)
    weeks = [by_chance(chance, 3) for _ in range(WEEKS)]
    assert usual(weeks, now) == usual(weeks[-BASELINE - GUARD :], now)
