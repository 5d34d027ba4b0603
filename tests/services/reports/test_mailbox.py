"""Promises of the mailbox a receipt opens."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from services.keys.epochs import week_of
from services.keys.founding import Founding
from services.keys.sealing import new_key_pair
from services.reports import mailbox, reports
from services.reports.case import Case, reach
from services.reports.caseload import Caseload
from services.reports.casework import Casework
from services.reports.mailbox import AlreadyTakenBack, LaterWords, NoSuchMailbox
from services.reports.memo import ERASED_KEPT, Memo
from storage import mailbox as rows
from tests.support.reports.reporting import draft, ready
from tests.support.vaults import OpenedBy, Template

NOON = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=20)


def test_the_receipt_finds_the_mailbox_and_nothing_else_does(session: Session, founding: Founding) -> None:
    fresh = ready(session, founding)
    reports.submit(session, founding.trust, fresh, draft(), NOON)
    assert mailbox.find(session, fresh.mailbox).compartment == "safety"
    with pytest.raises(NoSuchMailbox):
        mailbox.find(session, ready(session, founding).mailbox)


def test_an_erased_mailbox_answers_like_one_that_never_was(session: Session, founding: Founding) -> None:
    fresh = ready(session, founding)
    reports.submit(session, founding.trust, fresh, draft(), NOON)
    rows.delete(session, mailbox.find(session, fresh.mailbox).keys.tag)
    with pytest.raises(NoSuchMailbox) as erased:
        mailbox.find(session, fresh.mailbox)
    assert erased.value.args == ()


def test_a_mailbox_row_does_not_tell_its_compartment(session: Session, founding: Founding) -> None:
    """The tag is a keyed derivation: without the receipt the tags of both compartments look the same."""
    for compartment in ("safety", "psea"):
        fresh = ready(session, founding)
        reports.submit(session, founding.trust, fresh, draft(compartment), NOON)
        box = mailbox.find(session, fresh.mailbox)
        assert box.compartment == compartment
        assert len(box.keys.tag) == 32
        assert rows.get(session, fresh.mailbox.tag) is None


def test_whoever_swaps_the_key_in_the_row_changes_nothing_and_the_desk_sees_it(
    session: Session, founding: Founding, founded: Template
) -> None:
    """What is written to the person is sealed to the key inside the report, and read with the receipt."""
    fresh = ready(session, founding)
    reports.submit(session, founding.trust, fresh, draft(), NOON)
    assert not reach(session, _case(session, founded), NOON.date()).altered
    swapped = {"key": new_key_pair().public}
    session.connection().execute(text("UPDATE mailboxes SET public_key = :key"), swapped)
    case = _case(session, founded)
    assert reach(session, case, NOON.date()).altered
    caseworker = founded.unlocked("caseworker")
    Casework(founding.trust, caseworker).reply(session, case, "We heard you.", NOON)
    _, inbox = mailbox.enter(session, founding.trust, fresh.mailbox)
    assert [reply.text for reply in inbox.replies] == ["We heard you."]


def test_an_erased_answer_that_was_put_back_is_not_shown_as_true_again(
    session: Session, founding: Founding, founded: Template
) -> None:
    fresh = ready(session, founding)
    reports.submit(session, founding.trust, fresh, draft(), NOON)
    caseworker = Casework(founding.trust, founded.unlocked("caseworker"))
    caseworker.reply(session, _case(session, founded), "Go to the clinic on Monday.", NOON)
    box, _ = mailbox.enter(session, founding.trust, fresh.mailbox)
    (kept,) = rows.replies(session, box.keys.tag)
    mailbox.erase(session, box, [kept.id.hex()], NOON)
    rows.add_reply(session, kept)
    caseworker.reply(session, _case(session, founded), "The clinic has moved.", NOON)
    found = mailbox.look(session, founding.trust, box)
    assert ([reply.text for reply in found.replies], found.doubtful) == (["The clinic has moved."], 1)


def test_a_memo_keeps_its_length_however_many_answers_were_erased(session: Session, founding: Founding) -> None:
    private, memo = new_key_pair().private, Memo(is_told=None)
    for number in range(2 * ERASED_KEPT):
        memo = memo.erasing([number.to_bytes(16, "little")])
        assert len(memo.locked(private)) == len(Memo(is_told=True).locked(private))
        assert Memo.opened(memo.locked(private), private) == memo
    assert memo.has_erased((2 * ERASED_KEPT - 1).to_bytes(16, "little"))


def _case(session: Session, founded: Template) -> Case:
    caseload = Caseload()
    caseload.refresh(session, founded.unlocked("caseworker"), founded.founding.trust)
    (found,) = caseload.all()
    return found


@pytest.mark.parametrize(
    ("compartment", "reader", "stranger"),
    [("safety", "caseworker", "focal_point"), ("psea", "focal_point", "caseworker")],
)
def test_later_words_reach_those_who_have_the_report_and_no_others(
    session: Session, founding: Founding, opened: OpenedBy, compartment: str, reader: str, stranger: str
) -> None:
    fresh = ready(session, founding)
    reports.submit(session, founding.trust, fresh, draft(compartment), NOON)
    box = mailbox.find(session, fresh.mailbox)
    mailbox.write(session, founding.trust, box, LaterWords("they came back", 2), NOON)
    mailbox.cut_route(session, founding.trust, box, NOON)
    mailbox.withdraw(session, founding.trust, box, NOON)
    found = {each.body["kind"]: each.body for each in opened(reader)}
    assert set(found) == {"report", "message", "route_cut", "withdrawn"}
    assert found["message"]["text"] == "they came back"
    assert found["message"]["after"] == 2
    assert {body["mailbox_tag"] for kind, body in found.items() if kind != "report"} == {
        found["report"]["mailbox"]["tag"]
    }
    assert opened(stranger) == []


def test_messages_of_one_day_keep_their_order_without_a_clock_time(
    session: Session, founding: Founding, opened: OpenedBy
) -> None:
    fresh = ready(session, founding)
    reports.submit(session, founding.trust, fresh, draft(), NOON)
    box = mailbox.find(session, fresh.mailbox)
    for said in ("one", "two", "three"):
        mailbox.write(session, founding.trust, box, LaterWords(said, 0), NOON)
    found = [each.body for each in opened("caseworker") if each.body["kind"] == "message"]
    assert [body["text"] for body in sorted(found, key=lambda body: body["order"])] == ["one", "two", "three"]
    assert all(len(body["day"]) == 10 for body in found)


def test_nothing_can_be_sent_through_a_mailbox_that_was_erased_while_open(session: Session, founding: Founding) -> None:
    fresh = ready(session, founding)
    reports.submit(session, founding.trust, fresh, draft(), NOON)
    box = mailbox.find(session, fresh.mailbox)
    rows.delete(session, box.keys.tag)
    with pytest.raises(NoSuchMailbox):
        mailbox.write(session, founding.trust, box, LaterWords("too late", 0), NOON)


def test_too_long_a_message_is_refused_whole(session: Session, founding: Founding) -> None:
    fresh = ready(session, founding)
    reports.submit(session, founding.trust, fresh, draft(), NOON)
    box = mailbox.find(session, fresh.mailbox)
    mailbox.write(session, founding.trust, box, LaterWords("😀" * mailbox.TEXT_LIMIT, 0), NOON)
    with pytest.raises(mailbox.MessageTooLong):
        mailbox.write(session, founding.trust, box, LaterWords("x" * (mailbox.TEXT_LIMIT + 1), 0), NOON)


def test_reading_erases_what_was_read_and_nothing_that_came_meanwhile(session: Session, founding: Founding) -> None:
    fresh = ready(session, founding)
    reports.submit(session, founding.trust, fresh, draft(), NOON)
    box = mailbox.find(session, fresh.mailbox)
    for number in (1, 2):
        rows.add_reply(session, rows.ReplyRow(bytes([number]) * 16, box.keys.tag, week_of(NOON), b"sealed"))
    mailbox.erase(session, box, ["01" * 16], LATER)
    assert [reply.id for reply in rows.replies(session, box.keys.tag)] == [b"\2" * 16]
    row = rows.get(session, box.keys.tag)
    assert row is not None and row.week == week_of(LATER)


def test_one_receipt_cannot_erase_another_mailboxs_replies(session: Session, founding: Founding) -> None:
    mine, theirs = ready(session, founding), ready(session, founding)
    for fresh in (mine, theirs):
        reports.submit(session, founding.trust, fresh, draft(), NOON)
    other = mailbox.find(session, theirs.mailbox)
    rows.add_reply(session, rows.ReplyRow(b"\1" * 16, other.keys.tag, week_of(NOON), b"sealed"))
    mailbox.erase(session, mailbox.find(session, mine.mailbox), ["01" * 16], NOON)
    assert len(rows.replies(session, other.keys.tag)) == 1


def test_a_conversation_can_hold_a_mailbox_open_without_the_receipt(session: Session, founding: Founding) -> None:
    fresh = ready(session, founding)
    reports.submit(session, founding.trust, fresh, draft("psea"), NOON)
    box = mailbox.find(session, fresh.mailbox)
    again = mailbox.reopen(box.keys.keys.private.hex(), box.keys.keys.public.hex(), box.compartment)
    assert again == box


def test_a_mailbox_remembers_what_was_done_with_it(session: Session, founding: Founding) -> None:
    fresh = ready(session, founding)
    reports.submit(session, founding.trust, fresh, draft(), NOON)
    box = mailbox.find(session, fresh.mailbox)
    assert mailbox.remembered(session, box) == Memo(is_told=draft().route is not None)
    mailbox.cut_route(session, founding.trust, box, NOON)
    assert mailbox.remembered(session, box) == Memo(is_told=False)
    mailbox.visit(session, box, LATER)
    mailbox.withdraw(session, founding.trust, box, LATER)
    assert mailbox.look(session, founding.trust, box).memo == Memo(is_told=False, is_taken_back=True)


def test_what_was_taken_back_takes_no_later_words(session: Session, founding: Founding, opened: OpenedBy) -> None:
    fresh = ready(session, founding)
    reports.submit(session, founding.trust, fresh, draft(), NOON)
    box = mailbox.find(session, fresh.mailbox)
    mailbox.withdraw(session, founding.trust, box, NOON)
    with pytest.raises(AlreadyTakenBack):
        mailbox.write(session, founding.trust, box, LaterWords("nobody would read this"), NOON)
    with pytest.raises(AlreadyTakenBack):
        mailbox.withdraw(session, founding.trust, box, NOON)
    assert [each.body["kind"] for each in opened("caseworker")].count("withdrawn") == 1


def test_memos_look_alike_change_at_every_use_and_cannot_be_made_by_others(
    session: Session, founding: Founding
) -> None:
    """A use that changes what is remembered cannot be told from one that does not."""
    kept = []
    for _ in range(2):
        fresh = ready(session, founding)
        reports.submit(session, founding.trust, fresh, draft(), NOON)
        box = mailbox.find(session, fresh.mailbox)
        kept.append(_memo(session, box))
        mailbox.visit(session, box, NOON)
        kept.append(_memo(session, box))
    mailbox.withdraw(session, founding.trust, box, NOON)
    kept.append(_memo(session, box))
    assert len(set(kept)) == 5 and len({len(each) for each in kept}) == 1
    rows.remember(session, box.keys.tag, kept[0])
    assert mailbox.remembered(session, box) == Memo(), "that of another mailbox"


def _memo(session: Session, box: mailbox.OpenMailbox) -> bytes:
    row = rows.get(session, box.keys.tag)
    assert row is not None and row.memo is not None
    return row.memo
