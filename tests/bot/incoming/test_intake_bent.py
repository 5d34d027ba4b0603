"""The poll loop where something on the way has taken out of an update what it says."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.incoming.intake import Intake
from bot.incoming.turn_store import DatabaseTurnStore
from handlers.chat.arrival import Arrival
from tests.support.patience import becomes
from tests.support.update_queue import Queue, end, running, turns

__all__ = ["turns"]

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("bent", [{"update_id": 10}, {"update_id": 10, "message": ""}])
async def test_an_update_that_comes_through_bent_is_asked_for_once_more(
    turns: DatabaseTurnStore, bent: Mapping[str, Any]
) -> None:
    """Confirmed as it came, what the person said would be gone."""
    queue, seen = Queue(), []

    async def through(offset: int | None, timeout: int) -> list[Mapping[str, Any]]:
        found = await queue(offset, timeout)
        return [bent, *found[1:]] if queue.polls == 1 else found

    async def answer(arrival: Arrival) -> None:
        seen.append(arrival.number)

    queue.add(10, chat=1)
    queue.add(11, chat=2)
    intake = Intake(through, answer, turns, lambda: NOW)
    task = await running(intake)
    await becomes(lambda: queue.confirmed == [10, 11])
    assert sorted(seen) == [10, 11]
    await end(task, intake)
