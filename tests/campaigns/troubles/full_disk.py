"""The database has no room for another page (SQLITE_FULL)."""

from tests.campaigns.switches import FULL, SOUND
from tests.campaigns.world import World


async def strike(world: World) -> None:
    world.switches.writing = FULL
    try:
        await world.rest(0.3, 2.5)
    finally:
        world.switches.writing = SOUND
