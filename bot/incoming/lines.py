"""A line for each chat: in order within a chat, chats side by side, one stuck chat delays nobody else."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection

from handlers.chat.arrival import Arrival

LONGEST_LINE = 50
"""Updates of one chat that wait for their turn."""
CROWD, LONGEST_IN_A_CROWD = 2000, 5
"""Where so many updates wait in all, a line is no longer than this."""


class Lines:
    """Works off arrivals through `answer`, which must not raise."""

    def __init__(self, answer: Callable[[Arrival], Awaitable[None]]) -> None:
        self._answer = answer
        self._waiting: dict[int, deque[Arrival]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._cut_off: dict[int, int] = {}
        self.waiting = 0
        """How many stand in all lines, those being answered included."""

    def __len__(self) -> int:
        return len(self._workers)

    def join(self, arrival: Arrival) -> None:
        """Put the arrival at the end of its chat's line."""
        self.waiting += 1
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

    def has_room(self, chat: int) -> bool:
        """Whether the chat's line may grow."""
        longest = LONGEST_LINE if self.waiting < CROWD else LONGEST_IN_A_CROWD
        return len(self._waiting.get(chat, ())) < longest

    def cut_off(self, last: Arrival) -> None:
        """Let this be the last of its chat's line, until it is answered."""
        self._cut_off[last.chat] = last.number
        self.join(last)

    def is_cut_off(self, chat: int) -> bool:
        """Whether nothing may join the chat's line now."""
        return chat in self._cut_off

    @property
    def crowded(self) -> list[Arrival]:
        """All in lines in which more than one stands: whatever happens, it is not everybody's turn yet."""
        return [arrival for line in self._waiting.values() if len(line) > 1 for arrival in line]

    def standing(self, numbers: Collection[int]) -> list[Arrival]:
        """Those of these update numbers that still stand in a line."""
        wanted = set(numbers)
        return [each for line in self._waiting.values() for each in line if each.number in wanted] if wanted else []

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
                self._let_go(line.popleft())
        finally:
            del self._waiting[chat]

    def _let_go(self, answered: Arrival) -> None:
        self.waiting -= 1
        if self._cut_off.get(answered.chat) == answered.number:
            del self._cut_off[answered.chat]
