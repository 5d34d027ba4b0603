"""The tick that lays rows down anew, so that their places do not tell when they came (storage.shuffling)."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from math import ceil
from typing import Final

from bot.incoming.turn_store import DatabaseTurnStore
from bot.tick import Tick
from services.store import keyless
from storage import shuffling

EVERY: Final = 1800
"""Seconds."""
AT_ONCE: Final = 8 << 20
"""Bytes of the database that are laid down anew each time; all of it, where it is no larger."""
MOST: Final = 48
"""Times in which all of it has its turn, however large it is: a day."""
BETWEEN: Final = 0.1
"""Seconds between two transactions, in which everybody else writes first."""


def shuffling_rows(turns: DatabaseTurnStore, clock: Callable[[], datetime]) -> Tick:
    """Each time the next part of every table, the same part of all keys."""

    async def work() -> None:
        parts = min(MOST, max(1, ceil(await turns.read(keyless(shuffling.size)) / AT_ONCE)))
        await lay_down(turns, int(clock().timestamp() // EVERY) % parts, parts)

    return Tick("shuffle", EVERY, work)


async def lay_down(turns: DatabaseTurnStore, part: int, parts: int) -> None:
    """This part of all keys, from 0 on."""
    begin, end = _edge(part, parts), _edge(part + 1, parts)
    for table in shuffling.shuffled_tables():
        start: bytes | None = begin
        while start is not None and (part + 1 == parts or start < end):
            start = await turns.write(keyless(shuffling.shuffle), table, start)
            await asyncio.sleep(BETWEEN if start else 0)


def _edge(part: int, parts: int) -> bytes:
    return (part * ((1 << 32) - 1) // parts).to_bytes(4, "big")
