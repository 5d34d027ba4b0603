"""The poll loop where things go wrong on the way: a kill before the emptying, a refusal of the token, presses without a
date."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram.error import InvalidToken

from bot.incoming import budget
from bot.incoming import intake as intake_module
from bot.incoming.intake import Intake
from bot.incoming.lines import LONGEST_LINE
from bot.incoming.turn_store import DatabaseTurnStore
from handlers.chat.arrival import FLOOD, Arrival
from services.conversation import held_updates
from services.conversation.conversation import Conversation
from services.conversation.held_updates import Held
from services.conversation.turns import NOTHING, Decision, DecisionInDoubt
from services.keys.sealing import RuntimeKey
from storage import turns as turn_rows
from storage.errors import CommitInDoubt
from tests.support.patience import becomes
from tests.support.update_queue import Queue, end, running, turns

__all__ = ["turns"]

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BLANK = Conversation().to_json()
NOT_OURS = turn_rows.HeldRow(20, 0, False, b"no lock of ours")


def at_rest(turns: DatabaseTurnStore) -> list[int]:
    with turns._database.reading() as session:
        return [number for number, body in turn_rows.everything(session) if body]


async def test_what_an_earlier_process_confirmed_and_had_no_time_to_empty_is_emptied_once_the_queue_is_empty(
    turns: DatabaseTurnStore,
) -> None:
    """Killed between the confirmation and the emptying: Telegram never says it again, so it is nobody's."""
    await turns.decide(Decision(10, 1, BLANK, Conversation(place="report"), NOW), NOTHING)
    again = DatabaseTurnStore(turns._database, RuntimeKey(bytes(range(32))))
    await again.open()
    assert at_rest(again) == [10]
    intake = Intake(Queue(), None, again, lambda: NOW)  # type: ignore[arg-type]  # nothing is answered here
    task = await running(intake)
    await becomes(lambda: at_rest(again) == [])
    await end(task, intake)
    await again.close()


async def test_what_is_confirmed_at_the_end_is_emptied_then(turns: DatabaseTurnStore) -> None:
    queue = Queue()

    async def answer(arrival: Arrival) -> None:
        await turns.decide(Decision(arrival.number, arrival.chat, BLANK, Conversation(place="x"), NOW), NOTHING)

    queue.add(10, chat=1)
    intake = Intake(queue, answer, turns, lambda: NOW)
    await intake._round()
    queue.add(11, chat=2)
    await intake.stop()
    assert 10 in queue.confirmed
    assert at_rest(turns) == []


async def test_records_of_a_clock_that_was_wrong_and_of_another_key_are_emptied_too(turns: DatabaseTurnStore) -> None:
    ahead = NOW + timedelta(days=90)
    await turns.decide(Decision(10, 1, BLANK, Conversation(place="report"), ahead), NOTHING)
    await turns.write(lambda store: turn_rows.put(store.session, 11, b"locked with another key"))
    await turns.forget_old(NOW)
    assert at_rest(turns) == []
    assert turns.is_settled(10)


async def test_of_a_press_it_is_known_that_it_came_after_what_came_before_it(turns: DatabaseTurnStore) -> None:
    queue, seen = Queue(), list[Arrival]()
    early, late = int((NOW - timedelta(hours=3)).timestamp()), int((NOW - timedelta(hours=2)).timestamp())

    async def answer(arrival: Arrival) -> None:
        seen.append(arrival)

    private = {"id": 1, "type": "private"}
    pressed = {"message_id": 5, "date": early, "chat": private}
    queue.waiting = [
        {"update_id": 9, "callback_query": {"id": "1", "from": {}, "message": pressed, "data": "x"}},
        {"update_id": 10, "message": {"message_id": 6, "date": late, "chat": private, "text": "hello"}},
        {"update_id": 11, "callback_query": {"id": "2", "from": {}, "message": pressed, "data": "x"}},
    ]
    intake = Intake(queue, answer, turns, lambda: NOW)
    assert intake.heard < NOW - timedelta(days=1)
    task = await running(intake)
    await becomes(lambda: len(seen) == 3)
    assert [arrival.said for arrival in seen] == [early, late, late]
    await becomes(lambda: intake.heard == NOW)
    queue.waiting.append({"update_id": 12, "callback_query": {"id": "3", "from": {}, "message": pressed, "data": "x"}})
    await becomes(lambda: len(seen) == 4)
    assert seen[3].said == int(NOW.timestamp())
    await end(task, intake)


async def test_a_wink_of_a_refusal_of_the_token_is_waited_out(
    turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "PAUSE_AFTER_REFUSAL", 0.001)
    queue, seen = Queue(), []
    wink = [InvalidToken("Unauthorized")] * (intake_module.MOST_REFUSALS - 1)
    queue.faults = [*wink]

    async def answer(arrival: Arrival) -> None:
        seen.append(arrival.number)
        queue.faults = [*wink]

    queue.add(10, chat=1)
    intake = Intake(queue, answer, turns, lambda: NOW)
    task = await running(intake)
    await becomes(lambda: queue.confirmed == [10])
    await end(task, intake)


async def test_a_token_that_is_refused_again_and_again_ends_the_bot(
    turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "PAUSE_AFTER_REFUSAL", 0.001)
    queue = Queue()
    queue.faults = [InvalidToken("Unauthorized")] * intake_module.MOST_REFUSALS
    with pytest.raises(InvalidToken):
        await Intake(queue, None, turns, lambda: NOW).run()  # type: ignore[arg-type]  # nothing is answered here


async def test_one_chats_burst_keeps_nobody_else_waiting_and_its_line_has_an_end(
    turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1,500 messages from one chat whose answers take their time; nothing is held for being slow."""
    monkeypatch.setattr(intake_module, "HOLD_AFTER", 3600)
    queue, gate, seen = Queue(), asyncio.Event(), list[Arrival]()

    async def answer(arrival: Arrival) -> None:
        if arrival.chat == 1:
            await gate.wait()
        seen.append(arrival)

    for number in range(1500):
        queue.add(number, chat=1)
    for chat in range(2, 7):
        queue.add(1500 + chat, chat=chat, text="/help")
    intake = Intake(queue, answer, turns, lambda: NOW)
    task = await running(intake)
    await becomes(lambda: sorted(arrival.chat for arrival in seen) == [2, 3, 4, 5, 6])
    assert queue.polls < 60
    gate.set()
    await becomes(lambda: len(seen) == 5 + LONGEST_LINE + 1)
    await becomes(lambda: not turns._held)
    await end(task, intake)
    told = [arrival.attachment for arrival in seen if arrival.chat == 1]
    assert told == [None] * LONGEST_LINE + [FLOOD]
    assert await turns.held() == []


async def test_whoever_writes_without_end_is_told_once_and_answered_again_after_a_pause(
    turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However fast the answers are."""
    monkeypatch.setattr(budget, "A_SECOND", 0.0)
    queue, seen = Queue(), list[Arrival]()

    async def answer(arrival: Arrival) -> None:
        seen.append(arrival)

    intake = Intake(queue, answer, turns, lambda: NOW)
    task = await running(intake)
    for number in range(80):
        queue.add(number, chat=1)
        await becomes(lambda: queue.confirmed[-1:] == [number])  # noqa: B023  it is awaited at once
    told = [arrival.attachment for arrival in seen]
    assert told == [None] * int(budget.BURST) + [FLOOD]
    monkeypatch.setattr(budget, "A_SECOND", 1e6)
    queue.add(80, chat=1)
    await becomes(lambda: len(seen) == budget.BURST + 2)
    assert seen[-1].text is not None
    await end(task, intake)


async def test_a_thousand_chats_that_wait_keep_nobody_out(turns: DatabaseTurnStore) -> None:
    queue, gate, seen = Queue(), asyncio.Event(), list[int]()

    async def answer(arrival: Arrival) -> None:
        if arrival.chat > 1:
            await gate.wait()
        seen.append(arrival.chat)

    for number in range(1200):
        queue.add(number, chat=2 + number)
    queue.add(1200, chat=1, text="/report")
    intake = Intake(queue, answer, turns, lambda: NOW)
    task = await running(intake)
    await becomes(lambda: seen == [1])
    gate.set()
    await becomes(lambda: len(seen) == 1201)
    await end(task, intake)


async def test_a_held_update_that_was_answered_is_not_answered_again_by_the_next_process(
    turns: DatabaseTurnStore,
) -> None:
    """Killed before Telegram was told: it comes again, and though nothing was decided one answer is enough."""
    await turns.hold(Arrival(10, 1, True, 10, "/help", None, None, None, None), NOW)
    await turns.settle([10], NOW, is_quiet=True)
    again = DatabaseTurnStore(turns._database, RuntimeKey(bytes(range(32))))
    await again.open()
    queue, seen = Queue(), list[int]()

    async def answer(arrival: Arrival) -> None:
        seen.append(arrival.number)

    queue.add(10, chat=1)
    queue.add(11, chat=1)
    intake = Intake(queue, answer, again, lambda: NOW)
    task = await running(intake)
    await becomes(lambda: queue.confirmed == [10, 11])
    await end(task, intake)
    await again.close()
    assert seen == [11]


async def test_what_another_version_has_held_does_not_keep_the_bot_from_starting(turns: DatabaseTurnStore) -> None:
    later = Arrival(10, 1, True, 10, "help", None, None, None, None).to_keep() | {"of_a_later_version": True}
    strange = json.dumps({"text": "too little"}), json.dumps(["a list"]), "no JSON", json.dumps({**later, "chat": "x"})
    for number, body in enumerate([json.dumps(later), *strange], start=10):
        await turns.write(held_updates.hold, Held(number, 0, False, body), NOW)
    await turns.write(lambda store: turn_rows.put_held(store.session, NOT_OURS))
    assert [arrival.number for arrival in await turns.held()] == [10]


async def test_what_another_version_has_held_is_there_for_it_for_a_day_and_no_longer(turns: DatabaseTurnStore) -> None:
    """But for what is still at work: an outage may last longer than a day."""
    at_work = Arrival(10, 1, True, 10, "help", None, None, None, None)
    await turns.hold(at_work, NOW)
    await turns.write(held_updates.hold, Held(11, 0, False, json.dumps({"text": "too little"})), NOW)
    await turns.write(lambda store: turn_rows.put_held(store.session, NOT_OURS))
    await turns.held()
    for hours, left in ((1, [10, 11, 20]), (23, [10, 11, 20]), (26, [10])):
        await turns.forget_old(NOW + timedelta(hours=hours))
        assert [row.update_id for row in await turns.read(lambda store: turn_rows.all_held(store.session))] == left
    assert await turns.held() == [at_work]


class LongPolls(Queue):
    """Where nothing waits, the poll lasts as long as it was asked to, or until something comes."""

    def __init__(self) -> None:
        super().__init__()
        self.something_came = asyncio.Event()
        self.timeout = 0

    async def __call__(self, offset: int | None, timeout: int) -> list[Mapping[str, Any]]:
        found = await super().__call__(offset, 0)
        self.timeout = timeout
        if not found and timeout == intake_module.LONG_POLL:
            await self.something_came.wait()
        return found


async def test_what_is_held_goes_with_its_answer_though_a_long_poll_is_under_way(
    turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "HOLD_AFTER", 0.0)
    queue, gate = LongPolls(), asyncio.Event()

    async def answer(_: Arrival) -> None:
        await gate.wait()

    queue.add(10, chat=1)
    intake = Intake(queue, answer, turns, lambda: NOW)
    task = await running(intake)
    await becomes(lambda: queue.confirmed == [10] and queue.timeout == intake_module.LONG_POLL)
    assert [arrival.number for arrival in await turns.held()] == [10]
    gate.set()
    await becomes(lambda: not turns._held)
    assert await turns.read(lambda store: turn_rows.all_held(store.session)) == []
    assert not queue.something_came.is_set()
    queue.something_came.set()
    await end(task, intake)


async def test_a_turn_whose_commit_is_in_doubt_is_taken_up_where_it_stood_before_it(
    turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was kept, and the answer to that was lost: the conversation has gone on, this turn has not."""

    usual = turns.write

    async def lost(*given: Any) -> None:
        await usual(*given)
        raise CommitInDoubt("there", "unreadable")

    before, _ = await turns.recall(10, 1, NOW)
    decision = Decision(10, 1, before, Conversation(place="report"), NOW)
    with monkeypatch.context() as broken, pytest.raises(DecisionInDoubt):
        broken.setattr(turns, "write", lost)
        await turns.decide(decision, NOTHING)
    with monkeypatch.context() as away, pytest.raises(DecisionInDoubt):
        away.setattr(turns, "read", lost)
        await turns.recall(10, 1, NOW)
    again, record = await turns.recall(10, 1, NOW)
    assert again == before
    assert record is not None
    assert record.is_decided
    after, _ = await turns.recall(11, 1, NOW)
    assert Conversation.from_json(after).place == "report"
    await turns.decide(Decision(11, 1, after, Conversation(place="next"), NOW), NOTHING)
    _, still = await turns.recall(10, 1, NOW)
    assert still == record


async def test_what_was_held_by_a_commit_whose_answer_was_lost_is_let_go_with_its_answer(
    turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the next process would answer it once more."""
    usual = turns.write

    async def lost(*given: Any) -> None:
        await usual(*given)
        raise CommitInDoubt("there", "unreadable")

    with monkeypatch.context() as broken, pytest.raises(CommitInDoubt):
        broken.setattr(turns, "write", lost)
        await turns.hold(Arrival(10, 1, True, 10, "/help", None, None, None, None), NOW)
    await turns.settle([10], NOW, is_quiet=True)
    assert await turns.held() == []


class Storage:
    """What writes, until it is told to stand still or to fail."""

    def __init__(self, turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch) -> None:
        self._usual = turns.write
        self.goes_on = asyncio.Event()
        self.is_asked = asyncio.Event()
        self.is_broken = False
        monkeypatch.setattr(turns, "write", self._write)

    async def _write(self, *given: Any) -> None:
        self.is_asked.set()
        await self.goes_on.wait()
        if self.is_broken:
            raise OSError
        await self._usual(*given)


@pytest.mark.parametrize("is_broken", [False, True], ids=["while it is noted", "though it cannot be noted"])
async def test_a_held_update_that_comes_again_before_its_answer_is_noted_is_not_answered_again(
    turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch, is_broken: bool
) -> None:
    """An earlier process had held it and had no time to confirm it."""
    await turns.hold(Arrival(10, 1, True, 10, "hello", None, None, None, None), NOW)
    queue, seen, storage = Queue(), list[int](), Storage(turns, monkeypatch)

    async def answer(arrival: Arrival) -> None:
        seen.append(arrival.number)

    task = await running(intake := Intake(queue, answer, turns, lambda: NOW))
    await storage.is_asked.wait()
    if is_broken:
        storage.is_broken = True
        storage.goes_on.set()
        await becomes(lambda: not intake._held)
    queue.add(10, chat=1)
    queue.add(11, chat=2)
    await becomes(lambda: 11 in seen)
    storage.is_broken = False
    storage.goes_on.set()
    await becomes(lambda: queue.confirmed == [10, 11])
    await end(task, intake)
    assert seen.count(10) == 1
