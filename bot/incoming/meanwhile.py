"""A word to people who write while the database is away: it is not saved, it is not lost, they need not write again.

Nothing of theirs is confirmed to Telegram meanwhile, so it comes again, and is answered, once the database is back.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.logs import LogEvent, log
from handlers.chat.arrival import Arrival, narrow
from locales import Words, best_language

BETWEEN_LOOKS = 3.0
"""Seconds between looks at what waits, before the bot has begun."""
SAID_LATELY = 600.0
"""Seconds in which it is not said again."""

GetUpdates = Callable[[int | None, int], Awaitable[list[Mapping[str, Any]]]]


class Meanwhile:
    """Says it to each chat in which something waits, and again where they write after a while. It never raises a
    TelegramError.

    `note` is told the chat and number of each message, so that it can be removed like any other.
    """

    def __init__(self, bot: ExtBot[Any], languages: Sequence[str], note: Callable[[int, int], object]) -> None:
        self._bot = bot
        self._languages = languages
        self._note = note
        self._told: dict[int, float] = {}

    async def __call__(self, arrival: Arrival) -> None:
        """Tell this chat, unless it has heard."""
        now = time.monotonic()
        self._told = {chat: at for chat, at in self._told.items() if now - at < SAID_LATELY}
        if not arrival.private or arrival.chat in self._told:
            return
        self._told[arrival.chat] = now
        words = Words(best_language(arrival.hint, self._languages))
        text = words(
            "⏳ I cannot save anything at this moment. Your message is not lost: it waits at Telegram for up to a day,"
            " and I will answer as soon as I can. You need not send it again."
        )
        try:
            message = await self._bot.send_message(arrival.chat, text)
        except TelegramError:
            del self._told[arrival.chat]
        else:
            self._note(arrival.chat, message.message_id)

    async def run(self, get_updates: GetUpdates, may_speak: Callable[[], bool]) -> None:
        """Look at what waits at Telegram, without taking it, while nobody else can be at work. Until cancelled."""
        while True:
            await asyncio.sleep(BETWEEN_LOOKS)
            if not may_speak():
                continue
            with suppress(TelegramError):
                await self._bot.initialize()
                for update in await get_updates(None, 0):
                    await self._tell(update)

    async def _tell(self, update: Mapping[str, Any]) -> None:
        try:
            arrival = narrow(update)
        except (KeyError, TypeError, ValueError, AttributeError):
            log(LogEvent.MALFORMED_UPDATE)
            return
        if arrival is not None:
            await self(arrival)
