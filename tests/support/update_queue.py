"""Telegram's queue of one bot as the poll loop sees it, and the loop under way on a real turn store.

Import the fixture into a test: `from tests.support.update_queue import turns`.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from bot.incoming.intake import Intake
from bot.incoming.turn_store import DatabaseTurnStore
from services.keys.sealing import RuntimeKey
from storage.engine import Database


class Queue:
    """Telegram's queue of one bot: hands out what is not confirmed, at most 100, oldest first."""

    def __init__(self) -> None:
        self.waiting: list[Mapping[str, Any]] = []
        self.confirmed: list[int] = []
        self.faults: list[Exception] = []
        self.polls = 0

    def add(self, number: int, chat: int, text: str = "hello") -> None:
        message = {"message_id": number, "chat": {"id": chat, "type": "private"}, "text": text}
        self.waiting.append({"update_id": number, "message": message})

    async def __call__(self, offset: int | None, timeout: int) -> list[Mapping[str, Any]]:
        self.polls += 1
        if self.faults:
            raise self.faults.pop(0)
        if offset is not None:
            self.confirmed += [update["update_id"] for update in self.waiting if update["update_id"] < offset]
            self.waiting = [update for update in self.waiting if update["update_id"] >= offset]
        if not self.waiting:
            await asyncio.sleep(min(timeout, 0.05))
        return self.waiting[:100]


@pytest.fixture
async def turns(database: Database) -> AsyncIterator[DatabaseTurnStore]:
    opened = DatabaseTurnStore(database, RuntimeKey(bytes(range(32))))
    await opened.open()
    yield opened
    await opened.close()


async def running(intake: Intake) -> asyncio.Task[None]:
    return asyncio.create_task(intake.run())


async def end(task: asyncio.Task[None], intake: Intake) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await intake.stop(patience=0.1)
