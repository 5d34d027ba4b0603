"""One campaign: an organisation is founded, people walk, the bot dies again and again, then promises are looked at.

Afterwards all goes well until everybody is answered, and two days pass with the bot at work.
"""

import asyncio
import random
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final

from sandbox import Sandbox
from tests.campaigns import troubles
from tests.campaigns.history import Death, History
from tests.campaigns.house import HOME, House
from tests.campaigns.lives import Life, Lives
from tests.campaigns.people.crowd import Crowd
from tests.campaigns.people.organising import ZONE
from tests.campaigns.points import POINTS
from tests.campaigns.promises import PROMISES, members_hear
from tests.campaigns.world import World
from tests.support.database_line import DatabaseLine
from tests.support.forgetful_disk import ForgetfulDisk
from tests.support.postgres import running_server

PATIENCE: Final = 900.0
"""Seconds that everybody may take to come to an end once all is well."""
AN_HOUR: Final = 3700.0
TWO_DAYS: Final = 50 * 3600.0
SWEPT: Final = 60.0
EVENING: Final = time(19)
AT_POINTS: Final = 0.6
IN_THE_START: Final = 0.15
LONGER: Final = 1.0
"""Seconds in which a life may come by the point at which it is to die."""


@dataclass(frozen=True)
class Plan:
    """What is drawn from the seed, and how often the bot dies."""

    seed: int
    deaths: int
    people: int = 8
    is_on_postgres: bool = False
    """A pair of processes on one server, instead of one process on a file."""
    loses_power: bool = False
    """Each death is one of the whole machine: what was not synced is gone."""


@dataclass(frozen=True)
class Outcome:
    """What came of it: everything that happened, and each promise that was broken."""

    plan: Plan
    history: History
    broken: dict[str, list[str]]
    reports: int


async def fight(plan: Plan) -> Outcome:
    """Carry it out."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="campaign-"))
        disk = stack.enter_context(ForgetfulDisk(Path(folder), HOME)) if plan.loses_power else None
        sandbox = await stack.enter_async_context(Sandbox(limits=False, seed=plan.seed))
        server = stack.enter_context(running_server()) if plan.is_on_postgres else None
        line = await stack.enter_async_context(DatabaseLine(server.socket)) if server else None
        house = House(Path(folder), sandbox.url, sandbox.token, server.new_database() if server else None)
        house.found()
        stack.callback(house.close)
        if line is not None:
            house.lead_through(line.port)
        lives = [Lives(house.environment) for _ in range(2 if server else 1)]
        for each in lives:
            await each.open()
            stack.push_async_callback(each.close)
        weather = random.Random(f"weather {plan.seed}")
        world = World(sandbox, house, History(sandbox), lives, weather, server=server, line=line, disk=disk)
        stack.push_async_callback(world.end)
        world.pass_(until_morning(world.now))
        crowd = Crowd(world, plan.people, plan.seed)
        stack.push_async_callback(crowd.end)
        await _bad_days(world, plan)
        await _all_is_well(world, crowd)
        broken = {promise: list(found(world.history, house)) for promise, found in PROMISES.items()}
        return Outcome(plan, world.history, {name: each for name, each in broken.items() if each}, len(house.cases()))


def until_morning(now: datetime) -> float:
    """Nobody is woken by a meeting: where the forum is, a campaign begins at nine."""
    morning = datetime.combine(now.astimezone(ZONE).date() + timedelta(days=1), time(9), ZONE)
    return (morning - now).total_seconds()


async def _bad_days(world: World, plan: Plan) -> None:
    chance = random.Random(f"deaths {plan.seed}")
    weather = asyncio.create_task(_weather(world))
    try:
        while len(world.history.deaths) < plan.deaths:
            await _between_lives(world, chance)
            await _live_and_die(world, chance)
    finally:
        weather.cancel()
        await asyncio.gather(weather, return_exceptions=True)


async def _live_and_die(world: World, chance: random.Random) -> None:
    while len(world.living) < len(world.lives):
        await world.begin(chance.choice(POINTS) if chance.random() < AT_POINTS else None, chance.randint(1, 4))
    life = world.living[-1]
    if chance.random() < IN_THE_START:
        await life.lasts(chance.uniform(0.0, 1.0))
    else:
        await world.is_ready()
        await life.lasts(chance.uniform(0.0, 1.2) + (LONGER if life.point else 0.0))
    fallen = [life for life in world.living if life.end.done()]
    for each in fallen or [chance.choice(world.living)]:
        await world.fall(each)
        _note(world, each, each.point if fallen else None)


def _note(world: World, life: Life, point: str | None) -> None:
    if life.was_killed:
        world.history.deaths.append(Death(world.sandbox.clock.monotonic(), point or ""))
    else:
        world.history.ends[life.code] += 1


async def _between_lives(world: World, chance: random.Random) -> None:
    if chance.random() < 0.3 and world.now.astimezone(ZONE).time() < EVENING:
        world.pass_(chance.uniform(10.0, 600.0))
    if chance.random() > 0.06:
        return
    files = {} if world.server else troubles.FILE_AT_REST
    name, strike = chance.choice(sorted({**troubles.AT_REST, **files}.items()))
    async with world.is_at_rest, world.files:
        world.house.close()
        await strike(world)
        if world.disk is not None:
            world.disk.sync()
    world.history.troubles[name] += 1
    if world.server is None:
        world.older = world.house.file.read_bytes()


async def _weather(world: World) -> None:
    database = troubles.OF_A_SERVER if world.server else troubles.OF_A_FILE
    kinds = sorted({**troubles.TELEGRAM, **troubles.MACHINE, **database}.items())
    while True:
        await world.rest(0.2, 2.0)
        name, strike = world.chance.choice(kinds)
        async with world.is_at_rest:
            await strike(world)
        world.history.troubles[name] += 1


async def _all_is_well(world: World, crowd: Crowd) -> None:
    world.sandbox.faults.clear()
    crowd.is_last = True
    await world.end()  # it may have been told to die somewhere
    life = await world.begin()
    await _until(lambda: crowd.is_home, life.end, PATIENCE)
    await _until(lambda: not world.sandbox.pending, life.end, PATIENCE)
    await crowd.gather()
    await _everybody_hears(world, life)
    for _ in range(2):  # what waited to be told is told after two days, and is forgotten after two more
        await world.go_by(TWO_DAYS)
        with suppress(TimeoutError):
            await _until(lambda: world.house.at_rest().is_empty, life.end, SWEPT)
    await world.end()


async def _everybody_hears(world: World, life: Life) -> None:
    """A meeting that was published just now can be taken back for a minute, by a clock that may be an hour ahead."""
    await world.go_by(AN_HOUR)
    with suppress(TimeoutError):
        await _until(lambda: not members_hear.broken(world.history, world.house), life.end, SWEPT)


async def _until(is_over: Callable[[], bool], end: "asyncio.Task[int]", seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not is_over() and not end.done():
            await asyncio.wait({end}, timeout=0.05)
    if end.done():
        raise AssertionError("the bot ends though all is well")
