"""Promises of what is counted when: nobody's answer can be seen to come in."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.authoring.parts import Texts
from services.surveys.answers import Answers, Round
from services.surveys.rounds import part_to_show
from services.surveys.surveys import Survey
from tests.support.forms.surveying import NAME

OPENED = date(2026, 3, 2)
WEEKS = st.lists(st.integers(0, 25), min_size=1, max_size=8)
"""How many answered in each week."""


def open_until(closes: date) -> list[Survey]:
    return [Survey(NAME.survey, "home", NAME.round, OPENED, closes, Texts({"en": "why"}))]


def round_of_weeks(counts: Iterable[int]) -> Round:
    answers = [
        Answers(bytes([number, week]) * 8, f"2026-W{10 + week:02d}", "hash", {})
        for week, count in enumerate(counts)
        for number in range(count)
    ]
    return Round(NAME, tuple(answers), {})


def seen(counts: Iterable[int], weeks: int, closes: date = date(2026, 12, 31)) -> frozenset[bytes]:
    """Whose answers are counted so many weeks after the first one, when those that came by then are there."""
    now = datetime(2026, 3, 4, tzinfo=UTC) + timedelta(weeks=weeks)
    part = part_to_show(round_of_weeks(list(counts)[: weeks + 1]), open_until(closes), now)
    return frozenset(each.id for each in part.answers) if part else frozenset()


@given(WEEKS)
def test_from_one_look_to_the_next_nobody_is_added_or_ten_and_more_are(counts: list[int]) -> None:
    before: frozenset[bytes] = frozenset()
    for weeks in range(len(counts) + 1):
        now = seen(counts, weeks)
        assert before <= now
        assert now == before or len(now - before) >= 10
        before = now
    over = seen(counts, len(counts) + 1, closes=date(2026, 3, 3))
    assert over == before or not before or len(over - before) >= 10


def test_the_present_week_is_not_counted_while_it_lasts() -> None:
    assert seen([12], 0) == frozenset()
    assert len(seen([12], 1)) == 12


def test_what_is_left_at_the_end_is_counted_where_nothing_was_shown_before() -> None:
    over = date(2026, 3, 3)
    assert len(seen([7], 5, over)) == 7
    assert len(seen([12, 7], 5, over)) == 12
    assert len(seen([12, 17], 5, over)) == 29


def test_a_round_that_nobody_keeps_open_is_over() -> None:
    now = datetime(2026, 3, 4, tzinfo=UTC)
    part = part_to_show(round_of_weeks([6]), [], now)
    assert part is not None
    assert len(part.answers) == 6


@pytest.mark.parametrize("closes", [date(2026, 3, 4), date(2026, 3, 20)])
def test_on_its_last_day_a_round_is_still_open(closes: date) -> None:
    assert seen([12], 0, closes) == frozenset()
