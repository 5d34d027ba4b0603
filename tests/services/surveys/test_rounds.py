"""Promises of what is counted when: nobody's answer can be seen to come in."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from services.surveys.answers import Answers, Round
from services.surveys.rounds import as_it_grew, part_to_show
from tests.support.forms.surveying import NAME, home_form

WEEKS = st.lists(st.integers(0, 25), min_size=1, max_size=8)
"""How many answered in each week."""


def round_of_weeks(counts: Iterable[int]) -> Round:
    answers = [
        Answers(bytes([number, week]) * 8, f"2026-W{10 + week:02d}", "hash", {})
        for week, count in enumerate(counts)
        for number in range(count)
    ]
    return Round(NAME, tuple(answers), {})


def seen(counts: Iterable[int], weeks: int) -> frozenset[bytes]:
    """Whose answers are counted so many weeks after the first one, when those that came by then are there."""
    now = datetime(2026, 3, 4, tzinfo=UTC) + timedelta(weeks=weeks)
    part = part_to_show(round_of_weeks(list(counts)[: weeks + 1]), now)
    return frozenset(each.id for each in part.answers) if part else frozenset()


@given(WEEKS)
def test_from_one_look_to_the_next_nobody_is_added_or_ten_and_more_are(counts: list[int]) -> None:
    before: frozenset[bytes] = frozenset()
    for weeks in range(len(counts) + 3):
        now = seen(counts, weeks)
        assert before <= now
        assert now == before or len(now - before) >= 10 or (not before and len(now) >= 5)
        before = now


@given(WEEKS)
def test_what_was_shown_before_follows_from_what_is_shown_now(counts: list[int]) -> None:
    looks = [seen(counts, weeks) for weeks in range(len(counts) + 3)]
    part = part_to_show(round_of_weeks(counts), datetime(2026, 3, 4, tzinfo=UTC) + timedelta(weeks=len(counts) + 2))
    steps = [frozenset(each.id for each in step.answers) for step in as_it_grew(part)] if part else []
    assert steps == sorted({look for look in looks if look}, key=len)


def test_an_end_that_is_put_off_adds_no_single_person() -> None:
    """18 in the first week, 10 in that of the end, one on the Friday after it; or 11 and one; or 6 and one."""
    assert [len(seen([18, 10, 1], weeks)) for weeks in range(5)] == [0, 18, 28, 28, 28]
    assert len(seen([18, 11], 1)) == 18, "the week in which the round ended is not over"
    assert len(seen([11, 1], 5)) == 11
    assert [len(seen([6, 0, 1], weeks)) for weeks in range(6)] == [0, 0, 6, 6, 6, 6]
    assert len(seen([6, 0, 1, 9], 6)) == 16


def test_the_present_week_is_not_counted_while_it_lasts() -> None:
    assert seen([12], 0) == frozenset()
    assert len(seen([12], 1)) == 12


def test_fewer_than_ten_are_counted_once_nobody_answered_for_a_week_and_fewer_than_five_never() -> None:
    assert len(seen([7], 1)) == 0
    assert len(seen([7], 2)) == 7
    assert len(seen([4], 9)) == 0
    assert len(seen([12, 7], 9)) == 12
    assert len(seen([12, 7, 3], 9)) == 22


def test_versions_of_the_form_that_only_newer_answers_have_are_not_told(tmp_path: Path) -> None:
    old, new = home_form(tmp_path), home_form(tmp_path, "2", [("text", "hope", "Hope?", "أمل؟", "", "")])
    papers = [("2026-W10", old)] * 12 + [("2026-W11", new)] * 2
    answers = tuple(Answers(bytes([number]) * 16, week, form.hash, {}) for number, (week, form) in enumerate(papers))
    part = part_to_show(
        Round(NAME, answers, {each.hash: each for each in (old, new)}), datetime(2026, 4, 1, tzinfo=UTC)
    )
    assert part is not None
    assert (list(part.forms), part.weeks) == ([old.hash], ("2026-W10", "2026-W10"))


def test_an_answer_of_the_last_moment_of_a_week_is_seen_by_nobody_to_come_in() -> None:
    """Laid down a moment after midnight, it would be one more at the next look."""
    monday, week = datetime(2026, 3, 9, tzinfo=UTC), round_of_weeks([12])
    assert part_to_show(week, monday + timedelta(hours=5)) is None
    part = part_to_show(week, monday + timedelta(hours=6))
    assert part is not None
    assert len(part.answers) == 12
