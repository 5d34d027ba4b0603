"""The network to the database is cut: nothing arrives in either direction, and nobody is told."""

from tests.campaigns.world import World


async def strike(world: World) -> None:
    assert world.line is not None
    world.line.cut()
    try:
        await world.rest(0.5, 6.0)
    finally:
        world.line.mend()
