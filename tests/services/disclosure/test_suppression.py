"""Promises of counts that leave the desk: no small one is seen, and none can be worked out from what is seen.

The judge is brute force: every table that fits what is shown is tried, and a hidden count must differ between them.
"""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.disclosure.suppression import (
    LEAST,
    LEAST_SENSITIVE,
    CountRow,
    CountTable,
    in_a_row,
    in_a_table,
    several_each,
)

ROWS = st.lists(st.integers(0, 12), min_size=1, max_size=5)
TABLES = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 4), min_size=width, max_size=width), min_size=1, max_size=3)
)
FEW = 3
"""The least count in the tables that brute force tries: there must not be too many that fit."""


def rows_that_fit(shown: CountRow) -> Iterator[tuple[int, ...]]:
    """Every row of counts that adds up and agrees with what is shown."""
    assert shown.total is not None
    hidden = [place for place, count in enumerate(shown.counts) if count is None]
    left = shown.total - sum(count for count in shown.counts if count is not None)
    for parts in ways_to_split(left, len(hidden)):
        filled = list(shown.counts)
        for place, part in zip(hidden, parts, strict=True):
            filled[place] = part
        yield tuple(count for count in filled if count is not None)


def ways_to_split(whole: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 0:
        yield from [()] if whole == 0 else []
        return
    if parts == 1:
        yield (whole,)
        return
    for first in range(whole + 1):
        for rest in ways_to_split(whole - first, parts - 1):
            yield (first, *rest)


def tables_that_fit(shown: CountTable) -> Iterator[list[tuple[int, ...]]]:
    """Every table of counts whose parts and totals agree with what is shown."""
    assert shown.total is not None
    ways = [list(rows_with_any_total(row, shown.total)) for row in shown.rows]
    for table in product(*ways):
        columns = [sum(column) for column in zip(*table, strict=True)]
        if sum(columns) == shown.total and all(
            seen in (None, column) for seen, column in zip(shown.columns, columns, strict=True)
        ):
            yield list(table)


def rows_with_any_total(row: CountRow, most: int) -> Iterator[tuple[int, ...]]:
    least = sum(count for count in row.counts if count is not None)
    totals = range(least, most + 1) if row.total is None else [row.total]
    for total in totals:
        yield from rows_that_fit(CountRow(row.counts, total))


@settings(max_examples=300, deadline=None)
@given(ROWS, st.sampled_from([FEW, LEAST]))
def test_no_hidden_count_of_a_row_can_be_worked_out_from_the_rest_and_the_total(counts: list[int], least: int) -> None:
    shown = in_a_row(counts, least)
    if shown.total is None:
        assert set(shown.counts) == {None}
        return
    fitting = list(rows_that_fit(shown))
    for place, seen in enumerate(shown.counts):
        if seen is None:
            possible = {row[place] for row in fitting}
            assert len(possible) > 1
            assert max(possible) >= least


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=4), st.integers(3, 6))
def test_it_helps_nobody_to_know_how_it_is_chosen_what_to_hide(counts: list[int], least: int) -> None:
    """Of all rows that add up, those are left of which the same would have been hidden: still more than one."""
    shown = in_a_row(counts, least)
    if shown.total is None:
        return
    fitting = [row for row in rows_that_fit(shown) if in_a_row(row, least) == shown]
    for place, seen in enumerate(shown.counts):
        if seen is None:
            assert len({row[place] for row in fitting}) > 1


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_no_hidden_count_or_total_of_a_table_can_be_worked_out(rows: list[list[int]]) -> None:
    shown = in_a_table(rows, FEW)
    if shown.total is None:
        return
    hidden = sum(count is None for row in shown.rows for count in row.counts)
    assume(hidden <= 6)
    fitting = list(tables_that_fit(shown))
    assert [tuple(row) for row in rows] in fitting
    for number, row in enumerate(rows):
        for place, count in enumerate(row):
            if shown.rows[number].counts[place] is None:
                possible = {table[number][place] for table in fitting}
                assert len(possible) > 1
                assert not 0 < count < FEW or max(possible) >= FEW
        if shown.rows[number].total is None:
            assert len({sum(table[number]) for table in fitting}) > 1
    for place, seen in enumerate(shown.columns):
        if seen is None:
            assert len({sum(row[place] for row in table) for table in fitting}) > 1


@settings(max_examples=200, deadline=None)
@given(TABLES, st.integers(2, 6))
def test_no_small_count_is_ever_seen_and_what_is_seen_is_true(rows: list[list[int]], least: int) -> None:
    shown = in_a_table(rows, least)
    seen = [*(row.counts for row in shown.rows), tuple(row.total for row in shown.rows), shown.columns, (shown.total,)]
    assert all(count is None or count == 0 or count >= least for part in seen for count in part)
    for true, row in zip(rows, shown.rows, strict=True):
        assert all(count in (None, each) for each, count in zip(true, row.counts, strict=True))
        assert row.total in (None, sum(true))


@settings(max_examples=200, deadline=None)
@given(ROWS, st.integers(0, 20))
def test_of_several_answers_neither_few_who_chose_nor_few_who_did_not_are_seen(counts: list[int], more: int) -> None:
    people = max(counts) + more
    for count, seen in zip(counts, several_each(counts, people), strict=True):
        assert seen in (None, count)
        if seen is not None:
            assert seen == 0 or seen >= LEAST
            assert people - seen == 0 or people - seen >= LEAST


@pytest.mark.parametrize(
    ("counts", "seen"),
    [
        ([20, 30], (20, 30)),
        ([20, 30, 0], (20, 30, 0)),
        ([3, 8, 20], (None, None, 20)),
        ([2, 3, 20], (None, None, 20)),
        ([1, 1, 20], (None, None, None)),
        ([4, 40, 0], (None, None, 0)),
        ([0, 0], (0, 0)),
        ([4], (None,)),
        ([6, 6, 2], (None, None, None)),
        ([4, 4, 5, 20], (None, None, None, 20)),
        ([1, 1, 1, 1, 1, 20], (None, None, None, None, None, None)),
    ],
)
def test_as_little_as_possible_is_hidden(counts: Sequence[int], seen: tuple[int | None, ...]) -> None:
    assert in_a_row(counts).counts == seen


def test_violence_children_and_aid_workers_need_ten() -> None:
    assert in_a_row([9, 30, 40], LEAST_SENSITIVE).counts == (None, None, 40)
    assert in_a_row([9, 30, 40]).counts == (9, 30, 40)


def test_fewer_than_the_least_in_all_are_not_even_counted() -> None:
    assert in_a_row([1, 2]) == CountRow((None, None), None)
    assert in_a_table([[1], [2]]) == CountTable((CountRow((None,), None), CountRow((None,), None)), (None,), None)


def test_answers_that_exclude_each_other_are_not_given_away_by_the_people_who_chose_none_of_them() -> None:
    """50 people: 3 chose the only real answer, 40 "nothing", 7 "rather not say". The 3 must not follow."""
    assert several_each([3, 0, 40, 7], 50) == (None, 0, 40, None)


def test_in_a_year_of_weeks_by_twelve_zones_no_small_count_is_seen_and_none_is_hidden_alone() -> None:
    rows = [[(week * zone) % 23 for week in range(52)] for zone in range(12)]
    shown = in_a_table(rows)
    assert shown.total == sum(map(sum, rows))
    for true, row in zip(rows, shown.rows, strict=True):
        assert all(seen is None or seen == count for seen, count in zip(row.counts, true, strict=True))
        assert not any(0 < (seen or 0) < LEAST for seen in row.counts)
        assert row.total is None or row.counts.count(None) != 1, "one alone follows from the total of its row"
    columns = list(zip(*(row.counts for row in shown.rows), strict=True))
    for total, column in zip(shown.columns, columns, strict=True):
        assert total is None or column.count(None) != 1, "and from that of its column"
