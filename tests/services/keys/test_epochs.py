"""What months and weeks are called."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from services.keys.epochs import epoch_of, epochs_ahead, week_of


def test_month_and_week_are_those_of_utc() -> None:
    late = datetime(2026, 3, 1, 1, 30, tzinfo=timezone(timedelta(hours=3)))
    assert epoch_of(late) == "2026-02"
    assert week_of(late) == "2026-W09"


@pytest.mark.parametrize(
    ("day", "week"),
    [((2024, 12, 30), "2025-W01"), ((2027, 1, 1), "2026-W53"), ((2026, 1, 5), "2026-W02")],
)
def test_weeks_are_those_of_iso_8601_across_a_new_year(day: tuple[int, int, int], week: str) -> None:
    assert week_of(datetime(*day, tzinfo=UTC)) == week


def test_a_year_ahead_is_thirteen_months_in_order() -> None:
    ahead = epochs_ahead(datetime(2026, 11, 30, tzinfo=UTC))
    assert ahead[:3] == ["2026-11", "2026-12", "2027-01"]
    assert ahead[-1] == "2027-11"
    assert len(ahead) == 13
    assert ahead == sorted(ahead)
