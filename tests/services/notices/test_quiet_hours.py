"""Quiet hours on local wall time: past midnight, on days when clocks change, and when they are over."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notices.quiet_hours import is_night, quiet_until
from services.notices.subscriptions import Quiet
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


def test_night_is_night_there() -> None:
    assert is_night(_at("2026-11-21T23:00"), BAGHDAD)
    assert not is_night(_at("2026-11-21T12:00"), BAGHDAD)
    with pytest.raises(UnknownZone):
        is_night(_at("2026-11-21T12:00"), "Asia/Nowhere")
