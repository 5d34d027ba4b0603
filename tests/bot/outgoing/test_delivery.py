"""The outbox worker on a real database and a pretend Telegram over real HTTP."""

import asyncio
import json
import signal
import sys
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError, TimedOut

from bot.outgoing import delivery
from bot.outgoing.delivery import outcome_after
from bot.wire.errors import AnswerLost, NotSent, NotSentInTime
from handlers.notices import NoticeText
from sandbox import FaultRule, Phone
from services.keys.sealing import RuntimeKey
from services.meetings import rsvp
from services.meetings.meeting import occasion_id
from services.notices import dispatch, outbox
from services.notices.dispatch import Outcome
from services.notices.outbox import Lane, Notice
from services.recurrence import WallTime
from services.store import Store
from storage import outbox as rows
from tests.support.meetings.meeting_room import AMAL, Room
from tests.support.notices.outbox_office import Office
from tests.support.patience import PATIENCE


def _phone(office: Office) -> Phone:
    return office.sandbox.phone(met=True)


async def test_what_was_laid_down_before_and_what_is_laid_down_now_is_sent_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = _phone(office)
    office.lay_down(phone, "before")
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "LOOK_AGAIN", 3600)  # nothing but the nudge lets it look
        async with office.at_work() as worker:
            await phone.expects("before")
            await office.empties()
            office.lay_down(phone, "now")
            worker.nudge()
            await phone.expects("now")
            await office.empties()
    assert delivery.LOOK_AGAIN <= 1
    async with office.at_work():
        office.lay_down(phone, "at the start")
        await phone.expects("at the start")
        await office.empties()
        office.lay_down(phone, "from the desk, without a nudge")
        await phone.expects("from the desk")
        await office.empties()
    assert phone.texts == ["before", "now", "at the start", "from the desk, without a nudge"]


async def test_an_alert_laid_down_late_goes_before_broadcasts_that_wait(office: Office) -> None:
    people = [_phone(office) for _ in range(6)]
    for person in people[:5]:
        office.lay_down(person, "news", Lane.BROADCAST)
    office.lay_down(people[5], "alert", Lane.SAFETY)
    async with office.at_work():
        await office.empties()
    assert office.sandbox.ledger.calls("sendMessage")[0]["text"] == "alert"


@pytest.mark.parametrize("description", ["Bad Request: chat not found", "Forbidden: bot was blocked by the user"])
async def test_one_who_cannot_be_reached_ends_the_notice_and_no_other(office: Office, description: str) -> None:
    gone, here = _phone(office), _phone(office)
    if description.startswith("Forbidden"):
        await gone.block()
    office.lay_down(gone if gone.blocked else 5_000_000_001, "to nobody")
    office.lay_down(here, "to somebody")
    async with office.at_work():
        await here.expects("to somebody")
        await office.empties()
    assert len(office.sandbox.ledger.calls("sendMessage")) == 2


async def test_who_has_blocked_us_is_no_longer_counted_among_those_who_come(office: Office) -> None:
    room = Room(office.database, office.runtime)
    room.organiser(AMAL, "*")
    meeting, _ = room.published(office.now(), first=WallTime(office.now().date() + timedelta(days=2), time(15)))
    occasion = occasion_id(meeting.id, meeting.series.first)
    gone, here = _phone(office), _phone(office)
    for phone in (gone, here):
        room.ask(rsvp.answer, phone.chat, office.now(), occasion, "yes")
    await gone.block()
    office.lay_down(gone, "to nobody")
    async with office.at_work():
        await office.empties()
    assert [room.read(rsvp.answer_of, occasion, phone.chat) for phone in (gone, here)] == [None, "yes"]


async def test_a_refusal_for_the_rate_postpones_for_as_long_as_it_says(office: Office) -> None:
    phone = _phone(office)
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
    phone = _phone(office)
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
    phone = _phone(office)
    office.sandbox.faults.add(FaultRule("lost_answer", methods=("sendMessage",), times=1))
    office.lay_down(phone, "something new", kind="mailbox")
    async with office.at_work():
        await office.empties()
    assert phone.texts == ["something new"]


async def test_other_notices_with_a_lost_answer_are_sent_again(office: Office) -> None:
    phone = _phone(office)
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


async def test_what_nobody_can_word_or_open_is_set_aside_and_the_rest_goes_out(office: Office) -> None:
    phone = _phone(office)
    office.lay_down(phone, "x", kind="nobody's")
    with office.database.writing() as session:
        outbox.enqueue(Store(session, RuntimeKey.generate()), Notice("a", 1, "en"), Lane.REPLY, datetime.now(UTC))
        outbox.enqueue(Store(session, office.runtime), Notice("a", 1, "tlh"), Lane.REPLY, datetime.now(UTC))
    office.lay_down(phone, "the rest", Lane.BROADCAST)
    async with office.at_work():
        await phone.expects("the rest")
        await office.empties()
    with office.database.reading() as session:
        assert rows.count(session) == 3


async def test_a_fault_in_wording_postpones_that_notice_and_stops_nothing(office: Office) -> None:
    phone = _phone(office)
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

    async with office.bot() as bot:
        task = asyncio.create_task(office.worker(bot, word).run())
        await phone.expects("the rest")
        await office.becomes(lambda: [waiting.attempts for waiting in office.waiting] == [1])
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _now() -> datetime:
    return datetime.now(UTC)


async def test_storage_that_fails_for_a_while_neither_stops_the_worker_nor_doubles_anything(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = _phone(office)
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


async def test_stopping_lets_what_is_under_way_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = _phone(office)
    monkeypatch.setattr(delivery, "PATIENCE", PATIENCE)
    office.sandbox.faults.latency = 0.2
    async with office.at_work() as worker:
        office.lay_down(phone, "under way")
        worker.nudge()
        await office.becomes(lambda: bool(office.sandbox.ledger.calls("sendMessage")))
    assert phone.texts == ["under way"]
    assert office.waiting == []


WORKER = """
import asyncio, os, signal, sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from telegram.ext import ExtBot
from bot.outgoing.delivery import Delivery
from bot.outgoing.limiter import LaneLimiter
from bot.wire.transport import AiohttpRequest
from bot.outgoing.wording import Wording
from bot.incoming.writer import BatchWriter
from handlers.notices import NoticeText
from services.notices import dispatch
from services.keys.sealing import RuntimeKey
from services.store import keyless
from services.notices.dispatch import Sender
from storage.engine import Database

url, token, database, secret, moment = sys.argv[1:]
struck_off = dispatch.settle

def die(*_): os.kill(os.getpid(), signal.SIGKILL)

def settle(*given):
    if moment == "before striking off": die()
    struck_off(*given)
    if moment == "before the commit": die()

async def main():
    dispatch.settle = settle
    runtime = RuntimeKey(bytes.fromhex(secret))
    storage = BatchWriter(Database(database), runtime, ThreadPoolExecutor(1))
    await storage.write(keyless(dispatch.let_go))
    bot = ExtBot(token, base_url=url + "/bot", request=AiohttpRequest(), rate_limiter=LaneLimiter())
    async with bot:
        def word(notice, words):
            if moment == "before sending": die()
            return NoticeText(notice.facts["text"])
        await Delivery(bot, storage, Sender(()), lambda: datetime.now(UTC), Wording(word)).run()

asyncio.run(main())
"""


async def _run_until_killed(office: Office, moment: str) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        WORKER,
        office.sandbox.url,
        office.sandbox.token,
        office.database.url,
        office.runtime.secret.hex(),
        moment,
    )
    try:
        return await asyncio.wait_for(process.wait(), PATIENCE)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize(
    ("moment", "copies"), [("before sending", 1), ("before striking off", 2), ("before the commit", 2)]
)
async def test_a_kill_loses_nothing_and_doubles_one_notice_at_most(office: Office, moment: str, copies: int) -> None:
    people = [_phone(office) for _ in range(4)]
    for person in people:
        office.lay_down(person, "meeting at four")
    assert await _run_until_killed(office, moment) == -signal.SIGKILL
    with office.database.writing() as session:
        assert dispatch.let_go(session) == 1
    async with office.at_work():
        await office.empties()
    assert sorted(len(person.texts) for person in people) == [1, 1, 1, copies]
    with office.database.reading() as session:
        assert rows.count(session) == 0


@pytest.mark.parametrize("kind", ["mailbox", "reminder"])
async def test_a_claim_that_ended_while_it_waited_for_its_turn_costs_no_notice(office: Office, kind: str) -> None:
    phone = _phone(office)
    office.lay_down(phone, "you have a reply", kind=kind)
    waits = iter([dispatch.CLAIM])

    def word(notice: Notice, words: object) -> NoticeText:
        office.ahead += next(waits, timedelta())
        return NoticeText(str(notice.facts["text"]))

    async with office.bot() as bot:
        task = asyncio.create_task(office.worker(bot, word).run())
        await phone.expects("you have a reply")
        await office.empties()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert phone.texts == ["you have a reply"]


async def test_what_was_worth_nothing_any_more_when_its_turn_came_is_dropped(office: Office) -> None:
    phone = _phone(office)
    office.stop_clock()
    office.lay_down(phone, "the meeting begins")
    with office.database.writing() as session:
        until = int((office.now() + timedelta(seconds=30)).timestamp())
        session.connection().execute(text("UPDATE outbox SET until = :until"), {"until": until})

    def word(notice: Notice, words: object) -> NoticeText:
        office.ahead = dispatch.CLAIM
        return NoticeText(str(notice.facts["text"]))

    async with office.bot() as bot:
        task = asyncio.create_task(office.worker(bot, word).run())
        await office.becomes(lambda: not _waits(office))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert phone.texts == []


def _waits(office: Office) -> int:
    with office.database.reading() as session:
        return rows.count(session)


async def test_a_notice_of_another_version_keeps_no_other_back(office: Office) -> None:
    phone = _phone(office)
    later = {"kind": "reminder", "chat": phone.chat, "language": "en", "facts": {"text": "later"}, "more": 1}
    with office.database.writing() as session:
        for body in ({"kind": "reminder"}, later):
            sealed = outbox.closed(office.runtime, json.dumps(body).encode())
            rows.add(session, [rows.NewOutboxRow(Lane.REPLY, 0, sealed)])
    office.lay_down(phone, "the rest")
    async with office.at_work():
        await phone.expects("the rest")
        await office.empties()
    assert phone.texts == ["later", "the rest"]
