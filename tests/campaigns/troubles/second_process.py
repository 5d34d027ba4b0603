"""Somebody starts the bot a second time on the same machine. The second one ends, the first one works on."""

import asyncio
import sys

from tests.campaigns.world import World

LONGEST = 120.0


async def strike(world: World) -> None:
    first = await world.begin()
    await asyncio.sleep(0.5)
    second = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env=world.house.environment,
        cwd=world.house.folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await asyncio.wait_for(second.wait(), LONGEST)
    except TimeoutError:
        world.history.wrongs.append("two bots of one file ran side by side")
        second.kill()
        await second.wait()
    if first.end.done():
        world.history.wrongs.append("a second bot ended the first")
    await world.kill(first)
