"""Open now, until when, and when next: on the clock of the place."""

from datetime import date, time

import pytest

from services.directory.days import happens_on
from services.directory.hours import Opening, is_open, opening
from services.directory.hours_text import HoursUnclear, days_named, read_closures, read_hours
from services.directory.model import Schedule
from services.recurrence.wall_time import WallTime


def wall(text: str) -> WallTime:
    return WallTime.parse(text)


@pytest.mark.parametrize(
    ("hours", "at", "expected"),
    [
        ("Mo-Fr 08:00-16:00", "2026-03-09T08:00", Opening(True, until=wall("2026-03-09T16:00"))),
        ("Mo-Fr 08:00-16:00", "2026-03-09T16:00", Opening(False, opens=wall("2026-03-10T08:00"))),
        ("Mo-Fr 08:00-16:00", "2026-03-13T18:00", Opening(False, opens=wall("2026-03-16T08:00"))),
        ("Sa 22:00-02:00", "2026-03-15T01:59", Opening(True, until=wall("2026-03-15T02:00"))),
        ("Sa 22:00-02:00", "2026-03-15T02:00", Opening(False, opens=wall("2026-03-21T22:00"))),
        ("Mo 08:00-12:00, 13:00-15:00", "2026-03-09T12:30", Opening(False, opens=wall("2026-03-09T13:00"))),
        ("24/7", "2026-03-09T03:00", Opening(True)),
        ("1st Mo 10-12", "2026-03-02T11:00", Opening(True, until=wall("2026-03-02T12:00"))),
        ("1st Mo 10-12", "2026-03-09T11:00", Opening(False, opens=wall("2026-04-06T10:00"))),
        ("last Fr 9-10", "2026-03-20T09:30", Opening(False, opens=wall("2026-03-27T09:00"))),
        ("Mo 20:00-24:00; Tu 0:00-4:00", "2026-03-09T23:00", Opening(True, until=wall("2026-03-10T04:00"))),
    ],
)
def test_how_it_stands(hours: str, at: str, expected: Opening) -> None:
    schedules = read_hours(hours)
    assert opening(schedules, wall(at)) == expected
    assert is_open(schedules, wall(at)) is expected.is_open


def test_hours_that_are_not_known_are_neither_open_nor_closed() -> None:
    for schedules in ((), (Schedule(freq="WEEKLY", byday="MO"),), read_closures("2026-03-09")):
        assert opening(schedules, wall("2026-03-09T10:00")) is None
        assert not is_open(schedules, wall("2026-03-09T10:00"))


def test_a_holiday_closes_and_the_next_day_opens() -> None:
    schedules = (*read_hours("Every day 8-16"), *read_closures("2026-03-09/2026-03-10"))
    assert opening(schedules, wall("2026-03-09T10:00")) == Opening(False, opens=wall("2026-03-11T08:00"))
    assert not is_open(schedules, wall("2026-03-10T10:00"))


@pytest.mark.parametrize(
    ("schedule", "days"),
    [
        (Schedule(freq="WEEKLY", byday="MO", interval=2, dtstart=date(2026, 3, 2)), (2, 16, 30)),
        (Schedule(freq="MONTHLY", bymonthday="1,-1"), (1, 31)),
        (Schedule(freq="MONTHLY", byday="2TU,-1SU"), (10, 29)),
        (Schedule(freq="WEEKLY", byday="MO", until=date(2026, 3, 9)), (2, 9)),
        (Schedule(freq="WEEKLY", byday="MO", valid_from=date(2026, 3, 10)), (16, 23, 30)),
        (Schedule(freq="WEEKLY", byday="MO", interval=2), ()),
    ],
)
def test_days_of_march(schedule: Schedule, days: tuple[int, ...]) -> None:
    march = [date(2026, 3, day) for day in range(1, 32)]
    assert tuple(day.day for day in march if happens_on(schedule, day)) == days


@pytest.mark.parametrize(
    ("text", "byday"),
    [
        ("Su-Th 8-9", "MO,TU,WE,TH,SU"),
        ("الأحد-الخميس ٨:٠٠-٩:٠٠", "MO,TU,WE,TH,SU"),
        ("شەممە, دووشەممە 8-9", "MO,SA"),
        ("lundi-vendredi 8h-9h", "MO,TU,WE,TH,FR"),
        ("8-9", "MO,TU,WE,TH,FR,SA,SU"),
        ("Fr 8 am - 9 a.m.", "FR"),
    ],
)
def test_hours_are_read_in_the_languages_of_the_people(text: str, byday: str) -> None:
    (schedule,) = read_hours(text)
    assert (schedule.byday, schedule.opens_at, schedule.closes_at) == (byday, time(8), time(9))


@pytest.mark.parametrize(
    "text",
    [
        *("sometimes", "Mo 25:00-26:00", "Xx 8-9", "Mo-Xx 8-9", "Mo 8", "Mo 8:75-9", "; x"),
        *(
            "Mo 9-5pm",
            "Mo 9am-5",
            "Mo 8-8",
            "Mo 8-16 not in August",
            "8-16 Su-Th",
            "24/7 but Friday",
            "Mo 13pm-14pm",
            "Mo 24:00-4:00",
        ),
    ],
)
def test_hours_that_cannot_be_read_are_refused_with_the_part(text: str) -> None:
    with pytest.raises(HoursUnclear) as refused:
        read_hours(text)
    assert refused.value.part in text


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Mon-Thu 8am-4pm, closed Friday", "Mo-Th 8-16"),
        ("Sunday to Thursday from 8 in the morning until 3 in the afternoon", "Su-Th 8-15"),
        ("Every day except Friday 9-17", "Sa-Th 9-17"),
        ("Mon-Fri 8:00-12:00 and 13:00-16:00, Friday closed", "Mo-Th 8-12, 13-16"),
        ("من الأحد إلى الخميس من ٨ صباحًا إلى ٣ مساءً، الجمعة مغلق", "Su-Th 8-15"),
        ("من الأحد إلى الخميس ٨:٠٠-١٥:٠٠ والجمعة عطلة", "Su-Th 8-15"),
        ("كل يوم ما عدا الجمعة ٩-١٧", "Sa-Th 9-17"),
        ("السبت والأحد من ٩ إلى ١٤", "Sa,Su 9-14"),
        ("du lundi au jeudi de 8h à 16h, fermé le vendredi", "Mo-Th 8-16"),
        ("شەممە بۆ پێنجشەممە ٨ بۆ ١٥، هەینی داخراوە", "Sa-Th 8-15"),
    ],
)
def test_hours_are_read_in_whole_words(text: str, short: str) -> None:
    assert read_hours(text) == read_hours(short)


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("Mon-Thu 8-4, closed Friday", "Mo-Th 08:00-16:00"),
        ("من الأحد إلى الخميس من ٨ إلى ٤", "الأحد-الخميس 08:00-16:00"),
        ("9 to 5", "09:00-17:00"),
        ("Mon-Fri 9-17, closed sometimes", ""),
        ("closed on Fridays", ""),
        ("weekdays 9-17", "Su-Th 09:00-17:00"),
    ],
)
def test_whoever_is_not_understood_is_asked_what_they_mean(text: str, likely: str) -> None:
    with pytest.raises(HoursUnclear) as refused:
        read_hours(text)
    assert (refused.value.part, refused.value.likely) == (text, likely)
    assert not likely or read_hours(likely)


@pytest.mark.parametrize(
    ("hours", "at", "is_right"),
    [
        ("Mo-Fr 24h", "2026-03-14T12:00", False),
        ("Mo-Fr 24h", "2026-03-13T12:00", True),
        ("Mo 9am-5pm", "2026-03-09T16:59", True),
        ("Mo 9am-5pm", "2026-03-09T20:00", False),
        ("Mo 10 pm to 2 am", "2026-03-10T01:00", True),
        ("Mo 8-12 and 13-15", "2026-03-09T14:00", True),
    ],
)
def test_hours_mean_what_they_say(hours: str, at: str, is_right: bool) -> None:
    assert is_open(read_hours(hours), wall(at)) is is_right


def test_days_in_a_phrase() -> None:
    assert days_named("Mon-Thurs  and Sat") == (0, 1, 2, 3, 5)
    assert days_named("أيام الاثنين فقط") == (0,)
    assert days_named("الاثنين-الخميس والسبت") == (0, 1, 2, 3, 5)
