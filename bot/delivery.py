"""The outbox worker: sends what is due, through the lanes, and keeps account of it.

Belongs here: when a notice is tried again and when it is given up. Does not belong here: its words (handlers.notices),
whose turn it is (limiter), what a row is (services.outbox). One notice is under way at a time, and its row is deleted
after it was sent: a process killed in between sends that one once more when it starts again, and none is lost.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Final

from sqlmodel import Session
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot

from bot.limiter import seconds_of
from bot.logs import Event, log
from bot.transport import AnswerLost, NotSent
from handlers import notices
from handlers.notices import Said
from locales import Words
from services import outbox
from services.outbox import Notice, Waiting
from services.sealing import CannotOpen, RuntimeKey
from storage.engine import Database

LOOK_AGAIN: Final = 1.0
"""Seconds between looks at the outbox, which the desk writes to from a process of its own."""
PATIENCE: Final = 5.0
"""Seconds that what is under way has to end when the worker is stopped."""
AT_MOST_ONCE: Final = frozenset({"mailbox"})
"""Kinds that count as sent when it is not known: the reader must not be called to the phone twice for one reply."""


class Fate(Enum):
    """What becomes of a notice after a try."""

    SENT = Event.NOTICE_SENT
    POSTPONED = Event.NOTICE_POSTPONED
    DROPPED = Event.NOTICE_DROPPED


def fate_after(error: TelegramError, kind: str) -> Fate:
    """Sent when it may have been and must not be twice; dropped when it will never be; else to be tried again."""
    if isinstance(error, Forbidden | BadRequest | ChatMigrated):
        return Fate.DROPPED
    in_doubt = isinstance(error, TimedOut | AnswerLost) and not isinstance(error, NotSent)
    return Fate.SENT if in_doubt and kind in AT_MOST_ONCE else Fate.POSTPONED


class Delivery:
    """One worker for one outbox; `run` until cancelled, `nudge` when something was laid down in this process.

    `clock` gives the time as aware datetime; `word` puts a notice into words, or raises handlers.notices.UnknownNotice.
    """

    def __init__(
        self,
        bot: ExtBot[Any],
        database: Database,
        runtime: RuntimeKey,
        clock: Callable[[], datetime],
        word: Callable[[Notice, Words], Said] = notices.word,
    ) -> None:
        self._bot = bot
        self._database = database
        self._runtime = runtime
        self._clock = clock
        self._word = word
        self._news = asyncio.Event()

    def nudge(self) -> None:
        """Look now rather than within a second."""
        self._news.set()

    async def run(self) -> None:
        """Send until cancelled; then let what is under way end, for five seconds at most."""
        while True:
            waiting = await self._next()
            if waiting is None:
                await self._wait_for_news()
            else:
                await self._uninterrupted(self._see_through(waiting))

    async def _next(self) -> Waiting | None:
        """The first of what is due now, asked anew for each: an alert does not wait behind reminders."""
        try:
            found = await asyncio.to_thread(self._due)
        except Exception as error:  # whatever ails the storage, the worker outlives it
            log(Event.STORAGE_FAILED, error=type(error).__name__)
            return None
        return found[0] if found else None

    def _due(self) -> list[Waiting]:
        with self._database.reading() as session:
            return outbox.due(session, self._clock(), limit=1)

    async def _wait_for_news(self) -> None:
        try:
            async with asyncio.timeout(LOOK_AGAIN):
                await self._news.wait()
        except TimeoutError:
            return
        self._news.clear()

    @staticmethod
    async def _uninterrupted(work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait({task}, timeout=PATIENCE)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise

    async def _see_through(self, waiting: Waiting) -> None:
        fate, pause = Fate.POSTPONED, outbox.pause_after(waiting.attempts)
        try:
            fate, pause = await self._try(waiting, pause)
            log(fate.value)
        except Exception as error:  # a fault of ours in one notice must not stop the others
            log(fate.value, error=type(error).__name__)
        while True:  # what was sent must not be taken up again because it could not be struck off
            try:
                return await asyncio.to_thread(self._account, waiting, fate, pause)
            except Exception as error:
                log(Event.STORAGE_FAILED, error=type(error).__name__)
                await asyncio.sleep(LOOK_AGAIN)

    async def _try(self, waiting: Waiting, pause: timedelta) -> tuple[Fate, timedelta]:
        try:
            notice = outbox.opened(waiting, self._runtime.box)
            said = self._word(notice, Words(notice.language))
        except (CannotOpen, notices.UnknownNotice, KeyError):  # another runtime key, kind or language than ours
            return Fate.DROPPED, pause
        try:
            await self._bot.send_message(notice.chat, said.text, rate_limit_args=waiting.lane)
        except RetryAfter as refusal:
            return Fate.POSTPONED, timedelta(seconds=seconds_of(refusal))
        except TelegramError as error:
            return fate_after(error, notice.kind), pause
        return Fate.SENT, pause

    def _account(self, waiting: Waiting, fate: Fate, pause: timedelta) -> None:
        with self._database.writing() as session:
            _settle(session, waiting, fate, self._clock() + pause)


def _settle(session: Session, waiting: Waiting, fate: Fate, until: datetime) -> None:
    if fate is Fate.SENT:
        outbox.delivered(session, waiting.id)
    elif fate is Fate.DROPPED:
        outbox.dropped(session, waiting.id)
    else:
        outbox.postponed(session, waiting, until)
