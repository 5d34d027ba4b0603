"""A line for each chat: in order within a chat, chats side by side, one stuck chat delays nobody else."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from handlers.chat.arrival import Arrival


class Lines:
    """Works off arrivals through `answer`, which must not raise."""

    def __init__(self, answer: Callable[[Arrival], Awaitable[None]]) -> None:
        self._answer = answer
        self._waiting: dict[int, deque[Arrival]] = {}
        self._workers: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._workers)

    def join(self, arrival: Arrival) -> None:
        """Put the arrival at the end of its chat's line."""
        line = self._waiting.get(arrival.chat)
        if line is not None:
            line.append(arrival)
            return
        self._waiting[arrival.chat] = deque([arrival])
        worker = asyncio.create_task(self._work_off(arrival.chat))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    @property
    def chats(self) -> list[int]:
        """The chats in which something waits for its answer."""
        return list(self._waiting)

    def length(self, chat: int) -> int:
        """How many of the chat stand in its line, the one being answered included."""
        return len(self._waiting.get(chat, ()))

    @property
    def crowded(self) -> list[Arrival]:
        """All in lines in which more than one stands: whatever happens, it is not everybody's turn yet."""
        return [arrival for line in self._waiting.values() if len(line) > 1 for arrival in line]

    def find(self, number: int) -> Arrival | None:
        """The arrival with this update number, if it still stands in a line."""
        standing = (arrival for line in self._waiting.values() for arrival in line)
        return next((arrival for arrival in standing if arrival.number == number), None)

    async def quiet(self, timeout: float) -> None:
        """Wait until every line is empty, but no longer than `timeout` seconds."""
        if self._workers:
            await asyncio.wait(self._workers, timeout=timeout)

    async def close(self, patience: float) -> None:
        """Let what is under way finish for `patience` seconds, then let go (Telegram still has it)."""
        await self.quiet(patience)
        for worker in list(self._workers):
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    async def _work_off(self, chat: int) -> None:
        line = self._waiting[chat]
        try:
            while line:
                await self._answer(line[0])
                line.popleft()
        finally:
            del self._waiting[chat]
