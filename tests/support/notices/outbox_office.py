"""An outbox on a real database, a pretend Telegram over real HTTP, and a worker between them.

Import the fixture into a folder's conftest.py: `from tests.support.notices.outbox_office import office`.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from telegram.ext import ExtBot

from bot.incoming.writer import BatchWriter
from bot.outgoing.delivery import Delivery
from bot.outgoing.limiter import LaneLimiter, Ticket
from bot.outgoing.wording import Wording
from bot.wire.transport import AiohttpRequest
from handlers.notices import NoticeText, UnknownNotice
from locales import Words
from sandbox import Phone, Sandbox
from services.keys.sealing import RuntimeKey
from services.notices import outbox
from services.notices.dispatch import Sender
from services.notices.outbox import Lane, Notice
from services.store import Store
from storage.engine import Database
from tests.support.notices.telling import AUDIENCES
from tests.support.patience import becomes


class Office:
    """An outbox, the key that opens it, a clock to set, and bots that send from it."""

    def __init__(self, sandbox: Sandbox, database: Database) -> None:
        self.sandbox = sandbox
        self.database = database
        self.runtime = RuntimeKey.generate()
        self.ahead = timedelta(0)
        self.stopped: datetime | None = None
        self.thread = ThreadPoolExecutor(1)
        self.storage = BatchWriter(database, self.runtime, self.thread)

    def now(self) -> datetime:
        return (self.stopped or datetime.now(UTC)) + self.ahead

    def stop_clock(self) -> None:
        """From now on only `ahead` moves the time, however long things take on this machine."""
        self.stopped = datetime.now(UTC)

    def phone(self) -> Phone:
        """Somebody who has spoken to the bot before."""
        return self.sandbox.phone(met=True)

    def lay_down(self, phone: Phone | int, text: str, lane: Lane = Lane.REMINDER, kind: str = "reminder") -> None:
        chat = phone if isinstance(phone, int) else phone.chat
        with self.database.writing() as session:
            outbox.enqueue(Store(session, self.runtime), Notice(kind, chat, "en", {"text": text}), lane, self.now())

    @property
    def waiting(self) -> list[outbox.WaitingNotice]:
        with self.database.reading() as session:
            return outbox.due(session, self.now() + timedelta(days=1), 1000)

    async def empties(self) -> None:
        await self.becomes(lambda: not self.waiting)

    async def becomes(self, condition: Callable[[], bool]) -> None:
        await becomes(condition)

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[ExtBot[Lane | Ticket]]:
        """One that sends to the sandbox through lanes of its own."""
        found: ExtBot[Lane | Ticket] = ExtBot(
            self.sandbox.token,
            base_url=f"{self.sandbox.url}/bot",
            request=AiohttpRequest(),
            rate_limiter=LaneLimiter(),
        )
        async with found:
            yield found

    def worker(self, bot: ExtBot[Lane | Ticket], word: Callable[[Notice, Words], NoticeText] | None = None) -> Delivery:
        wording = Wording(word or _its_text)
        return Delivery(bot, self.storage, Sender(AUDIENCES), self.now, wording)

    @asynccontextmanager
    async def at_work(self, word: Callable[[Notice, Words], NoticeText] | None = None) -> AsyncIterator[Delivery]:
        """A worker that sends until the block is left, in its own words where a notice brings none."""
        async with self.bot() as found:
            worker = self.worker(found, word)
            task = asyncio.create_task(worker.run())
            try:
                yield worker
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)


def _its_text(notice: Notice, words: object) -> NoticeText:
    if notice.kind == "nobody's":
        raise UnknownNotice(notice.kind)
    return NoticeText(str(notice.facts["text"]))


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    async with Sandbox() as sandbox:
        found = Office(sandbox, database)
        yield found
        await found.storage.write(lambda store: None)  # what is under way ends first
        found.thread.shutdown()
