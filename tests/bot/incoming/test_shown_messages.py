"""What was said to somebody is known from then on, also in the moment in which its number is written down: a press that
came after it answers it."""

import asyncio
from collections.abc import AsyncIterator
from threading import Event

import pytest

from bot.incoming.turn_store import DatabaseTurnStore
from tests.support.clocks import NOW
from tests.support.vaults import Vault

CHAT, NUMBER = 4_242, 7


@pytest.fixture
async def turns(vault: Vault) -> AsyncIterator[DatabaseTurnStore]:
    store = DatabaseTurnStore(vault.database, vault.runtime)
    await store.open()
    yield store
    await store.close()


async def a_moment() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.mark.parametrize("is_asked_first", [True, False])
async def test_a_number_is_known_while_it_is_written_down(turns: DatabaseTurnStore, is_asked_first: bool) -> None:
    turns.sent(CHAT, NUMBER)
    gate = Event()
    turns._worker.submit(gate.wait)  # the disk is busy
    asked = [asyncio.create_task(turns.messages(CHAT, NOW))] if is_asked_first else []
    await a_moment()
    settling = asyncio.create_task(turns.settle([1], NOW, is_quiet=True))
    await a_moment()
    asked += [asyncio.create_task(turns.messages(CHAT, NOW))]
    await a_moment()
    gate.set()
    await settling
    assert [await each for each in asked] == [[NUMBER]] * len(asked)
    assert await turns.messages(CHAT, NOW) == [NUMBER]


async def test_what_could_not_be_written_down_is_known_all_the_same(turns: DatabaseTurnStore) -> None:
    turns.sent(CHAT, NUMBER)
    with pytest.raises(OSError, match="full"), turns._shown.taken():
        raise OSError("full")
    assert await turns.messages(CHAT, NOW) == [NUMBER]
    assert turns.is_gathering


async def test_what_was_deleted_is_gone_while_that_is_written_down(turns: DatabaseTurnStore) -> None:
    turns.sent(CHAT, NUMBER)
    await turns.settle([1], NOW, is_quiet=True)
    turns.gone(CHAT, [NUMBER])
    with turns._shown.taken():
        assert await turns.messages(CHAT, NOW) == []
