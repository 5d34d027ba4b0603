"""A real bot before a pretend Telegram, on files in a folder."""

import shutil
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock

from bot import logs
from bot.bootstrap import open_foundations
from bot.incoming.answering import Answering
from bot.logs import LogEvent
from bot.settings import Settings
from sandbox import Sandbox
from tests.journeys.conftest import CONTENT, running
from tests.support.clocks import Clock
from tests.support.vaults import found_in

HANDLES = count(50_000)
FAILED = (LogEvent.HANDLER_FAILED, LogEvent.UPDATE_PARKED, LogEvent.CRASHED, LogEvent.TICK_FAILED)


@dataclass
class Room:
    telegram: Sandbox
    errors: list[str] = field(default_factory=list)

    async def honest(self, text: str = "/help") -> None:
        """Somebody new says something, and is answered."""
        phone = self.telegram.phone(f"Honest {next(HANDLES)}")
        await phone.send(text)
        await phone.sees(lambda seen: len(seen.messages) > 1, 60)

    @contextmanager
    def unharmed(self) -> Iterator[None]:
        """Raises where something failed inside that never should, though people may have been told nicely."""
        before, self.errors[:] = _failures(), []
        yield
        assert _failures() == before, "\n".join(["something failed inside", *self.errors])


def _failures() -> int:
    return sum(logs.counted()[event] for event in FAILED)


@contextmanager
def _noted(errors: list[str]) -> Iterator[None]:
    """What handlers raised, with the place, which our own log never tells."""
    plain = Answering._note

    async def note(answering: Answering, arrival: object, turn: Any) -> None:
        if turn.error is not None:
            errors.append("".join(traceback.format_exception(turn.error)[-3:]))
        await plain(answering, arrival, turn)

    with mock.patch.object(Answering, "_note", note):
        yield


@asynccontextmanager
async def a_room(folder: Path, way: Callable[[str], str] = str) -> AsyncIterator[Room]:
    """`way` gives, for the pretend Telegram's address, the one that the bot is to ask."""
    template = found_in(folder / "founded.db")
    home = folder / "amana"
    home.mkdir(mode=0o700)
    shutil.copy2(template.file, home / "amana.db")
    (home / "organisation.pub").write_text(template.founding.trust.text)
    (home / "runtime.key").write_text(template.runtime.secret.hex())
    clock = Clock()
    async with Sandbox(limits=False) as telegram:
        began, real = telegram.clock.now(), telegram.clock.now
        with mock.patch.object(telegram.clock, "now", lambda: clock().timestamp() + real() - began):
            settings = Settings(
                _env_file=None,
                token=telegram.token,
                api_url=way(telegram.url),
                folder=home,
                content=CONTENT,
                limits=False,
            )
            with open_foundations(settings, clock) as found:
                room = Room(telegram)
                with _noted(room.errors):
                    async with running(settings, found, clock):
                        yield room
