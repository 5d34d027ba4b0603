"""A database of before stands in the place of the newest when the bot starts. That has to be noticed and said.

Telegram is away meanwhile: what people say to an older database is another matter.
"""

import asyncio

from sandbox import FaultRule
from tests.campaigns.world import World

SAID = "put_back"
LONGEST = 120.0


async def strike(world: World) -> None:
    if world.older is None:
        return
    file = world.house.file
    kept = {path: path.read_bytes() for path in (file, file.with_name(f"{file.name}-journal")) if path.exists()}
    mark = world.house.settings.folder / "state.mark"
    reached = mark.read_bytes()
    file.with_name(f"{file.name}-journal").unlink(missing_ok=True)
    file.write_bytes(world.older)
    said = world.house.said(SAID)
    world.sandbox.faults.add(FaultRule("down"))
    try:
        life = await world.begin()
        await _until_said(world, said)
        await world.kill(life)
    finally:
        world.sandbox.faults.clear("down")
        file.with_name(f"{file.name}-journal").unlink(missing_ok=True)
        for path, data in kept.items():
            path.write_bytes(data)
        mark.write_bytes(reached)


async def _until_said(world: World, before: int) -> None:
    for _ in range(int(LONGEST / 0.1)):
        if world.house.said(SAID) > before:
            return
        await asyncio.sleep(0.1)
    world.history.wrongs.append("nobody noticed an older database")
