"""The line to the database breaks when a commit was carried out and its answer is on the way."""

from tests.campaigns.world import World


async def strike(world: World) -> None:
    assert world.line is not None
    share = world.chance.choice((0.2, 0.5, 1.0))
    world.line.breaks = lambda: world.chance.random() < share
    try:
        await world.rest(0.3, 1.5)
    finally:
        world.line.breaks = lambda: False
