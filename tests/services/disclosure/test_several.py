"""Promises of counts of several answers side by side, whatever a rule says of which may be chosen together.

The judge is brute force: of all ways to answer that look the same to somebody who knows the rules and the form, none of
what must not be known is few and narrow.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.disclosure.attack import LEAST
from services.disclosure.several import _Row, several_each, several_or_none
from services.disclosure.suppression import LEAST_SENSITIVE, MOST, Shown
from services.disclosure.together import Together, of_any
from tests.services.disclosure.test_suppression import SIZES, is_pinned, rows_of

ROWS = st.lists(st.integers(0, 40), min_size=1, max_size=6)


@pytest.fixture(autouse=True)
def each_row_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it tells follows from the row, so of many worlds that look the same it is worked out once."""
    judged = cache(_Row.tells_of_nobody.fget)  # type: ignore[attr-defined]
    monkeypatch.setattr(_Row, "tells_of_nobody", property(judged))


def several_of(people: int, answers: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Every way in which each of so many answers can be given, and by how many people one at least."""
    for counts in product(range(people + 1), repeat=answers):
        for gave in range(max(counts), min(people, sum(counts)) + 1):
            if gave or not any(counts):
                yield counts, gave


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
RULES: Mapping[str, Callable[[Chosen], bool]] = {
    "any": lambda chosen: True,
    "two at most": lambda chosen: len(chosen) <= 2,
    "one at most": lambda chosen: len(chosen) <= 1,
    "the first alone": lambda chosen: 0 not in chosen or len(chosen) == 1,
    "never the first with the second": lambda chosen: not chosen >= {0, 1},
    "two exactly": lambda chosen: len(chosen) == 2,
    "two at least": lambda chosen: len(chosen) >= 2,
    "not the first without the second": lambda chosen: 0 not in chosen or 1 in chosen,
    "the first with the second, or alone": lambda chosen: 0 not in chosen or 1 in chosen or len(chosen) == 1,
    "the first with all others, or alone": lambda chosen: 0 not in chosen or len(chosen) != 2,
    "the first and the second together": lambda chosen: (0 in chosen) == (1 in chosen),
    "the third alone, the first with the second": lambda chosen: chosen in ({2}, {1}, {0, 1}),
}
SETS = [frozenset(those) for size in (1, 2, 3) for those in combinations(range(3), size)]


@pytest.mark.parametrize("is_follow_up", [False, True])
@pytest.mark.parametrize("is_required", [False, True])
@pytest.mark.parametrize(("least", "people"), [(2, 7), (3, 8)])
@pytest.mark.parametrize("rule", RULES)
def test_whatever_may_be_chosen_together_nobody_is_pinned_by_that(
    rule: str, least: int, people: int, is_required: bool, is_follow_up: bool
) -> None:
    """All ways in which so many people can choose of three answers, by what each of them chose. A hidden count is known
    to be small, so that what is left of another one without it may be known as narrowly as that."""
    sets = [*filter(RULES[rule], SETS)]
    together = Together(3, frozenset(range(3)), frozenset((those, 0) for those in sets))
    ways = sets if is_required else [*sets, frozenset[int]()]
    groups, widths = zip(*groups_of_people(least), strict=True)
    is_in = np.array([[group(way) for group in groups] for way in ways], int)
    chose = np.array([[place in way for place in range(3)] for way in ways], int)
    alike: dict[tuple[Shown, ...], list[tuple[int, ...]]] = defaultdict(list)
    for times in rows_of(people, len(ways)):
        counts, none = (times @ chose).tolist(), 0 if is_required else times[-1]
        if is_follow_up:
            shown = several_each(counts, people - none, people, least, together)
        else:
            shown = several_or_none(counts, none, people, least, is_required, together)
        alike[shown].append(times)
    for shown, worlds in alike.items():
        possible = np.array(worlds) @ is_in
        fewest, most = possible.min(axis=0), possible.max(axis=0)
        assert not ((fewest > 0) & (fewest < least) & (most - fewest < widths)).any(), shown


def groups_of_people(least: int) -> Iterator[tuple[Callable[[Chosen], bool], int]]:
    """Who chose an answer, did not, or something else; who chose none; and, of two or three answers, by which of them
    they chose. Each with how narrowly it must not be known how many they are."""
    for size in (1, 2, 3):
        for places in combinations(range(3), size):
            for those in product((False, True), repeat=size):
                wanted = dict(zip(places, those, strict=True))
                yield partial(fits, wanted=wanted, or_nothing=True), least - (size > 1)
                yield partial(fits, wanted=wanted, or_nothing=False), least - (size > 1)
    yield partial(fits, wanted=dict.fromkeys(range(3), False), or_nothing=True), least


def fits(way: Chosen, wanted: Mapping[int, bool], or_nothing: bool) -> bool:
    return (or_nothing or bool(way)) and all((place in way) == is_wanted for place, is_wanted in wanted.items())


@pytest.mark.parametrize("rule", RULES)
def test_of_many_people_something_is_shown_whatever_the_rule(rule: str) -> None:
    """As many of each way to choose, but where every count follows from another one."""
    sets = [*filter(RULES[rule], SETS)]
    together = Together(3, frozenset(range(3)), frozenset((those, 0) for those in sets))
    counts = [20 * sum(place in way for way in sets) for place in range(3)]
    none = 20
    shown = several_or_none(counts, none, 20 * len(sets) + none, together=together)
    assert (shown[:3] == tuple(counts)) == (rule != "the first and the second together"), shown


@pytest.mark.parametrize("at_most", [1, 2, 3])
def test_answers_between_which_a_rule_cannot_tell_need_no_names(at_most: int) -> None:
    named = Together(3, frozenset(range(3)), frozenset((those, 0) for those in SETS if len(those) <= at_most))
    for counts, gave in several_of(9, 3):
        if gave >= -(-sum(counts) // at_most):
            seen = [several_or_none(counts, 9 - gave, 9, 2, together=each) for each in (named, of_any(3, at_most))]
            assert seen[0] == seen[1], counts


@pytest.mark.parametrize(
    ("counts", "seen"),
    [((20, 38), (None, None, None)), ((20, 36), (None, None, None)), ((20, 30), (20, 30, None))],
)
def test_where_one_answer_excludes_another_it_is_not_told_of_few_that_they_gave_neither(
    counts: tuple[int, int], seen: tuple[Shown, ...]
) -> None:
    """Of 60 people 20 need nothing and 38 work: two have another answer, or none."""
    ways = frozenset({(frozenset({0}), 0), (frozenset({1}), 0)})
    assert several_or_none(counts, 60 - sum(counts), 60, together=Together(2, frozenset({0, 1}), ways)) == seen


@pytest.mark.parametrize(("counts", "seen"), [((12, 11), (None, None, None)), ((30, 12), (30, 12, None))])
def test_where_one_answer_calls_for_another_it_is_not_told_of_few_that_they_gave_that_alone(
    counts: tuple[int, int], seen: tuple[Shown, ...]
) -> None:
    """12 are threatened, 11 of them by the gang: so one is not."""
    ways = frozenset({(frozenset({0}), 0), (frozenset({0, 1}), 0)})
    assert several_or_none(counts, 60 - counts[0], 60, together=Together(2, frozenset({0, 1}), ways)) == seen


def test_of_few_it_is_not_told_that_they_chose_something_but_not_this() -> None:
    """Of 60 people 18 chose nothing, so 42 chose something, and 40 of these work."""
    assert several_or_none([40, 25], 18, 60) == (40, 25, None)
    assert several_or_none([37, 25], 18, 60) == (37, 25, 18)
    assert several_or_none([34, 28, 3], 0, 36) == (MOST, None, None, None)
    assert several_or_none([5, 2], 11, 20) == (None, None, None)


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


def test_answers_that_exclude_each_other_are_not_given_away_by_the_people_who_chose_none_of_them() -> None:
    """50 people: 3 chose the only real answer, 40 "nothing", 7 "rather not say". The 3 must not follow."""
    assert several_or_none([3, 0, 40], 7, 50) == (None, None, 40, None)


def test_where_people_chose_several_no_more_is_hidden_than_makes_enough() -> None:
    assert several_each([3, 4, 6, 30, 20], 50, 54) == (None, None, 6, 30, 20)
    assert several_each([2, 6, 30, 20], 50, 50) == (None, 6, 30, 20)


def test_that_nobody_chose_something_is_not_said_of_a_question_with_several_answers() -> None:
    assert several_or_none([30, 0, 20], 15, 60) == (30, None, 20, None)
    assert several_or_none([40, 0, 30], 15, 60) == (40, None, 30, 15)
