"""The database's server dies as in a power cut, and comes back."""

import asyncio

from tests.campaigns.world import World


async def strike(world: World) -> None:
    assert world.server is not None
    async with world.files:
        await asyncio.to_thread(world.server.stop, "immediate")
        try:
            await world.rest(0.2, 2.0)
        finally:
            await asyncio.to_thread(world.server.start)
