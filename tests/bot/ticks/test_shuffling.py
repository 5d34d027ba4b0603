"""The running bot lays rows down anew by itself: all keys have their turn, and nothing of what they hold changes."""

from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest

from bot.incoming.turn_store import DatabaseTurnStore
from bot.ticks.shuffling import lay_down, shuffling_rows
from storage import envelopes
from tests.support.clocks import NOW
from tests.support.databases import rows_in
from tests.support.disk_traces import EPOCH, WEEK
from tests.support.sqlite_pages import Pages
from tests.support.vaults import Vault

ROWS = 200
pytestmark = pytest.mark.of_a_file


@pytest.fixture
async def turns(vault: Vault) -> AsyncIterator[DatabaseTurnStore]:
    chance = Random(3)
    with vault.database.writing() as session:
        for _ in range(ROWS):
            envelopes.add(session, chance.randbytes(16), EPOCH, WEEK, chance.randbytes(1072))
    opened = DatabaseTurnStore(vault.database, vault.runtime)
    yield opened
    await opened.close()


def kept(vault: Vault) -> dict[str, list[str]]:
    return {name: sorted(map(repr, rows)) for name, rows in rows_in(vault.database).items()}


def stayed(path: Path, before: Pages) -> int:
    was, now = before.places("envelopes"), Pages(path).places("envelopes")
    return sum(was[key] == now[key] for key in was)


async def test_a_small_file_is_laid_down_anew_each_time(vault: Vault, turns: DatabaseTurnStore) -> None:
    before, held = Pages(vault.path), kept(vault)
    assert stayed(vault.path, before) == ROWS
    await shuffling_rows(turns, lambda: NOW).work()
    assert stayed(vault.path, before) < ROWS / 4
    assert kept(vault) == held


async def test_every_part_of_a_larger_one_has_its_turn(vault: Vault, turns: DatabaseTurnStore) -> None:
    before, held = Pages(vault.path), kept(vault)
    await lay_down(turns, 0, 3)
    assert stayed(vault.path, before) > ROWS / 4, "only its own part"
    for part in (1, 2):
        await lay_down(turns, part, 3)
    assert stayed(vault.path, before) < ROWS / 3
    assert kept(vault) == held
