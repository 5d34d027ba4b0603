"""A reply reaches only who holds the receipt, and only staff can have made it."""

import json
from typing import Any

import pytest

from services.keys.epochs import week_of
from services.keys.keyring import signed
from services.keys.sealing import CannotOpen, Sealed, new_key_pair, random_bytes, seal, unseal
from services.reports.receipts import MailboxKeys
from services.reports.replies import OpenedReplies, open_replies
from services.retention import forget_idle_mailboxes
from storage import mailbox as mailboxes
from tests.support.offices import Office, founded, office

__all__ = ["founded", "office"]


def inbox(office: Office, mailbox: MailboxKeys) -> OpenedReplies:
    with office.database.reading() as session:
        return open_replies(session, office.trust, mailbox)


def lay(office: Office, mailbox: MailboxKeys, body: object, row: bytes | None = None) -> bytes:
    """Put anything into a mailbox, as who can write to the database could."""
    row = row or random_bytes(16)
    sealed = seal(json.dumps(body).encode(), mailbox.keys.public)
    with office.database.writing() as session:
        mailboxes.add_reply(session, mailboxes.ReplyRow(row, mailbox.tag, week_of(office.now), sealed))
    return row


def body(office: Office, mailbox: MailboxKeys, row: bytes, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "reply",
        "id": row.hex(),
        "mailbox": mailbox.tag.hex(),
        "compartment": "safety",
        "text": "Come to the gate at nine.",
        "check_words": [3, 41],
        "sequence": 1,
        "day": office.now.date().isoformat(),
    } | changes


def test_replies_come_oldest_first_with_the_check_words_of_the_report(office: Office) -> None:
    case_id = office.report(check_words=[7, 12])
    for text in ("First.", "Second.\r\nشكرا", "Third."):
        office.do("caseworker", "reply", case_id, text)
    found = inbox(office, office.mailboxes[case_id])
    assert [reply.text for reply in found.replies] == ["First.", "Second.\nشكرا", "Third."]
    assert [reply.sequence for reply in found.replies] == [1, 2, 3]
    assert {reply.check_words for reply in found.replies} == {(7, 12)}
    assert {reply.compartment for reply in found.replies} == {"safety"} and found.forged == ()


def test_a_reply_opens_with_no_other_mailbox_and_says_nothing_printed(office: Office) -> None:
    case_id = office.report()
    office.do("caseworker", "reply", case_id, "for your eyes")
    true = office.mailboxes[case_id]
    found = inbox(office, MailboxKeys(true.tag, new_key_pair()))
    assert found.replies == () and len(found.forged) == 1
    assert "for your eyes" not in repr(inbox(office, true))


def test_nobody_without_a_staff_key_can_make_a_reply(office: Office) -> None:
    mailbox = office.mailboxes[office.report()]
    row = random_bytes(16)
    unsigned = lay(office, mailbox, body(office, mailbox, row), row)
    anything: tuple[object, ...] = ([], {}, "hello", {"kind": "reply"}, None)
    strange = [lay(office, mailbox, each) for each in anything]
    found = inbox(office, mailbox)
    assert found.replies == () and set(found.forged) == {unsigned, *strange}


@pytest.mark.parametrize("who", ["steward", "focal_point"])
def test_a_member_of_another_compartment_cannot_make_one_either(office: Office, who: str) -> None:
    mailbox = office.mailboxes[office.report()]
    row = random_bytes(16)
    lay(office, mailbox, signed(office.members[who], "reply", body(office, mailbox, row)), row)
    assert inbox(office, mailbox) == OpenedReplies((), (row,))


@pytest.mark.parametrize(
    "bend", [{"text": "Come to the gate at ten."}, {"check_words": [1, 2]}, {"sequence": 2}, {"compartment": "psea"}]
)
def test_a_changed_reply_is_forged(office: Office, bend: dict[str, Any]) -> None:
    mailbox = office.mailboxes[office.report()]
    row = random_bytes(16)
    lay(office, mailbox, signed(office.members["caseworker"], "reply", body(office, mailbox, row)) | bend, row)
    assert inbox(office, mailbox) == OpenedReplies((), (row,))


def test_a_true_reply_moved_or_copied_is_forged(office: Office) -> None:
    case_id, other = office.report(), office.mailboxes[office.report()]
    sent = office.do("caseworker", "reply", case_id, "Only here.")
    true = office.mailboxes[case_id]
    with office.database.reading() as session:
        (row,) = mailboxes.replies(session, true.tag)
    content = json.loads(unseal(Sealed(row.body), true.keys))
    copied, moved = lay(office, true, content), lay(office, other, content)
    assert [reply.id for reply in inbox(office, true).replies] == [sent.reply]
    assert inbox(office, true).forged == (copied,)
    assert inbox(office, other) == OpenedReplies((), (moved,))


def test_an_event_cannot_be_passed_off_as_a_reply(office: Office) -> None:
    mailbox = office.mailboxes[office.report()]
    row = random_bytes(16)
    lay(office, mailbox, signed(office.members["caseworker"], "event", body(office, mailbox, row)), row)
    assert inbox(office, mailbox) == OpenedReplies((), (row,))


def test_the_desk_itself_cannot_open_what_it_laid_in_a_mailbox(office: Office) -> None:
    case_id = office.report()
    office.do("caseworker", "reply", case_id, "sealed")
    with office.database.reading() as session:
        (row,) = mailboxes.replies(session, office.mailboxes[case_id].tag)
    for keys in office.members["caseworker"].keys.values():
        with pytest.raises(CannotOpen):
            unseal(Sealed(row.body), keys)


def test_a_true_reply_that_names_another_mailbox_is_forged_though_its_row_is_its_own(office: Office) -> None:
    """Staff signed it for somebody else: whoever lays it here puts words into their mouth."""
    mailbox, other = office.mailboxes[office.report()], office.mailboxes[office.report()]
    row = random_bytes(16)
    for_another = body(office, mailbox, row) | {"mailbox": other.tag.hex()}
    lay(office, mailbox, signed(office.members["caseworker"], "reply", for_another), row)
    assert inbox(office, mailbox) == OpenedReplies((), (row,))


def test_an_answer_that_comes_late_is_there_for_half_a_year_more(office: Office) -> None:
    case_id = office.report()
    office.pass_days(25 * 7)
    office.do("caseworker", "reply", case_id, "We have been there.")
    office.pass_days(25 * 7)
    with office.database.writing() as session:
        assert forget_idle_mailboxes(session, office.now) == 0
    assert [reply.text for reply in inbox(office, office.mailboxes[case_id]).replies] == ["We have been there."]
