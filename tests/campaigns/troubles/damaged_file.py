"""The database is cut short, emptied or gone when the bot starts. It must end by itself, and change nothing."""

from pathlib import Path

from tests.campaigns.world import World

LONGEST = 120.0
"""Seconds until somebody has to have said that it cannot work."""


async def strike(world: World) -> None:
    file = world.house.file
    kept = {path: path.read_bytes() for path in (file, file.with_name(f"{file.name}-journal")) if path.exists()}
    how = world.chance.choice(("cut short", "emptied", "gone", "first page lost"))
    _damage(file, how)
    damaged = file.read_bytes() if file.exists() else None
    try:
        life = await world.begin()
        if await life.lasts(LONGEST):
            world.history.wrongs.append(f"the bot works on a database that is {how}")
        elif (file.read_bytes() if file.exists() else None) != damaged:
            world.history.wrongs.append(f"a database that is {how} was changed")
        await world.kill(life)
    finally:
        for path, data in kept.items():
            path.write_bytes(data)


def _damage(file: Path, how: str) -> None:
    whole = file.read_bytes()
    match how:
        case "cut short":
            file.write_bytes(whole[: len(whole) // 2])
        case "emptied":
            file.write_bytes(b"")
        case "gone":
            file.unlink()
        case "first page lost":
            file.write_bytes(bytes(4096) + whole[4096:])
