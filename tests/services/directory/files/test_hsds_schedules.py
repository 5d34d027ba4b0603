"""Schedules of HSDS 3.0 as files write them: what is not understood is unknown and in the report, never open."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from services.directory.files.batch import Batch, ImportSetting
from services.directory.files.hsds_parts import schedules
from services.directory.hours import is_open, opening
from services.directory.needs import Needs
from services.recurrence.wall_time import WallTime

TODAY = date(2026, 11, 29)
ALL = "MO,TU,WE,TH,FR,SA,SU"
WEEKDAYS = {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": "09:00", "closes_at": "17:00"}
Json = dict[str, Any]


def a_batch(zone: str = "Asia/Baghdad") -> Batch:
    return Batch(ImportSetting("en", Needs(), (), "the test", TODAY, timezone=zone))


def how(at: str, *written: Json, zone: str = "Asia/Baghdad") -> str:
    read = schedules({"schedules": list(written)}, a_batch(zone), "[0]")
    wall = WallTime.parse(at)
    found = opening(read, wall)
    assert is_open(read, wall) is (found is not None and found.is_open)
    return "unknown" if found is None else "open" if found.is_open else "closed"


def daily(opens: str, closes: str, **more: Any) -> Json:
    return {"freq": "WEEKLY", "byday": ALL, "opens_at": opens, "closes_at": closes, **more}


def nine_to_five(**rule: Any) -> Json:
    return {"opens_at": "09:00", "closes_at": "17:00", **rule}


@pytest.mark.parametrize(
    ("opens", "closes", "is_open_at", "is_closed_at"),
    [
        ("9:00 AM", "5:00 PM", "16:59", "17:00"),
        ("9am", "5pm", "09:00", "21:00"),
        ("8 a.m.", "12 p.m.", "11:59", "12:00"),
        ("12:00 AM", "6:00 AM", "00:00", "06:00"),
        ("8:00 ص", "2:00 م", "13:59", "14:00"),
        ("9", "17", "16:59", "17:00"),
        ("0900", "1730", "17:29", "17:30"),
        ("9h30", "17h", "09:30", "09:29"),
        ("٨:٣٠", "١٦:٠٠", "08:30", "08:29"),
        ("09:00:00", "17:00:00", "16:59", "17:00"),
        ("05:00Z", "13:00Z", "08:00", "07:59"),
        ("05:00Z", "13:00Z", "15:59", "16:00"),
        ("09:00+03:00", "17:00+03:00", "16:59", "17:00"),
        ("08:00+02:00", "16:00+02:00", "16:59", "17:00"),
        ("20:00Z", "04:00Z", "06:59", "07:00"),
        ("9:00 AM+03:00", "5:00 PM+03:00", "16:59", "17:00"),
        ("22:00", "06:00", "05:59", "06:00"),
        ("18:00", "24:00", "23:59", "00:00"),
        ("18:00", "00:00", "23:59", "00:00"),
    ],
)
def test_times_as_they_are_written(opens: str, closes: str, is_open_at: str, is_closed_at: str) -> None:
    written = daily(opens, closes)
    assert how(f"2026-11-30T{is_open_at}", written) == "open"
    assert how(f"2026-11-30T{is_closed_at}", written) == "closed"


@pytest.mark.parametrize("closes", ["23:59", "24:00", "00:00", "23:59:59", "11:59 PM"])
@pytest.mark.parametrize("at", ["00:00", "12:00", "23:59"])
def test_a_whole_day(closes: str, at: str) -> None:
    assert how(f"2026-11-30T{at}", daily("00:00", closes)) == "open"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("opens_at", {"opens_at": "late"}),
        ("opens_at", {"opens_at": "25:00"}),
        ("opens_at", {"opens_at": "9:75"}),
        ("opens_at", {"opens_at": "24:00"}),
        ("closes_at", {"closes_at": "24:01"}),
        ("opens_at", {"opens_at": "17:00 AM"}),
        ("opens_at", {"opens_at": "0 AM"}),
        ("opens_at", {"opens_at": "09:00+99:00"}),
        ("opens_at", {"opens_at": True}),
        ("opens_at", {"opens_at": ""}),
        ("opens_at", {"opens_at": None}),
        ("closes_at", {"closes_at": ""}),
        ("closes_at", {"closes_at": "09:00"}),
        ("freq", {"freq": "HOURLY"}),
        ("freq", {"freq": "every week"}),
        ("byday", {"byday": "MO,XX"}),
        ("byday", {"byday": "Someday"}),
        ("byday", {"byday": "DI"}),
        ("byday", {"byday": "1MO"}),
        ("byday", {"freq": "MONTHLY", "byday": "6MO"}),
        ("byday", {"freq": "MONTHLY", "byday": "0MO"}),
        ("byday", {"byday": {"day": "MO"}}),
        ("bymonthday", {"bymonthday": "1"}),
        ("bymonthday", {"freq": "MONTHLY", "byday": "", "bymonthday": "32"}),
        ("bymonthday", {"freq": "MONTHLY", "byday": "", "bymonthday": "first"}),
        ("byweekno", {"byweekno": "60"}),
        ("byweekno", {"freq": "MONTHLY", "byweekno": "41"}),
        ("byyearday", {"byyearday": "334"}),
        ("byyearday", {"freq": "YEARLY", "byday": "", "byyearday": "400"}),
        ("freq", {"freq": "YEARLY"}),
        ("dtstart", {"freq": "YEARLY", "byday": ""}),
        ("dtstart", {"freq": "MONTHLY", "byday": ""}),
        ("dtstart", {"byday": ""}),
        ("dtstart", {"freq": "", "byday": ""}),
        ("dtstart", {"freq": "", "byday": "", "valid_from": "2026-11-01", "valid_to": "2026-12-31"}),
        ("dtstart", {"interval": 2}),
        ("interval", {"interval": 0}),
        ("interval", {"interval": "2.5", "dtstart": "2026-11-23"}),
        ("interval", {"interval": "two"}),
        ("count", {"count": 3}),
        ("count", {"count": "three", "dtstart": "2026-11-23"}),
        ("count", {"count": -1, "dtstart": "2026-11-23"}),
        ("dtstart", {"dtstart": "23/11/2026"}),
        ("until", {"until": "the end"}),
        ("until", {"dtstart": "2026-11-23", "until": "2026-11-01"}),
        ("valid_to", {"valid_from": "2026-11-23", "valid_to": "2026-11-01"}),
        ("valid_to", {"valid_to": "2026-11-31"}),
        ("wkst", {"wkst": "XX"}),
        ("bymonth", {"bymonth": "1"}),
        ("bysetpos", {"freq": "MONTHLY", "bysetpos": 1}),
        ("exdate", {"exdate": ["2026-11-30"]}),
        ("opens_at", {"opens_at": "22:00Z", "closes_at": "23:00Z"}),
        ("opens_at", {"timezone": "somewhere"}),
    ],
)
def test_what_is_not_understood_is_unknown_at_every_minute_and_in_the_report(field: str, wrong: Json) -> None:
    written = {**WEEKDAYS, "byday": "MO", **wrong}
    batch = a_batch()
    read = schedules({"schedules": [WEEKDAYS, written]}, batch, "[0]")
    assert f"schedules.{field}" in {each.field for each in batch.report.left_out}
    for hour in range(7 * 24):
        moment = datetime.combine(date(2026, 11, 30), time(0)) + timedelta(hours=hour)
        assert opening(read, WallTime(moment.date(), moment.time())) is None


@pytest.mark.parametrize("broken", ["always", {"freq": "WEEKLY"}, [1], ["Mo-Fr 9-17"], [None]])
def test_schedules_that_are_none_make_the_hours_unknown(broken: Any) -> None:
    batch = a_batch()
    (read,) = schedules({"schedules": broken}, batch, "[0]")
    assert read.unclear
    assert batch.report.left_out


@pytest.mark.parametrize(
    ("rule", "open_on", "closed_on"),
    [
        ({"freq": "MONTHLY", "byday": "FR", "bymonthday": "13"}, "2026-11-13", "2026-11-20"),
        ({"freq": "MONTHLY", "byday": "-1FR"}, "2026-11-27", "2026-11-20"),
        ({"freq": "MONTHLY", "byday": "-5MO"}, "2026-11-02", "2026-10-05"),
        ({"freq": "MONTHLY", "bymonthday": "-1"}, "2026-11-30", "2026-11-29"),
        ({"bymonthday": "15"}, "2026-11-15", "2026-11-16"),
        ({"freq": "MONTHLY", "dtstart": "2026-01-05"}, "2026-11-05", "2026-11-06"),
        ({"freq": "MONTHLY", "interval": 2, "dtstart": "2026-01-05", "byday": "1MO"}, "2026-11-02", "2026-12-07"),
        ({"freq": "WEEKLY", "dtstart": "2026-11-05"}, "2026-11-26", "2026-11-27"),
        ({"freq": "WEEKLY", "interval": 2, "dtstart": "2026-11-16", "byday": "MO"}, "2026-11-30", "2026-11-23"),
        (
            {"freq": "WEEKLY", "interval": "2", "dtstart": "2026-11-20", "byday": "SU,FR", "wkst": "SU"},
            "2026-11-29",
            "2026-11-22",
        ),
        ({"freq": "WEEKLY", "byday": "MO", "byweekno": "-5"}, "2026-11-30", "2026-11-23"),
        ({"freq": "DAILY", "interval": 3, "dtstart": "2026-11-01"}, "2026-11-04", "2026-11-05"),
        ({"freq": "DAILY", "byday": "MO"}, "2026-11-30", "2026-11-29"),
        ({"freq": "daily"}, "2026-11-30", "2025-11-30T18"),
        ({"freq": "YEARLY", "dtstart": "2020-11-30"}, "2026-11-30", "2026-11-29"),
        ({"freq": "YEARLY", "byyearday": "-1"}, "2026-12-31", "2026-12-30"),
        ({"freq": "YEARLY", "byweekno": "49", "byday": "TU"}, "2026-12-01", "2026-12-08"),
        ({"dtstart": "2026-12-05"}, "2026-12-05", "2026-12-12"),
        ({"dtstart": "2026-12-05T06:00:00Z"}, "2026-12-05", "2026-12-04"),
        ({"valid_from": "2026-12-05", "valid_to": "2026-12-05"}, "2026-12-05", "2026-12-04"),
        ({"freq": "WEEKLY", "byday": "Monday,Tuesday"}, "2026-12-01", "2026-12-02"),
        ({"freq": "WEEKLY", "byday": "Mon-Wed"}, "2026-12-02", "2026-12-03"),
        ({"freq": "WEEKLY", "byday": "mo tu"}, "2026-12-01", "2026-12-02"),
        ({"freq": "WEEKLY", "byday": ["MO", "TU"]}, "2026-12-01", "2026-12-02"),
        ({"freq": "WEEKLY", "byday": "MO", "dtstart": "2026-01-05", "count": 3}, "2026-01-19", "2026-01-26"),
        ({"freq": "MONTHLY", "byday": "1MO", "dtstart": "2026-01-05", "count": "2"}, "2026-02-02", "2026-03-02"),
        ({"freq": "WEEKLY", "byday": "MO", "until": "2026-11-30"}, "2026-11-30", "2026-12-07"),
        ({"freq": "WEEKLY", "byday": "MO", "valid_from": "2026-12-07"}, "2026-12-07", "2026-11-30"),
    ],
)
def test_days_of_a_rule(rule: Json, open_on: str, closed_on: str) -> None:
    assert how(f"{open_on}T10:00", nine_to_five(**rule)) == "open"
    at = f"{closed_on}:00" if "T" in closed_on else f"{closed_on}T10:00"
    assert how(at, nine_to_five(**rule)) == "closed"


def test_what_held_until_a_day_that_has_passed_is_unknown_and_not_closed() -> None:
    spring = {**WEEKDAYS, "valid_to": "2026-06-30"}
    assert how("2026-06-30T10:00", spring) == "open"
    assert how("2026-11-30T10:00", spring) == "unknown"
    autumn = {**WEEKDAYS, "opens_at": "12:00", "valid_from": "2026-07-01"}
    assert how("2026-11-30T10:00", spring, autumn) == "closed"


CLOSED, UNKNOWN = "closed closed", "unknown unknown"


@pytest.mark.parametrize(
    ("closure", "said"),
    [
        ({"valid_from": "2026-11-30", "valid_to": "2026-11-30"}, "closed open"),
        ({"valid_from": "2026-11-30", "valid_to": "2026-12-31", "description": "Repair"}, "closed closed"),
        ({"valid_from": "2026-11-30", "valid_to": "2026-11-30", "description": "Open as usual"}, "unknown open"),
        ({"valid_from": "2026-12-01", "valid_to": "2026-12-31", "description": "Open as usual"}, "open unknown"),
        ({"valid_from": "2026-11-29", "valid_to": "2026-12-31", "description": "ouvert comme d’habitude"}, UNKNOWN),
        ({"valid_from": "2026-11-29", "valid_to": "2026-12-31", "description": "Special hours, please call"}, UNKNOWN),
        ({"valid_from": "2026-11-29", "valid_to": "2026-12-31", "description": "Special hours for Eid"}, UNKNOWN),
        ({"valid_from": "2026-11-29", "valid_to": "2026-12-31", "description": "مفتوح كالمعتاد"}, UNKNOWN),
        ({"valid_from": "2026-11-29", "valid_to": "2026-12-31", "description": "Not closed"}, UNKNOWN),
        ({"valid_from": "2026-11-29", "valid_to": "2026-12-31", "description": "Closed, we open again soon"}, CLOSED),
        ({"valid_from": "2026-11-29", "valid_to": "2026-12-31", "description": "عيد الأضحى"}, CLOSED),
        ({"dtstart": "2026-11-30", "description": "Special hours"}, "unknown open"),
        ({"valid_from": "2026-11-30"}, "closed unknown"),
        ({"valid_from": "2026-11-30", "description": "Closed until further notice"}, "closed closed"),
        ({"valid_from": "2026-11-01", "description": "مغلق"}, "closed closed"),
        ({"valid_to": "2026-11-30", "description": "Closed"}, "closed open"),
        ({"dtstart": "2026-11-30", "description": "Holiday"}, "closed open"),
        ({"freq": "WEEKLY", "byday": "TU", "description": "Closed"}, "open closed"),
        ({"freq": "WEEKLY", "byday": "TU"}, "open closed"),
        ({"valid_from": "2026-11-01", "description": "Also by appointment"}, "open open"),
        ({"description": "Ring twice"}, "open open"),
        ({"valid_from": "30 Nov", "description": "Closed"}, "unknown unknown"),
        ({"valid_from": "2026-12-24", "valid_to": "2026-11-26", "description": "Closed"}, "unknown unknown"),
    ],
)
def test_schedules_without_times(closure: Json, said: str) -> None:
    assert " ".join(how(f"{day}T10:00", WEEKDAYS, closure) for day in ("2026-11-30", "2026-12-01")) == said


def test_a_day_of_being_closed_ends_the_night_before_it() -> None:
    holiday = {"valid_from": "2026-12-25", "valid_to": "2026-12-25"}
    night = daily("20:00", "06:00")
    said = {at: how(at, night, holiday) for at in ("2026-12-24T23:59", "2026-12-25T03:00", "2026-12-26T03:00")}
    assert list(said.values()) == ["open", "closed", "closed"]


def test_days_with_words_in_place_of_times_are_unknown() -> None:
    call = {"freq": "WEEKLY", "byday": "SA", "description": "By appointment"}
    assert [how(f"2026-12-0{day}T10:00", WEEKDAYS, call) for day in (4, 5, 6)] == ["open", "unknown", "closed"]


def test_a_time_zone_beside_the_times_counts_and_clocks_that_change_are_not_guessed() -> None:
    assert how("2026-11-30T15:30", daily("05:00", "13:00", timezone="UTC")) == "open"
    assert how("2026-11-30T15:30", daily("05:00", "13:00", timezone=0)) == "open"
    assert how("2026-11-30T15:30", daily("05:00", "13:00", timezone="Asia/Baghdad")) == "closed"
    assert how("2026-11-30T10:00", daily("05:00Z", "13:00Z"), zone="Asia/Beirut") == "unknown"
    winter = daily("05:00Z", "13:00Z", valid_from="2026-11-01", valid_to="2027-02-28")
    assert how("2026-11-30T14:59", winter, zone="Asia/Beirut") == "open"
    assert how("2026-11-30T15:00", winter, zone="Asia/Beirut") == "closed"
    assert how("2026-11-30T10:00", daily("05:00Z", "13:00Z"), zone="") == "unknown"
