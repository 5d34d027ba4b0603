"""A line on which every request takes its time, as on 2G."""

from tests.campaigns.world import World


async def strike(world: World) -> None:
    world.sandbox.faults.latency = world.chance.choice((0.05, 0.15, 0.4, 0.8))
    try:
        await world.rest(0.5, 2.5)
    finally:
        world.sandbox.faults.latency = 0.0
