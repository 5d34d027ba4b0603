"""Turns may share a commit; they never share a fate, unless it is storage itself that fails."""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.incoming import writer as writer_module
from bot.incoming.writer import MOST_IN_ONE, BatchWriter, RuleFell
from services.errors import Refusal
from services.keys.sealing import RuntimeKey
from services.store import Store
from storage import turns
from storage.engine import Database
from tests.support.patience import PATIENCE


class NotToday(Refusal):
    """A rule that says no."""


def put(store: Store, number: int) -> int:
    turns.put(store.session, number, b"x")
    return number


def put_and_refuse(store: Store, number: int) -> int:
    turns.put(store.session, number, b"x")
    raise NotToday


def put_and_break(store: Store, number: int) -> int:
    turns.put(store.session, number, b"x")
    raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))


@pytest.fixture
def writer(database: Database) -> Iterator[BatchWriter]:
    with ThreadPoolExecutor(1) as thread:
        yield BatchWriter(database, RuntimeKey.generate(), thread)


def kept(database: Database) -> list[int]:
    with database.reading() as session:
        return [number for number, _ in turns.everything(session)]


async def test_what_waits_together_is_committed_together(writer: BatchWriter, database: Database) -> None:
    commits: list[None] = []
    event.listen(database._engine, "commit", lambda _: commits.append(None))
    assert await asyncio.gather(*(writer.write(put, number) for number in range(20))) == list(range(20))
    assert kept(database) == list(range(20))
    assert len(commits) < 20


async def test_a_refusal_takes_nothing_of_the_others_back(writer: BatchWriter, database: Database) -> None:
    deeds = [writer.write(put_and_refuse if number % 3 == 1 else put, number) for number in range(9)]
    outcomes = await asyncio.gather(*deeds, return_exceptions=True)
    assert [isinstance(outcome, NotToday) for outcome in outcomes] == [number % 3 == 1 for number in range(9)]
    assert kept(database) == [number for number in range(9) if number % 3 != 1]


async def test_nobody_is_told_saved_when_storage_fails_under_one_of_them(
    writer: BatchWriter, database: Database
) -> None:
    deeds = [writer.write(put_and_break if number == 5 else put, number) for number in range(9)]
    outcomes = await asyncio.gather(*deeds, return_exceptions=True)
    said_saved = [number for number, outcome in enumerate(outcomes) if outcome == number]
    assert kept(database) == said_saved
    assert 5 not in said_saved


async def test_a_failed_commit_is_told_to_everybody_in_it(
    writer: BatchWriter, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    await writer.write(put, 100)
    with monkeypatch.context() as broken:
        broken.setattr(database._engine.dialect, "do_commit", fails)
        outcomes = await asyncio.gather(*(writer.write(put, number) for number in range(5)), return_exceptions=True)
    assert all(isinstance(outcome, Exception) for outcome in outcomes)
    assert kept(database) == [100]
    assert await writer.write(put, 101) == 101


async def test_what_was_asked_for_is_written_even_where_the_asker_has_gone(
    writer: BatchWriter, database: Database
) -> None:
    asked = [asyncio.create_task(writer.write(put, number)) for number in range(3 * MOST_IN_ONE)]
    await asyncio.sleep(0)
    for each in asked:
        each.cancel()
    await writer.finish()
    assert kept(database) == list(range(3 * MOST_IN_ONE))


async def test_one_whose_statement_fails_takes_nothing_of_the_others_back(
    writer: BatchWriter, database: Database
) -> None:
    deeds = [writer.write(put_and_break if number == 5 else put, number) for number in range(9)]
    outcomes = await asyncio.gather(*deeds, return_exceptions=True)
    assert [number for number, outcome in enumerate(outcomes) if outcome == number] == [0, 1, 2, 3, 4, 6, 7, 8]
    assert kept(database) == [0, 1, 2, 3, 4, 6, 7, 8]


class Panic(BaseException):
    """What a library below Python raises when it breaks: no Exception."""


@pytest.mark.parametrize("broken", [StopIteration, Panic, asyncio.CancelledError], ids=lambda kind: kind.__name__)
async def test_a_rule_that_ends_in_no_ordinary_way_leaves_nobody_waiting(
    writer: BatchWriter, database: Database, broken: type[BaseException]
) -> None:
    def put_and_fall(store: Store, number: int) -> int:
        turns.put(store.session, number, b"x")
        raise broken

    deeds = [writer.write(put_and_fall if number == 5 else put, number) for number in range(9)]
    async with asyncio.timeout(PATIENCE):
        outcomes = await asyncio.gather(*deeds, return_exceptions=True)
        alone = await asyncio.gather(writer.write(put_and_fall, 20), writer.write(put, 21), return_exceptions=True)
    assert isinstance(outcomes.pop(5), RuleFell)
    assert outcomes == kept(database)[:8] == [0, 1, 2, 3, 4, 6, 7, 8]
    assert isinstance(alone[0], RuleFell)
    assert kept(database)[8:] == [21]


async def test_where_the_thread_is_gone_whoever_asks_hears_of_it(database: Database) -> None:
    thread = ThreadPoolExecutor(1)
    writer = BatchWriter(database, RuntimeKey.generate(), thread)
    thread.shutdown()
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(RuntimeError):
            await writer.write(put, 1)


async def test_where_each_would_wait_for_the_same_lock_they_do_not_wait_one_after_another(
    writer: BatchWriter, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One is at work meanwhile, so that all the others share a transaction; it fails, and so does the first alone."""
    monkeypatch.setattr(writer_module, "STUCK", 0.01)
    gate, waited = Event(), list[int]()

    def put_and_wait(store: Store, number: int) -> int:
        waited.append(number)
        time.sleep(0.05)
        return put_and_break(store, number)

    first = asyncio.create_task(writer.write(lambda _: gate.wait()))
    await asyncio.sleep(0)
    deeds = [asyncio.create_task(writer.write(put_and_wait, number)) for number in range(9)]
    await asyncio.sleep(0)
    gate.set()
    outcomes = await asyncio.gather(first, *deeds, return_exceptions=True)
    assert all(isinstance(outcome, OperationalError) for outcome in outcomes[1:])
    assert waited == [0, 0]
    assert kept(database) == []
