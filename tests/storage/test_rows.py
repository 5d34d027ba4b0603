"""What the queries of each subject promise."""

import os
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from storage import conversations, envelopes, forms, keyring, mailbox, turns
from storage.engine import Database
from storage.mailbox import MailboxRow, ReplyRow
from storage.turns import HeldRow

A, B = b"a" * 32, b"b" * 32


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.writing() as session:
        yield session


def test_a_conversation_is_kept_once_replaced_and_dropped(session: Session) -> None:
    assert conversations.get(session, A) is None
    conversations.put(session, A, b"one")
    conversations.put(session, A, b"two")
    conversations.put(session, B, b"other")
    assert conversations.get(session, A) == b"two"
    assert sorted(conversations.everything(session)) == [(A, b"two"), (B, b"other")]
    conversations.delete(session, A)
    conversations.delete(session, A)
    assert conversations.everything(session) == [(B, b"other")]


def test_traces_are_kept_and_found_many_at_a_time(session: Session) -> None:
    conversations.put_traces(session, {A: b"1", B: b"2"})
    conversations.put_traces(session, {A: b"3"})
    conversations.put_traces(session, {})
    assert conversations.get_traces(session, [A, B, b"c" * 32]) == {A: b"3", B: b"2"}
    assert conversations.get_traces(session, []) == {}
    conversations.delete_trace(session, A)
    assert conversations.all_traces(session) == [(B, b"2")]


def test_a_turn_is_kept_emptied_and_dropped(session: Session) -> None:
    turns.put(session, 5, b"decided")
    turns.put(session, 5, b"decided again")
    turns.put(session, 6, b"other")
    assert turns.get(session, 5) == b"decided again"
    turns.empty(session, [5, 99])
    assert turns.get(session, 5) == b""
    assert turns.get(session, 99) is None
    turns.forget(session, [5, 6, 99])
    assert turns.everything(session) == [(6, b"other")]


def test_update_numbers_of_64_bits_are_kept(session: Session) -> None:
    turns.put(session, 2**62, b"body")
    assert turns.get(session, 2**62) == b"body"


def test_held_updates_come_back_in_order_until_released(session: Session) -> None:
    turns.put_held(session, HeldRow(9, 1, False, b"nine"))
    turns.put_held(session, HeldRow(3, 1, False, b"three"))
    turns.put_held(session, HeldRow(9, 3, True, b"nine"))
    assert turns.all_held(session) == [HeldRow(3, 1, False, b"three"), HeldRow(9, 3, True, b"nine")]
    assert turns.get_held(session, 9) == HeldRow(9, 3, True, b"nine")
    turns.delete_held(session, [9])
    assert turns.get_held(session, 9) is None
    assert len(turns.all_held(session)) == 1


def test_envelopes_are_found_by_identifier_however_many(session: Session) -> None:
    bodies = {os.urandom(16): os.urandom(20) for _ in range(1203)}
    for id, body in bodies.items():
        envelopes.add(session, id, "2026-03", "2026-W10", body)
    assert envelopes.bodies(session, list(bodies)) == bodies
    assert {head.id for head in envelopes.heads(session)} == bodies.keys()
    assert envelopes.count(session) == 1203
    gone = list(bodies)[:1100]
    assert envelopes.delete(session, [*gone, b"?" * 16]) == 1100
    assert not envelopes.exists(session, gone[0])
    assert envelopes.exists(session, list(bodies)[-1])


def test_an_envelope_is_never_written_over(session: Session) -> None:
    envelopes.add(session, b"i" * 16, "2026-03", "2026-W10", b"first")
    with pytest.raises(IntegrityError):
        envelopes.add(session, b"i" * 16, "2026-03", "2026-W10", b"second")


def test_a_mailbox_goes_with_its_replies_and_takes_no_others(session: Session) -> None:
    for tag in (A, B):
        mailbox.add(session, MailboxRow(tag, b"k" * 32, "2026-W10"))
        mailbox.add_reply(session, ReplyRow(tag[:16], tag, "2026-W11", b"sealed"))
    assert mailbox.get(session, A) == MailboxRow(A, b"k" * 32, "2026-W10")
    assert mailbox.replies(session, A) == [ReplyRow(A[:16], A, "2026-W11", b"sealed")]
    mailbox.remember(session, A, b"locked")
    assert mailbox.get(session, A) == MailboxRow(A, b"k" * 32, "2026-W10", b"locked")
    mailbox.delete(session, A)
    assert mailbox.get(session, A) is None
    assert mailbox.replies(session, A) == []
    assert mailbox.count_replies(session) == 1


def test_replies_that_were_read_can_be_erased_alone(session: Session) -> None:
    mailbox.add(session, MailboxRow(A, b"k" * 32, "2026-W10"))
    for number in range(3):
        mailbox.add_reply(session, ReplyRow(bytes([number]) * 16, A, "2026-W11", b"sealed"))
    mailbox.delete_replies(session, [b"\0" * 16, b"\1" * 16, b"?" * 16])
    assert [reply.id for reply in mailbox.replies(session, A)] == [b"\2" * 16]
    mailbox.delete_replies(session, [])


def test_idle_mailboxes_are_told_by_the_week_of_last_use_across_a_new_year(session: Session) -> None:
    for tag, week in ((A, "2025-W52"), (B, "2026-W01")):
        mailbox.add(session, MailboxRow(tag, b"k" * 32, week))
    assert mailbox.idle_since(session, "2026-W01") == [A]
    mailbox.touch(session, A, "2026-W02")
    assert mailbox.idle_since(session, "2026-W01") == []
    other = mailbox.get(session, B)
    assert other is not None
    assert other.week == "2026-W01"


def test_a_forms_first_archive_stays(session: Session) -> None:
    forms.archive(session, "h1", "safety_report", "2026-W10", "{}")
    forms.archive(session, "h1", "safety_report", "2026-W12", "changed")
    forms.archive(session, "h2", "safety_report", "2026-W11", "{2}")
    forms.archive(session, "h3", "survey", "2026-W09", "{3}")
    assert forms.get(session, "h1") == "{}"
    assert forms.get(session, "h9") is None
    assert forms.hashes(session, "safety_report") == ["h1", "h2"]


def test_a_destroyed_epoch_keeps_neither_key_nor_wrap_and_others_stay(session: Session) -> None:
    for epoch in ("2026-03", "2026-04"):
        keyring.add_epoch_key(session, keyring.EpochKeyRow("safety", epoch, 1, b"p", None, b"s"))
        keyring.add_wraps(session, [keyring.EpochWrapRow("safety", epoch, 1, b"h" * 16, b"sealed")])
    keyring.add_epoch_key(session, keyring.EpochKeyRow("psea", "2026-03", 1, b"p", None, b"s"))
    keyring.destroy_epoch(session, "safety", "2026-03")
    left = [(key.compartment, key.epoch) for key in keyring.all_epoch_keys(session)]
    assert sorted(left) == [("psea", "2026-03"), ("safety", "2026-04")]
    assert [wrap.epoch for wrap in keyring.wraps_of(session, b"h" * 16)] == ["2026-04"]
