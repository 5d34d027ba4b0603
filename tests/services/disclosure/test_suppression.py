"""Promises of counts that leave the desk: no small one is seen, and none can be worked out from what is seen.

The judge is brute force: of every row that looks the same, by somebody who knows the rules, a hidden count may be
nobody, or differs by the least number.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.disclosure.attack import LEAST
from services.disclosure.suppression import (
    LEAST_SENSITIVE,
    MOST,
    Shown,
    in_a_row,
    share,
)

ROWS = st.lists(st.integers(0, 40), min_size=1, max_size=6)


def rows_of(total: int, counts: int) -> Iterator[tuple[int, ...]]:
    if counts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in rows_of(total - first, counts - 1):
            yield (first, *rest)


@pytest.mark.parametrize(("counts", "most"), [(2, 60), (3, 42), (4, 26), (5, 19)])
def test_no_hidden_count_of_any_row_can_be_worked_out_by_who_knows_the_rules(counts: int, most: int) -> None:
    for total in range(1, most):
        alike: dict[tuple[Shown, ...], list[tuple[int, ...]]] = defaultdict(list)
        for row in rows_of(total, counts):
            alike[in_a_row(row)].append(row)
        for shown, rows in alike.items():
            for place in (place for place, seen in enumerate(shown) if seen is None):
                possible = [row[place] for row in rows]
                assert min(possible) == 0 or max(possible) - min(possible) >= LEAST, (shown, total)


REQUIRED = [(2, 2, 18), (2, 3, 14), (2, 4, 12), (3, 3, 18), (5, 2, 30), (5, 3, 22)]


@pytest.mark.parametrize(("least", "answers", "most"), REQUIRED)
def test_where_an_answer_is_required_nobody_is_hidden_among_those_who_gave_none(
    least: int, answers: int, most: int
) -> None:
    """Whoever knows that nobody could decline knows that there are none of those; where people could, some may be."""
    for total in range(1, most):
        alike: dict[tuple[bool, tuple[Shown, ...]], list[tuple[int, ...]]] = defaultdict(list)
        for row in rows_of(total, answers + 1):
            shown = in_a_row(row, least)
            alike[False, shown].append(row)
            if row[-1] == 0:
                alike[True, shown].append(row[:-1])
        for seen, rows in alike.items():
            for possible in zip(*rows, strict=True):
                assert not is_pinned(possible, least), (seen, rows)


def is_pinned(possible: Sequence[int], least: int) -> bool:
    return 0 < min(possible) < least and max(possible) - min(possible) < least


@pytest.mark.parametrize(("least", "counts", "most"), [(2, 3, 24), (2, 4, 18), (2, 5, 13), (3, 4, 17), (5, 4, 21)])
def test_of_hidden_counts_it_is_not_known_either_how_few_some_of_them_are_together(
    least: int, counts: int, most: int
) -> None:
    """That one to five people gave one of two answers says that somebody gave one."""
    for total in range(2 * least + 1, most):
        alike: dict[tuple[Shown, ...], list[tuple[int, ...]]] = defaultdict(list)
        for row in rows_of(total, counts):
            alike[in_a_row(row, least)].append(row)
        for shown, rows in alike.items():
            for size in range(1, counts):
                for those in combinations(range(counts), size):
                    assert not is_pinned([sum(row[place] for place in those) for row in rows], least), (shown, those)


SIZES = [(2, 2, 9), (2, 3, 7), (2, 4, 6), (3, 2, 12), (3, 3, 9), (3, 4, 8), (5, 2, 20), (5, 3, 13)]


@settings(max_examples=300, deadline=None)
@given(ROWS, st.sampled_from([LEAST, LEAST_SENSITIVE]))
def test_what_is_seen_is_true_and_never_small(counts: list[int], least: int) -> None:
    for count, seen in zip(counts, in_a_row(counts, least), strict=True):
        if isinstance(seen, int):
            assert seen == count
            assert seen == 0 or seen >= least
        elif seen == MOST:
            assert sum(counts) - count < least


@pytest.mark.parametrize(
    ("counts", "seen"),
    [
        ([20, 30], (20, 30)),
        ([20, 30, 0], (20, 30, 0)),
        ([3, 8, 20], (None, None, 20)),
        ([3, 8, 20, 0], (None, None, 20, None)),
        ([2, 3, 20], (None, None, None)),
        ([2, 3, 20, 0], (None, None, None, None)),
        ([3, 4, 20, 0], (None, None, 20, None)),
        ([4, 4, 7, 20], (None, None, None, 20)),
        ([4, 40, 0], (None, MOST, None)),
        ([0, 0], (None, None)),
        ([6, 6, 2], (None, None, None)),
    ],
)
def test_as_little_as_possible_is_hidden(counts: Sequence[int], seen: tuple[Shown, ...]) -> None:
    assert in_a_row(counts) == seen


def test_violence_children_and_aid_workers_need_ten() -> None:
    assert in_a_row([9, 30, 40], LEAST_SENSITIVE) == (None, None, 40)
    assert in_a_row([9, 30, 40]) == (9, 30, 40)


@pytest.mark.parametrize("counts", [[6, 0], [5, 5], [3, 7]])
def test_of_ten_people_nothing_is_shown(counts: Sequence[int]) -> None:
    assert in_a_row(counts) == (None, None)


@pytest.mark.parametrize("counts", [[20, 0], [0, 300], [19, 1], [46, 4]])
def test_what_all_but_a_few_answered_is_most_and_no_number(counts: Sequence[int]) -> None:
    """ "Afraid: yes 20, no 0" would say of each of them that they are."""
    assert MOST in in_a_row(counts)
    assert None in in_a_row(counts)
    assert set(in_a_row(counts)) == {MOST, None}


def test_all_and_all_but_a_few_look_the_same() -> None:
    assert in_a_row([60, 0]) == in_a_row([56, 4])


@pytest.mark.parametrize(
    ("count", "people", "seen"),
    [(20, 50, 40), (0, 50, None), (4, 50, None), (50, 50, MOST), (46, 50, MOST), (45, 50, 90), (5, 10, None)],
)
def test_a_share_is_told_where_neither_the_group_nor_its_rest_is_few(count: int, people: int, seen: Shown) -> None:
    assert share(count, people) == seen
