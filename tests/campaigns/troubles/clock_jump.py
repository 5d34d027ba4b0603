"""The clock of the bot's machine is set: by an hour, a day, a month or a year, in either direction."""

from tests.campaigns.world import World

HOUR = 3600.0
JUMPS = (HOUR, -HOUR, 30 * HOUR, -30 * HOUR, 24 * 40 * HOUR, -24 * 40 * HOUR, 24 * 400 * HOUR, 90.0, -90.0)


async def strike(world: World) -> None:
    async with world.clock_set(world.chance.choice(JUMPS)):
        await world.rest(0.3, 2.0)
