"""The poll loop where things go wrong on the way: a kill before the emptying, a refusal of the token, presses without a
date."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram.error import InvalidToken

from bot.incoming import intake as intake_module
from bot.incoming.intake import Intake
from bot.incoming.turn_store import DatabaseTurnStore
from handlers.chat.arrival import FLOOD, Arrival
from services.conversation import held_updates
from services.conversation.conversation import Conversation
from services.conversation.held_updates import Held
from services.conversation.turns import NOTHING, Decision
from services.keys.sealing import RuntimeKey
from storage import turns as turn_rows
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
    await becomes(lambda: len(seen) == 5 + intake_module.LONGEST_LINE + 1)
    await becomes(lambda: not turns._held)
    await end(task, intake)
    told = [arrival.attachment for arrival in seen if arrival.chat == 1]
    assert told == [None] * intake_module.LONGEST_LINE + [FLOOD]
    assert await turns.held() == []


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
