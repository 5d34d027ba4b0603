"""The numbers of updates leave a gap; or, where nothing waits, go on somewhere else, lower as well as higher."""

from tests.campaigns.world import World


async def strike(world: World) -> None:
    if world.sandbox.pending or world.chance.random() < 0.5:
        world.sandbox.room.updates.skip(world.chance.randint(1, 1000))
    else:
        world.sandbox.room.updates.begin_anew()
    await world.rest(0.1, 0.3)
