"""Quiet hours on local wall time: past midnight, on days when clocks change, and when they are over."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notices.quiet_hours import Quiet, is_night, quiet_until
from services.recurrence.wall_time import UnknownZone

BAGHDAD = "Asia/Baghdad"
NIGHT = Quiet(time(21), time(7))


def _at(text: str, zone: str = BAGHDAD) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        (NIGHT, "2026-11-21T20:59", None),
        (NIGHT, "2026-11-21T21:00", "2026-11-22T07:00"),
        (NIGHT, "2026-11-21T23:59", "2026-11-22T07:00"),
        (NIGHT, "2026-11-22T00:00", "2026-11-22T07:00"),
        (NIGHT, "2026-11-22T06:59", "2026-11-22T07:00"),
        (NIGHT, "2026-11-22T07:00", None),
        (Quiet(time(13), time(15)), "2026-11-21T12:59", None),
        (Quiet(time(13), time(15)), "2026-11-21T13:00", "2026-11-21T15:00"),
        (Quiet(time(13), time(15)), "2026-11-21T15:00", None),
        (Quiet(time(22), time(0)), "2026-12-31T22:30", "2027-01-01T00:00"),
        (Quiet(time(9), time(9)), "2026-11-21T09:00", None),
        (None, "2026-11-21T23:00", None),
    ],
)
def test_quiet_hours_hold_from_their_first_minute_and_end_with_their_last(
    quiet: Quiet | None, now: str, until: str | None
) -> None:
    assert quiet_until(quiet, _at(now), BAGHDAD) == (None if until is None else _at(until))


def test_they_end_by_the_clock_on_the_wall_when_it_is_changed() -> None:
    assert quiet_until(NIGHT, _at("2027-03-27T22:00", "Europe/Berlin"), "Europe/Berlin") == datetime(
        2027, 3, 28, 5, tzinfo=UTC
    )
    assert quiet_until(NIGHT, _at("2026-10-24T22:00", "Europe/Berlin"), "Europe/Berlin") == datetime(
        2026, 10, 25, 6, tzinfo=UTC
    )
    in_the_gap = Quiet(time(0), time(2, 30))
    assert quiet_until(in_the_gap, _at("2027-03-28T01:00", "Europe/Berlin"), "Europe/Berlin") == datetime(
        2027, 3, 28, 1, 30, tzinfo=UTC
    )


@given(
    st.times(),
    st.times(),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001  a zone is put on below
    st.sampled_from([BAGHDAD, "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia"]),
)
def test_their_end_is_always_ahead_within_a_day_and_soon_nothing_is_quiet(
    start: time, end: time, now: datetime, zone: str
) -> None:
    quiet = Quiet(start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0))
    moment = now.replace(tzinfo=UTC)
    over = quiet_until(quiet, moment, zone)
    if over is not None:
        assert moment < over <= moment + timedelta(hours=25)
        again = quiet_until(quiet, over, zone)
        assert again is None or again - over <= timedelta(hours=1), "an hour that clocks show twice, at most"


AUTUMN = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
"""02:00 in Berlin for the first time; an hour later clocks show 02:00 again."""


@pytest.mark.parametrize(
    ("quiet", "minutes", "until"),
    [
        (Quiet(time(1), time(2, 30)), 10, 30),  # not held until clocks show it for the second time
        (Quiet(time(1), time(2, 30)), 40, None),
        (Quiet(time(1), time(2, 30)), 70, 90),  # the phone shows 02:10 again: nobody is rung up
        (Quiet(time(1), time(2, 30)), 100, None),
        (Quiet(time(2, 30), time(7)), 40, 360),
        (Quiet(time(2, 30), time(7)), 70, 360),  # 02:10 for the second time, and asleep since 02:30
        (Quiet(time(2, 10), time(2, 40)), 15, 40),
        (Quiet(time(2, 10), time(2, 40)), 55, None),
        (Quiet(time(2, 10), time(2, 40)), 75, 100),
        (Quiet(time(22), time(2)), -30, 0),
        (Quiet(time(22), time(2)), 30, None),
        (NIGHT, 70, 360),
    ],
)
def test_in_the_hour_that_clocks_show_twice_nobody_is_rung_up_nor_anything_held_an_hour_too_long(
    quiet: Quiet, minutes: int, until: int | None
) -> None:
    over = quiet_until(quiet, AUTUMN + timedelta(minutes=minutes), "Europe/Berlin")
    assert over == (None if until is None else AUTUMN + timedelta(minutes=until))


@given(st.times(), st.times(), st.integers(-180, 300))
def test_around_that_hour_no_notice_goes_out_while_a_clock_says_quiet(start: time, end: time, minutes: int) -> None:
    quiet = Quiet(start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0))
    moment = AUTUMN + timedelta(minutes=minutes)
    at = moment.astimezone(ZoneInfo("Europe/Berlin")).time().replace(fold=0)
    holds = quiet.start <= at < quiet.end if quiet.start <= quiet.end else at >= quiet.start or at < quiet.end
    over = quiet_until(quiet, moment, "Europe/Berlin")
    assert over is not None or not holds
    if over is not None:
        assert over.astimezone(ZoneInfo("Europe/Berlin")).time().replace(fold=0) == quiet.end


def test_night_is_night_there() -> None:
    assert is_night(_at("2026-11-21T23:00"), BAGHDAD)
    assert not is_night(_at("2026-11-21T12:00"), BAGHDAD)
    with pytest.raises(UnknownZone):
        is_night(_at("2026-11-21T12:00"), "Asia/Nowhere")
