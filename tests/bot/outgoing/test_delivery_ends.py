"""A sender that is stopped ends what is under way; one that is killed loses nothing and doubles one notice at most."""

import asyncio
import signal
import sys
from typing import Any

import pytest
from telegram import Message
from telegram.ext import ExtBot

from bot.outgoing import delivery
from services.notices import dispatch
from storage import outbox as rows
from tests.support.notices.outbox_office import Office
from tests.support.patience import PATIENCE


async def test_stopping_lets_what_is_under_way_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = office.phone()
    monkeypatch.setattr(delivery, "PATIENCE", PATIENCE)
    office.sandbox.faults.latency = 0.2
    async with office.at_work() as worker:
        office.lay_down(phone, "under way")
        worker.nudge()
        await office.becomes(lambda: bool(office.sandbox.ledger.calls("sendMessage")))
    assert phone.texts == ["under way"]
    assert office.waiting == []


async def test_stopping_puts_back_what_was_taken_up_and_not_begun(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "PATIENCE", PATIENCE)
    people = [office.phone() for _ in range(3)]
    for person in people:
        office.lay_down(person, "hello")
    begun, go_on = asyncio.Event(), asyncio.Event()
    send = ExtBot.send_message

    async def held_up(*given: Any, **more: Any) -> Message:
        begun.set()
        await go_on.wait()
        return await send(*given, **more)

    monkeypatch.setattr(ExtBot, "send_message", held_up)
    async with office.at_work():
        await begun.wait()
        asyncio.get_running_loop().call_soon(go_on.set)  # while it is being stopped
    assert sum(bool(person.texts) for person in people) == 1
    assert len(office.waiting) == 2, "free for whoever comes next"


WORKER = """
import asyncio, os, signal, sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from telegram.ext import ExtBot
from bot.outgoing.delivery import Delivery
from bot.outgoing.limiter import LaneLimiter
from bot.wire.transport import AiohttpRequest
from bot.outgoing.wording import Wording
from bot.incoming.writer import BatchWriter
from handlers.notices import NoticeText
from services.notices import dispatch
from services.keys.sealing import RuntimeKey
from services.store import keyless
from services.notices.dispatch import Sender
from storage.engine import Database

url, token, database, secret, moment = sys.argv[1:]
struck_off = dispatch.settle

def die(*_): os.kill(os.getpid(), signal.SIGKILL)

def settle(*given):
    if moment == "before striking off": die()
    struck_off(*given)
    if moment == "before the commit": die()

async def main():
    dispatch.settle = settle
    runtime = RuntimeKey(bytes.fromhex(secret))
    storage = BatchWriter(Database(database), runtime, ThreadPoolExecutor(1))
    await storage.write(keyless(dispatch.let_go))
    bot = ExtBot(token, base_url=url + "/bot", request=AiohttpRequest(), rate_limiter=LaneLimiter())
    async with bot:
        def word(notice, words):
            if moment == "before sending": die()
            return NoticeText(notice.facts["text"])
        await Delivery(bot, storage, Sender(()), lambda: datetime.now(UTC), Wording(word)).run()

asyncio.run(main())
"""


async def _run_until_killed(office: Office, moment: str) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        WORKER,
        office.sandbox.url,
        office.sandbox.token,
        office.database.url,
        office.runtime.secret.hex(),
        moment,
    )
    try:
        return await asyncio.wait_for(process.wait(), PATIENCE)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize(
    ("moment", "copies"), [("before sending", 1), ("before striking off", 2), ("before the commit", 2)]
)
async def test_a_kill_loses_nothing_and_doubles_one_notice_at_most(office: Office, moment: str, copies: int) -> None:
    people = [office.phone() for _ in range(4)]
    for person in people:
        office.lay_down(person, "meeting at four")
    assert await _run_until_killed(office, moment) == -signal.SIGKILL
    with office.database.writing() as session:
        assert dispatch.let_go(session) == 1
    async with office.at_work():
        await office.empties()
    assert sorted(len(person.texts) for person in people) == [1, 1, 1, copies]
    with office.database.reading() as session:
        assert rows.count(session) == 0
