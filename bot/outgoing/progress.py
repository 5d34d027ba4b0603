"""The line that tells an organiser how far a broadcast has come, kept up to date in a message of their own.

Belongs here: when the message is edited. Does not belong here: what is told (services.publishing.told_progress) and in
which words (handlers.meetings.shown.wording). A message with a reply keyboard cannot be edited (Bot API, "Updating
messages").
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.logs import LogEvent, log
from handlers.chat.app import TurnStore
from handlers.meetings.shown.wording import progress_line
from locales import Words
from services.forums import Forum
from services.notices import broadcasts
from services.notices.broadcasts import Watch
from services.notices.outbox import Lane
from services.publishing.told_progress import ToldProgress, told_progress
from services.store import Store

EVERY: Final = 3.0
"""Seconds between two edits of one message: Telegram lets a chat have about one message a second."""


class ProgressLines:
    """`run` until cancelled. Each message is edited when its line changes, every three seconds at most, until the
    broadcast is done or the message is gone."""

    def __init__(
        self, bot: ExtBot[Any], turns: TurnStore, forums: Iterable[Forum], clock: Callable[[], datetime]
    ) -> None:
        self._bot = bot
        self._forums = tuple(forums)
        self._turns = turns
        self._clock = clock
        self._shown: dict[Watch, str] = {}

    async def run(self) -> None:
        """Look every three seconds."""
        while True:
            try:
                await self._look()
            except Exception as error:  # storage may fail for a while
                log(LogEvent.STORAGE_FAILED, error=type(error).__name__)
            await asyncio.sleep(EVERY)

    async def _look(self) -> None:
        watched = await self._turns.read(_watched, self._forums, self._clock())
        self._shown = {watch: line for watch, line in self._shown.items() if watch in watched}
        await asyncio.gather(*(self._show(watch, progress) for watch, progress in watched.items()))

    async def _show(self, watch: Watch, progress: ToldProgress | None) -> None:
        if progress is None:  # forgotten: the bot was away for a month
            await self._turns.write(broadcasts.unwatch, watch)
            return
        line = progress_line(Words(watch.language), progress)
        is_shown = self._shown.get(watch, watch.said) == line or await self._edit(watch, line)
        if is_shown:
            self._shown[watch] = line
        if is_shown is None or (is_shown and progress.is_done):
            await self._turns.write(broadcasts.unwatch, watch)

    async def _edit(self, watch: Watch, line: str) -> bool | None:
        """True when the message reads so, False to try again later, None where it never will."""
        try:
            await self._bot.edit_message_text(line, watch.chat, watch.message, rate_limit_args=Lane.REMINDER)
        except (BadRequest, Forbidden) as refusal:
            return True if "not modified" in refusal.message else None
        except TelegramError:
            return False
        return True


def _watched(store: Store, forums: Iterable[Forum], now: datetime) -> dict[Watch, ToldProgress | None]:
    return {watch: told_progress(store, forums, watch.broadcast, now) for watch in broadcasts.watches(store)}
