"""The file beside the database that tells how far it had come: see services.marks.

The file is written after the commit, so it is never ahead of the database it belongs to.
"""

import asyncio
import logging
import os
import tempfile
from datetime import datetime
from pathlib import Path

from bot.bootstrap import Clock, Foundations
from bot.logs import LogEvent, log
from bot.settings import Settings
from bot.tick import Tick
from services import marks
from services.keys.members import remember_removed
from services.keys.sealing import RuntimeKey
from services.marks import Standing
from services.store import Store

NAME = "state.mark"
EVERY = 300
"""Seconds. What was put back by less is not noticed."""


def standing(found: Foundations, now: datetime) -> Standing:
    """Whether an older state of the database stands in the place of the newest."""
    with found.reading() as store:
        return marks.standing(store, reached(found.settings, found.runtime), now)


def advance(found: Foundations, now: datetime) -> bool:
    """One further; False, and nothing is done, where an older state stands here."""
    before = reached(found.settings, found.runtime)
    with found.writing() as store:
        if marks.standing(store, before, now).is_put_back:
            return False
        count = marks.advance(store)
    write(found.settings, found.runtime, count)
    return True


def count_on(found: Foundations, now: datetime) -> None:
    """One further, and who was removed meanwhile is remembered; says so where an older state stands here."""
    if not advance(found, now):
        log(LogEvent.PUT_BACK, logging.ERROR)
    with found.database.reading() as session:
        remember_removed(session, found.trust)


def marking(found: Foundations, clock: Clock) -> Tick:
    """Counts on every few minutes."""

    async def mark() -> None:
        await asyncio.to_thread(count_on, found, clock())

    return Tick("mark", EVERY, mark)


def accept(settings: Settings, store: Store, of: datetime | None, now: datetime) -> int:
    """From now on this state is the right one. The number to `write` once that is committed."""
    return marks.accept(store, reached(settings, store.runtime), of, now)


def reached(settings: Settings, runtime: RuntimeKey) -> int:
    """The number in the file; 0 where there is none, or none of this runtime key."""
    try:
        return marks.from_text(runtime, (settings.folder / NAME).read_text().strip())
    except (OSError, UnicodeDecodeError):
        return 0


def write(settings: Settings, runtime: RuntimeKey, count: int) -> None:
    """Put the number into the file."""
    put_line(settings.folder / NAME, marks.as_text(runtime, count))


def put_line(path: Path, line: str) -> None:
    """Make this line the whole file: the old one or the new one stands there, whatever happens."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f"{path.name}.", delete=False) as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
