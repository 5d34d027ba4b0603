"""The database takes nothing in (SQLITE_READONLY), as on a disk that was mounted anew after a fault."""

from tests.campaigns.switches import READ_ONLY, SOUND
from tests.campaigns.world import World


async def strike(world: World) -> None:
    world.switches.writing = READ_ONLY
    try:
        await world.rest(0.3, 2.5)
    finally:
        world.switches.writing = SOUND
