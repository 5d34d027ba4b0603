"""A series takes place on the days its rule says, at the hour people agreed on, whatever clocks do."""

import random
import shutil
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.recurrence import (
    Exhausted,
    NeverHappens,
    NotAWallTime,
    OutOfRange,
    Rule,
    Series,
    UnknownZone,
    WallTime,
    first_ahead,
    instant,
    next_occurrences,
    occurrences,
    wall_of,
)
from tests.support.meetings import day_by_day

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ALWAYS = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


def wall(text: str) -> WallTime:
    return WallTime.parse(text)


def series(first: str, rule: str | None = None, zone: str = "Asia/Beirut", **more: object) -> Series:
    return Series(wall(first), zone, 90, Rule.parse(rule) if rule else None, **more)  # type: ignore[arg-type]


def walls(of: Series, how_many: int = 6) -> list[str]:
    return [str(each.wall) for each in next_occurrences(of, NOW, how_many)]


@pytest.mark.parametrize("seed", range(10))
def test_thousands_of_random_series_agree_with_a_plain_day_by_day_count(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(400):
        any_series = day_by_day.random_series(dice)
        after = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=dice.randrange(24 * 1500))
        until = after + timedelta(hours=dice.randrange(24 * 500))
        expected = day_by_day.starts(any_series, after, until)
        found = occurrences(any_series, after, until)
        assert [each.starts for each in found] == expected, any_series
        assert [each.starts for each in next_occurrences(any_series, after, 3)][: len(expected)] == expected[:3]


def test_a_weekly_meeting_keeps_its_hour_when_clocks_change() -> None:
    found = next_occurrences(series("2026-03-17T10:00", "FREQ=WEEKLY"), datetime(2026, 3, 1, tzinfo=UTC), 3)
    assert [str(each.wall) for each in found] == ["2026-03-17T10:00", "2026-03-24T10:00", "2026-03-31T10:00"]
    assert [each.starts.hour for each in found] == [8, 8, 7]


def test_a_time_that_clocks_jump_over_is_later_by_the_jump() -> None:
    assert instant(wall("2027-03-28T02:30"), "Europe/Berlin") == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert str(wall_of(datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "Europe/Berlin")) == "2027-03-28T03:30"


def test_of_a_time_that_clocks_show_twice_it_is_the_first() -> None:
    assert instant(wall("2026-10-25T02:30"), "Europe/Berlin") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_that_a_zone_left_out_is_later_by_a_day() -> None:
    assert instant(wall("2011-12-30T10:00"), "Pacific/Apia") == instant(wall("2011-12-31T10:00"), "Pacific/Apia")


def test_it_lasts_as_long_as_it_says_through_a_change_of_clocks() -> None:
    [night] = occurrences(series("2026-10-25T01:30", zone="Europe/Berlin"), *ALWAYS)
    assert night.ends - night.starts == timedelta(minutes=90)


@pytest.fixture
def other_tz_database(tmp_path: Path) -> Iterator[Path]:
    with as_file(files("tzdata") / "zoneinfo") as shipped:
        shutil.copytree(shipped / "Asia", tmp_path / "Asia")
    yield tmp_path
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()


def test_another_tz_database_changes_instants_and_never_wall_times(other_tz_database: Path) -> None:
    weekly = series("2026-11-24T15:00", "FREQ=WEEKLY;COUNT=3")
    before = occurrences(weekly, *ALWAYS)
    shutil.copy(other_tz_database / "Asia" / "Tokyo", other_tz_database / "Asia" / "Beirut")
    zoneinfo.reset_tzpath([other_tz_database])
    zoneinfo.ZoneInfo.clear_cache()
    after = occurrences(Series.from_json(weekly.to_json()), *ALWAYS)
    assert [each.wall for each in after] == [each.wall for each in before]
    assert [old.starts - new.starts for old, new in zip(before, after, strict=True)] == [timedelta(hours=7)] * 3


def test_months_without_the_day_are_passed_over() -> None:
    assert walls(series("2026-12-31T15:00", "FREQ=MONTHLY;BYMONTHDAY=31"), 4) == [
        "2026-12-31T15:00",
        "2027-01-31T15:00",
        "2027-03-31T15:00",
        "2027-05-31T15:00",
    ]


def test_the_last_day_and_the_last_friday_of_a_month() -> None:
    assert walls(series("2027-01-31T15:00", "FREQ=MONTHLY;BYMONTHDAY=-1"), 3)[1] == "2027-02-28T15:00"
    assert walls(series("2026-11-27T15:00", "FREQ=MONTHLY;BYDAY=-1FR"), 2) == ["2026-11-27T15:00", "2026-12-25T15:00"]


def test_every_two_weeks_is_counted_from_the_week_of_the_first() -> None:
    # A Wednesday; the rule's Monday of that week is over, so it begins two weeks on.
    assert walls(series("2026-11-25T15:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"), 2) == [
        "2026-12-07T15:00",
        "2026-12-21T15:00",
    ]


def test_it_ends_with_the_last_day_or_the_number_of_times() -> None:
    assert walls(series("2026-11-24T15:00", "FREQ=WEEKLY;UNTIL=20261201")) == ["2026-11-24T15:00", "2026-12-01T15:00"]
    # Times that have been, and those that do not take place, are counted too.
    counted = series("2026-11-17T15:00", "FREQ=WEEKLY;COUNT=3", except_=frozenset({wall("2026-11-24T15:00")}))
    assert walls(counted) == ["2026-12-01T15:00"]


def test_a_moved_occurrence_keeps_the_name_of_its_original() -> None:
    moved = series("2026-11-24T15:00", "FREQ=WEEKLY", moved={wall("2026-12-01T15:00"): wall("2026-11-23T09:00")})
    first, second = next_occurrences(moved, NOW, 2)
    assert (str(first.original), str(first.wall), first.is_moved) == ("2026-12-01T15:00", "2026-11-23T09:00", True)
    assert (str(second.wall), second.is_moved) == ("2026-11-24T15:00", False)


def test_what_is_moved_and_excepted_does_not_take_place_and_a_stranger_is_passed_over() -> None:
    moved = {wall("2026-12-01T15:00"): wall("2026-12-02T15:00"), wall("2026-12-02T15:00"): wall("2026-12-03T15:00")}
    both = series("2026-11-24T15:00", "FREQ=WEEKLY", moved=moved, except_=frozenset({wall("2026-12-01T15:00")}))
    assert walls(both, 2) == ["2026-11-24T15:00", "2026-12-08T15:00"]


def test_a_rule_without_end_is_asked_about_all_time_in_bounded_work() -> None:
    endless = series("1970-01-01T15:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU")
    assert endless.is_endless
    assert len(occurrences(endless, *ALWAYS)) == 1000
    assert next_occurrences(endless, ALWAYS[1], 1) == []
    assert str(next_occurrences(endless, datetime(2199, 12, 30, 14, tzinfo=UTC), 9)[-1].wall) == "2199-12-31T15:00"


def test_a_new_series_needs_a_time_ahead() -> None:
    assert first_ahead(series("2020-01-07T15:00", "FREQ=WEEKLY"), NOW).starts > NOW
    with pytest.raises(Exhausted) as over:
        first_ahead(series("2026-11-03T15:00", "FREQ=WEEKLY;COUNT=2"), NOW)
    assert str(over.value.last) == "2026-11-10T15:00"
    with pytest.raises(NeverHappens):
        first_ahead(series("2027-02-01T15:00", "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31"), NOW)
    with pytest.raises(NeverHappens):
        first_ahead(series("2026-12-01T15:00", "FREQ=WEEKLY;UNTIL=20261130"), NOW)


@pytest.mark.parametrize("zone", ["", "Baghdad", "asia/baghdad", "Asia", "../etc/passwd", "/etc/localtime", "UTC\0"])
def test_a_zone_that_does_not_exist_is_named(zone: str) -> None:
    with pytest.raises(UnknownZone) as unknown:
        next_occurrences(series("2026-11-24T15:00", zone=zone), NOW, 1)
    assert unknown.value.zone == zone


@pytest.mark.parametrize("text", ["2027-02-31T15:00", "2026-11-24T24:00", "2026-11-24", "2026-11-24T15:00:30", "", "x"])
def test_days_and_times_that_do_not_exist_are_no_wall_times(text: str) -> None:
    with pytest.raises(NotAWallTime):
        wall(text)


def test_parts_no_meeting_has_are_refused() -> None:
    for first, minutes in (("1969-12-31T15:00", 90), ("2200-01-01T15:00", 90), ("2026-11-24T15:00", 0)):
        with pytest.raises(OutOfRange):
            Series(wall(first), "UTC", minutes)
    with pytest.raises(OutOfRange):
        series("2026-11-24T15:00", moved={wall("2026-11-24T15:00"): wall("2900-01-01T15:00")})


times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
any_walls = st.builds(WallTime, st.dates(date(1970, 1, 1), date(2199, 12, 31)), times)
any_rules = st.builds(lambda seed: day_by_day.random_rule(random.Random(seed), date(2026, 11, 21)), st.integers())


@given(any_walls)
def test_a_wall_time_reads_back(any_wall: WallTime) -> None:
    assert WallTime.parse(str(any_wall)) == any_wall


@given(any_walls, st.none() | any_rules, st.frozensets(any_walls), st.dictionaries(any_walls, any_walls))
def test_a_series_reads_back_as_it_was_kept(
    first: WallTime, rule: Rule | None, gone: frozenset[WallTime], moved: dict[WallTime, WallTime]
) -> None:
    kept = Series(first, "Asia/Baghdad", 60, rule, gone, moved)
    assert Series.from_json(kept.to_json()) == kept
    assert hash(Series.from_json(kept.to_json())) == hash(kept)
