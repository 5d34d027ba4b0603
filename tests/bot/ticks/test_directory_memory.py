"""The running bot takes an import up by itself, and answers meanwhile."""

import asyncio

from bot.incoming.turn_store import DatabaseTurnStore
from bot.ticks.directory_memory import DirectoryMemory
from services.directory.catalogue import AT_ONCE, ServiceCatalogue
from services.directory.needs import Needs
from services.store import keyless
from tests.support.directory.believing import as_it_lies
from tests.support.directory.some_services import a_service, keep, many
from tests.support.patience import becomes
from tests.support.update_queue import turns

__all__ = ["turns"]


async def test_an_import_is_taken_up_aside_and_changed_over(turns: DatabaseTurnStore) -> None:
    database = turns._database
    catalogue = ServiceCatalogue(Needs(()), as_it_lies)
    keep(database, a_service("one"))
    await turns.read(keyless(catalogue.refresh))
    memory = asyncio.create_task(DirectoryMemory(catalogue, database, turns).run())
    keep(database, *many(AT_ONCE + 1))
    await turns.read(keyless(catalogue.refresh))
    assert len(catalogue.services) == 1
    await becomes(lambda: len(catalogue.services) == AT_ONCE + 2)
    assert not catalogue.is_behind
    memory.cancel()
    await asyncio.gather(memory, return_exceptions=True)
