"""What a room has the door do for it: keep what was sealed, and say whose turn it is to try a passphrase."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import asdict
from itertools import count

from desk.access.throttle import Knocker, TooBusy, Turns
from desk.processes.channel import Channel, Message, content_of, file_in_memory
from desk.sealed_drafts import Drawer
from services.keys.keyring import WrongPassphrase

TAKING = 10.0
"""Seconds for the door to hand over what lies in a drawer."""


class Errands:
    """Questions to the door, each with its number, and their answers. `loop` is that of the room."""

    def __init__(self, channel: Channel, loop: asyncio.AbstractEventLoop) -> None:
        self.channel = channel
        self._loop = loop
        self._numbers = count()
        self._open: dict[int, Future[Message]] = {}

    def ask(self, kind: str, **facts: object) -> tuple[int, "Future[Message]"]:
        """Ask at the door, from whatever thread: the number of the question, and what will be its answer."""
        number, answer = next(self._numbers), Future[Message]()
        self._open[number] = answer
        self._loop.call_soon_threadsafe(lambda: self.channel.say(kind, number=number, **facts))
        return number, answer

    def answered(self, message: Message) -> None:
        """Give an answer to who asked."""
        self._open.pop(message.facts["number"]).set_result(message)


class DrawerAtTheDoor(Drawer):
    """The drawer of all rooms, as one of them has it. Taking out belongs into a worker thread: it waits."""

    def __init__(self, errands: Errands) -> None:
        super().__init__()
        self._errands = errands

    def lay(self, member: bytes, piece: bytes) -> None:
        """Lay it in."""
        file = file_in_memory(piece)
        self._errands.channel.say("lay", file, member=member.hex())
        os.close(file)

    def empty(self, member: bytes) -> Sequence[bytes]:
        """Take out everything of that member, oldest first."""
        _, answer = self._errands.ask("empty", member=member.hex())
        return [content_of(file) for file in answer.result(TAKING).files]


class TurnsAtTheDoor(Turns):
    """The turns of all rooms, as one of them has them."""

    def __init__(self, errands: Errands, ticks: Callable[[], float]) -> None:
        super().__init__(ticks)
        self._errands = errands

    @asynccontextmanager
    async def turn(self, knocker: Knocker) -> AsyncIterator[None]:
        """Wait for the turn of this try. A WrongPassphrase within counts against who tries. Raises TooBusy."""
        number, answer = self._errands.ask("turn", **asdict(knocker))
        if not (await asyncio.wrap_future(answer)).facts["granted"]:
            raise TooBusy
        wrong = False
        try:
            yield
        except WrongPassphrase:
            wrong = True
            raise
        finally:
            self._errands.channel.say("tried", number=number, wrong=wrong)
