"""Another program holds the database: for a moment, or for longer than anybody waits for it."""

import asyncio
import sqlite3
from contextlib import closing, suppress

from tests.campaigns.world import World


async def strike(world: World) -> None:
    seconds = world.chance.choice((0.3, 0.5, 1.5, 7.0))
    other = sqlite3.connect(world.house.file, timeout=0.2, isolation_level=None)
    with closing(other), suppress(sqlite3.OperationalError):  # the bot may be quicker
        other.execute("BEGIN EXCLUSIVE")
        await asyncio.sleep(seconds)
        other.execute("ROLLBACK")
