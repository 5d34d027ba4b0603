"""Everybody who walks at a time: each does one errand after another, with a new phone for each."""

import asyncio
import random
from typing import Final

from tests.campaigns.history import Errand
from tests.campaigns.house import patiently
from tests.campaigns.people.asking import ask
from tests.campaigns.people.corresponding import Corresponding
from tests.campaigns.people.joining import Joining
from tests.campaigns.people.organising import Organising
from tests.campaigns.people.reporting import SEND, STOP, Reporting
from tests.campaigns.people.walking import WaitedInVain
from tests.campaigns.world import World

KINDS: Final = {"report": 5, "quit": 1, "undecided": 2, "doubt": 2, "ask": 4, "member": 2, "organiser": 1}
ANSWERED: Final = 0.6
"""How many of those who report are answered."""
LEAVES: Final = 0.3


class Crowd:
    """So many people, from the seed; each ends once it `is_last`."""

    def __init__(self, world: World, people: int, seed: int) -> None:
        self.is_last = False
        self._world = world
        self._walking = [
            asyncio.create_task(self._walk(number, random.Random(f"person {number} {seed}")))
            for number in range(1, people + 1)
        ]

    @property
    def is_home(self) -> bool:
        return all(task.done() for task in self._walking)

    async def gather(self) -> None:
        """Raises what somebody's walk raised."""
        await asyncio.gather(*self._walking)

    async def end(self) -> None:
        """Nobody walks on."""
        for task in self._walking:
            task.cancel()
        await asyncio.gather(*self._walking, return_exceptions=True)

    async def _walk(self, number: int, chance: random.Random) -> None:
        done = 0
        while not self.is_last:
            done += 1
            (kind,) = chance.choices(list(KINDS), list(KINDS.values()))
            phone = self._world.sandbox.phone("en")
            errand = Errand(kind, f"person {number} errand {done}", phone)
            self._world.history.errands.append(errand)
            try:
                await self._do(errand, chance)
            except WaitedInVain as vain:
                self._world.history.wrongs.append(f"{errand.marker} ({errand.kind}) waited in vain: {vain}")

    async def _do(self, errand: Errand, chance: random.Random) -> None:
        match errand.kind:
            case "ask":
                await ask(errand)
            case "member":
                await self._join(errand, chance)
            case "organiser":
                async with self._world.files:
                    code = await asyncio.to_thread(patiently, lambda: self._world.house.organiser_code(self._world.now))
                await Organising(errand, self._world, code).until_it_ends()
            case "quit":
                await Reporting(errand, (STOP,)).until_it_ends()
            case "undecided":
                await Reporting(errand, chance.choice(((SEND, STOP), (STOP, SEND)))).until_it_ends()
            case _:
                await Reporting(errand).until_it_ends()
                receipts = self._world.history.receipts(errand)
                if receipts and chance.random() < ANSWERED:
                    await Corresponding(errand, receipts[-1], self._answers).until_it_ends()

    async def _join(self, errand: Errand, chance: random.Random) -> None:
        joining = Joining(errand, self._world.sandbox.clock.monotonic)
        await joining.joins()
        if chance.random() < LEAVES:
            await asyncio.sleep(chance.uniform(0.0, 3.0))
            await joining.leaves()

    async def _answers(self, marker: str, text: str) -> bool:
        async with self._world.files:
            return await asyncio.to_thread(patiently, lambda: self._world.house.reply(marker, text, self._world.now))
