"""A process ends for the next one between two polls: when all is answered and confirmed, and with nothing in hand."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from telegram.error import Conflict

from bot.incoming.intake import LONG_POLL, AnotherPoller, Intake, Lasting, Troubles
from bot.incoming.turn_store import DatabaseTurnStore
from bot.succession.renewal import REST, RUSH, Renewal
from handlers.chat.arrival import Arrival
from services.conversation.conversation import Conversation
from services.conversation.turns import NOTHING, Decision
from services.keys.sealing import RuntimeKey
from storage import migrations
from storage.engine import Database
from tests.support.patience import PATIENCE, becomes
from tests.support.update_queue import Queue, turns

__all__ = ["turns"]

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BLANK = Conversation().to_json()


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Polls(Queue):
    """Notes for how long each poll may wait; a quiet one comes to its end at once."""

    def __init__(self, seconds: Seconds) -> None:
        super().__init__()
        self.seconds = seconds
        self.longest: list[int] = []

    async def __call__(self, offset: int | None, timeout: int) -> list[object]:  # type: ignore[override]
        self.longest.append(timeout)
        found = await super().__call__(offset, 0)
        self.seconds.now += 0 if found else timeout
        await asyncio.sleep(0)
        return list(found)


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def renewal(seconds: Seconds) -> Renewal:
    return Renewal(clock=seconds)


def answering(turns: DatabaseTurnStore, renewal: Renewal) -> Callable[[Arrival], object]:
    async def answer(arrival: Arrival) -> None:
        renewal.note()
        await turns.decide(Decision(arrival.number, arrival.chat, BLANK, Conversation(), NOW), NOTHING)

    return answer


async def test_it_ends_when_all_is_answered_and_confirmed_and_no_poll_lasts_longer(
    turns: DatabaseTurnStore, seconds: Seconds, renewal: Renewal
) -> None:
    queue = Polls(seconds)
    queue.add(10, chat=1)
    intake = Intake(queue, answering(turns, renewal), turns, lambda: NOW, lasting=Lasting(renewal=renewal))  # type: ignore[arg-type]
    async with asyncio.timeout(PATIENCE):
        await intake.run()
    assert queue.confirmed == [10]
    assert REST <= seconds.now < REST + 1
    assert max(queue.longest) == LONG_POLL
    assert not turns.is_gathering


async def test_it_does_not_end_over_somebody_who_waits(
    turns: DatabaseTurnStore, seconds: Seconds, renewal: Renewal
) -> None:
    queue, gate, began = Queue(), asyncio.Event(), asyncio.Event()

    async def answer(arrival: Arrival) -> None:
        renewal.note()
        began.set()
        await gate.wait()

    queue.add(10, chat=1)
    intake = Intake(queue, answer, turns, lambda: NOW, lasting=Lasting(renewal=renewal))
    task = asyncio.create_task(intake.run())
    await began.wait()
    seconds.now += RUSH - 1
    polls = queue.polls
    await becomes(lambda: queue.polls > polls + 3)
    assert not task.done()
    gate.set()
    async with asyncio.timeout(PATIENCE):
        await task
    assert queue.confirmed == [10]


async def test_where_somebody_always_waits_it_ends_all_the_same_and_they_are_answered_by_the_next(
    turns: DatabaseTurnStore, seconds: Seconds, renewal: Renewal
) -> None:
    queue, began, answered = Queue(), asyncio.Event(), []

    async def never(arrival: Arrival) -> None:
        renewal.note()
        began.set()
        await asyncio.Event().wait()

    queue.add(10, chat=1)
    intake = Intake(queue, never, turns, lambda: NOW, lasting=Lasting(renewal=renewal))
    task = asyncio.create_task(intake.run())
    await began.wait()
    seconds.now += RUSH
    async with asyncio.timeout(PATIENCE):
        await task
    await intake.stop(patience=0.0)
    assert queue.confirmed == []

    async def answer(arrival: Arrival) -> None:
        answered.append(arrival.number)

    following = Intake(queue, answer, turns, lambda: NOW)
    task = asyncio.create_task(following.run())
    await becomes(lambda: queue.confirmed == [10])
    assert answered == [10]
    following.is_stopping = True
    await task


async def test_the_next_takes_another_poller_for_a_thief_and_does_not_give_way(turns: DatabaseTurnStore) -> None:
    """Only at the very first start it may be that this process is the second."""
    first = Queue()
    first.faults = [Conflict("two")]
    troubles = Troubles()
    intake = Intake(first, None, turns, lambda: NOW, lasting=Lasting(troubles=troubles))  # type: ignore[arg-type]
    with pytest.raises(AnotherPoller):
        await intake.run()
    assert troubles.began is not None
    troubles.began -= 3600
    second = Queue()
    second.faults = [Conflict("two")]
    following = Intake(second, None, turns, lambda: NOW, lasting=Lasting(troubles=troubles))  # type: ignore[arg-type]
    task = asyncio.create_task(following.run())
    await becomes(lambda: troubles.foreign_pollers == 1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def opened() -> list[None]:
    return []


@pytest.fixture
def store(tmp_path: Path, opened: list[None]) -> DatabaseTurnStore:
    url = f"sqlite:///{tmp_path / 'words.db'}"
    migrations.upgrade(url)
    return DatabaseTurnStore(Database(url), RuntimeKey(bytes(range(32))), lambda: opened.append(None))


async def test_whatever_takes_words_into_memory_is_told_of(store: DatabaseTurnStore, opened: list[None]) -> None:
    await store.open()
    assert await store.held() == []
    await store.forget_old(NOW)
    assert opened == [], "nobody has said anything"
    await store.recall(10, 1, NOW)
    assert len(opened) == 1, "a turn"
    half = Conversation(place="report", facts={"text": "Begun"})
    await store.decide(Decision(10, 1, BLANK, half, NOW), NOTHING)
    opened.clear()
    await store.forget_old(NOW + timedelta(minutes=5))
    assert len(opened) == 1, "a sweep opens what is unfinished"
    await store.close()
