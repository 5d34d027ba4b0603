"""Process, commit, then confirm: seen from Telegram's side of the wire, with a stand-in for getUpdates only."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram.error import Conflict, NetworkError

from bot.incoming import intake as intake_module
from bot.incoming.intake import AnotherPoller, Intake
from bot.incoming.turn_store import DatabaseTurnStore
from handlers.chat.arrival import Arrival
from services.conversation.conversation import Conversation
from services.conversation.turns import NOTHING, Decision
from services.keys.sealing import RuntimeKey
from storage import migrations
from storage.engine import Database
from tests.support.patience import becomes
from tests.support.update_queue import Queue, end, running, turns

__all__ = ["turns"]

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BLANK = Conversation().to_json()


async def polls_on(queue: Queue) -> None:
    """A few polls more: whatever had to come of those before has come."""
    enough = queue.polls + 4
    await becomes(lambda: queue.polls >= enough)


async def test_nothing_is_confirmed_before_it_is_answered(
    turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "HOLD_AFTER", 3600)  # nor taken over, however slow the machine
    queue, gate, seen = Queue(), asyncio.Event(), []

    async def answer(arrival: Arrival) -> None:
        await gate.wait()
        seen.append(arrival.number)

    queue.add(10, chat=1)
    intake = Intake(queue, answer, turns, lambda: NOW)
    task = await running(intake)
    await polls_on(queue)
    assert queue.confirmed == []
    gate.set()
    await becomes(lambda: queue.confirmed == [10])
    assert seen == [10]
    await end(task, intake)


async def test_an_update_told_twice_is_answered_once_while_it_waits(turns: DatabaseTurnStore) -> None:
    queue, seen = Queue(), []

    async def answer(arrival: Arrival) -> None:
        seen.append(arrival.number)
        await asyncio.sleep(0.1)

    queue.add(10, chat=1)
    queue.add(10, chat=1)
    intake = Intake(queue, answer, turns, lambda: NOW)
    task = await running(intake)
    await becomes(lambda: 10 in queue.confirmed)
    assert seen == [10]
    await end(task, intake)


async def test_a_late_twin_of_an_update_that_left_no_record_is_not_answered_again(turns: DatabaseTurnStore) -> None:
    """Such as a question for help: no turn was recorded, and yet one answer is enough."""
    queue, seen = Queue(), []

    async def answer(arrival: Arrival) -> None:
        seen.append(arrival.number)

    queue.add(10, chat=1)
    intake = Intake(queue, answer, turns, lambda: NOW)
    task = await running(intake)
    await becomes(lambda: queue.confirmed == [10])
    queue.add(10, chat=1)
    queue.add(11, chat=1)
    await becomes(lambda: queue.confirmed == [10, 10, 11])
    assert seen == [10, 11]
    await end(task, intake)


async def test_a_stuck_chat_is_held_by_us_and_hundreds_behind_it_flow(
    turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "HOLD_AFTER", 0.2)
    queue, stuck, seen = Queue(), asyncio.Event(), []

    async def answer(arrival: Arrival) -> None:
        if arrival.chat == 1:
            await stuck.wait()
        seen.append(arrival.number)

    for number in range(300):
        queue.add(number, chat=1 if number == 0 else 1000 + number)
    intake = Intake(queue, answer, turns, lambda: NOW)
    task = await running(intake)
    await becomes(lambda: len(seen) == 299)
    await becomes(lambda: len(queue.confirmed) == 300)
    assert [arrival.number for arrival in await turns.held()] == [0]
    stuck.set()
    await becomes(lambda: 0 in seen)
    await becomes(lambda: not turns._held)
    await end(task, intake)
    assert await turns.held() == []


async def test_a_held_update_is_answered_by_the_next_process(turns: DatabaseTurnStore) -> None:
    arrival = Arrival(3, 1, True, 3, "help", None, None, None, None)
    await turns.hold(arrival, NOW)
    seen: list[Arrival] = []

    async def answer(got: Arrival) -> None:
        seen.append(got)

    intake = Intake(Queue(), answer, turns, lambda: NOW)
    task = await running(intake)
    await becomes(lambda: seen == [arrival])
    await becomes(lambda: not turns._held)
    await end(task, intake)
    assert await turns.held() == []


async def test_a_record_is_kept_until_telegram_has_confirmed_and_emptied_then(turns: DatabaseTurnStore) -> None:
    queue = Queue()

    async def answer(arrival: Arrival) -> None:
        after = Conversation(place="report")
        await turns.decide(Decision(arrival.number, arrival.chat, BLANK, after, NOW), NOTHING)
        assert not turns.is_settled(arrival.number)

    queue.add(10, chat=1)
    intake = Intake(queue, answer, turns, lambda: NOW)
    task = await running(intake)
    await becomes(lambda: turns.is_settled(10))
    assert queue.confirmed == [10]
    await end(task, intake)


async def test_a_record_that_is_not_confirmed_outlives_numbers_that_start_anew_lower(turns: DatabaseTurnStore) -> None:
    """After a quiet week Telegram may start its numbers anywhere (Bot API, Update)."""
    for number in range(1_000_000, 1_003_000):
        turns._known.empty(number)
    await turns.decide(Decision(10, 1, BLANK, Conversation(place="report"), NOW), NOTHING)
    await turns.settle([1_000_000], NOW, is_quiet=True)
    await turns.decide(Decision(11, 1, BLANK, Conversation(place="report"), NOW), NOTHING)
    await turns.settle([11], NOW, is_quiet=True)
    _, record = await turns.recall(10, 1, NOW)
    assert record is not None


async def test_an_update_confirmed_in_an_earlier_life_is_not_answered_again(turns: DatabaseTurnStore) -> None:
    await turns.decide(Decision(10, 1, BLANK, Conversation(place="report"), NOW), NOTHING)
    await turns.settle([10], NOW, is_quiet=True)
    queue, seen = Queue(), []

    async def answer(arrival: Arrival) -> None:
        seen.append(arrival.number)

    queue.add(10, chat=1)
    queue.add(11, chat=1)
    intake = Intake(queue, answer, turns, lambda: NOW)
    task = await running(intake)
    await becomes(lambda: queue.confirmed == [10, 11])
    assert seen == [11]
    await end(task, intake)


async def test_storage_that_fails_for_a_while_neither_ends_the_loop_nor_floods_the_log(
    turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """People are answered meanwhile, and afterwards the records are emptied as ever."""
    monkeypatch.setattr(intake_module, "BETWEEN_COMPLAINTS", 3600)
    queue, write = Queue(), turns.write
    seen: list[int] = []
    failures: list[None] = []

    async def fails(*_given: object) -> None:
        failures.append(None)
        raise OSError("disk full")

    async def answer(arrival: Arrival) -> None:
        await turns.decide(Decision(arrival.number, arrival.chat, BLANK, Conversation(), NOW), NOTHING)
        monkeypatch.setattr(turns, "write", fails)
        seen.append(arrival.number)

    queue.add(10, chat=1)
    intake = Intake(queue, answer, turns, lambda: NOW)
    with caplog.at_level("INFO", logger="amana"):
        task = await running(intake)
        await becomes(lambda: queue.confirmed == [10] and len(failures) >= 3)
    assert caplog.text.count("storage_failed") == 1
    assert not turns.is_settled(10)
    monkeypatch.setattr(turns, "write", write)
    await becomes(lambda: turns.is_settled(10))
    assert seen == [10]
    await end(task, intake)


async def test_a_lost_line_is_waited_out(turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_module, "PAUSE_AFTER_FAILURE", 0.01)
    queue, seen = Queue(), []
    queue.faults = [NetworkError("down"), NetworkError("down")]

    async def answer(arrival: Arrival) -> None:
        seen.append(arrival.number)

    queue.add(10, chat=1)
    intake = Intake(queue, answer, turns, lambda: NOW)
    task = await running(intake)
    await becomes(lambda: queue.confirmed == [10])
    await end(task, intake)


async def test_a_second_poller_at_the_start_stops_us(turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_module, "START", 3600)
    queue = Queue()
    queue.faults = [Conflict("terminated by other getUpdates request")]
    intake = Intake(queue, None, turns, lambda: NOW)  # type: ignore[arg-type]  # nothing is answered here
    with pytest.raises(AnotherPoller):
        await intake.run()


async def test_a_conflict_later_on_is_reported_as_a_possibly_stolen_token(
    turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(intake_module, "START", -1.0)
    monkeypatch.setattr(intake_module, "PAUSE_AFTER_CONFLICT", 0.01)
    queue = Queue()
    queue.faults = [Conflict("terminated by other getUpdates request")]
    intake = Intake(queue, None, turns, lambda: NOW)  # type: ignore[arg-type]  # nothing is answered here
    with caplog.at_level("INFO", logger="amana"):
        task = await running(intake)
        await becomes(lambda: intake.troubles.foreign_pollers == 1)
    assert "token_maybe_stolen" in caplog.text
    await end(task, intake)


async def test_a_malformed_update_is_passed_over(turns: DatabaseTurnStore) -> None:
    queue, seen = Queue(), []

    async def answer(arrival: Arrival) -> None:
        seen.append(arrival.number)

    queue.waiting.append({"update_id": 9, "message": {"text": "no chat"}})
    queue.add(10, chat=1)
    intake = Intake(queue, answer, turns, lambda: NOW)
    task = await running(intake)
    await becomes(lambda: queue.confirmed == [9, 10])
    assert seen == [10]
    await end(task, intake)


async def test_a_held_update_that_comes_again_stays_ours_until_it_is_answered(turns: DatabaseTurnStore) -> None:
    """Killed between holding and confirming: Telegram sends it once more, while it still waits in its line."""
    queue, stuck, seen = Queue(), asyncio.Event(), []
    await turns.hold(Arrival(10, 1, True, 10, "help", None, None, None, None), NOW)

    async def answer(arrival: Arrival) -> None:
        await stuck.wait()
        seen.append(arrival.number)

    queue.add(10, chat=1)
    intake = Intake(queue, answer, turns, lambda: NOW)
    task = await running(intake)
    await becomes(lambda: queue.confirmed == [10])
    await polls_on(queue)
    assert [arrival.number for arrival in await turns.held()] == [10]
    stuck.set()
    await becomes(lambda: seen == [10])
    await end(task, intake)
    assert await turns.held() == []


async def test_a_turn_that_changed_nothing_is_repeated_where_it_stood(tmp_path: Path) -> None:
    """Refused, then overtaken by a turn that moved on, then killed: the refused words do not become an answer."""
    url = f"sqlite:///{tmp_path / 'amana.db'}"
    migrations.upgrade(url)
    first = DatabaseTurnStore(Database(url), RuntimeKey(bytes(range(32))))
    await first.open()
    before, _ = await first.recall(10, 1, NOW)
    await first.decide(Decision(11, 1, before, Conversation(place="story"), NOW), NOTHING)
    await first.close()
    second = DatabaseTurnStore(Database(url), RuntimeKey(bytes(range(32))))
    await second.open()
    again, record = await second.recall(10, 1, NOW)
    assert record is not None
    assert not record.is_decided
    assert Conversation.from_json(again).place == ""
    fresh, _ = await second.recall(12, 1, NOW)
    assert Conversation.from_json(fresh).place == "story"
    await second.settle([10, 11], NOW, is_quiet=True)
    assert second.is_settled(10)
    await second.close()
