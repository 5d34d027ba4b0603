"""A limiter on a clock of its own, and a server that may refuse what comes through.

Import the fixture into a folder's conftest.py: `from tests.support.notices.limiter_room import room`.
"""

import asyncio
import heapq
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import strategies as st
from telegram.error import RetryAfter

from bot.outgoing.limiter import Answer, LaneLimiter, Ticket
from bot.outgoing.pace import OVERALL
from services.notices.outbox import Lane

Wish = tuple[float, Lane, int]
"""When, in which lane and to which chat (groups are below nothing)."""


def wishes(seed: int) -> list[Wish]:
    """Up to 250 of them by chance: some crowded into a second, some to few chats, some to groups above all."""
    chance = Random(seed)
    seconds, chats, to_groups = chance.choice((1, 5, 20)), chance.choice((2, 10, 60)), chance.choice((0.0, 0.2, 0.7))
    return [
        (
            round(chance.uniform(0, seconds), 3),
            chance.choice(list(Lane)),
            chance.choice((-1, -2)) if chance.random() < to_groups else chance.randint(1, chats),
        )
        for _ in range(chance.choice((chance.randint(0, 250), 250)))
    ]


WISHES = st.integers(0, 2**32).map(wishes)
"""By their seed: a list that is drawn one by one has five elements mostly."""


@dataclass(order=True)
class Alarm:
    when: float
    ring: Callable[[], None] = field(compare=False)
    is_off: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        self.is_off = True


class Clock:
    """Time that passes only when told to; every task is let come to rest before it does."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.alarms: list[Alarm] = []

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, callback: Callable[[], None], /) -> Alarm:
        alarm = Alarm(when, callback)
        heapq.heappush(self.alarms, alarm)
        return alarm

    async def pass_until(self, end: float) -> None:
        await self._rest()
        while self.alarms and self.alarms[0].when <= end:
            alarm = heapq.heappop(self.alarms)
            if not alarm.is_off:
                self.now = max(self.now, alarm.when)
                alarm.ring()
                await self._rest()
        self.now = max(self.now, end)
        await self._rest()

    @staticmethod
    async def _rest() -> None:
        for _ in range(12):
            await asyncio.sleep(0)


@dataclass(frozen=True)
class Call:
    """One that came through: the how manieth it was to be asked for, when it was (seconds), and when it came."""

    number: int
    asked: float
    at: float
    lane: Lane
    chat: int | None
    name: str


class Room:
    """A limiter, the calls that came through, and a server that may refuse them."""

    def __init__(self, overall: int | None = OVERALL) -> None:
        self.clock = Clock()
        self.start = self.clock.now
        self.limiter = LaneLimiter(overall, self.clock)
        self.calls: list[Call] = []
        self.refusals: Callable[[Call], int] = lambda call: 0
        self.tasks: list[asyncio.Task[Answer]] = []

    def say(
        self, chat: int | None, lane: Lane | Ticket = Lane.REPLY, name: str = "", endpoint: str = "sendMessage"
    ) -> asyncio.Task[Answer]:
        """Ask for a message (or another method) as handlers and senders do; it is under way when this returns."""
        data = {} if chat is None else {"chat_id": chat}
        ask = self._server(lane.lane if isinstance(lane, Ticket) else lane, chat, name)
        lane_given = None if lane is Lane.REPLY else lane  # python-telegram-bot drops what is false
        task = asyncio.create_task(self.limiter.process_request(ask, (), {}, endpoint, data, lane_given))
        self.tasks.append(task)
        return task

    def _server(self, lane: Lane, chat: int | None, name: str) -> Callable[[], Coroutine[None, None, bool]]:
        number, asked = len(self.tasks), self.clock.now - self.start

        async def ask() -> bool:
            call = Call(number, asked, self.clock.now - self.start, lane, chat, name)
            self.calls.append(call)
            seconds = self.refusals(call)
            if seconds:
                raise RetryAfter(seconds)
            return True

        return ask

    async def pass_by(self, seconds: float) -> None:
        await self.clock.pass_until(self.clock.now + seconds)

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    """A room of the test's own, at Telegram's rates."""
    found = Room()
    yield found
    await found.close()
