"""Keeps the directory in memory up with large changes, such as an import, off the thread that answers.

Belongs here: when it is built anew. Does not belong here: how (services.directory.catalogue). Residents are answered
from what was in memory before, until the new one stands.
"""

import asyncio
from typing import Final

from bot.incoming.turn_store import DatabaseTurnStore
from services.directory.catalogue import ServiceCatalogue
from services.store import keyless
from storage.engine import Database

LOOK_AGAIN: Final = 1.0
"""Seconds between looks."""


class DirectoryMemory:
    """`run` until cancelled."""

    def __init__(self, catalogue: ServiceCatalogue, database: Database, turns: DatabaseTurnStore) -> None:
        self._catalogue = catalogue
        self._database = database
        self._turns = turns

    async def run(self) -> None:
        """Look every second whether somebody has met more news than can be taken up while they wait."""
        while True:
            if self._catalogue.is_behind:
                await self._catch_up()
            await asyncio.sleep(LOOK_AGAIN)

    async def _catch_up(self) -> None:
        """Read and indexed in a thread of its own; changed over in the one that answers, between two questions."""
        fresh = await asyncio.to_thread(self._built_anew)
        await self._turns.read(keyless(lambda _: self._catalogue.take_over(fresh)))

    def _built_anew(self) -> ServiceCatalogue:
        with self._database.reading() as session:
            return self._catalogue.built_anew(session)
