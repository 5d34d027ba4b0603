"""A second, plain reading of HSDS 3.0 schedules, day by day: nothing is ever open at a minute at which it is not."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from unittest.mock import patch

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday
from hypothesis import given, settings
from hypothesis import strategies as st

from services.directory.files.batch import Batch, ImportSetting
from services.directory.files.hsds_parts import schedules
from services.directory.hours import opening
from services.directory.model import Schedule
from services.directory.needs import Needs
from services.recurrence.wall_time import WallTime

TODAY = date(2026, 11, 29)
ALL = "MO,TU,WE,TH,FR,SA,SU"
Json = dict[str, Any]
FREQUENCIES: Mapping[str, Literal[0, 1, 2, 3]] = {
    "DAILY": DAILY,
    "WEEKLY": WEEKLY,
    "MONTHLY": MONTHLY,
    "YEARLY": YEARLY,
}


BY_THE_BOOK = settings(max_examples=300, deadline=None, derandomize=True)
"""The same schedules in every run: whoever changes how hours are read looks further by leaving out `derandomize`."""

LAST_YEAR = 2028
"""dateutil looks for a day that never comes until the year 9999; the days that are asked for end in 2027."""


def a_batch() -> Batch:
    return Batch(ImportSetting("en", Needs(), (), "the test", TODAY, timezone="Asia/Baghdad"))


def is_open_by_the_book(written: Json, moment: datetime) -> bool:
    """The plain reading: HSDS names the rule, dateutil the days of it; only what both have words for is open."""
    return any(start <= moment < end for start, end in spans_by_the_book(written, moment.date()))


def spans_by_the_book(written: Json, day: date) -> Iterator[tuple[datetime, datetime]]:
    for first in (day - timedelta(days=1), day):
        if not takes_place(written, first):
            continue
        opens, closes = (minutes(written.get(name)) for name in ("opens_at", "closes_at"))
        if opens is None or closes is None:
            continue
        if (opens, closes) == (0, 23 * 60 + 59):
            closes = 24 * 60
        start = datetime.combine(first, time(0))
        yield start + timedelta(minutes=opens), start + timedelta(minutes=closes + (1440 if closes <= opens else 0))


def minutes(text: Any) -> int | None:
    found = re.fullmatch(r"(\d\d):(\d\d)(Z?)", str(text))
    twelve = re.fullmatch(r"(\d{1,2}):(\d\d) (AM|PM)", str(text))
    if twelve and 1 <= int(twelve[1]) <= 12:
        return int(twelve[1]) % 12 * 60 + int(twelve[2]) + (720 if twelve[3] == "PM" else 0)
    if not found or int(found[1]) * 60 + int(found[2]) > 1440:
        return None
    return (int(found[1]) * 60 + int(found[2]) + (180 if found[3] else 0)) % (1440 if found[3] else 1441)


GUESSED = {"byyearday": "YEARLY", "bymonthday": "MONTHLY", "byday": "WEEKLY", "byweekno": "WEEKLY"}
"""What repeats how, where it is not said."""


def takes_place(written: Json, day: date) -> bool:
    at = datetime.combine(day, time(0))
    for name, is_before in (("valid_from", True), ("valid_to", False), ("dtstart", True), ("until", False)):
        if written.get(name) and (at < parsed(written[name]) if is_before else at > parsed(written[name])):
            return False
    if not any(written.get(name) for name in ("freq", *GUESSED)):
        single = written.get("valid_to") if written.get("valid_from") == written.get("valid_to") else None
        return bool((written.get("dtstart") or single) == day.isoformat())
    guessed = next((freq for name, freq in GUESSED.items() if written.get(name)), "")
    freq = FREQUENCIES.get(written.get("freq") or guessed)
    if freq is None:
        return False
    start = parsed(written.get("dtstart") or "2026-01-01")
    names = [part for part in written.get("byday", "").split(",") if part]
    rule = rrule(
        freq,
        dtstart=start,
        interval=written.get("interval", 1),
        count=written.get("count"),
        byweekday=[day for part in names for day in named(part, 5 if freq == MONTHLY else 53)] or None,
        bymonthday=numbers(written, "bymonthday") or None,
        byyearday=numbers(written, "byyearday") or None,
    )
    weeks = numbers(written, "byweekno")
    with patch("dateutil.rrule.datetime.MAXYEAR", LAST_YEAR):
        return bool(rule.between(at, at, inc=True)) and (not weeks or day.isocalendar().week in weeks)


def numbers(written: Json, name: str) -> list[int]:
    return [int(part) for part in written.get(name, "").split(",") if part]


def parsed(text: str) -> datetime:
    return datetime.fromisoformat(text)


def named(part: str, last: int) -> list[weekday]:
    """Every Sunday is the first to the last: dateutil takes "SU,3MO" for a Sunday that is the third Monday too."""
    found = re.fullmatch(r"(-?\d)?([A-Z]{2})", part)
    assert found
    numbered = [int(found[1])] if found[1] else range(1, last + 1)
    return [weekday(ALL.split(",").index(found[2]), number) for number in numbered]


DAYS = st.dates(date(2026, 9, 1), date(2027, 3, 1)).map(date.isoformat)
TIMES = st.sampled_from(
    [
        "00:00",
        "06:00",
        "08:30",
        "17:00",
        "22:00",
        "23:59",
        "24:00",
        "9:00 AM",
        "5:00 PM",
        "05:00Z",
        "12:00 AM",
        "late",
        "",
    ]
)
RULES: st.SearchStrategy[Json] = st.fixed_dictionaries(
    {"opens_at": TIMES, "closes_at": TIMES},
    optional={
        "freq": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY", ""]),
        "interval": st.integers(1, 3),
        "count": st.integers(1, 20),
        "byday": st.sampled_from(["MO", "MO,TU,WE,TH,FR", ALL, "1SA", "-1FR,2TU", "SU,3MO", ""]),
        "bymonthday": st.sampled_from(["1,15", "-1", "13", ""]),
        "byweekno": st.sampled_from(["41,42", "49", "1", ""]),
        "byyearday": st.sampled_from(["1", "-1", "334", ""]),
        **dict.fromkeys(("dtstart", "until", "valid_from", "valid_to"), DAYS),
    },
)


@BY_THE_BOOK
@given(written=st.lists(RULES, min_size=1, max_size=3), day=st.dates(date(2026, 10, 1), date(2027, 2, 1)))
def test_never_open_at_a_minute_at_which_a_plain_reading_is_not(written: list[Json], day: date) -> None:
    read = schedules({"schedules": written}, a_batch(), "[0]")
    for number in range(0, 24 * 60, 30):
        moment = datetime.combine(day, time(number // 60, number % 60))
        found = opening(read, WallTime(day, moment.time()))
        if found is not None and found.is_open:
            assert any(is_open_by_the_book(each, moment) for each in written)


@BY_THE_BOOK
@given(written=RULES, day=st.dates(date(2026, 10, 1), date(2027, 2, 1)))
def test_what_is_understood_says_the_same_as_a_plain_reading(written: Json, day: date) -> None:
    read = schedules({"schedules": [written]}, a_batch(), "[0]")
    for number in range(0, 24 * 60, 30):
        moment = datetime.combine(day, time(number // 60, number % 60))
        found = opening(read, WallTime(day, moment.time()))
        if found is not None:
            assert found.is_open is is_open_by_the_book(written, moment)


NAMES = st.sampled_from(["freq", "byday", "bymonthday", "interval", "count", "opens_at", "closes_at", "until"])
NONSENSE = st.one_of(
    *(st.text(max_size=12), st.integers(), st.none(), st.booleans(), st.floats(), st.lists(st.text(max_size=4)))
)


@settings(max_examples=200, deadline=None)
@given(written=st.dictionaries(NAMES, NONSENSE))
def test_nonsense_breaks_nothing(written: Json) -> None:
    read: tuple[Schedule, ...] = schedules({"schedules": [written]}, a_batch(), "[0]")
    assert len(read) == 1
    opening(read, WallTime(TODAY, time(10)))
