"""What is watched of cases: people and not reports, this week and the last, no zone of the sensitive."""

from datetime import timedelta

from services.picture.watched import Unusual, unusual
from services.reports.deeds.aside import set_aside
from tests.support.offices import Office, founded, office

__all__ = ["founded", "office"]


def found(office: Office, *sensitive: str) -> list[tuple[str, int, bool]]:
    every = unusual(office.caseload().each(), "safety", office.now.date(), sensitive)
    return [(each.what, each.people, each.is_less) for each in every]


def week(office: Office, weeks_ago: int, reports: int, **answers: str) -> list[bytes]:
    day = (office.now - timedelta(weeks=weeks_ago)).date().isoformat()
    return [office.report(day=day, answers={"zone": "", "category": "unsafe"} | answers) for _ in range(reports)]


def usual_weeks(office: Office, reports: int = 1) -> None:
    for weeks_ago in range(2, 16):
        week(office, weeks_ago, reports, zone="north")


def test_many_in_this_week_or_the_last_are_told_by_what_they_are(office: Office) -> None:
    usual_weeks(office)
    assert found(office) == []
    week(office, 0, 12, zone="north")
    assert found(office) == [("all", 12, False), ("category", 12, False), ("zone", 12, False)]
    office.pass_days(7)
    assert len(found(office)) == 3
    office.pass_days(7)
    assert found(office) == []


def test_many_reports_of_one_person_are_no_alarm(office: Office) -> None:
    usual_weeks(office)
    first, *others = week(office, 0, 2)
    day = office.now.date().isoformat()
    keys = office.mailboxes[first]
    mailbox = {"tag": keys.tag.hex(), "public_key": keys.keys.public.hex(), "verify_key": keys.voice.verify.hex()}
    for _ in range(12):
        body: dict[str, object] = {
            "kind": "report",
            "form": "safety_report",
            "form_hash": "0" * 64,
            "compartment": "safety",
        }
        body |= {"urgent": False, "check_words": [3, 41], "language": "en", "route": None, "day": day}
        office.put("safety", body | {"mailbox": mailbox, "answers": {"category": "unsafe"}})
    assert len(office.caseload().all()) == 14 + 2 + 12 and others
    assert found(office) == []


def test_what_is_set_aside_raises_no_alarm(office: Office) -> None:
    usual_weeks(office)
    for id in week(office, 0, 12):
        office.act("caseworker", id, set_aside("spam"))
    assert found(office) == []


def test_the_sensitive_is_watched_by_concern_and_by_no_zone(office: Office) -> None:
    usual_weeks(office)
    week(office, 0, 12, zone="north", category="sexual", branch="sexual_violence")
    assert found(office) == [("all", 12, False), ("category", 12, False)]


def test_a_silence_of_a_whole_week_is_told_and_one_that_is_not_over_is_not(office: Office) -> None:
    usual_weeks(office, reports=9)
    week(office, 1, 9)
    assert found(office) == []
    office.pass_days(7)
    [silence] = unusual(office.caseload().each(), "safety", office.now.date())
    assert isinstance(silence, Unusual) and silence.is_less and silence.people == 0 and silence.some is None


def test_an_office_that_has_just_begun_is_told_nothing(office: Office) -> None:
    week(office, 3, 1)
    week(office, 0, 30)
    assert found(office) == []
