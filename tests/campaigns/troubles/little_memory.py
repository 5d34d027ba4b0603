"""The process may take hardly any more memory (RLIMIT_AS)."""

import resource
from contextlib import suppress

import psutil

from tests.campaigns.world import World

MORE = (0, 2**20, 2**23)
"""Bytes it may still take."""


async def strike(world: World) -> None:
    life = world.life
    if life is None or life.end.done():
        return
    with suppress(OSError, psutil.NoSuchProcess):  # it died in this very moment
        most = psutil.Process(life.at_work).memory_info().vms + world.chance.choice(MORE)
        before = resource.prlimit(life.at_work, resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))
        try:
            await world.rest(0.2, 1.5)
        finally:
            resource.prlimit(life.at_work, resource.RLIMIT_AS, before)
