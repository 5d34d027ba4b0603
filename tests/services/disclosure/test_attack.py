"""Promises of the attacker: whatever can be worked out of published figures it works out, and nothing else.

The judge is brute force: every way to fill in the cells that fits the figures is tried.
"""

from collections.abc import Collection, Hashable, Iterator, Sequence
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.disclosure.attack import Figure, Pinned, attack
from services.disclosure.bounds import Bounds, Contradiction, Relation, UnknownCounts

LEAST = 3
CELLS = tuple(product("ab", "xy"))
SUMS = [frozenset(some) for size in range(1, 5) for some in combinations(CELLS, size)]
MARGINS = [frozenset(cell for cell in CELLS if letter in cell) for letter in "abxy"]
TABLES = st.tuples(*(st.integers(0, 4) for _ in CELLS))

Cells = frozenset[tuple[str, str]]


def figure(counts: Sequence[int], cells: Cells) -> Figure:
    """The sum as it would be shown: hidden where it is small."""
    count = added(counts, cells)
    return Figure(cells) if 0 < count < LEAST else Figure(cells, count, count)


def added(counts: Sequence[int], cells: Collection[Hashable]) -> int:
    return sum(count for cell, count in zip(CELLS, counts, strict=True) if cell in cells)


def tables_of(total: int, cells: int = len(CELLS)) -> Iterator[tuple[int, ...]]:
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in tables_of(total - first, cells - 1):
            yield (first, *rest)


def fitting(figures: Sequence[Figure], total: int, nonzero: bool) -> list[tuple[int, ...]]:
    """Every table of that total that agrees with what is shown."""

    def fits(counts: tuple[int, ...]) -> bool:
        for each in figures:
            count = added(counts, each.cells)
            if count < each.low or (each.high is not None and count > each.high):
                return False
            if nonzero and each.high is None and count == 0:
                return False
        return True

    return [counts for counts in tables_of(total) if fits(counts)]


def check_against_brute_force(counts: Sequence[int], sums: Sequence[Cells], nonzero: bool) -> None:
    """The whole is always shown, so that there are not endlessly many tables."""
    whole = frozenset(CELLS)
    figures = [*(figure(counts, cells) for cells in sums if cells != whole), Figure(whole, sum(counts), sum(counts))]
    tables = fitting(figures, sum(counts), nonzero)
    pinned = {each.cells: each for each in attack(figures, LEAST, nonzero)}
    for each in pinned.values():
        possible = {added(table, each.cells) for table in tables}
        assert (each.low, each.high) == (min(possible), max(possible))
    for cells in (each.cells for each in figures if each.high is None):
        possible = {added(table, cells) for table in tables}
        is_pinned = min(possible) >= 1 and max(possible) - min(possible) < LEAST
        # What cannot be told from a sum that was shown is that sum.
        assert (cells in pinned) == is_pinned or max(possible) >= LEAST


@pytest.mark.parametrize("nonzero", [False, True])
def test_of_every_small_table_with_margins_it_finds_what_brute_force_finds(nonzero: bool) -> None:
    for counts in product(range(4), repeat=len(CELLS)):
        check_against_brute_force(counts, [*(frozenset({cell}) for cell in CELLS), *MARGINS], nonzero)


@settings(max_examples=200, deadline=None)
@given(TABLES, st.lists(st.sampled_from(SUMS), min_size=1, max_size=7, unique=True), st.booleans())
def test_of_any_sums_it_finds_what_brute_force_finds(counts: tuple[int, ...], sums: list[Cells], nonzero: bool) -> None:
    check_against_brute_force(counts, sums, nonzero)


def cells(*names: str) -> frozenset[str]:
    return frozenset(names)


def test_next_weeks_total_less_this_weeks_is_known() -> None:
    found = attack([Figure(cells("first"), 7, 7), Figure(cells("first", "second"), 9, 9)])
    assert found == [Pinned(cells("second"), 2, 2)]
    assert found[0].is_exact
    assert found[0].is_few()


def test_a_hidden_district_is_known_by_its_camps() -> None:
    """24 people, one district shown with 15, the other hidden; of the camps 15 and 7 are shown."""
    figures = [
        Figure(cells("north", "south", "river"), 24, 24),
        Figure(cells("north"), 15, 15),
        Figure(cells("south", "river")),
        Figure(cells("south"), 7, 7),
        Figure(cells("river")),
    ]
    assert Pinned(cells("river"), 2, 2) in attack(figures)


def test_what_was_hidden_in_both_weeks_is_known_by_what_was_shown_in_one_and_in_both() -> None:
    """Thefts in the north: 7, after the second week 9. By the river they are hidden, but both places have 12."""
    north, river = [cells("north, first", "north, second"), cells("river, first", "river, second")]
    figures = [Figure(cells("north, first"), 7, 7), Figure(north, 9, 9), Figure(river), Figure(north | river, 12, 12)]
    found = attack(figures)
    assert sorted((sorted(map(str, each.cells)), each.low, each.high) for each in found) == [
        (["north, second"], 2, 2),
        (sorted(river), 3, 3),
    ]


def test_what_is_hidden_among_enough_others_is_not_pinned() -> None:
    hidden = [Figure(cells(name)) for name in "abc"]
    assert attack([*hidden, Figure(cells("a", "b", "c", "d"), 40, 40), Figure(cells("d"), 20, 20)]) == []


def test_who_knows_that_zeros_are_shown_takes_a_dash_for_one_at_least() -> None:
    figures = [Figure(cells("a")), Figure(cells("b")), Figure(cells("a", "b"), 5, 5)]
    assert attack(figures) == []
    assert {(each.low, each.high) for each in attack(figures, nonzero=True)} == {(1, 4)}


def test_a_difference_is_found_although_neither_of_its_parts_is() -> None:
    figures = [Figure(cells("a", "b", "c"), 9, 9), Figure(cells("c"), 7, 7), Figure(cells("a", "d"))]
    assert attack(figures) == [Pinned(cells("a", "b"), 2, 2)]


def test_a_small_number_that_is_shown_is_pinned_and_one_that_may_be_is_not() -> None:
    assert attack([Figure(cells("a"), 4, 4)]) == [Pinned(cells("a"), 4, 4)]
    assert attack([Figure(cells("a"), 5, 5), Figure(cells("b"), 0, 0)]) == []


def test_figures_that_no_counts_fit_are_refused() -> None:
    with pytest.raises(Contradiction):
        attack([Figure(cells("a", "b"), 3, 3), Figure(cells("a"), 9, 9)])


def test_bounds_are_those_of_whole_numbers() -> None:
    """Each two of three add up to an odd number: halves would do, whole numbers do not."""
    pairs = [Relation({"a": 1, "b": 1}, 1, 1), Relation({"b": 1, "c": 1}, 1, 2), Relation({"a": 1, "c": 1}, 1, 1)]
    assert UnknownCounts("abc", pairs).exactly("abc") == Bounds(2, 2)


def test_a_count_without_a_limit_has_no_highest_number() -> None:
    unknown = UnknownCounts("ab", [Relation({"a": 1, "b": -1}, 2)])
    assert unknown.exactly("a") == Bounds(2, float("inf"))
    assert unknown.exactly("b").low == 0
