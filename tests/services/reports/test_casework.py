"""What staff do to a case: replies that arrive whole or not at all, and the one notice that may go with them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from services.keys.keyring import signed
from services.keys.sealing import random_bytes
from services.notices import outbox
from services.notices.outbox import Lane
from services.reports.case import reach
from services.reports.casework import MailboxGone
from services.reports.deeds.deed import Act
from services.reports.deeds.status import OutcomeMissing, UnknownStatus, set_to
from services.reports.written import NothingWritten, TooLong
from services.store import Store
from storage import mailbox as mailboxes
from tests.support.offices import CANARY_CHAT, Office, founded, office

__all__ = ["founded", "office"]

ROUTE = {"chat": CANARY_CHAT, "language": "ar"}


def test_a_reply_is_in_the_mailbox_and_in_the_case_or_in_neither(office: Office) -> None:
    case_id = office.report()
    sent = office.do("caseworker", "reply", case_id, "We heard you.")
    case = office.case(case_id)
    assert (case.status, case.unanswered, case.last_sequence) == ("waiting", False, 1)
    with office.database.reading() as session:
        assert reach(session, case, office.now.date()).unread == {sent.reply}
    with office.database.writing() as session:
        mailboxes.delete(session, office.mailboxes[case_id].tag)
    with pytest.raises(MailboxGone):
        office.do("caseworker", "reply", case_id, "Are you there?")
    assert office.case(case_id).version == case.version


@pytest.mark.parametrize(("text", "refusal"), [("  \n ", NothingWritten), ("x" * 3001, TooLong)])
def test_a_reply_that_cannot_be_sent_changes_nothing(office: Office, text: str, refusal: type[Exception]) -> None:
    case_id = office.report()
    with pytest.raises(refusal) as caught:
        office.do("caseworker", "reply", case_id, text)
    if isinstance(caught.value, TooLong):
        assert (caught.value.over, caught.value.limit) == (1, 3000)
    assert [entry.kind for entry in office.case(case_id).entries] == ["report"]


def test_a_case_cannot_stand_in_a_state_that_is_none(office: Office) -> None:
    case_id = office.report()
    with pytest.raises(UnknownStatus):
        office.do("caseworker", "set_status", case_id, "solved")


def test_a_case_is_closed_with_an_outcome_and_opened_again_without_one(office: Office) -> None:
    case_id = office.report()
    with pytest.raises(OutcomeMissing):
        set_to("closed")
    with pytest.raises(OutcomeMissing):
        set_to("closed", "of a later version")
    office.act("caseworker", case_id, set_to("closed", "not_reached"))
    case = office.case(case_id)
    assert (case.status, case.outcome, case.needs_answer) == ("closed", "not_reached", False)
    office.later(case_id, text="I am back.")
    assert (office.case(case_id).status, office.case(case_id).outcome) == ("open", "")


@pytest.mark.parametrize("event", ["status", "replied"])
def test_what_earlier_versions_signed_still_counts(office: Office, event: str) -> None:
    case_id = office.report()
    office.act("caseworker", case_id, Act(event, {"status": "in_progress"}))
    assert office.case(case_id).status == "open"
    office.act("caseworker", case_id, Act(event, {"status": "closed"}))
    assert (office.case(case_id).status, office.case(case_id).outcome) == ("closed", "")


def test_an_outcome_of_a_later_version_closes_the_case_without_one(office: Office) -> None:
    case_id = office.report()
    office.act("caseworker", case_id, Act("status", {"status": "closed", "outcome": ["settled"]}))
    assert (office.case(case_id).status, office.case(case_id).outcome) == ("closed", "")


def notices(office: Office) -> list[outbox.Notice]:
    with office.database.reading() as session:
        waiting = outbox.due(session, office.now, 10)
        assert all(each.lane is Lane.REMINDER for each in waiting)
        store = Store(session, office.runtime)
        return [outbox.opened(store, each.body, office.trust, office.now) for each in waiting]


def test_one_content_free_notice_goes_with_a_reply_where_that_was_agreed(office: Office) -> None:
    case_id = office.report(route=ROUTE)
    assert office.do("caseworker", "reply", case_id, "We heard you.").noticed
    assert notices(office) == [outbox.Notice(kind="mailbox", chat=CANARY_CHAT, language="ar", facts={})]


def test_no_notice_without_a_route_or_after_it_was_cut(office: Office) -> None:
    silent, cut = office.report(), office.report(route=ROUTE)
    office.later(cut, "route_cut")
    assert not office.do("caseworker", "reply", silent, "We heard you.").noticed
    assert not office.do("caseworker", "reply", cut, "We heard you.").noticed
    assert notices(office) == []


def test_a_route_dies_after_two_quiet_weeks_and_only_the_person_wakes_it(office: Office) -> None:
    case_id = office.report(route=ROUTE)
    office.pass_days(14)
    assert office.do("caseworker", "reply", case_id, "on the last day").noticed
    office.pass_days(15)
    assert not office.do("caseworker", "reply", case_id, "a day too late").noticed
    assert not office.do("caseworker", "reply", case_id, "still dead").noticed
    office.later(case_id, text="I am here.")
    assert office.do("caseworker", "reply", case_id, "alive again").noticed


def test_a_deed_bears_the_day_of_the_site_also_where_that_is_in_another_month(office: Office) -> None:
    case_id = office.report()
    office.now = datetime(2026, 11, 30, 22, 30, tzinfo=UTC).astimezone(ZoneInfo("Asia/Baghdad"))
    office.do("caseworker", "note", case_id, "Read at half past one in the night.")
    office.do("caseworker", "reply", case_id, "We heard you.")
    note, reply = office.case(case_id).entries[1:]
    assert (note.kind, reply.kind) == ("note", "reply"), "neither is taken for forged"
    assert note.day == reply.day == date(2026, 12, 1)


def test_a_deed_of_another_month_than_its_envelope_is_forged(office: Office) -> None:
    case_id, envelope = office.report(), random_bytes(16)
    body = {"kind": "event", "id": envelope.hex(), "case": case_id.hex(), "event": "note", "facts": {}, "clock": 1}
    body |= {"seen": [], "day": "2026-09-28"}
    office.put("safety", signed(office.members["caseworker"], "event", body), envelope)
    assert [entry.kind for entry in office.case(case_id).entries] == ["report", "forged"]
