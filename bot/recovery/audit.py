"""The file beside the database that tells how far the audit chain had come: see services.audit.chain.

The file is written after the commit, so it is never ahead of the chain it belongs to.
"""

import asyncio
import logging
from pathlib import Path

from bot.bootstrap import Foundations, Premises
from bot.logs import LogEvent, log
from bot.recovery.marks import put_line
from bot.settings import Settings
from bot.tick import Tick
from services.audit import chain
from services.audit.chain import Mark, Verdict
from services.keys.sealing import RuntimeKey

NAME = "audit.mark"
EVERY = 300
"""Seconds. Entries that are newer can be cut off unnoticed."""


def mark_of(settings: Settings, runtime: RuntimeKey) -> Mark:
    """What the file remembers; an empty mark where there is none, or none of this runtime key."""
    try:
        return chain.from_text(runtime, _path(settings).read_text())
    except (OSError, UnicodeDecodeError):
        return Mark()


def write(settings: Settings, runtime: RuntimeKey, mark: Mark) -> None:
    """Remember it."""
    put_line(_path(settings), chain.as_text(runtime, mark))


def verdict(found: Premises, mark: Mark) -> Verdict:
    """Whether the chain is whole, and holds what it held."""
    with found.database.reading() as session:
        return chain.verify(session, mark)


def advance(found: Foundations) -> None:
    """Remember today's end of the chain; says so, and remembers what was, where something is wrong with it."""
    mark = mark_of(found.settings, found.runtime)
    with found.database.reading() as session:
        further = chain.advanced(session, mark)
    if further is None:
        log(LogEvent.AUDIT_BROKEN, logging.ERROR)
    elif further != mark:
        write(found.settings, found.runtime, further)


def remembering(found: Foundations) -> Tick:
    """Remembers every few minutes how far the chain has come."""

    async def remember() -> None:
        await asyncio.to_thread(advance, found)

    return Tick("audit", EVERY, remember)


def _path(settings: Settings) -> Path:
    return settings.folder / NAME
