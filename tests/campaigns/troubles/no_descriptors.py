"""The process may open hardly any more files or connections (RLIMIT_NOFILE)."""

import resource
from contextlib import suppress

import psutil

from tests.campaigns.world import World

MORE = (0, 1, 3)
"""What it may still open."""


async def strike(world: World) -> None:
    life = world.life
    if life is None or life.end.done():
        return
    with suppress(OSError, psutil.NoSuchProcess):  # it died in this very moment
        most = psutil.Process(life.at_work).num_fds() + world.chance.choice(MORE)
        before = resource.prlimit(life.at_work, resource.RLIMIT_NOFILE)
        resource.prlimit(life.at_work, resource.RLIMIT_NOFILE, (most, before[1]))
        try:
            await world.rest(0.2, 2.0)
        finally:
            resource.prlimit(life.at_work, resource.RLIMIT_NOFILE, before)
