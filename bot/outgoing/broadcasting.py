"""Keeps a few notices of each broadcast ready for the sender, off the loop and in short transactions.

Belongs here: when the next step is taken. Does not belong here: the step itself (services.notices.broadcast_stream).
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from bot.logs import LogEvent, log
from bot.outgoing.delivery import Storage
from services.meetings import rsvp
from services.notices import broadcast_stream
from services.notices.broadcasts import IsMeant
from services.store import Store
from services.surveys import surveys

LOOK_AGAIN: Final = 1.0
"""Seconds between looks for something new to tell."""


def is_meant(store: Store, only: dict[str, Any], chat: int) -> bool:
    """Whether a broadcast that is narrowed down is for a chat: by what it answered about a meeting, or in a survey."""
    return surveys.may_answer(store, only, chat) if "survey" in only else rsvp.is_meant(store, only, chat)


class Broadcasting:
    """`run` until cancelled; `on_news` is called when there is something to send."""

    def __init__(
        self,
        storage: Storage,
        is_meant: IsMeant,
        clock: Callable[[], datetime],
        on_news: Callable[[], None],
        is_clock_right: Callable[[], bool] = lambda: True,
    ) -> None:
        self._storage = storage
        self._is_meant = is_meant
        self._clock = clock
        self._on_news = on_news
        self._is_clock_right = is_clock_right

    async def run(self) -> None:
        """Step by step, at once where there is more to do."""
        while True:
            if await self._step():
                self._on_news()
            else:
                await asyncio.sleep(LOOK_AGAIN)

    async def _step(self) -> bool:
        """By a clock that is months ahead everything would be too late, and nobody would be told."""
        if not self._is_clock_right():
            return False
        try:
            return await self._storage.write(broadcast_stream.expand, self._clock(), self._is_meant)
        except Exception as error:  # whatever ails the storage, the worker outlives it
            log(LogEvent.STORAGE_FAILED, error=type(error).__name__)
            return False
