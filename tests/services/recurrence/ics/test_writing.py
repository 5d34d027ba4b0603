"""A calendar file says to other calendars exactly what the series says, and names nobody."""

import io
import random
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypedDict, Unpack
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from dateutil.tz import tzical
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.recurrence import NeverHappens, Rule, Series, UnknownZone, WallTime, first_original, occurrences
from services.recurrence.ics import CalendarEvent, read, write
from tests.support.meetings import day_by_day

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def wall(text: str) -> WallTime:
    return WallTime.parse(text)


class More(TypedDict, total=False):
    """What an event is, where it is not as every other."""

    uid: str
    sequence: int
    title: str
    description: str
    place: str
    is_cancelled: bool
    changed: datetime
    alarms: tuple[timedelta, ...]


def event(series: Series | None = None, **more: Unpack[More]) -> CalendarEvent:
    series = series or Series(wall("2026-11-24T15:00"), "Asia/Baghdad", 90, Rule("weekly"))
    plain = CalendarEvent("0f1e@example", 0, "Security forum", "", "Hall", series, False, NOW, ())
    return replace(plain, **more)


def lines(data: bytes) -> list[str]:
    return data.replace(b"\r\n ", b"").decode().split("\r\n")


def test_it_publishes_and_names_nobody() -> None:
    written = lines(write([event(alarms=(timedelta(hours=24),), sequence=4)], "Forums"))
    assert {"METHOD:PUBLISH", "SEQUENCE:4", "UID:0f1e@example", "STATUS:CONFIRMED", "RRULE:FREQ=WEEKLY"} <= set(written)
    assert "DTSTART;TZID=Asia/Baghdad:20261124T150000" in written
    assert not [line for line in written if line.startswith(("ORGANIZER", "ATTENDEE", "CONTACT"))]


def test_the_end_is_told_since_some_calendars_hide_what_only_lasts() -> None:
    written = lines(write([event()], ""))
    assert "DTEND;TZID=Asia/Baghdad:20261124T163000" in written
    assert not [line for line in written if line.startswith("DURATION")]


@pytest.mark.parametrize(
    ("starts", "minutes", "ends"),
    [
        ("2027-10-31T01:30", 30, "DTEND;TZID=Europe/Berlin:20271031T020000"),  # the first two o'clock of that night
        ("2027-10-31T01:30", 90, "DTEND:20271031T010000Z"),  # the second
        ("2027-10-31T01:30", 150, "DTEND;TZID=Europe/Berlin:20271031T030000"),
        ("2027-03-28T01:30", 60, "DTEND;TZID=Europe/Berlin:20270328T033000"),
    ],
)
def test_an_end_in_a_night_of_changing_clocks_is_the_right_one(starts: str, minutes: int, ends: str) -> None:
    night = event(Series(wall(starts), "Europe/Berlin", minutes))
    assert ends in lines(write([night], ""))
    (read_back,) = read(write([night], ""), "Europe/Berlin", NOW).events
    assert read_back.series.minutes == minutes


@pytest.mark.parametrize("control", ["\u202e", "\u2066", "\u2069", "\ufeff", "\x85", "\ud83d"])
def test_what_could_make_a_text_read_as_something_else_is_taken_out(control: str) -> None:
    odd = f"Street{control} lights"
    written = write([event(title=odd, description=odd, place=odd)], odd).decode()
    assert control.encode("utf-8", "surrogatepass") not in written.encode("utf-8", "surrogatepass")
    assert written.count("Street lights") >= 4


def test_a_cancelled_series_says_so_and_rings_no_alarm() -> None:
    written = lines(write([event(is_cancelled=True, alarms=(timedelta(hours=2),))], "Forums"))
    assert "STATUS:CANCELLED" in written
    assert "BEGIN:VALARM" not in written


def test_a_single_meeting_that_was_moved_or_called_off() -> None:
    once = Series(
        wall("2026-11-24T15:00"), "Asia/Baghdad", 90, moved={wall("2026-11-24T15:00"): wall("2026-11-25T16:00")}
    )
    assert "DTSTART;TZID=Asia/Baghdad:20261125T160000" in lines(write([event(once)], ""))
    off = replace(once, except_=frozenset({once.first}))
    assert "STATUS:CANCELLED" in lines(write([event(off)], ""))


def test_the_end_of_a_rule_is_told_in_utc_and_exceptions_in_wall_time() -> None:
    rule = Rule("weekly", until=date(2027, 7, 1))
    series = Series(wall("2026-11-24T15:00"), "Asia/Beirut", 90, rule, frozenset({wall("2026-12-01T15:00")}))
    written = lines(write([event(series)], ""))
    assert "RRULE:FREQ=WEEKLY;UNTIL=20270701T120000Z" in written
    assert "EXDATE;TZID=Asia/Beirut:20261201T150000" in written


def test_lines_are_folded_and_no_text_gets_out_of_its_property() -> None:
    hostile = "Evil\r\nATTENDEE:mailto:x@example\rBEGIN:VALARM\n\x00;,\\ " + "ئازادی" * 60
    data = write([event(title=hostile, description=hostile, place=hostile, uid=hostile)], hostile)
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert b"\x00" not in data
    assert not re.search(rb"^(ATTENDEE|BEGIN:VALARM)", data.replace(b"\r", b"\n"), re.MULTILINE)
    data.decode()


def test_what_cannot_be_written_is_said() -> None:
    with pytest.raises(NeverHappens):
        write([event(Series(wall("2027-02-01T15:00"), "UTC", 90, Rule("monthly", 12, month_day=31)))], "")
    with pytest.raises(UnknownZone):
        write([event(Series(wall("2027-02-01T15:00"), "Mars/Base", 90))], "")


def test_days_that_are_further_off_than_any_meeting_are_borne() -> None:
    rule = Rule("weekly", until=date(9999, 12, 31))
    series = Series(wall("2026-11-24T15:00"), "America/Bogota", 90, rule, frozenset({wall("9999-12-28T15:00")}))
    [found] = read(write([event(series, changed=datetime.max.replace(tzinfo=UTC))], ""), "UTC", NOW).events
    assert found.series.rule == Rule("weekly", until=date(2199, 12, 31))


@pytest.mark.parametrize("seed", range(6))
def test_other_calendars_work_out_the_same_moments(seed: int) -> None:
    dice = random.Random(1000 + seed)
    for _ in range(60):
        series = day_by_day.random_series(dice)
        if first_original(series) is None:
            continue
        begin, end = datetime(2024, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
        ours = [each.starts for each in occurrences(series, begin, end)]
        calendar = icalendar.Calendar.from_ical(write([event(series)], "Forums"))
        found = recurring_ical_events.of(calendar).between(begin, end)
        theirs = sorted(each.start.astimezone(UTC) for each in found if each["STATUS"] != "CANCELLED")
        assert theirs == ours, series


@pytest.mark.parametrize("zone", [zone for zone in day_by_day.ZONES if zone != "UTC"])
def test_the_described_zone_is_right_in_every_year_that_is_used(zone: str) -> None:
    series = Series(wall("2004-11-24T15:00"), zone, 90, Rule("weekly"))
    described = _described_zone(write([event(series)], ""), zone)
    moment = datetime(2004, 11, 24, tzinfo=UTC)
    while moment.year < 2035:
        # A reader asked about wall times, as calendars do; in a repeated hour it may choose either.
        local = moment.astimezone(ZoneInfo(zone))
        before, after = (local + timedelta(hours=hours) for hours in (-3, 3))
        if before.utcoffset() == after.utcoffset():
            assert local.replace(tzinfo=described).utcoffset() == local.utcoffset(), local
        moment += timedelta(hours=11)


def _described_zone(data: bytes, zone: str) -> Any:
    # dateutil's reader knows neither folded RDATEs nor lists in one line: one onset to a component says the same.
    found = icalendar.Calendar.from_ical(data).walk("VTIMEZONE")[0]
    parts = [f"BEGIN:VTIMEZONE\r\nTZID:{zone}"]
    for part in found.subcomponents:
        onsets = [part.decoded("DTSTART"), *(each.dt for each in getattr(part.get("RDATE"), "dts", []))]
        for onset in onsets:
            parts += [f"BEGIN:{part.name}", f"DTSTART:{onset:%Y%m%dT%H%M%S}"]
            parts += [f"{name}:{_offset(part, name)}" for name in ("TZOFFSETFROM", "TZOFFSETTO")]
            parts += [f"TZNAME:{part['TZNAME']}", f"END:{part.name}"]
    text = "\r\n".join([*parts, "END:VTIMEZONE", ""])
    return tzical(io.StringIO(text)).get(zone)


def _offset(part: icalendar.Component, name: str) -> str:
    offset = part[name]
    assert isinstance(offset, icalendar.vUTCOffset)
    return offset.to_ical()


def test_onsets_are_told_in_the_time_before_the_change() -> None:
    series = Series(wall("2027-01-05T15:00"), "Europe/Berlin", 90, Rule("weekly", until=date(2027, 12, 31)))
    text = write([event(series)], "").decode()
    assert "BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000\r\n" in text
    assert "DTSTART:20271031T030000\r\n" in text


TAKEN_OUT = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Signs that turn text round, and one that is none: never written (see the test of those)."""
printable = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp", "Zs"), blacklist_characters=TAKEN_OUT), max_size=60
)
titles = st.lists(printable, max_size=4).map(lambda words: " ".join(" ".join(words).split()))
texts = st.lists(titles, max_size=4).map(lambda each: "\n".join(each).strip())


@st.composite
def any_events(draw: st.DrawFn) -> CalendarEvent:
    series = _as_files_say_it(day_by_day.random_series(random.Random(draw(st.integers()))))
    alarms = tuple(timedelta(minutes=minutes) for minutes in draw(st.lists(st.integers(1, 5000), max_size=2)))
    is_cancelled = draw(st.booleans())
    return CalendarEvent(
        uid=draw(st.from_regex(r"[a-z0-9]{8}@[a-z]{3}", fullmatch=True)),
        sequence=draw(st.integers(0, 99999)),
        title=draw(titles),
        description=draw(texts),
        place=draw(texts),
        series=series,
        is_cancelled=is_cancelled,
        changed=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=draw(st.integers(0, 10**7))),
        alarms=() if is_cancelled else alarms,
    )


def _as_files_say_it(series: Series) -> Series:
    """The same moments, as a file that begins with the first occurrence and moves nothing but occurrences says them."""
    if first_original(series) is None and series.rule:
        series = replace(series, rule=replace(series.rule, until=None))
    series = replace(series, first=first_original(series) or series.first)
    if series.rule is None:
        zone = "Asia/Baghdad" if series.zone == "UTC" else series.zone
        return Series(series.moved.get(series.first, series.first), zone, series.minutes)
    last = series.first.day + timedelta(days=500)
    given = {WallTime(day, series.first.at) for day in day_by_day.days(series.first.day, series.rule, last)}
    return replace(series, moved={each: series.moved[each] for each in (given & series.moved.keys()) - series.except_})


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_events())
def test_what_is_written_reads_back(any_event: CalendarEvent) -> None:
    imported = read(write([any_event], "Forums"), "Asia/Baghdad", LONG_AGO)
    reasons = {each.why for each in imported.skipped}
    if reasons:
        assert reasons <= {"never", "over"}
    else:
        assert imported.events == [any_event]


def test_many_events_share_the_description_of_their_zone() -> None:
    data = write([event(uid=str(number)) for number in range(50)], "Forums")
    assert data.count(b"BEGIN:VTIMEZONE") == 1
    assert len(read(data, "UTC", NOW).events) == 50
    assert time(15) in {each.series.first.at for each in read(data, "UTC", NOW).events}
