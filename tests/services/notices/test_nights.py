"""What organisers are told of quiet hours: that a notice waits, until when, and that most people sleep at night."""

from datetime import date, datetime, time, timedelta

import pytest

from services.notices.nights import Night, night
from services.notices.quiet_hours import Quiet
from services.recurrence.wall_time import WallTime
from storage.engine import Database
from tests.support.notices.telling import NOON, Telling

LUNCH, AFTERNOON = Quiet(time(12), time(14)), Quiet(time(12), time(15))
TODAY = date(2026, 11, 21)
HOUR = timedelta(hours=1)
ZONE = "Asia/Baghdad"


@pytest.fixture
def telling(database: Database) -> Telling:
    return Telling(database)


def test_what_waits_for_quiet_hours_says_until_when_and_then_goes_on(telling: Telling) -> None:
    telling.joins(1, quiet=LUNCH)
    telling.joins(2, quiet=AFTERNOON)
    id = telling.announce()
    assert telling.progress(id).waits_until is None, "nobody was looked at"
    telling.see_through()
    progress = telling.progress(id)
    assert (progress.sent, progress.waiting, progress.is_done) == (0, 2, False)
    assert progress.waits_until == WallTime(TODAY, time(14))
    telling.now += 2 * HOUR
    telling.see_through()
    assert telling.progress(id).waits_until == WallTime(TODAY, time(15))
    telling.now += HOUR
    telling.see_through()
    assert telling.progress(id).waits_until is None
    assert telling.who_got(id) == {1: 1, 2: 1}


def test_what_nobody_waits_for_says_nothing_of_waiting(telling: Telling) -> None:
    telling.joins(1)
    for id in (telling.announce(), telling.announce(start=telling.now + HOUR)):
        telling.see_through()
        assert telling.progress(id).waits_until is None


@pytest.mark.parametrize(
    ("hours_after_noon", "until", "found"),
    [
        (8, None, None),
        (9, None, Night(WallTime(date(2026, 11, 22), time(7)), is_too_late=False)),
        (9, NOON + 20 * HOUR, Night(WallTime(date(2026, 11, 22), time(7)), is_too_late=False)),
        (9, NOON + 19 * HOUR, Night(WallTime(date(2026, 11, 22), time(7)), is_too_late=True)),
        (18, None, Night(WallTime(date(2026, 11, 22), time(7)), is_too_late=False)),
        (19, None, None),
    ],
)
def test_at_night_most_people_get_it_in_the_morning_where_that_is_no_later_than_it_helps(
    hours_after_noon: int, until: datetime | None, found: Night | None
) -> None:
    assert night(NOON + hours_after_noon * HOUR, ZONE, until) == found
