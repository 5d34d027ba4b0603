"""What the tick that looks for reminders promises."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.incoming.turn_store import DatabaseTurnStore
from bot.tick import Tick
from bot.ticks.reminding import EVERY, reminding
from bot.ticks.schedule import start_schedule
from services.keys.sealing import RuntimeKey
from storage.engine import Database
from tests.support.meetings.meeting_room import AMAL, HOUR, STARTS, Room
from tests.support.patience import PATIENCE


@pytest.fixture
def room(database: Database) -> Room:
    made = Room(database, RuntimeKey.generate())
    made.organiser(AMAL)
    return made


@pytest.fixture
async def turns(room: Room) -> AsyncIterator[DatabaseTurnStore]:
    made = DatabaseTurnStore(room.database, room.runtime)
    yield made
    await made.close()


async def test_each_look_announces_what_is_due_and_logs_counts_only(
    room: Room, turns: DatabaseTurnStore, caplog: pytest.LogCaptureFixture
) -> None:
    room.published()
    now = [STARTS - 3 * HOUR]
    tick = reminding(turns, room.content, lambda: now[0])
    assert tick.seconds == EVERY
    with caplog.at_level(logging.INFO, "amana"):
        for ahead in (3 * HOUR, 2 * HOUR, 2 * HOUR - timedelta(seconds=20)):
            now[0] = STARTS - ahead
            await tick.work()
    assert [each.kind for each in room.all_announced()].count("meeting_reminder") == 2
    assert [(record.message, vars(record)["counts"]) for record in caplog.records] == [
        ("reminders", {"sent": 1, "dropped": 0}),
        ("reminders", {"sent": 1, "dropped": 0}),
    ]


async def test_the_schedule_goes_on_after_a_look_that_failed(room: Room, turns: DatabaseTurnStore) -> None:
    room.published()
    failures = iter([OSError("disk full")])

    def clock() -> datetime:
        for failure in failures:
            raise failure
        return STARTS - 2 * HOUR

    tick = reminding(turns, room.content, clock)
    looked = asyncio.Event()

    async def look() -> None:
        await tick.work()
        looked.set()

    schedule = start_schedule([Tick(tick.name, 1, look)])
    try:
        async with asyncio.timeout(PATIENCE):
            await looked.wait()
    finally:
        schedule.shutdown(wait=False)
    assert [each.kind for each in room.all_announced()].count("meeting_reminder") == 1
