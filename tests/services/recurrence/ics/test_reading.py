"""Calendar files of others: what can be said exactly is taken, everything else is reported, nothing takes long."""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count

import pytest

from services.recurrence import Rule, UnknownZone, next_occurrences
from services.recurrence.ics import CalendarEvent, Imported, NotACalendar, read

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
START = "DTSTART;TZID=Asia/Baghdad:20261124T150000"


def calendar(*events: str, head: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\n{head}VERSION:2.0\n{body}END:VCALENDAR\n".encode()


def imported(*events: str, head: str = "") -> Imported:
    return read(calendar(*events, head=head), "Asia/Baghdad", NOW)


def event(*lines: str, start: str = START) -> str:
    return "\n".join(["UID:1@x", "SUMMARY:Forum", start, "DURATION:PT1H", *lines])


def rule_of(rrule: str) -> Rule | None:
    found = imported(event(f"RRULE:{rrule}"))
    assert found.skipped == []
    return found.events[0].series.rule


@pytest.mark.parametrize(
    ("rrule", "rule"),
    [
        ("FREQ=WEEKLY;WKST=SU", Rule("weekly")),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU", Rule("weekly", 2, (1,))),
        ("FREQ=DAILY", Rule("weekly", weekdays=(0, 1, 2, 3, 4, 5, 6))),
        ("FREQ=DAILY;BYDAY=TU,WE;COUNT=9", Rule("weekly", weekdays=(1, 2), count=9)),
        ("FREQ=DAILY;INTERVAL=14", Rule("weekly", 2)),
        (
            "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-1;UNTIL=20270601",
            Rule("monthly", month_weekday=(-1, 1), until=date(2027, 6, 1)),
        ),
        ("FREQ=MONTHLY;BYDAY=+4TU", Rule("monthly", month_weekday=(4, 1))),
        ("FREQ=MONTHLY", Rule("monthly")),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24", Rule("monthly", 12, month_day=24)),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TU", Rule("monthly", 12, month_weekday=(4, 1))),
        # The end is the moment of the last meeting, one second before it, and the end of a day.
        ("FREQ=WEEKLY;UNTIL=20261222T120000Z", Rule("weekly", until=date(2026, 12, 22))),
        ("FREQ=WEEKLY;UNTIL=20261222T115959Z", Rule("weekly", until=date(2026, 12, 21))),
        ("FREQ=WEEKLY;UNTIL=20261222T235959", Rule("weekly", until=date(2026, 12, 22))),
    ],
)
def test_the_ways_other_calendars_say_a_rule(rrule: str, rule: Rule) -> None:
    assert rule_of(rrule) == rule


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;COUNT=999999999",
        "FREQ=HOURLY;INTERVAL=3",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=DAILY;INTERVAL=99999999999999999999",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,WE",
        "FREQ=MONTHLY;BYDAY=1TU,4TU",
        "FREQ=MONTHLY;BYMONTHDAY=24,-1",
        "FREQ=MONTHLY;BYDAY=TU",
        "FREQ=YEARLY;BYDAY=4TU",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=24",
        "FREQ=WEEKLY;BYHOUR=15",
        "FREQ=WEEKLY;COUNT=100000",
        "FREQ=WEEKLY;UNTIL=20269999",
        "FREQ=WEEKLY;UNTIL=00010101T000000Z",
        "FREQ=WEEKLY;COUNT=2;UNTIL=20271231",
        "FREQ=",
        ";;;",
        "X" * 10_000,
    ],
)
def test_a_rule_no_series_can_say_is_reported(rrule: str) -> None:
    found = imported(event(f"RRULE:{rrule}"))
    assert found.events == []
    assert [(each.where, each.why, each.line) for each in found.skipped] == [("Forum", "rule", 3)]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("UID:1\nDTSTART;VALUE=DATE:20261124\nDURATION:P1D", "all day"),
        ("UID:1\nDTSTART:20261124T150000", "no length"),
        ("UID:1\nDURATION:PT1H", "no start"),
        ("UID:1\nDTSTART:20261124T150000\nDTEND:20261124T140000", "no length"),
        ("UID:1\nDTSTART:20261124T150000\nDURATION:P99999999999999D", "broken"),
        ("UID:1\nDTSTART:20261124T150000\nDURATION:P3D", "too long"),
        ("UID:1\nDTSTART:20270231T150000\nDURATION:PT1H", "broken"),
        ("UID:1\nDTSTART:20261124T150030\nDURATION:PT1H", "out of range"),
        ("UID:1\nDTSTART:00010101T000000\nDURATION:PT1H", "out of range"),
        ("UID:1\nDTSTART:99991231T235959\nDURATION:PT1H", "out of range"),
        ("UID:1\nDTSTART;TZID=Mars/Base:20261124T150000\nDURATION:PT1H", "unknown zone"),
        ("UID:1\nDTSTART;TZID=../../etc/passwd:20261124T150000\nDURATION:PT1H", "unknown zone"),
        ("UID:1\nDTSTART:20251124T150000\nDURATION:PT1H", "over"),
        ("UID:1\nDTSTART:20261124T150000\nDURATION:PT1H\nRDATE:20261126T150000", "extra dates"),
        ("UID:1\nDTSTART:20261124T150000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\nRRULE:FREQ=MONTHLY", "extra dates"),
        ("UID:1\nDTSTART:20261124T150000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=MO", "start not on rule"),
        ("UID:1\nDTSTART:20261124T150000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=20261123", "never"),
        ("UID:1\nDTSTART:20261124T150000\nDURATION:PT1H\nSUMMARY", "broken"),
        ("UID:1\nDTSTART:20261124T150000\nDURATION:PT1H\n☠ what", "broken"),
        ("UID:1\nDTSTART:20261124T150000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\nEXDATE:soon", "broken"),
        ("UID:1\nDTSTART:20261124T150000\nDURATION:PT1H\nBEGIN:VALARM", "broken"),
        ("UID:1\nDTSTART:20261124T150000\nDURATION:PT1H\nRECURRENCE-ID:20261124T150000", "changed occurrence"),
    ],
)
def test_an_event_that_cannot_be_taken_is_reported_and_the_next_is_taken(lines: str, why: str) -> None:
    found = imported(lines, event().replace("1@x", "2@x"))
    assert [each.why for each in found.skipped] == [why]
    assert [each.uid for each in found.events] == ["2@x"]


def test_times_without_a_zone_and_single_times_in_utc_are_those_of_the_place() -> None:
    for start in (
        "DTSTART:20261124T150000",
        "DTSTART:20261124T120000Z",
        "DTSTART;TZID=Arabic Standard Time:20261124T150000",
    ):
        [found] = imported(event(start=start)).events
        assert (str(found.series.first), found.series.zone) == ("2026-11-24T15:00", "Asia/Baghdad")


def test_a_zone_is_known_behind_a_path_and_a_calendar_may_name_its_own() -> None:
    [found] = imported(event(start='DTSTART;TZID="/example/Europe/Berlin":20261124T150000')).events
    assert found.series.zone == "Europe/Berlin"
    [found] = imported(event(start="DTSTART:20261124T150000"), head="X-WR-TIMEZONE:Asia/Beirut\n").events
    assert found.series.zone == "Asia/Beirut"
    with pytest.raises(UnknownZone):
        read(calendar(event()), "Nowhere", NOW)


def test_changed_occurrences_are_moved_or_called_off() -> None:
    moved = event("RECURRENCE-ID:20261201T120000Z", start="DTSTART:20261202T100000").replace("Forum", "Other")
    off = "UID:1@x\nRECURRENCE-ID;VALUE=DATE:20261208\nSTATUS:CANCELLED"
    found = imported(event("RRULE:FREQ=WEEKLY", "EXDATE;TZID=Asia/Baghdad:20261215T150000,20261222T150000"), moved, off)
    ahead = next_occurrences(found.events[0].series, NOW, 3)
    assert [str(each.wall) for each in ahead] == ["2026-11-24T15:00", "2026-12-02T10:00", "2026-12-29T15:00"]
    assert [(each.where, each.why) for each in found.skipped] == [("Other", "own words")]


@pytest.mark.parametrize(
    "change",
    [
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261201T120000Z\nDTSTART:20261202T100000\nDURATION:PT1H",
        "RECURRENCE-ID:20261202T120000Z\nDTSTART:20261203T100000\nDURATION:PT1H",
        "RECURRENCE-ID:20261201T120000Z\nDTSTART:20261202T100000\nDURATION:PT2H",
    ],
)
def test_a_series_with_a_change_no_series_can_say_is_not_taken_at_all(change: str) -> None:
    found = imported(event("RRULE:FREQ=WEEKLY"), f"UID:1@x\n{change}")
    assert found.events == []
    assert [each.why for each in found.skipped] == ["changed occurrence"]


def test_of_two_events_with_one_uid_the_later_version_counts() -> None:
    found = imported(event("SEQUENCE:2"), event("SEQUENCE:10", "LOCATION:Hall"), event("SEQUENCE:5"))
    assert [(each.sequence, each.place) for each in found.events] == [(10, "Hall")]
    assert [each.why for each in found.skipped] == ["twice", "twice"]


def test_names_of_people_never_come_in() -> None:
    who = ("ORGANIZER;CN=Amal Secret:mailto:amal@secret", "ATTENDEE;CN=Secret;PARTSTAT=ACCEPTED:mailto:b@secret")
    found = imported(event(*who, "CONTACT:Secret", "X-SECRET:1", "COMMENT:Secret"), head="X-WR-CALNAME:Secret\n")
    assert len(found.events) == 1
    assert "ecret" not in repr(found)


def test_other_things_in_a_calendar_are_reported() -> None:
    todo = b"BEGIN:VTODO\nSUMMARY:Buy chairs\nEND:VTODO\nBEGIN:VTIMEZONE\nTZID:X\nEND:VTIMEZONE\nEND:VCALENDAR\n"
    found = read(calendar(event()).replace(b"END:VCALENDAR\n", todo), "UTC", NOW)
    assert [(each.where, each.why, each.remedy) for each in found.skipped] == [
        ("Buy chairs", "another thing", "nothing to do")
    ]


def test_a_calendar_that_calls_off_calls_off() -> None:
    assert imported(event(), head="METHOD:CANCEL\n").events[0].is_cancelled
    assert imported(event("STATUS:cancelled")).events[0].is_cancelled


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"hello", b"BEGIN:VEVENT\nEND:VEVENT", b"END:VCALENDAR", b"\n" * 99]
)
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(NotACalendar) as refused:
        read(data, "UTC", NOW)
    assert refused.value.why == "not a calendar"


def test_bytes_that_are_no_letters_and_folds_inside_letters_are_borne() -> None:
    data = calendar(event().replace("Forum", "FORUM")).replace(b"FORUM", b"\xff Fo\xd8\r\n \xb1um")
    [found] = read(b"\xef\xbb\xbf" + data, "UTC", NOW).events
    assert found.title == "� Foرum"


def changed_often(many: int) -> bytes:
    changes = (
        f"UID:1@x\nRECURRENCE-ID:20261124T150000\nDTSTART:20261125T10{each % 60:02}00\nDURATION:PT1H"
        for each in range(many)
    )
    return calendar(event("RRULE:FREQ=DAILY;COUNT=1000"), *changes)


def long_series_changed(many: int) -> bytes:
    change = "RECURRENCE-ID:20290101T150000\nDTSTART:20290101T100000\nDURATION:PT1H"
    series = (event("RRULE:FREQ=DAILY;COUNT=1000").replace("1@x", f"{each}@x") for each in range(many))
    return calendar(*series, *(f"UID:{each}@x\n{change}" for each in range(many)))


HOSTILE = {
    "50 MB": lambda: b"BEGIN:VCALENDAR\n" + b"X" * 50_000_000,
    "only line breaks": lambda: b"BEGIN:VCALENDAR\n" + b"\r" * 1_900_000,
    "one long line": lambda: calendar("DESCRIPTION:" + "a\\;" * 600_000),
    "many parameters": lambda: calendar("DTSTART" + ";A=b" * 400_000 + ":1"),
    "quotes": lambda: calendar("SUMMARY;X=" + '"' * 1_000_000 + ":a"),
    "many folds": lambda: b"BEGIN:VCALENDAR\nSUMMARY:" + b"\n a" * 190_000,
}
MANY: dict[str, tuple[int, Callable[[int], bytes]]] = {
    "nested": (40_000, lambda many: b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 2 * many + b"END:VEVENT\n" * many),
    "events": (
        9000,
        lambda many: calendar(*[event("RRULE:FREQ=WEEKLY").replace("1@x", f"{each}@x") for each in range(many)]),
    ),
    "of one uid": (9000, lambda many: calendar(*[event("RRULE:FREQ=WEEKLY")] * many)),
    "exceptions": (
        100_000,
        lambda many: calendar(event("RRULE:FREQ=WEEKLY", "EXDATE:" + ",".join(["20261201T150000"] * many))),
    ),
    "changes": (9000, changed_often),
    "changes of long series": (500, long_series_changed),
    "slow rules": (
        9000,
        lambda many: calendar(
            *[
                event("RRULE:FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31", start="DTSTART:19720229T150000").replace(
                    "1@x", f"{each}@x"
                )
                for each in range(many)
            ]
        ),
    ),
}
"""How many there are in a file of the largest size, and a file with that many."""


def events_of(data: bytes) -> list[CalendarEvent]:
    """What can be taken of the worst file."""
    try:
        return read(data, "Asia/Baghdad", NOW).events
    except NotACalendar:
        return []


def calls_for(data: bytes) -> int:
    """How many functions reading it calls: the work, on any machine."""
    events_of(b"")  # the first reading loads the reader
    calls = count()
    sys.setprofile(lambda *_: next(calls) and None)
    try:
        events_of(data)
    finally:
        sys.setprofile(None)
    return next(calls)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_borne(name: str) -> None:
    assert events_of(HOSTILE[name]()) == []


@pytest.mark.parametrize("name", MANY)
def test_of_too_many_of_anything_some_are_taken(name: str) -> None:
    most, made = MANY[name]
    assert len(events_of(made(most))) <= 2000


def test_a_day_that_no_month_has_is_not_looked_for_in_eight_thousand_years() -> None:
    _, made = MANY["slow rules"]
    assert calls_for(made(1)) < 20_000


@pytest.mark.parametrize("name", MANY)
def test_the_work_grows_no_faster_than_the_file(name: str) -> None:
    _, made = MANY[name]
    assert calls_for(made(80)) <= 5 * calls_for(made(20))
