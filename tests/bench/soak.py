"""A week at a hundred times the normal load, in minutes: does anything grow that should not?

    python -m tests.bench.soak [--days 7] [--load 100] [--members 100] [--seed 1]

Normal is an office in which two people a day report and five ask something. The real bot lives on a file; its clock and
Telegram's are set on by half an hour after each half hour's worth of people, and its regular work comes round sooner.
Four meetings a day are published and go out to all members. Told of each half day: memory of the bot's processes in
MiB, open files, threads, tasks of the loop, the database in KiB, and rows of what is kept for a while only. Then the
slope of each for a day, the first day left out. Exits with 1 where memory grows by more than 1 MiB a day, or handles,
threads or tasks by more than one. The database grows by what is kept: reports, and meetings.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import astuple, dataclass, fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import psutil

from sandbox import Sandbox
from tests.campaigns.campaign import until_morning
from tests.campaigns.history import Errand, History
from tests.campaigns.house import House
from tests.campaigns.lives import Life, Lives
from tests.campaigns.people.asking import ask
from tests.campaigns.people.joining import Joining
from tests.campaigns.people.organising import Organising
from tests.campaigns.people.reporting import Reporting
from tests.campaigns.world import World

REPORTS, QUESTIONS, MEETINGS = 2, 5, 4
"""A day; the first two times the load."""
STEPS = 48
"""A day."""
HALF_AN_HOUR = 1800.0
AT_ONCE = 8
MOST = {"memory": 1.0, "handles": 1.0, "threads": 1.0, "tasks": 1.0}
"""How much of each a day may add."""


@dataclass(frozen=True)
class Sample:
    """What the bot's processes held, and its database."""

    day: float
    memory: float
    handles: int
    threads: int
    tasks: int
    database: float
    for_a_while: int


class Office:
    """The bot at work, and who walks."""

    def __init__(self, world: World, life: Life, seed: int) -> None:
        self.world, self._life = world, life
        self._chance = random.Random(seed)
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._number = 0

    async def have_members(self, many: int) -> None:
        await asyncio.gather(*(self._do("member") for _ in range(many)))

    async def half_an_hour(self, load: int, step: int) -> None:
        """As many as come in that time."""
        kinds = ["report"] * (REPORTS * load // STEPS) + ["ask"] * (QUESTIONS * load // STEPS)
        kinds += ["organiser"] if step % (STEPS // MEETINGS) == 0 else []
        self._chance.shuffle(kinds)
        await asyncio.gather(*map(self._do, kinds))
        assert not self._life.end.done(), "the bot has ended"
        self.world.pass_(HALF_AN_HOUR)

    async def _do(self, kind: str) -> None:
        self._number += 1
        errand = Errand(kind, f"person 1 errand {self._number}", self.world.sandbox.phone("en"))
        async with self._at_once:
            match kind:
                case "report":
                    await Reporting(errand).until_it_ends()
                case "ask":
                    await ask(errand)
                case "member":
                    await Joining(errand, self.world.sandbox.clock.monotonic).joins()
                case _:
                    code = self.world.house.organiser_code(self.world.now)
                    await Organising(errand, self.world, code).until_it_ends()

    async def sample(self, day: float) -> Sample:
        """Not in the moment in which one process follows the other: then there are three."""
        while True:
            with suppress(psutil.NoSuchProcess):
                first = psutil.Process(self._life.pid)
                processes = [first, *first.children(recursive=True)]
                if len(processes) == 2:
                    return self._sample(day, processes)
            await asyncio.sleep(1)

    def _sample(self, day: float, processes: Sequence[psutil.Process]) -> Sample:
        house = self.world.house
        return Sample(
            day,
            sum(each.memory_full_info().pss for each in processes) / 2**20,
            sum(each.num_fds() for each in processes),
            sum(each.num_threads() for each in processes),
            int(house.tasks.read_text() or 0),
            house.file.stat().st_size / 1024,
            sum(astuple(house.at_rest())),
        )


@asynccontextmanager
async def at_work(seed: int) -> AsyncIterator[Office]:
    """Founded, and its bot answers."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="soak-"))
        sandbox = await stack.enter_async_context(Sandbox(limits=False, seed=seed))
        house = House(Path(folder), sandbox.url, sandbox.token)
        house.found()
        stack.callback(house.close)
        lives = Lives(house.environment)
        await lives.open()
        stack.push_async_callback(lives.close)
        world = World(sandbox, house, History(sandbox), [lives], random.Random(seed))
        stack.push_async_callback(world.end)
        world.pass_(until_morning(world.now))
        life = await world.begin()
        await world.is_ready()
        yield Office(world, life, seed)


async def run(days: int, load: int, members: int, seed: int) -> int:
    samples: list[Sample] = []
    async with at_work(seed) as office:
        await office.have_members(members)
        for step in range(days * STEPS):
            await office.half_an_hour(load, step)
            if step % (STEPS // 2) == STEPS // 2 - 1:
                await asyncio.sleep(3)
                samples.append(await office.sample((step + 1) / STEPS))
                print(
                    " ".join(f"{each.name} {getattr(samples[-1], each.name):.6g}" for each in fields(Sample)),
                    flush=True,
                )
        print(f"{len(office.world.house.cases())} reports, {len(office.world.history.published)} meetings")
    return _told(samples)


def _told(samples: Sequence[Sample]) -> int:
    later = [sample for sample in samples if sample.day > 1] or samples
    broken = 0
    for each in fields(Sample)[1:]:
        days, values = [sample.day for sample in later], [getattr(sample, each.name) for sample in later]
        slope = float(np.polyfit(days, values, 1)[0])
        broken += slope > MOST.get(each.name, float("inf"))
        print(f"{each.name}: {min(values):.6g} to {max(values):.6g}, {slope:+.2f} a day")
    return 1 if broken else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--load", type=int, default=100)
    parser.add_argument("--members", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.exit(asyncio.run(run(given.days, given.load, given.members, given.seed)))
