"""Promises of saying how sure a report is: signed, the last word counts, and nobody's own story is put to the proof."""

import pytest

from services.reports.casework import Casework, NotYourCase
from services.reports.deeds.deed import Act
from services.reports.deeds.verification import LEVELS, NotForProof, UnknownLevel, can_be_verified, verified
from services.reports.standing import UNVERIFIED
from tests.support.offices import Office, ReportFacts, founded, office

__all__ = ["founded", "office"]

AGREEMENT: ReportFacts = {"form": "agreement_report", "answers": {"category": "", "kept": "broken"}}


def test_the_last_word_on_how_sure_it_is_counts_and_says_who_said_it(office: Office) -> None:
    case_id = office.report(**AGREEMENT)
    assert office.case(case_id).verification == UNVERIFIED
    for level in LEVELS:
        office.do("caseworker", "verify", case_id, level)
        assert office.case(case_id).verification == level
    said = [entry for entry in office.case(case_id).entries if entry.kind == "verified"]
    assert len(said) == len(LEVELS)
    assert {entry.member for entry in said} == {office.members["caseworker"].member}


def test_a_level_that_is_none_is_refused(office: Office) -> None:
    with pytest.raises(UnknownLevel):
        office.do("caseworker", "verify", office.report(**AGREEMENT), "certain")


def test_a_rumour_can_be_looked_into_and_what_happened_to_a_person_cannot(office: Office) -> None:
    rumour, hurt = office.report(answers={"category": "tension"}), office.report(answers={"category": "attacked"})
    assert can_be_verified(office.case(rumour))
    with pytest.raises(NotForProof):
        office.do("caseworker", "verify", hurt, "observed")
    assert office.case(hurt).verification == UNVERIFIED


def test_an_unsigned_word_on_it_changes_nothing(office: Office) -> None:
    case_id = office.report(**AGREEMENT)
    body = {
        "kind": "event",
        "id": "ab" * 16,
        "case": case_id.hex(),
        "event": "verified",
        "facts": {"level": "observed"},
        "clock": 1,
        "day": office.now.date().isoformat(),
    }
    office.put("safety", body, bytes.fromhex("ab" * 16))
    case = office.case(case_id)
    assert case.verification == UNVERIFIED
    assert [entry.kind for entry in case.entries] == ["report", "forged"]


def test_a_signed_word_of_a_later_version_is_passed_over(office: Office) -> None:
    """Levels may be added; an older desk shows the entry and keeps what it knew."""
    case_id = office.report(**AGREEMENT)
    office.do("caseworker", "verify", case_id, "one_source")
    office.act("caseworker", case_id, Act("verified", {"level": ["three"]}))
    assert office.case(case_id).verification == "one_source"


def test_only_who_can_open_the_case_can_say_it(office: Office) -> None:
    case = office.case(office.report(**AGREEMENT))
    stranger = Casework(office.trust, office.members["focal_point"])
    with office.database.writing() as session, pytest.raises(NotYourCase):
        stranger.do(session, case, verified(case, "observed"), office.now)


def test_a_report_of_another_form_is_found_by_the_forms_name(office: Office) -> None:
    assert office.case(office.report(**AGREEMENT)).category == "agreement_report"
    assert office.case(office.report(answers={"category": ""})).category == ""
