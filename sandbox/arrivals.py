"""Waiting for what comes to a phone: the part of a phone only tests use."""

import asyncio
import re
from collections import deque
from collections.abc import Callable

from sandbox.messages import ChatMessage

KEPT = 1000


class Arrivals:
    """Messages of the bot, new and edited, that nobody has taken yet."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[ChatMessage, bool]] = deque(maxlen=KEPT)
        self._sleepers: list[asyncio.Future[None]] = []

    def add(self, message: ChatMessage, *, new: bool) -> None:
        self._waiting.append((message, new))
        self.wake()

    def wake(self) -> None:
        """Something changed: whoever waits looks again."""
        for sleeper in self._sleepers:
            if not sleeper.done():
                sleeper.set_result(None)
        self._sleepers.clear()

    def clear(self) -> None:
        self._waiting.clear()

    def take_new(self) -> ChatMessage | None:
        while self._waiting:
            message, new = self._waiting.popleft()
            if new:
                return message
        return None

    def take_saying(self, wanted: str | re.Pattern[str]) -> ChatMessage | None:
        """Takes arrivals until one contains `wanted`; those before it are passed over."""
        while self._waiting:
            message, _ = self._waiting.popleft()
            if wanted in message.text if isinstance(wanted, str) else wanted.search(message.text):
                return message
        return None

    async def first(self, take: Callable[[], ChatMessage | None], seconds: float) -> ChatMessage | None:
        """What `take` takes as soon as it takes anything; None when the time is up."""
        taken: list[ChatMessage] = []

        def ready() -> bool:
            message = take()
            if message is not None:
                taken.append(message)
            return bool(taken)

        return taken[0] if await self.until(ready, seconds) else None

    async def until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """True as soon as `ready()` is; False when the time is up."""
        try:
            async with asyncio.timeout(seconds):
                while not ready():
                    sleeper = asyncio.get_running_loop().create_future()
                    self._sleepers.append(sleeper)
                    await sleeper
        except TimeoutError:
            return ready()
        return True
