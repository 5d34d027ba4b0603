"""What a campaign stands in: the pretend Telegram, the house, the life that is lived, and the time that passes."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from sandbox import Sandbox
from tests.campaigns.history import History
from tests.campaigns.house import House
from tests.campaigns.lives import Life, Lives
from tests.campaigns.switches import Switches
from tests.support.database_line import DatabaseLine
from tests.support.forgetful_disk import ForgetfulDisk
from tests.support.postgres import Server

READY: Final = ("ready", "standing_by")
LONGEST_START: Final = 60.0
BETWEEN_LOOKS: Final = 0.05
FOLLOWED: Final = 0.2
"""Seconds in which the clock of a life has followed the switch."""


@dataclass
class World:
    """`chance` is the weather's own, so that what goes wrong does not depend on who walks when."""

    sandbox: Sandbox
    house: House
    history: History
    lives: Sequence[Lives]
    chance: random.Random
    living: list[Life] = field(default_factory=list)
    server: Server | None = None
    line: DatabaseLine | None = None
    """The server, where it is no file that the database lies in, and by what the lives reach it."""
    disk: ForgetfulDisk | None = None
    """Where the power is lost with each death."""
    older: bytes | None = None
    """What the database's file held some lives ago."""
    _was_ready: int = 0
    is_at_rest: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by whatever works on the files while no life is lived, and by what goes wrong in one."""
    files: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by whoever puts other files in the place of the database, and by the desk."""

    @property
    def life(self) -> Life | None:
        """One that is lived now, whichever."""
        return self.chance.choice(self.living) if self.living else None

    async def begin(self, point: str | None = None, passage: int = 1) -> Life:
        """One more life, in a place that is free."""
        self._was_ready = self.house.said(*READY)
        places = {life.place for life in self.living}
        place = next(number for number in range(len(self.lives)) if number not in places)
        life = await self.lives[place].begin(place, point, passage)
        self.living.append(life)
        return life

    async def is_ready(self) -> None:
        """Until it answers, stands by, or has ended."""
        for _ in range(int(LONGEST_START / BETWEEN_LOOKS)):
            if self.house.said(*READY) > self._was_ready or not await self.living[-1].lasts(BETWEEN_LOOKS):
                return

    async def kill(self, life: Life) -> None:
        """kill -9."""
        await life.killed()
        self.living.remove(life)

    async def fall(self, life: Life) -> None:
        """The same; where the power is lost, what was not synced is lost as well, and the machine starts anew."""
        if self.disk is None:
            await self.kill(life)
            return
        async with self.files:
            self.disk.cut()
            await self.kill(life)
            self.house.close()
            await asyncio.to_thread(self.disk.leave)
            self.disk.come_back()
        self.history.troubles["power lost"] += 1

    async def end(self) -> None:
        """No life goes on."""
        for life in list(self.living):
            await self.kill(life)

    async def try_a_life(self) -> None:
        """One that is killed after a moment and counts for nothing else."""
        life = await self.begin()
        await life.lasts(self.chance.uniform(0.5, 2.0))
        await self.kill(life)

    @property
    def switches(self) -> Switches:
        return self.house.switches

    @property
    def now(self) -> datetime:
        """The right time."""
        return datetime.fromtimestamp(self.sandbox.clock.now(), UTC)

    def pass_(self, seconds: float) -> None:
        """Time goes by, for Telegram and for the bot's machine."""
        self.sandbox.advance(seconds)
        self.switches.clock_ahead += seconds
        self.history.leaps.append(self.sandbox.clock.monotonic())

    async def go_by(self, seconds: float) -> None:
        """The same, and once the bot's clock has followed, it hears from Telegram that it is right: not only with the
        end of the next long poll."""
        self.pass_(seconds)
        await asyncio.sleep(FOLLOWED)
        self.sandbox.advance(0.0)

    @asynccontextmanager
    async def clock_set(self, by: float) -> AsyncIterator[None]:
        """The clock of the bot's machine is wrong by so many seconds, Telegram's is not."""
        self.switches.clock_ahead += by
        try:
            yield
        finally:
            self.switches.clock_ahead -= by

    async def rest(self, shortest: float, longest: float) -> None:
        """A moment."""
        await asyncio.sleep(self.chance.uniform(shortest, longest))
