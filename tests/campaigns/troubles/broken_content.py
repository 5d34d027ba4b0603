"""The content folder cannot be used at the next starts; what was in use before serves on."""

from tests.campaigns.world import World

FILES = ("organisation.toml", "forums.toml", "forms/safety_report.md", "services/directory.toml")
BROKEN = ("", "[[[", "\x00\x01\x02", "name = 3\n")


async def strike(world: World) -> None:
    file = world.house.content / world.chance.choice(FILES)
    whole = file.read_bytes()
    file.write_text(world.chance.choice(BROKEN))
    try:
        await world.try_a_life()
    finally:
        file.write_bytes(whole)
