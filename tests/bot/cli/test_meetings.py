"""`amana meetings`, as a steward types it."""

from datetime import UTC, datetime

import pytest

from services import enrolment
from services.store import Store
from tests.support.command_line import CommandLine

EVENTS = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1@example
SUMMARY:Street lights
DTSTART;TZID=Asia/Baghdad:20990106T150000
DURATION:PT1H
RRULE:FREQ=WEEKLY
ORGANIZER;CN=Somebody:mailto:somebody@example
END:VEVENT
BEGIN:VEVENT
UID:2@example
SUMMARY:Holiday
DTSTART;VALUE=DATE:20990101
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def calendar(amana: CommandLine) -> str:
    (amana.place / "calendar.ics").write_text(EVENTS)
    return "calendar.ics"


def organiser(amana: CommandLine, *forums: str) -> str:
    with amana.office() as office, office.database.writing() as session:
        now = datetime.now(UTC)
        code = enrolment.new_code(Store(session, office.runtime), "organiser", "Rojin", forums, now)
        return enrolment.enrol(Store(session, office.runtime), code, 7, "en", now).number


def test_a_dry_run_shows_what_would_be_taken_and_why_not(amana: CommandLine, calendar: str) -> None:
    done = amana("meetings", "import", calendar, "--forum", "security", "--dry-run")
    assert done.code == 0, done.err
    lines = {line.split("  ")[0]: line for line in done.out.splitlines()}
    assert "taken as a draft" in lines["Street lights"]
    assert "2099-01-06 15:00" in lines["Street lights"]
    assert "it lasts all day and has no time" in lines["Holiday"]
    assert "give it a beginning and an end there" in lines["Holiday"]
    assert "1 meeting would be taken." in done.out
    assert "omebody" not in done.said
    again = amana("meetings", "import", calendar, "--forum", "security", "--dry-run", "--json")
    assert [each["result"] for each in again.json["events"]] == ["new"]
    assert [(each["line"], each["why"]) for each in again.json["skipped"]] == [(11, "all day")]


def test_a_steward_takes_meetings_in_once(amana: CommandLine, calendar: str) -> None:
    arguments = ("meetings", "import", calendar, "--forum", "security")
    done = amana(*arguments, secret=amana.passphrase("steward"))
    assert done.code == 0, done.err
    assert "1 meeting was taken." in done.out
    again = amana(*arguments, "--json", secret=amana.passphrase("steward"))
    assert [each["result"] for each in again.json["events"]] == ["same"]
    written = amana("meetings", "export", "-o", "all.ics")
    assert "0 meetings are in this file:" in written.out
    assert (amana.place / "all.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_a_caseworker_may_not_and_an_organiser_only_for_their_forum(amana: CommandLine, calendar: str) -> None:
    number = organiser(amana, "women")
    arguments = ("meetings", "import", calendar, "--forum")
    refused = amana(*arguments, "women", secret=amana.passphrase("caseworker"))
    assert refused.code == 2
    elsewhere = amana(*arguments, "security", "--organiser", number)
    assert (elsewhere.code, elsewhere.out) == (2, "")
    assert "Nobody with this number organises this forum." in elsewhere.err
    assert "1 meeting was taken." in amana(*arguments, "women", "--organiser", number).out


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        (b"hello", [], "This file is no calendar. Export it again, as iCalendar (.ics)."),
        (b"x" * 2_100_000, [], "This file is larger than a calendar of meetings can be. Export fewer entries at once."),
        (b"", ["--forum", "men"], "There is no forum “men”. There are: security, women, youth"),
        (b"", ["--language", "tlh"], "Your content has no texts in “tlh”. It has: en, ar, ckb, fr"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    amana: CommandLine, content: bytes, options: list[str], sentence: str
) -> None:
    (amana.place / "wrong.ics").write_bytes(content)
    done = amana("meetings", "import", "wrong.ics", "--dry-run", "--forum", "women", *options)
    assert (done.code, done.out, done.err.strip()) == (2, "", sentence)


def test_a_file_that_is_not_there_is_named(amana: CommandLine) -> None:
    done = amana("meetings", "import", "nothing.ics", "--forum", "women", "--dry-run")
    assert done.code != 0
    assert "Traceback" not in done.said
    assert "nothing.ics" in done.err
