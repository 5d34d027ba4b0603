"""Telegram asks for pauses (429), of one chat or of all."""

import asyncio

from sandbox import FaultRule
from tests.campaigns.world import World

METHODS = ("sendMessage", "deleteMessages")


async def strike(world: World) -> None:
    chance = world.chance
    for _ in range(chance.randint(1, 5)):
        times, seconds = chance.randint(1, 3), chance.choice((1, 1, 2))
        method = METHODS[chance.random() < 0.2]
        world.sandbox.faults.add(FaultRule("too_many_requests", methods=(method,), times=times, retry_after=seconds))
        await asyncio.sleep(chance.uniform(0.0, 0.4))
