"""Nothing is handed over but what its person said yes to, while that yes holds."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.audit.reading import Reader
from services.keys.sealing import new_key_pair, random_bytes
from services.reports import later_words
from services.reports.bodies import EVENT, MESSAGE, MailboxBody, ReportBody
from services.reports.case import NoSuchCase
from services.reports.casework import CannotBeAsked, Casework, MailboxGone, TooManyReferrals
from services.reports.deeds import asking
from services.reports.deeds.agreeing import NotToldInPerson
from services.reports.deeds.following_up import NotHandedOver, NothingToStop, UnknownStep, followed_up
from services.reports.deeds.handing_over import NoConsent, NoSuchReferral, UnknownWay, handed_over, new_handing
from services.reports.folding import CaseEvent, CaseMessage, fold
from services.reports.receipts import MailboxKeys, new_receipt
from services.reports.referrals import (
    CONSENT_LIFE,
    TERMS_LIMIT,
    HoldsAReceipt,
    NothingToPassOn,
    PassedItem,
    Recipient,
    Terms,
    TooMuchToPassOn,
    terms,
)
from storage import mailbox as mailboxes
from tests.support.offices import Office, founded, office
from tests.support.reports.referring import CLINIC, answers, asks, hands_over, only, summary

__all__ = ["founded", "office"]
TODAY = date(2026, 11, 20)
MEMBER = b"m" * 16


def told_to_stewards(office: Office) -> list[str]:
    with office.database.reading() as session:
        reader = Reader(session, office.trust, None, office.members["steward"].organisation)
        return [entry.kind for entry in reader.everything()]


def test_stewards_learn_that_something_left_the_desk_and_nothing_of_complaints(office: Office) -> None:
    for compartment, who, told in (("safety", "caseworker", 1), ("psea", "focal_point", 0)):
        before = told_to_stewards(office).count("referral_handed")
        case_id = office.report(compartment=compartment)
        asked = asks(office, case_id, who=who)
        answers(office, case_id, asked, compartment=compartment)
        hands_over(office, case_id, asked, who=who)
        assert told_to_stewards(office).count("referral_handed") == before + told


def test_a_yes_lets_it_be_handed_over_and_the_case_is_referred(office: Office) -> None:
    case_id = office.report()
    asked = asks(office, case_id)
    assert office.case(case_id).status == "waiting"
    answers(office, case_id, asked)
    case = office.case(case_id)
    assert case.can_be_handed_over and case.waits_for_us and case.status == "open"
    hands_over(office, case_id, asked)
    case, referral = office.case(case_id), only(office, case_id)
    assert (case.status, case.can_be_handed_over, referral.handed_on) == ("referred", False, office.now.date())
    assert referral.terms == asked and referral.awaited_since == office.now.date()


@pytest.mark.parametrize("answer", ["", "no", "withdrawn"])
def test_without_a_yes_nothing_is_handed_over(office: Office, answer: str) -> None:
    case_id = office.report()
    asked = asks(office, case_id)
    if answer:
        answers(office, case_id, asked, answer)
    with pytest.raises(NoConsent):
        hands_over(office, case_id, asked)


def test_a_yes_that_was_taken_back_is_none_also_on_the_same_day_after_a_new_start(office: Office) -> None:
    case_id = office.report()
    asked = asks(office, case_id)
    answers(office, case_id, asked)
    office.later(case_id, "consent", referral=asked.id, answer="withdrawn", order="0")  # sorts before the yes
    assert only(office, case_id).answer == "withdrawn"
    with pytest.raises(NoConsent):
        hands_over(office, case_id, asked)


def test_an_old_yes_is_asked_for_anew(office: Office) -> None:
    case_id = office.report()
    asked = asks(office, case_id)
    answers(office, case_id, asked)
    referral = only(office, case_id)
    assert referral.can_be_handed_over(TODAY + CONSENT_LIFE)
    assert not referral.can_be_handed_over(TODAY + CONSENT_LIFE + timedelta(days=1))


def test_taking_the_report_back_takes_every_yes_back(office: Office) -> None:
    case_id = office.report()
    asked = asks(office, case_id)
    answers(office, case_id, asked)
    hands_over(office, case_id, asked)
    office.later(case_id, "withdrawn")
    case = office.case(case_id)
    assert case.must_be_stopped and case.took_back and not case.is_open
    with pytest.raises(NoConsent):
        hands_over(office, case_id, asked)


def test_a_withdrawal_after_the_handing_over_leads_the_queue_until_the_other_side_is_told(office: Office) -> None:
    case_id = office.report()
    asked = asks(office, case_id)
    answers(office, case_id, asked)
    hands_over(office, case_id, asked)
    office.do("caseworker", "set_status", case_id, "closed")
    office.report(urgent=True)
    answers(office, case_id, asked, "withdrawn")
    caseload = office.caseload()
    assert caseload.all()[0].id == case_id and caseload.all()[0].is_open
    office.act("caseworker", case_id, followed_up(office.case(case_id), asked.digest, "stopped"))
    caseload = office.caseload()
    assert caseload.all()[0].id != case_id and not caseload.get(case_id).took_back


def test_a_withdrawal_before_the_handing_over_leads_the_queue_until_somebody_has_seen_it(office: Office) -> None:
    case_id = office.report()
    asked = asks(office, case_id)
    answers(office, case_id, asked)
    office.report(urgent=True)
    answers(office, case_id, asked, "withdrawn")
    assert office.caseload().all()[0].id == case_id
    assert not office.case(case_id).must_be_stopped
    office.do("caseworker", "note", case_id, "Seen.")
    assert office.caseload().all()[0].id != case_id


def test_words_that_no_receipt_signed_are_no_yes(office: Office) -> None:
    case_id = office.report()
    asked = asks(office, case_id)
    said = {"kind": "consent", "id": random_bytes(16).hex(), "mailbox_tag": office.mailboxes[case_id].tag.hex()}
    said |= {"day": office.now.date().isoformat(), "referral": asked.id, "terms": asked.digest, "answer": "yes"}
    office.put("safety", said)
    stranger = MailboxKeys(random_bytes(32), new_key_pair())
    office.put("safety", later_words.signed(stranger.voice, said), bytes.fromhex(str(said["id"])))
    case = office.case(case_id)
    assert [entry.kind for entry in case.entries[2:]] == ["unproven", "unproven"]
    assert not case.can_be_handed_over and case.status == "waiting"


def test_a_copy_of_a_yes_in_another_envelope_is_none(office: Office) -> None:
    case_id = office.report()
    asked = asks(office, case_id)
    said = later_words.signed(
        office.mailboxes[case_id].voice,
        {
            "kind": "consent",
            "id": random_bytes(16).hex(),
            "mailbox_tag": office.mailboxes[case_id].tag.hex(),
            "day": office.now.date().isoformat(),
            "referral": asked.id,
            "terms": asked.digest,
            "answer": "yes",
        },
    )
    office.put("safety", said, random_bytes(16))
    assert not office.case(case_id).can_be_handed_over


def test_a_report_whose_receipt_signs_nothing_cannot_be_asked(office: Office) -> None:
    keys = MailboxKeys(random_bytes(32), new_key_pair())
    case_id = office.report(mailbox={"tag": keys.tag.hex(), "public_key": keys.keys.public.hex()})
    with office.database.writing() as session:
        mailboxes.add(session, mailboxes.MailboxRow(keys.tag, keys.keys.public, "2026-W47"))
    office.mailboxes[case_id] = keys
    with pytest.raises(CannotBeAsked):
        asks(office, case_id)
    wanted = terms(CLINIC, [summary()])  # a colleague's program that asks all the same gets no yes
    office.act("caseworker", case_id, asking.asked(office.case(case_id), wanted, random_bytes(16)))
    answers(office, case_id, wanted)
    case = office.case(case_id)
    assert case.entries[-1].kind == "unproven" and not case.can_be_handed_over


def test_a_case_without_a_mailbox_says_that_nobody_can_be_asked(office: Office) -> None:
    case_id = office.report(mailbox=None)
    with pytest.raises(MailboxGone):
        asks(office, case_id)


def test_a_yes_face_to_face_is_recorded_by_name_for_what_was_told_alone(office: Office) -> None:
    wanted = terms(CLINIC, [summary()])
    told, written = office.report(told="in_person"), office.report()
    with office.database.writing() as session:
        work = Casework(office.trust, office.members["caseworker"])
        work.agree(session, office.case(told), wanted, office.now)
        with pytest.raises(NotToldInPerson):
            work.agree(session, office.case(written), wanted, office.now)
    referral = only(office, told)
    assert referral.recorded_by == office.members["caseworker"].member and referral.waits_for_us
    answers(office, told, wanted, "withdrawn")
    with pytest.raises(NoConsent):
        hands_over(office, told, wanted)


def test_a_complaint_is_referred_by_focal_points_alone(office: Office) -> None:
    case_id = office.report(compartment="psea")
    asked = asks(office, case_id, "focal_point")
    answers(office, case_id, asked, compartment="psea")
    with pytest.raises(NoSuchCase):
        office.case(case_id, "caseworker")
    hands_over(office, case_id, asked, "focal_point")
    assert only(office, case_id, "focal_point").handed_on


def test_more_than_the_mailbox_remembers_is_not_asked(office: Office) -> None:
    case_id = office.report()
    for _ in range(4):
        last = asks(office, case_id)
    with pytest.raises(TooManyReferrals):
        asks(office, case_id)
    answers(office, case_id, last, "no")
    asks(office, case_id)


def test_the_other_side_is_followed_up(office: Office) -> None:
    case_id = office.report()
    asked = asks(office, case_id)
    with pytest.raises(NotHandedOver):
        followed_up(office.case(case_id), asked.digest, "accepted")
    answers(office, case_id, asked)
    hands_over(office, case_id, asked)
    with pytest.raises(NothingToStop):
        followed_up(office.case(case_id), asked.digest, "stopped")
    with pytest.raises(UnknownStep):
        followed_up(office.case(case_id), asked.digest, "perhaps")
    with pytest.raises(NoSuchReferral):
        followed_up(office.case(case_id), "0" * 64, "done")
    office.pass_days(2)
    office.act("caseworker", case_id, followed_up(office.case(case_id), asked.digest, "accepted"))
    assert only(office, case_id).awaited_since == office.now.date()
    office.act("caseworker", case_id, followed_up(office.case(case_id), asked.digest, "done"))
    assert only(office, case_id).awaited_since is None
    with pytest.raises(NoConsent):
        hands_over(office, case_id, asked)


def test_two_caseworkers_at_once_lose_nothing(office: Office) -> None:
    case_id = office.report()
    asked = asks(office, case_id)
    answers(office, case_id, asked)
    seen = office.case(case_id)
    with office.database.writing() as session:
        work = Casework(office.trust, office.members["caseworker"])
        for how in ("packet", "sheet"):
            handing = new_handing(how, 3)
            work.do(session, seen, handed_over(seen, asked.digest, handing, TODAY), office.now)
    handed = [entry for entry in office.case(case_id).entries if entry.kind == "referral_handed"]
    assert {entry.facts["how"] for entry in handed} == {"packet", "sheet"}


def test_what_cannot_be_passed_on() -> None:
    with pytest.raises(NothingToPassOn):
        terms(CLINIC, [])
    with pytest.raises(TooMuchToPassOn):
        terms(CLINIC, [summary("x" * 1500), summary("y" * (TERMS_LIMIT - 1500))])
    digits = new_receipt()
    for written in (digits.shown, digits.digits, f"7{digits.digits}", f"mine: {digits.shown.replace(' ', '-')}, yes"):
        with pytest.raises(HoldsAReceipt):
            terms(CLINIC, [summary(written)])
    with pytest.raises(UnknownWay):
        new_handing("pigeon", 3)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
ITEMS = st.lists(st.builds(PassedItem, key=TEXTS, label=TEXTS, text=TEXTS), min_size=1, max_size=3)
TERMS = st.builds(
    Terms,
    id=st.sampled_from(["a" * 32, "b" * 32]),
    to=st.sampled_from(["partner:one", "partner:two"]),
    name=st.sampled_from(["One", "Two"]),
    items=ITEMS.map(tuple),
)
VOICE = MailboxKeys(b"t" * 32, new_key_pair()).voice
REPORT = ReportBody(
    kind="report",
    form_hash="0" * 64,
    answers={},
    compartment="safety",
    urgent=False,
    mailbox=MailboxBody(tag="00" * 32, public_key="11" * 32, verify_key=VOICE.verify.hex()),
    check_words=(1, 2),
    language="en",
    route=None,
    day=TODAY,
)


def event(at: int, name: str, **facts: object) -> CaseEvent:
    id = at.to_bytes(16, "big")
    body = {"kind": "event", "id": id.hex(), "case": "00" * 16, "event": name, "facts": facts, "clock": at}
    return CaseEvent(id, EVENT.validate_python(body | {"day": TODAY}), MEMBER)


def consent(number: int, asked: Terms, answer: str) -> CaseMessage:
    id = (1000 + number).to_bytes(16, "big")
    body = {"kind": "consent", "id": id.hex(), "mailbox_tag": "00" * 32, "day": TODAY.isoformat(), "order": number}
    body |= {"referral": asked.id, "terms": asked.digest, "answer": answer}
    said = later_words.signed(VOICE, body)
    return CaseMessage(id, MESSAGE.validate_python(said), said)


@given(asked=st.lists(TERMS, min_size=1, max_size=4), agreed=TERMS)
def test_a_yes_covers_no_other_fields_and_no_other_partner(asked: list[Terms], agreed: Terms) -> None:
    events = [event(at, "referral_asked", terms=each.model_dump(mode="json")) for at, each in enumerate(asked, 1)]
    case = fold(b"\0" * 16, REPORT, [consent(1, agreed, "yes")], events)
    for referral in case.referrals:
        assert referral.can_be_handed_over(TODAY) == (referral.terms == agreed)


@given(
    answers=st.lists(st.sampled_from(["yes", "no", "withdrawn"]), max_size=4),
    steps=st.lists(st.sampled_from(["accepted", "declined", "done", "stopped", "dropped"]), max_size=3),
    chance=st.randoms(use_true_random=False),
)
def test_a_refold_in_any_order_makes_the_same(answers: list[str], steps: list[str], chance: Random) -> None:
    asked = terms(Recipient("partner:one", "One"), [summary()])
    events = [event(1, "referral_asked", terms=asked.model_dump(mode="json"))]
    events.append(event(2, "referral_handed", terms=asked.digest, how="sheet", number="ABCD-EFGH", days=3))
    events += [event(3 + at, "referral_step", terms=asked.digest, step=step) for at, step in enumerate(steps)]
    messages = [consent(at, asked, answer) for at, answer in enumerate(answers)]
    before = fold(b"\0" * 16, REPORT, messages, events)
    chance.shuffle(events)
    chance.shuffle(messages)
    assert fold(b"\0" * 16, REPORT, messages, events) == before
    if {"no", "withdrawn"} & {*answers}:
        assert not before.referrals[0].can_be_handed_over(TODAY)
