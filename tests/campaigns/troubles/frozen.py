"""The process stands still for a while (SIGSTOP), as when a machine is put to sleep."""

import signal

from tests.campaigns.world import World


async def strike(world: World) -> None:
    life = world.life
    if life is None:
        return
    life.send(signal.SIGSTOP)
    try:
        await world.rest(0.2, 2.5)
    finally:
        life.send(signal.SIGCONT)
