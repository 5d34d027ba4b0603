"""Told to end, the bot ends by itself before the supervisor would make it, whatever is under way; nothing is lost."""

import asyncio
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime

import pytest
from aiohttp import web

from bot.processes.supervisor import PATIENCE as SUPERVISORS_PATIENCE
from sandbox import Phone, Sandbox
from sandbox.bot_api import BotApi
from services.notices import outbox
from services.notices.outbox import Lane, Notice
from services.store import Store
from tests.support.command_line import CommandLine, wait_for_line
from tests.support.forked import Running
from tests.support.patience import PATIENCE, becomes


class StuckSends:
    """Telegram takes what is sent and, after the first few, never answers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.slow = 0
        self.stuck = 0
        self.over = asyncio.Event()
        usual = BotApi._answer

        async def answer(api: BotApi, request: web.BaseRequest, name: str) -> bytes:
            if name == "sendMessage" and self.slow:
                self.slow -= 1
                await asyncio.sleep(0.3)
            elif name == "sendMessage":
                self.stuck += 1
                await self.over.wait()
            return await usual(api, request, name)

        monkeypatch.setattr(BotApi, "_answer", answer)


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with Sandbox() as running:
        yield running


@pytest.fixture
def ready(amana: CommandLine, telegram: Sandbox) -> CommandLine:
    amana.settings |= {"AMANA_TOKEN": telegram.token, "AMANA_API_URL": telegram.url}
    return amana


async def is_ready(process: Running) -> None:
    await asyncio.to_thread(wait_for_line, process, "ready")


async def ends_by_itself(process: Running) -> None:
    """In order, or with something left standing; nobody has to kill it."""
    process.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(process.wait, SUPERVISORS_PATIENCE) == 0


async def is_answered_by_the_next(ready: CommandLine, phone: Phone) -> None:
    with ready.started("run") as process:
        await is_ready(process)
        assert await phone.next_message(PATIENCE)
        await ends_by_itself(process)


async def test_in_a_long_poll_and_with_an_answer_that_telegram_never_takes(
    ready: CommandLine, telegram: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ready.started("run") as process:
        await is_ready(process)
        await ends_by_itself(process)
    phone = telegram.phone("en")
    with monkeypatch.context() as patch, ready.started("run") as process:
        sends = StuckSends(patch)
        await is_ready(process)
        await phone.start()
        await becomes(lambda: sends.stuck)
        await ends_by_itself(process)
    await is_answered_by_the_next(ready, phone)
    sends.over.set()


async def test_with_a_commit_that_waits_for_another_program(ready: CommandLine, telegram: Sandbox) -> None:
    phone = telegram.phone("en")
    with ready.started("run") as process:
        await is_ready(process)
        with closing(sqlite3.connect(ready.folder / "amana.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await phone.start()
            await becomes(lambda: telegram.ledger.of("delivered"))
            await asyncio.sleep(0.2)  # it has it, and soon waits for the lock
            await ends_by_itself(process)
    await is_answered_by_the_next(ready, phone)


async def test_in_the_midst_of_a_broadcast_with_several_notices_at_a_time(
    ready: CommandLine, telegram: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [telegram.phone("en", met=True) for _ in range(40)]
    with ready.office() as office, office.database.writing() as session:
        for phone in people:
            notice = Notice("mailbox", phone.chat, "en", {})
            outbox.enqueue(Store(session, office.runtime), notice, Lane.REMINDER, datetime.now(UTC))
    with monkeypatch.context() as patch, ready.started("run") as process:
        sends = StuckSends(patch)
        sends.slow = 5
        await is_ready(process)
        await becomes(lambda: sends.stuck > 1)
        await ends_by_itself(process)
    with ready.started("run") as process:
        await is_ready(process)
        await becomes(lambda: all(phone.texts for phone in people))
        await ends_by_itself(process)
    sends.over.set()
