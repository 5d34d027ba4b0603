"""Telegram refuses, goes away or answers nothing; storage fails: no notice is lost, and none doubled but in doubt."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError, TimedOut

from bot.outgoing import delivery
from bot.outgoing.delivery import outcome_after
from bot.wire.errors import AnswerLost, NotSent, NotSentInTime
from handlers.notices import NoticeText
from sandbox import FaultRule
from services.notices import dispatch, outbox
from services.notices.dispatch import Outcome
from services.notices.outbox import Lane, Notice
from services.store import Store
from tests.support.notices.outbox_office import Office


async def test_a_refusal_for_the_rate_postpones_for_as_long_as_it_says(office: Office) -> None:
    phone = office.phone()
    office.sandbox.faults.add(FaultRule("too_many_requests", methods=("sendMessage",), retry_after=7, times=1))
    office.stop_clock()
    office.lay_down(phone, "hello")
    async with office.at_work():
        await office.becomes(lambda: any(waiting.attempts for waiting in office.waiting))
    assert not _due_in(office, 6)
    assert _due_in(office, 9)
    office.ahead = timedelta(seconds=9)
    async with office.at_work():
        await phone.expects("hello")
        await office.empties()
    assert office.sandbox.ledger.of("impatient") == []


def _due_in(office: Office, seconds: int) -> bool:
    with office.database.reading() as session:
        return bool(outbox.due(session, office.now() + timedelta(seconds=seconds), 1))


@pytest.mark.parametrize("kind", ["reminder", "mailbox"])
async def test_an_outage_is_waited_out_and_the_pauses_grow(office: Office, kind: str) -> None:
    phone = office.phone()
    office.stop_clock()
    office.sandbox.faults.add(FaultRule("down", methods=("sendMessage",)))
    office.lay_down(phone, "hello", kind=kind)
    async with office.at_work():
        await office.becomes(lambda: office.waiting[0].attempts == 1)
        assert not _due_in(office, 3)
        office.ahead = timedelta(seconds=6)
        await office.becomes(lambda: office.waiting[0].attempts == 2)
        assert not _due_in(office, 8)
        office.sandbox.faults.clear()
        office.ahead = timedelta(seconds=60)
        await phone.expects("hello")
        await office.empties()
    assert phone.texts == ["hello"]


async def test_a_call_to_the_mailbox_with_a_lost_answer_counts_as_made(office: Office) -> None:
    phone = office.phone()
    office.sandbox.faults.add(FaultRule("lost_answer", methods=("sendMessage",), times=1))
    office.lay_down(phone, "something new", kind="mailbox")
    async with office.at_work():
        await office.empties()
    assert phone.texts == ["something new"]


async def test_other_notices_with_a_lost_answer_are_sent_again(office: Office) -> None:
    phone = office.phone()
    office.sandbox.faults.add(FaultRule("lost_answer", methods=("sendMessage",), times=1))
    office.lay_down(phone, "meeting at four")
    async with office.at_work():
        await office.becomes(lambda: office.waiting[0].attempts == 1)
        office.ahead = timedelta(seconds=10)
        await office.empties()
    assert phone.texts == ["meeting at four"] * 2


@pytest.mark.parametrize(
    ("error", "ping", "other"),
    [
        (Forbidden("bot was blocked by the user"), Outcome.GONE, Outcome.GONE),
        (BadRequest("Chat not found"), Outcome.GONE, Outcome.GONE),
        (BadRequest("Message is too long"), Outcome.DROPPED, Outcome.DROPPED),
        (TimedOut(), Outcome.SENT, Outcome.POSTPONED),
        (AnswerLost("reset"), Outcome.SENT, Outcome.POSTPONED),
        (NotSent("refused"), Outcome.POSTPONED, Outcome.POSTPONED),
        (NotSentInTime("pool"), Outcome.POSTPONED, Outcome.POSTPONED),
        (NetworkError("Bad Gateway"), Outcome.POSTPONED, Outcome.POSTPONED),
        (TelegramError("Invalid server response"), Outcome.POSTPONED, Outcome.POSTPONED),
    ],
)
def test_only_doubt_is_taken_as_sent_and_only_for_a_call_to_the_mailbox(
    error: TelegramError, ping: Outcome, other: Outcome
) -> None:
    assert outcome_after(error, "mailbox") is ping
    assert outcome_after(error, "reminder") is other


async def test_a_fault_in_wording_postpones_that_notice_and_stops_nothing(office: Office) -> None:
    phone = office.phone()
    with office.database.writing() as session:
        outbox.enqueue(
            Store(session, office.runtime), Notice("a", phone.chat, "en", {"text": None, "n": 1}), Lane.REPLY, _now()
        )
        outbox.enqueue(Store(session, office.runtime), Notice("a", phone.chat, "en", {"text": ""}), Lane.REPLY, _now())
    office.lay_down(phone, "the rest")

    def word(notice: Notice, words: object) -> NoticeText:
        if notice.facts["text"] is None:
            raise RuntimeError
        return NoticeText(str(notice.facts["text"]))

    async with office.at_work(word):
        await phone.expects("the rest")
        await office.becomes(lambda: [waiting.attempts for waiting in office.waiting] == [1])


def _now() -> datetime:
    return datetime.now(UTC)


async def test_storage_that_fails_for_a_while_neither_stops_the_worker_nor_doubles_anything(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = office.phone()
    monkeypatch.setattr(delivery, "LOOK_AGAIN", 0.05)
    failures = iter([OSError, OSError, OSError])
    kept = dispatch.settle

    def failing(*given: Any) -> None:
        for failure in failures:
            raise failure
        kept(*given)

    monkeypatch.setattr(dispatch, "settle", failing)
    office.lay_down(phone, "once")
    async with office.at_work():
        await office.empties()
    assert phone.texts == ["once"]
    assert next(failures, None) is None


@pytest.mark.parametrize("kind", ["mailbox", "reminder"])
async def test_a_claim_that_ended_while_it_waited_for_its_turn_costs_no_notice(office: Office, kind: str) -> None:
    phone = office.phone()
    office.lay_down(phone, "you have a reply", kind=kind)
    waits = iter([dispatch.CLAIM])

    def word(notice: Notice, words: object) -> NoticeText:
        office.ahead += next(waits, timedelta())
        return NoticeText(str(notice.facts["text"]))

    async with office.at_work(word):
        await phone.expects("you have a reply")
        await office.empties()
    assert phone.texts == ["you have a reply"]
