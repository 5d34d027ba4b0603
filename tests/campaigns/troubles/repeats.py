"""Telegram hands updates out again: each confirmed one once more, or the latest all at once."""

from tests.campaigns.world import World


async def strike(world: World) -> None:
    world.sandbox.faults.duplicates = world.chance.random() < 0.5
    try:
        for _ in range(world.chance.randint(1, 3)):
            world.sandbox.room.updates.repeat()
            await world.rest(0.1, 0.8)
    finally:
        world.sandbox.faults.duplicates = False
