"""Where nobody can tell whether it is open, the hours are unknown, and the report says why."""

from datetime import date, time, timedelta

import pytest

from services.directory.files.clock_words import PlaceClock
from services.directory.hours import Opening, opening
from services.recurrence.wall_time import WallTime
from tests.services.directory.conftest import TODAY
from tests.support.directory.source_files import Nested, ReadFile

NOON = WallTime(TODAY, time(12))
WEEK = {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR,SA,SU"}
DAY = {**WEEK, "opens_at": "08:00", "closes_at": "16:00"}


@pytest.mark.parametrize("hours", ["Su-Sa 9-5", "Mo-Fr 8-12,2-5", "9:00-5:00", "14-10"])
def test_hours_of_a_clock_of_twelve_hours_are_unknown(read: ReadFile, hours: str) -> None:
    batch = read("one.csv", f'name,needs,hours\nClinic,health,"{hours}"\n')
    (service,) = batch.services.values()
    assert opening(service.schedules, NOON) is None
    assert [(each.where, each.field) for each in batch.report.left_out] == [("line 2", "hours")]


@pytest.mark.parametrize(
    ("opens", "closes", "is_known"),
    [
        ("9:00", "5:00", False),
        ("18:00", "02:00", True),
        ("22:00", "08:00", True),
        ("16:00", "08:00", False),
        ("9:00 AM", "5:00 PM", True),
        ("10 PM", "8 AM", True),
    ],
)
def test_an_end_before_the_start_is_a_night_only_where_it_is_plausible(
    read: ReadFile, nested: Nested, opens: str, closes: str, is_known: bool
) -> None:
    nested["schedules"] = [{**WEEK, "opens_at": opens, "closes_at": closes}]
    batch = read("one.json", [nested])
    (service,) = batch.services.values()
    assert (opening(service.schedules, NOON) is not None) is is_known
    assert ("schedules.closes_at" in {each.field for each in batch.report.left_out}) is not is_known


@pytest.mark.parametrize(
    "said",
    [
        "Closed until further notice",
        "Closed on Fridays",
        "By appointment only",
        "Call first",
        "Fermé le vendredi",
        "Sur rendez-vous",
        "مغلق حتى إشعار آخر",
        "بموعد مسبق",
        "داخراوە",
        "سەرەتا پەیوەندی بکەن",
    ],
)
@pytest.mark.parametrize("field", ["description", "notes"])
def test_words_of_being_closed_make_hours_unknown_and_are_shown(
    read: ReadFile, nested: Nested, field: str, said: str
) -> None:
    for schedules in ([{**DAY, field: said}], [DAY, {field: said}]):
        nested["schedules"] = schedules
        batch = read("one.json", [nested])
        (service,) = batch.services.values()
        assert opening(service.schedules, NOON) is None
        assert service.schedules[-1].description.said("en") == said
        assert "schedules.description" in {each.field for each in batch.report.left_out}


@pytest.mark.parametrize(("said", "expected"), [("Closed", Opening(False)), ("", None)])
def test_a_day_from_midnight_to_midnight_is_never_day_and_night(
    read: ReadFile, nested: Nested, said: str, expected: Opening | None
) -> None:
    day = TODAY.isoformat()
    one = {"valid_from": day, "valid_to": day, "opens_at": "00:00", "closes_at": "00:00", "description": said}
    nested["schedules"] = [one]
    (service,) = read("one.json", [nested]).services.values()
    found = opening(service.schedules, NOON)
    assert found is None or not found.is_open
    nested["schedules"] = [DAY, one]
    (service,) = read("one.json", [nested]).services.values()
    found = opening(service.schedules, NOON)
    assert (found and found.is_open) is (expected and expected.is_open)


@pytest.mark.parametrize(
    ("ramadan", "is_known"),
    [({"opens_at": "13:00", "closes_at": "15:00"}, False), ({"opens_at": "08:00", "closes_at": "16:00"}, True)],
)
def test_hours_of_some_dates_and_the_usual_ones_that_differ_are_unknown_in_those_dates(
    read: ReadFile, nested: Nested, ramadan: dict[str, str], is_known: bool
) -> None:
    nested["schedules"] = [DAY, {**WEEK, **ramadan, "valid_from": "2026-03-08", "valid_to": "2026-03-12"}]
    (service,) = read("one.json", [nested]).services.values()
    assert (opening(service.schedules, NOON) is not None) is is_known
    assert opening(service.schedules, WallTime(TODAY + timedelta(days=7), time(12))) is not None


def test_an_unclear_schedule_that_is_over_does_not_count(read: ReadFile, nested: Nested) -> None:
    past = {**DAY, "description": "Call first", "valid_from": "2026-02-01", "valid_to": "2026-02-28"}
    nested["schedules"] = [DAY, past]
    (service,) = read("one.json", [nested]).services.values()
    found = opening(service.schedules, NOON)
    assert found is not None
    assert found.is_open


@pytest.mark.parametrize(
    "said",
    [
        *(
            "Only in summer",
            "Weekends only",
            "During school terms",
            "Ramadan hours",
            "While funding lasts, unless full",
        ),
        *("Seulement en hiver", "En été", "فقط في الصيف", "خلال رمضان", "تەنها لە هاوین"),
    ],
)
def test_words_of_a_season_make_hours_unknown_unless_days_say_which(read: ReadFile, nested: Nested, said: str) -> None:
    nested["schedules"] = [{**DAY, "description": said}]
    batch = read("one.json", [nested])
    (service,) = batch.services.values()
    assert opening(service.schedules, NOON) is None
    assert [each.field for each in batch.report.left_out] == ["schedules.description"]
    nested["schedules"] = [{**DAY, "description": said, "valid_from": "2026-03-01", "valid_to": "2026-03-31"}]
    (dated,) = read("one.json", [nested]).services.values()
    assert opening(dated.schedules, NOON) is not None


@pytest.mark.parametrize("said", ["Women only", "Food and water", "Bring a card", "Il a été demandé de venir tôt"])
def test_other_words_leave_hours_as_they_are(read: ReadFile, nested: Nested, said: str) -> None:
    nested["schedules"] = [{**DAY, "description": said}]
    batch = read("one.json", [nested])
    (service,) = batch.services.values()
    assert opening(service.schedules, NOON) == Opening(True, until=WallTime(TODAY, time(16)))
    assert batch.report.left_out == []


@pytest.mark.parametrize("last", ["until", "valid_to"])
@pytest.mark.parametrize("times", [{}, {"opens_at": "08:00", "closes_at": "16:00"}])
@pytest.mark.parametrize("said", ["Closed for a feast", ""])
def test_a_first_and_a_last_day_without_what_is_between_leave_hours_unknown_until_then(
    read: ReadFile, nested: Nested, last: str, times: dict[str, str], said: str
) -> None:
    stretch = {"dtstart": "2026-03-09", last: "2026-03-12", "description": said, **times}
    nested["schedules"] = [DAY, stretch]
    batch = read("one.json", [nested])
    (service,) = batch.services.values()
    assert f"schedules.{last}" in {each.field for each in batch.report.left_out}
    assert opening(service.schedules, NOON) is None
    assert opening(service.schedules, WallTime(TODAY + timedelta(days=7), time(12))) is not None


@pytest.mark.parametrize("start", [date(2026, 3, 1), date(9999, 6, 1), date.max])
def test_hours_from_the_last_days_there_are_have_an_offset_like_all(start: date) -> None:
    assert PlaceClock("Asia/Tehran", date(2026, 3, 1)).offset((start, None)) == timedelta(hours=3, minutes=30)
