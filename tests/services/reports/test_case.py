"""Cases fold from sealed envelopes, and only what an entitled member signed changes them."""

from datetime import timedelta
from random import Random

import pytest

from services.keys.keyring import Unlocked, signed
from services.keys.sealing import random_bytes
from services.reports.bodies import EVENT, MESSAGE, REPORT
from services.reports.case import NoSuchCase, case_name, route_alive
from services.reports.caseload import Caseload
from services.reports.casework import Casework, MailboxGone, NotYourCase
from services.reports.deeds.deed import Act
from services.reports.deeds.known import CALLED, DEEDS
from services.reports.deeds.notes import noted
from services.reports.deeds.verification import LEVELS
from services.reports.folding import CaseEvent, CaseMessage, fold
from services.reports.standing import STATUSES
from storage import envelopes as envelope_rows
from tests.support.offices import CANARY_CHAT, NOON, Office, founded, office

__all__ = ["founded", "office"]

ROUTE = {"chat": CANARY_CHAT, "language": "ar"}


def event(office: Office, case_id: bytes, signer: Unlocked | None, **changes: object) -> dict[str, object]:
    """The body of an event that closes a case, signed or not, with whatever is bent about it."""
    envelope = changes.pop("envelope", None) or random_bytes(16)
    body = {
        "kind": "event",
        "id": envelope.hex(),  # type: ignore[attr-defined]
        "case": case_id.hex(),
        "event": "status",
        "facts": {"status": "closed"},
        "clock": 1,
        "day": office.now.date().isoformat(),
    } | changes
    return signed(signer, "event", body) if signer else body


def kinds(office: Office, case_id: bytes) -> list[str]:
    return [entry.kind for entry in office.case(case_id).entries]


def test_a_report_is_a_new_case_that_waits_for_an_answer(office: Office) -> None:
    case = office.case(office.report(urgent=True, answers={"category": "attacked"}))
    assert (case.status, case.urgent, case.category, case.zone) == ("new", True, "attacked", "block_c")
    assert case.unanswered and case.is_open and case.assigned is None
    assert case.received == office.now.date()


def test_the_chat_the_mailbox_and_the_words_are_in_no_printed_form_of_a_case(office: Office) -> None:
    case_id = office.report("the canary sentence", route=ROUTE)
    case = office.case(case_id)
    assert case.route is not None and case.route.chat == CANARY_CHAT
    for printed in (repr(case), str(case), f"{case.entries!r}", f"{case.route!r}", f"{case.mailbox!r}"):
        assert str(CANARY_CHAT) not in printed
        assert "canary sentence" not in printed


def test_deeds_of_staff_fold_into_the_case(office: Office) -> None:
    case_id = office.report()
    carla = office.members["caseworker"].member
    office.do("caseworker", "assign", case_id, carla)
    assert office.case(case_id).status == "open"
    office.do("caseworker", "note", case_id, "Spoke with the women's group.")
    office.do("caseworker", "set_status", case_id, "closed")
    case = office.case(case_id)
    assert (case.status, case.assigned, case.is_open) == ("closed", carla, False)
    assert [entry.kind for entry in case.entries] == ["report", "assigned", "note", "status"]
    assert case.entries[2].text == "Spoke with the women's group." and case.entries[2].member == carla


def test_an_unsigned_event_is_shown_as_forged_and_never_folded(office: Office) -> None:
    case_id = office.report()
    envelope = random_bytes(16)
    office.put("safety", event(office, case_id, None, envelope=envelope), envelope)
    case = office.case(case_id)
    assert [entry.kind for entry in case.entries] == ["report", "forged"]
    assert case.status == "new" and case.entries[1].text == ""


@pytest.mark.parametrize("bend", ["facts", "case", "day", "clock", "signature", "member"])
def test_a_signature_covers_every_part_of_an_event(office: Office, bend: str) -> None:
    case_id, other = office.report(), office.report()
    envelope = random_bytes(16)
    true = event(office, other if bend == "case" else case_id, office.members["caseworker"], envelope=envelope)
    bent = {
        "facts": {"status": "waiting"},
        "case": case_id.hex(),
        "day": office.now.date().replace(day=1).isoformat(),
        "clock": 2,
        "signature": "0" * 128,
        "member": random_bytes(16).hex(),
    }
    office.put("safety", true | {bend: bent[bend]}, envelope)
    assert office.case(case_id).status == "new"
    assert kinds(office, case_id) == ["report", "forged"]


@pytest.mark.parametrize("name", ["message", "withdrawn", "route_cut", "report", "forged", "broken", "unknown", ""])
def test_a_colleague_cannot_speak_as_anybody_else(office: Office, name: str) -> None:
    case_id = office.report(route=ROUTE)
    before = office.case(case_id)
    office.act("caseworker", case_id, Act(name, {"text": "I take it back."}))
    case = office.case(case_id)
    assert [entry.kind for entry in case.entries] == ["report", "unknown"]
    assert case.standing == before.standing and route_alive(case, case.received)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("bent", [None, 7, "", "x" * 99, [["new"]], {"new": {}}, True])
def test_facts_of_whatever_shape_are_folded_without_fault(office: Office, deed: str, bent: object) -> None:
    case_id = office.report()
    named = next(event for event, kind in CALLED.items() if kind == deed)
    for fact in ("text", "status", "member", "level", "reply", "sequence"):
        office.act("caseworker", case_id, Act(named, {fact: bent}))
    case = office.case(case_id)
    assert len(case.entries) == 7 and case.status in STATUSES and case.verification in LEVELS


def put_in_its_place(office: Office, case_id: bytes, text: str) -> None:
    """What anybody can do who can write to the database: destroy a report, and seal another under its number."""
    words = {
        "kind": "report",
        "form": "safety_report",
        "form_hash": "0" * 64,
        "answers": {"what_happened": text},
        "compartment": "safety",
        "urgent": False,
        "mailbox": None,
        "check_words": [3, 41],
        "language": "en",
        "route": None,
        "day": office.now.date().isoformat(),
    }
    with office.database.writing() as session:
        envelope_rows.delete(session, [case_id])
    office.put("safety", words, case_id)


def test_what_colleagues_did_stands_beside_no_report_that_they_never_read(office: Office) -> None:
    case_id = office.report("Soldiers took my son.")
    office.do("caseworker", "set_status", case_id, "closed")
    office.do("caseworker", "note", case_id, "His mother showed us the place.")
    put_in_its_place(office, case_id, "The family next door hides weapons.")
    case = office.case(case_id)
    assert [entry.kind for entry in case.entries] == ["report", "replaced", "replaced"]
    assert not any(entry.text for entry in case.entries)
    assert case.status == "new"
    office.do("caseworker", "note", case_id, "Who wrote this?")
    assert office.case(case_id).entries[-1].text == "Who wrote this?"


def test_what_was_done_before_deeds_named_their_report_still_counts(office: Office) -> None:
    case_id, envelope = office.report(), random_bytes(16)
    office.put("safety", event(office, case_id, office.members["caseworker"], envelope=envelope), envelope)
    assert office.case(case_id).status == "closed"


def test_a_true_event_copied_into_another_envelope_is_forged(office: Office) -> None:
    case_id = office.report()
    envelope = random_bytes(16)
    body = event(office, case_id, office.members["caseworker"], envelope=envelope)
    office.put("safety", body, envelope)
    office.do("caseworker", "set_status", case_id, "open")
    office.put("safety", body)
    assert sorted(kinds(office, case_id)) == ["forged", "report", "status", "status"]
    assert office.case(case_id).status == "open"


def test_an_event_cannot_be_dated_into_a_month_it_was_not_made_in(office: Office) -> None:
    case_id = office.report()
    envelope = random_bytes(16)
    future = event(office, case_id, office.members["caseworker"], envelope=envelope, day="2031-01-01")
    office.put("safety", future, envelope)
    assert kinds(office, case_id) == ["report", "forged"]


@pytest.mark.parametrize("who", ["focal_point", "steward"])
def test_who_may_not_open_a_compartment_cannot_change_its_cases(office: Office, who: str) -> None:
    case_id = office.report()
    with pytest.raises(NotYourCase), office.database.writing() as session:
        Casework(office.trust, office.members[who]).do(session, office.case(case_id), noted("x"), office.now)
    envelope = random_bytes(16)
    office.put("safety", event(office, case_id, office.members[who], envelope=envelope), envelope)
    assert kinds(office, case_id) == ["report", "forged"]


def test_a_caseworker_sees_no_psea_case_in_any_way(office: Office) -> None:
    psea = office.report("About the warehouse man.", compartment="psea")
    office.later(psea, compartment="psea", text="One thing more.")
    office.do("focal_point", "note", psea, "Handled.")
    safety = office.report()
    caseload = office.caseload("caseworker")
    assert [case.id for case in caseload.all()] == [safety]
    assert caseload.strange == 0
    with pytest.raises(NoSuchCase):
        caseload.get(psea)
    with pytest.raises(NoSuchCase):
        caseload.find(case_name(psea))
    assert [case.id for case in office.caseload("focal_point").all()] == [psea]


def test_words_sealed_to_another_compartment_do_not_reach_the_case(office: Office) -> None:
    psea = office.report(compartment="psea")
    office.later(psea, compartment="safety", text="sealed to the wrong people")
    assert kinds_of(office, psea, "focal_point") == ["report"]
    assert office.caseload("caseworker").all() == []


def kinds_of(office: Office, case_id: bytes, who: str) -> list[str]:
    return [entry.kind for entry in office.case(case_id, who).entries]


def test_a_message_wakes_a_closed_case(office: Office) -> None:
    case_id = office.report()
    office.do("caseworker", "set_status", case_id, "closed")
    office.pass_days(1)
    office.later(case_id, text="It happened again.")
    case = office.case(case_id)
    assert (case.status, case.unanswered, case.wrote_again) == ("open", True, True)


def test_two_messages_of_one_day_keep_their_order(office: Office) -> None:
    case_id = office.report()
    for number in range(12):
        office.later(case_id, text=f"message {number}")
    assert [entry.text for entry in office.case(case_id).entries[1:]] == [f"message {n}" for n in range(12)]


def test_question_and_answer_of_one_day_interleave(office: Office) -> None:
    case_id = office.report()
    office.do("caseworker", "reply", case_id, "Are you somewhere safe now?")
    office.later(case_id, text="Yes.")
    office.do("caseworker", "reply", case_id, "Good. We will look into it.")
    office.later(case_id, text="Thank you.")
    entries = office.case(case_id).entries
    assert [entry.kind for entry in entries] == ["report", "reply", "message", "reply", "message"]


def test_what_nobody_has_acted_on_stands_last_whatever_day_it_bears(office: Office) -> None:
    case_id = office.report()
    yesterday = (office.now - timedelta(days=1)).date().isoformat()
    office.do("caseworker", "reply", case_id, "We heard you.")
    office.later(case_id, text="an answer that came over midnight", day=yesterday)
    case = office.case(case_id)
    assert [entry.kind for entry in case.entries] == ["report", "reply", "message"]
    assert case.wrote_again and case.unanswered and case.status == "open"


def test_a_message_answered_on_its_own_day_is_answered(office: Office) -> None:
    case_id = office.report()
    office.later(case_id, text="and one thing more")
    office.do("caseworker", "reply", case_id, "We heard you.")
    case = office.case(case_id)
    assert [entry.kind for entry in case.entries] == ["report", "message", "reply"]
    assert not case.wrote_again and not case.unanswered


def test_a_forged_event_cannot_pretend_that_a_message_was_seen(office: Office) -> None:
    case_id = office.report()
    message = office.later(case_id, text="help")
    envelope = random_bytes(16)
    office.put("safety", event(office, case_id, None, envelope=envelope, seen=[message.hex()]), envelope)
    case = office.case(case_id)
    assert [entry.kind for entry in case.entries] == ["report", "forged", "message"] and case.wrote_again


def test_a_withdrawn_report_is_closed_and_stays_closed(office: Office) -> None:
    case_id = office.report(route=ROUTE)
    office.later(case_id, "withdrawn")
    office.do("caseworker", "set_status", case_id, "open")
    case = office.case(case_id)
    assert case.withdrawn and case.status == "closed" and not case.unanswered
    with pytest.raises(MailboxGone):
        office.do("caseworker", "reply", case_id, "hello")


def test_concurrent_deeds_fold_alike_in_whatever_order_they_are_found(office: Office) -> None:
    """Two members act on the same state; every reading order gives the same case."""
    case_id = random_bytes(16)
    tag, day = "ab" * 32, "2026-11-20"
    shape = {"kind": "report", "form_hash": "", "answers": {}, "compartment": "safety", "urgent": False}
    shape |= {"mailbox": {"tag": tag, "public_key": tag}, "check_words": [1, 2], "language": "en", "route": None}
    report = REPORT.validate_python(shape | {"day": day})
    members = [random_bytes(16), random_bytes(16)]

    def deed(clock: int, status: str, member: int) -> CaseEvent:
        envelope = random_bytes(16)
        body = {"kind": "event", "id": envelope.hex(), "case": case_id.hex(), "event": "status", "clock": clock}
        read = EVENT.validate_python(body | {"facts": {"status": status}, "day": day})
        return CaseEvent(envelope, read, members[member])

    events = [deed(1, "waiting", 0), deed(1, "closed", 1), deed(2, "in_progress", 0), deed(2, "waiting", 1)]
    message = {"kind": "message", "mailbox_tag": tag, "day": day, "text": "more"}
    messages = [CaseMessage(random_bytes(16), MESSAGE.validate_python(message)) for _ in range(3)]
    expected = fold(case_id, report, messages, events)
    for seed in range(50):
        shuffled = Random(seed)
        shuffled.shuffle(events)
        shuffled.shuffle(messages)
        assert fold(case_id, report, messages, events) == expected


def test_a_caseload_opens_only_what_is_new_and_forgets_what_was_erased(office: Office) -> None:
    caseload = Caseload()
    first, second = office.report(), office.report()
    with office.database.reading() as session:
        changes = caseload.refresh(session, office.members["caseworker"], office.trust)
    assert changes.arrived == {first, second}
    message = office.later(first, text="more")
    with office.database.writing() as session:
        envelope_rows.delete(session, [second])
    with office.database.reading() as session:
        changes = caseload.refresh(session, office.members["caseworker"], office.trust)
    assert changes.arrived == {message}
    assert changes.gone == {second}
    assert [case.id for case in caseload.all()] == [first]
    assert caseload.get(first).wrote_again


def test_a_case_changes_its_version_with_every_entry_and_only_then(office: Office) -> None:
    case_id = office.report()
    before = office.case(case_id).version
    assert office.case(case_id).version == before
    office.do("caseworker", "note", case_id, "seen")
    assert office.case(case_id).version != before


def test_what_cannot_be_understood_is_counted_and_left_out(office: Office) -> None:
    case_id = office.report()
    office.put("safety", {"kind": "report", "text": "half a report"})
    office.put("safety", {"kind": "message", "mailbox_tag": "not hex", "day": "yesterday"})
    office.put("safety", {"kind": "event", "case": case_id.hex()})
    office.put("safety", {"kind": "elephant"})
    caseload = office.caseload()
    assert [case.id for case in caseload.all()] == [case_id]
    assert caseload.strange == 4


def test_only_an_answer_or_closing_ends_that_somebody_waits(office: Office) -> None:
    case_id, other = office.report(), office.report()
    office.do("caseworker", "reply", case_id, "Are you safe?")
    assert not office.case(case_id).needs_answer
    office.pass_days(2)
    office.later(case_id, text="No.")
    office.do("caseworker", "note", case_id, "Read it.")
    office.do("caseworker", "assign", case_id, office.members["caseworker"].member)
    office.do("caseworker", "set_status", case_id, "waiting")
    case = office.case(case_id)
    assert (case.wrote_again, case.needs_answer) == (True, True)
    assert (case.received, case.last_heard) == (NOON.date(), NOON.date() + timedelta(days=2))
    office.do("caseworker", "reply", case_id, "We come.")
    assert not office.case(case_id).wrote_again
    office.do("caseworker", "set_status", other, "closed")
    assert not office.case(other).needs_answer


def test_the_queue_puts_who_waits_first_of_them_the_urgent_then_who_waits_longest(office: Office) -> None:
    old_answered, urgent_answered = office.report(), office.report(urgent=True)
    office.do("caseworker", "reply", urgent_answered, "We come.")
    office.do("caseworker", "reply", old_answered, "Thank you.")
    old = office.report()
    office.pass_days(2)
    new, urgent, closed = office.report(), office.report(urgent=True), office.report(urgent=True)
    office.do("caseworker", "set_status", closed, "closed")
    assert [case.id for case in office.caseload().all()] == [
        urgent,
        old,
        new,
        urgent_answered,
        old_answered,
        closed,
    ]


def test_a_case_is_found_by_its_name_and_by_the_start_of_its_id(office: Office) -> None:
    case_id = office.report()
    caseload = office.caseload()
    assert caseload.find(f" {case_name(case_id).upper()} ").id == case_id
    assert caseload.find(case_id.hex()[:8]).id == case_id
    for wrong in ("", "zzzz", case_id.hex()[:3]):
        with pytest.raises(NoSuchCase):
            caseload.find(wrong)


def test_case_names_can_be_said_and_seldom_meet() -> None:
    names = [case_name(number.to_bytes(16, "big")) for number in range(2000)]
    assert all(name.isascii() and len(name) == 9 for name in names)
    assert len(set(names)) >= 1998
