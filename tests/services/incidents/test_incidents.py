"""Cases put together: how many people told of it as far as can be known, one answer to all, once, and apart again."""

import multiprocessing
import os
import signal
from dataclasses import replace
from datetime import date

import pytest

from services.incidents.incidents import (
    Answered,
    Corroboration,
    JointAnswer,
    NoSuchIncident,
    answer_together,
    cases_of,
    corroboration,
    has_got,
    read_number,
)
from services.reports.case import Case, case_name
from services.reports.casework import Casework
from services.reports.deeds.aside import set_aside
from services.reports.deeds.deed import Act
from services.reports.deeds.incident import NotOneIncident, apart, joined
from services.reports.deeds.notes import noted
from services.reports.deeds.undoing import undone
from services.reports.replies import open_replies
from services.reports.written import NothingWritten, TooLong
from storage.engine import Database
from tests.support.offices import Office, founded, office

__all__ = ["founded", "office"]

INCIDENT, ANSWER = b"i" * 16, b"a" * 16
TEXTS = {"en": "Thank you. We are looking into it.", "ar": "شكرًا لكم. نحن ننظر في الأمر."}


def put_together(office: Office, *ids: bytes) -> None:
    for each in ids:
        office.act("caseworker", each, joined(office.case(each), INCIDENT))


def route(chat: int) -> dict[str, object]:
    return {"chat": chat, "language": "en"}


def send(office: Office, cases: list[Case], answer: JointAnswer | None = None) -> Answered:
    work = Casework(office.trust, office.members["caseworker"])
    shown = [(office.case(case.id), case.version) for case in cases]
    with office.database.writing() as session:
        return answer_together(session, work, shown, answer or JointAnswer(ANSWER, TEXTS), office.now)


def in_a_process_of_its_own(office: Office) -> Office:
    """The same office through a database that no other process has open."""
    return replace(office, database=Database(office.database.url))


def in_mailbox(office: Office, case_id: bytes) -> list[str]:
    with office.database.reading() as session:
        opened = open_replies(session, office.trust, office.mailboxes[case_id])
    assert not opened.forged
    return [reply.text for reply in opened.replies]


def test_one_case_is_no_incident_and_one_taken_out_leaves_the_others(office: Office) -> None:
    one, two, three = (office.report() for _ in range(3))
    put_together(office, one)
    with pytest.raises(NoSuchIncident):
        cases_of(INCIDENT, office.caseload().each())
    put_together(office, two, three)
    office.act("caseworker", two, apart())
    assert {case.id for case in cases_of(INCIDENT, office.caseload().each())} == {one, three}
    deed = office.case(two).entries[-1].id
    office.act("caseworker", two, undone(office.case(two), deed, office.members["caseworker"].member))
    assert office.case(two).standing.incident == INCIDENT, "going apart was undone"


def test_a_complaint_about_an_aid_worker_is_put_together_with_nothing(office: Office) -> None:
    psea, safety = office.report(compartment="psea"), office.report()
    with pytest.raises(NotOneIncident):
        joined(office.case(psea, "focal_point"), INCIDENT)
    office.act("focal_point", psea, Act("incident", {"incident": INCIDENT.hex()}))
    put_together(office, safety)
    mixed = [*office.caseload("focal_point").each(), *office.caseload().each()]
    with pytest.raises(NoSuchIncident):
        cases_of(INCIDENT, mixed)


@pytest.mark.parametrize("facts", [{}, {"incident": 5}, {"incident": "zz"}, {"incident": ""}, {"incident": ["a"]}])
def test_what_a_later_version_signed_changes_nothing(office: Office, facts: dict[str, object]) -> None:
    case_id = office.report()
    put_together(office, case_id)
    office.act("caseworker", case_id, Act("incident", facts))
    assert office.case(case_id).standing.incident == INCIDENT


def test_one_phone_is_one_person_and_nobody_else_is_known_to_be_another(office: Office) -> None:
    cases = [office.case(office.report(route=each)) for each in (route(1), route(1), route(2), None, None)]
    assert corroboration(cases) == Corroboration(reports=5, people=4)
    aside = office.report(route=route(3))
    office.act("caseworker", aside, set_aside("spam"))
    taken_back = office.report()
    office.later(taken_back, "withdrawn")
    assert corroboration([*cases, office.case(aside), office.case(taken_back)]) == Corroboration(5, 4)


def test_each_person_gets_a_reply_of_their_own_in_their_language_and_gets_it_once(office: Office) -> None:
    cases = [office.case(office.report(language=each)) for each in ("en", "ar", "en")]
    assert send(office, cases) == Answered(3, ())
    assert [in_mailbox(office, case.id) for case in cases] == [[TEXTS[case.language]] for case in cases]
    answered = [office.case(case.id) for case in cases]
    assert all(case.status == "waiting" and not case.unanswered and has_got(case, ANSWER) for case in answered)
    assert send(office, cases) == Answered(0, ()) and send(office, answered) == Answered(0, ())
    assert [len(in_mailbox(office, case.id)) for case in cases] == [1, 1, 1]
    other = JointAnswer(b"b" * 16, {"en": "They are back."}, "closed", "helped")
    assert send(office, answered, other) == Answered(2, (cases[1].name,))
    assert office.case(cases[0].id).outcome == "helped" and office.case(cases[1].id).status == "waiting"


def test_who_has_written_meanwhile_taken_it_back_or_reads_another_language_is_left_out_by_name(office: Office) -> None:
    calm, wrote, gone, other = (office.report(language=each) for each in ("en", "en", "en", "ckb"))
    cases = [office.case(each) for each in (calm, wrote, gone, other)]
    office.later(wrote, text="They came back.")
    office.later(gone, "withdrawn")
    cases[2] = replace(office.case(gone))
    assert send(office, cases) == Answered(1, tuple(sorted(map(case_name, (wrote, gone, other)))))
    assert [len(in_mailbox(office, each)) for each in (calm, wrote, gone, other)] == [1, 0, 0, 0]
    office.act("caseworker", calm, noted("Answered."))
    again = [office.case(each) for each in (calm, wrote)]
    assert send(office, again) == Answered(1, ()), "whoever was left out can have it later, and nobody twice"
    assert [len(in_mailbox(office, each)) for each in (calm, wrote)] == [1, 1]


@pytest.mark.parametrize("end", [None, "killed"])
def test_a_crash_before_the_end_sends_nothing_to_anybody(
    office: Office, monkeypatch: pytest.MonkeyPatch, end: str | None
) -> None:
    cases = [office.case(office.report()) for _ in range(3)]
    sent = Casework.send
    left = iter([True, True, False])

    def failing(self: Casework, *args: object) -> object:
        if not next(left):
            if end == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            raise KeyboardInterrupt
        return sent(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Casework, "send", failing)
    if end == "killed":
        process = multiprocessing.get_context("fork").Process(
            target=send, args=(in_a_process_of_its_own(office), cases)
        )
        process.start()
        process.join()
        assert process.exitcode == -signal.SIGKILL
    else:
        with pytest.raises(KeyboardInterrupt):
            send(office, cases)
    monkeypatch.undo()
    assert [len(in_mailbox(office, case.id)) for case in cases] == [0, 0, 0]
    assert send(office, cases) == Answered(3, ())


def test_nothing_and_too_much_are_refused_before_anybody_gets_anything(office: Office) -> None:
    cases = [office.case(office.report()) for _ in range(2)]
    for texts, refusal in (({"en": " \n"}, NothingWritten), ({"en": "a", "ar": "b" * 4000}, TooLong)):
        with pytest.raises(refusal):
            send(office, cases, JointAnswer(ANSWER, texts))
    assert [len(in_mailbox(office, case.id)) for case in cases] == [0, 0]
    for text in ("", "zz", "A" * 32, "a" * 31):
        with pytest.raises(NoSuchIncident):
            read_number(text)
    assert read_number("ab" * 16) == b"\xab" * 16 and cases[0].received == date(2026, 11, 20)
