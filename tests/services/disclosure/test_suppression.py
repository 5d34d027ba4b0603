"""Promises of counts that leave the desk: no small one is seen, and none can be worked out from what is seen.

The judge is brute force: of every row that looks the same, by somebody who knows the rules, a hidden count may be
nobody, or differs by the least number.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.disclosure.attack import LEAST
from services.disclosure.suppression import (
    LEAST_SENSITIVE,
    MOST,
    Shown,
    all_or_nothing,
    in_a_row,
    several_each,
    several_or_none,
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


def several_of(people: int, answers: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Every way in which each of so many answers can be given, and by how many people one at least."""
    for counts in product(range(people + 1), repeat=answers):
        for gave in range(max(counts), min(people, sum(counts)) + 1):
            if gave or not any(counts):
                yield counts, gave


SIZES = [(2, 2, 9), (2, 3, 7), (2, 4, 6), (3, 2, 12), (3, 3, 9), (3, 4, 8), (5, 2, 20), (5, 3, 13)]


@pytest.mark.parametrize(("least", "answers", "people"), SIZES)
def test_where_one_of_several_answers_is_required_nobody_is_hidden_among_those_who_gave_none(
    least: int, answers: int, people: int
) -> None:
    alike: dict[tuple[Shown, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts, gave in several_of(people, answers):
        if gave == people:
            alike[several_or_none(counts, 0, people, least, is_required=True)].append(counts)
    assert any(seen is not None for shown in alike for seen in shown)
    for shown, rows in alike.items():
        for possible in zip(*rows, strict=True):
            assert not is_pinned(possible, least), (shown, rows)
            assert not is_pinned([people - count for count in possible], least), (shown, rows)


@pytest.mark.parametrize("all_answered", [True, False])
@pytest.mark.parametrize(("least", "answers", "asked"), [*SIZES, (2, 1, 7), (2, 3, 8), (3, 3, 10)])
def test_of_a_follow_up_with_several_answers_nobody_works_out_who_gave_one_or_none(
    least: int, answers: int, asked: int, all_answered: bool
) -> None:
    """How many were asked is known; also where it is known that all of them answered."""
    alike: dict[tuple[Shown, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts, gave in several_of(asked, answers):
        if gave == asked or not all_answered:
            others = (*(asked - count for count in counts), *(gave - count for count in counts))
            alike[several_each(counts, gave, asked, least)].append((*counts, asked - gave, *others))
    assert any(seen is not None for shown in alike for seen in shown)
    for shown, rows in alike.items():
        for possible in zip(*rows, strict=True):
            assert not is_pinned(possible, least), (shown, rows)


@pytest.mark.parametrize(("is_for_everybody", "is_required"), [(True, True), (True, False), (False, False)])
@pytest.mark.parametrize(("least", "answers", "people"), SIZES)
def test_of_several_answers_nobody_works_out_who_gave_one_or_did_not(
    least: int, answers: int, people: int, is_for_everybody: bool, is_required: bool
) -> None:
    """Also where everybody who was asked is known to have given one; and who gave one, but not this."""
    alike: dict[tuple[Shown, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts, gave in several_of(people, answers):
        none = people - gave if is_for_everybody else 0
        others = (*(none + gave - count for count in counts), *(gave - count for count in counts))
        if is_for_everybody:
            shown = several_or_none(counts, none, people, least, is_required)
        else:
            shown = several_each(counts, gave, gave, least)
        alike[shown].append((*counts, none, *others))
    assert any(seen is not None for shown in alike for seen in shown)
    assert_that_nobody_is_pinned(alike, least)


def assert_that_nobody_is_pinned(alike: Mapping[tuple[Shown, ...], Sequence[tuple[int, ...]]], least: int) -> None:
    for shown, worlds in alike.items():
        for possible in zip(*worlds, strict=True):
            assert not is_pinned(possible, least), (shown, worlds)


Chosen = frozenset[int]
"""Which of several answers one person chose, by their places."""
RULES: Mapping[str, tuple[Callable[[Chosen], bool], int | None]] = {
    "any": (lambda chosen: True, 3),
    "two at most": (lambda chosen: len(chosen) <= 2, 2),
    "one at most": (lambda chosen: len(chosen) <= 1, 1),
    "the first alone": (lambda chosen: 0 not in chosen or len(chosen) == 1, 3),
    "two exactly": (lambda chosen: len(chosen) == 2, None),
    "two at least": (lambda chosen: len(chosen) >= 2, None),
    "not the first without the second": (lambda chosen: 0 not in chosen or 1 in chosen, None),
}
"""Whether an answer is allowed, and how many are at most; None where it is not known what the rule implies."""


@pytest.mark.parametrize("is_follow_up", [False, True])
@pytest.mark.parametrize("is_required", [False, True])
@pytest.mark.parametrize(("least", "people"), [(2, 7), (2, 8), (3, 9)])
@pytest.mark.parametrize("rule", RULES)
def test_whatever_may_be_chosen_together_nobody_is_pinned_by_that(
    rule: str, least: int, people: int, is_required: bool, is_follow_up: bool
) -> None:
    """All ways in which so many people can choose of three answers, by what each of them chose."""
    is_allowed, at_once = RULES[rule]
    sets = [frozenset(those) for size in (1, 2, 3) for those in combinations(range(3), size)]
    papers = [*filter(is_allowed, sets), *([] if is_required else [frozenset[int]()])]
    alike: dict[tuple[Shown, ...], list[tuple[int, ...]]] = defaultdict(list)
    for times in rows_of(people, len(papers)):
        counts = [
            sum(number for number, those in zip(times, papers, strict=True) if place in those) for place in range(3)
        ]
        none = sum(number for number, those in zip(times, papers, strict=True) if not those)
        others = (*(people - count for count in counts), *(people - none - count for count in counts))
        alike[seen_of(counts, none, people, least, is_required, is_follow_up, at_once)].append((*counts, none, *others))
    assert any(seen is not None for shown in alike for seen in shown)
    assert_that_nobody_is_pinned(alike, least)


def seen_of(
    counts: Sequence[int],
    none: int,
    people: int,
    least: int,
    is_required: bool,
    is_follow_up: bool,
    at_once: int | None,
) -> tuple[Shown, ...]:
    if at_once is None:
        return all_or_nothing(counts, people - none, people, least)
    if is_follow_up:
        return several_each(counts, people - none, people, least, at_once)
    return several_or_none(counts, none, people, least, is_required, at_once)


def test_of_few_it_is_not_told_that_they_chose_something_but_not_this() -> None:
    """Of 60 people 18 chose nothing, so 42 chose something, and 40 of these work."""
    assert several_or_none([40, 25], 18, 60) == (40, 25, None)
    assert several_or_none([37, 25], 18, 60) == (37, 25, 18)
    assert several_or_none([34, 28, 3], 0, 36) == (MOST, None, None, None)
    assert several_or_none([5, 2], 11, 20) == (None, None, None)


@settings(max_examples=300, deadline=None)
@given(ROWS, st.sampled_from([LEAST, LEAST_SENSITIVE]))
def test_what_is_seen_is_true_and_never_small(counts: list[int], least: int) -> None:
    for count, seen in zip(counts, in_a_row(counts, least), strict=True):
        if isinstance(seen, int):
            assert seen == count
            assert seen == 0 or seen >= least
        elif seen == MOST:
            assert sum(counts) - count < least


@settings(max_examples=300, deadline=None)
@given(ROWS, st.integers(0, 60), st.sampled_from([LEAST, LEAST_SENSITIVE]))
def test_of_several_answers_neither_few_who_chose_nor_few_who_did_not_are_seen(
    counts: list[int], more: int, least: int
) -> None:
    people = max(counts) + more
    for count, seen in zip(counts, several_each(counts, people, people, least), strict=True):
        if isinstance(seen, int):
            assert seen == count >= least
            assert people - seen >= least


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
    assert in_a_row(counts) == several_each(counts, 10, 10) == (None, None)


@pytest.mark.parametrize("counts", [[20, 0], [0, 300], [19, 1], [46, 4]])
def test_what_all_but_a_few_answered_is_most_and_no_number(counts: Sequence[int]) -> None:
    """ "Afraid: yes 20, no 0" would say of each of them that they are."""
    assert MOST in in_a_row(counts)
    assert None in in_a_row(counts)
    assert set(in_a_row(counts)) == {MOST, None}


def test_all_and_all_but_a_few_look_the_same() -> None:
    assert in_a_row([60, 0]) == in_a_row([56, 4])


def test_answers_that_exclude_each_other_are_not_given_away_by_the_people_who_chose_none_of_them() -> None:
    """50 people: 3 chose the only real answer, 40 "nothing", 7 "rather not say". The 3 must not follow."""
    assert several_or_none([3, 0, 40], 7, 50) == (None, None, 40, None)


def test_where_people_chose_several_no_more_is_hidden_than_makes_enough() -> None:
    assert several_each([3, 4, 6, 30, 20], 50, 54) == (None, None, 6, 30, 20)
    assert several_each([2, 6, 30, 20], 50, 50) == (None, 6, 30, 20)


def test_that_nobody_chose_something_is_not_said_of_a_question_with_several_answers() -> None:
    assert several_or_none([30, 0, 20], 15, 60) == (30, None, 20, None)
    assert several_or_none([40, 0, 30], 15, 60) == (40, None, 30, 15)


@pytest.mark.parametrize(
    ("count", "people", "seen"),
    [(20, 50, 40), (0, 50, None), (4, 50, None), (50, 50, MOST), (46, 50, MOST), (45, 50, 90), (5, 10, None)],
)
def test_a_share_is_told_where_neither_the_group_nor_its_rest_is_few(count: int, people: int, seen: Shown) -> None:
    assert share(count, people) == seen
