"""What a band tells of how many people there are."""

from collections import defaultdict
from itertools import groupby
from random import Random
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from services.disclosure import bands
from services.disclosure.bands import SLACK, Told, band_of, most_in


def test_each_number_has_the_nearest_band() -> None:
    firsts = [(band, next(people)) for band, people in groupby(range(1200), band_of)]
    assert firsts == [(0, 0), (10, 10), (20, 15), (50, 35), (100, 75), (200, 150), (500, 350), (1000, 750)]


def test_no_band_is_narrower_than_five_people_and_its_most_is_in_it() -> None:
    fewest = 0
    while fewest < 1_000_000:
        band = band_of(fewest)
        assert most_in(band) - fewest >= 4
        assert band_of(most_in(band)) == band < band_of(most_in(band) + 1)
        fewest = most_in(band) + 1


@given(st.lists(st.integers(-6, 6), max_size=40), st.randoms(use_true_random=False))
def test_what_is_told_of_a_discreet_group_is_so_many_people_beside_the_truth_at_most(
    steps: list[int], chance: Random
) -> None:
    people, told = 12, Told(0, 2)
    for step in steps:
        people = max(people + step, 0)
        with mock.patch.object(bands, "randbelow", chance.randrange):
            told = told.after(people)
        assert band_of(people - SLACK) <= told.band <= band_of(people + SLACK)


def test_whoever_adds_one_account_a_week_until_another_word_is_told_still_has_five_sizes_to_choose_from() -> None:
    """Each size of the others, and each secret, by when the word changes."""
    sizes = defaultdict(set)
    for others in range(15):
        for slack in range(SLACK + 1):
            own = next(own for own in range(20) if Told(0, slack).after(others + own).band)
            sizes[own].add(others)
    assert all(len(found) >= 5 for own, found in sizes.items() if 0 < own <= 10)
