"""Whoever writes the database stops neither the bot nor what it looks after with a value of another kind than its
column keeps; doctor names the tables."""

import asyncio
from collections.abc import Sequence
from unittest import mock

import pytest

from bot import logs, run
from bot.bootstrap import open_foundations
from bot.cli import tampering
from bot.heritage import Heritage
from bot.logs import LogEvent
from bot.settings import CHECKOUT, Settings
from bot.tick import Tick
from sandbox import Sandbox
from tests.support.command_line import CommandLine
from tests.support.odd_cells import lay_everywhere
from tests.support.patience import PATIENCE

FAILURES = (LogEvent.HANDLER_FAILED, LogEvent.UPDATE_PARKED, LogEvent.TICK_FAILED, LogEvent.STORAGE_FAILED)


def failures() -> int:
    return sum(logs.counted()[event] for event in FAILURES)


async def lived_through(settings: Settings, telegram: Sandbox) -> None:
    """A start, one person's greeting, every tick once, an end."""
    ticks: list[Tick] = []

    def scheduled(given: Sequence[Tick], _due: object) -> mock.Mock:
        ticks.extend(given)
        return mock.Mock()

    told = asyncio.Event()
    with (
        open_foundations(settings, is_thorough=True) as found,
        mock.patch.multiple(run, start_schedule=scheduled, _told_to_end=lambda: told),
        mock.patch.object(run, "while_the_clock_is_right", lambda tick, *_clocks: tick),
    ):
        living = asyncio.create_task(run.live(settings, Heritage(), None, found))
        phone = telegram.phone("en")
        await phone.send("/start")
        await phone.sees(lambda seen: len(seen.texts) > 0, PATIENCE)
        for tick in ticks:
            await tick.work()
        told.set()
        await living


@pytest.mark.parametrize(
    ("name", "named"), [("a text", "departures"), ("bytes", "audit"), ("a number beyond all", "departures")]
)
async def test_the_bot_starts_answers_and_looks_after_everything(amana: CommandLine, name: str, named: str) -> None:
    lay_everywhere(amana.folder / "amana.db", name, but=["organisation"])
    before = failures()
    async with Sandbox() as telegram:
        settings = Settings(
            _env_file=None,
            folder=amana.folder,
            content=CHECKOUT / "content",
            token=telegram.token,
            api_url=telegram.url,
        )
        await lived_through(settings, telegram)
    assert failures() == before
    with open_foundations(settings, takes_services=False) as found:
        assert f"{named} (" in (tampering.locked(found).remedy or "")
