"""Writing fails in the middle (RLIMIT_FSIZE): the journal takes what the file itself does not, or neither does."""

import resource
from contextlib import suppress

from tests.campaigns.world import World

SHARES = (0.0, 0.02, 0.3, 0.7, 0.95)
"""How much of the file can be written, from its beginning."""


async def strike(world: World) -> None:
    life = world.life
    if life is None or life.end.done():
        return
    most = int(world.house.file.stat().st_size * world.chance.choice(SHARES))
    with suppress(OSError):  # it died in this very moment
        before = resource.prlimit(life.at_work, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
        try:
            await world.rest(0.2, 2.0)
        finally:
            resource.prlimit(life.at_work, resource.RLIMIT_FSIZE, before)
