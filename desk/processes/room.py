"""A process that answers one browser, and ends: with the lock where somebody unlocked, else once it has answered.

Whatever was opened or typed in is gone with the process, wherever in its memory copies of it were.
"""

import asyncio
import gc
import logging
import os
import socket
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from aiohttp import web

from desk.access.unlocking import TRIES
from desk.application import make_application
from desk.config import DeskConfig
from desk.pages import SESSIONS, load
from desk.processes import hardening
from desk.processes.channel import Channel, Gone, Message
from desk.processes.errands import DrawerAtTheDoor, Errands, TurnsAtTheDoor
from desk.shared import OpenSession, Shared
from services.keys.sealing import PublicKey, SymmetricKey, random_bytes

LOOK = 0.1
"""Seconds between looks whether there is still something to do, while nobody has unlocked."""
LAST_WORDS = 0.5
"""Seconds from the lock to the end, for pages that are under way."""
FIRST_CALL = 5.0
"""Seconds in which somebody has to come in."""

logger = logging.getLogger("amana.desk")


class Rooms:
    """How rooms of one desk are made. `furnish` makes what a room works with, `host` is where the desk listens.

    Made in the mould: what is loaded here all rooms share.
    """

    def __init__(self, furnish: Callable[[], DeskConfig], host: str, languages: Iterable[str]) -> None:
        self.furnish, self.host = furnish, host
        load(languages, datetime.now(UTC))
        self.form_key, self.unowned_key = SymmetricKey(random_bytes(32)), SymmetricKey(random_bytes(32))

    def live(self, channel: Channel, linger: float) -> None:
        """Be a room until there is nothing left to do. It stays for `linger` seconds after the last answer."""
        hardening.leave_no_copies()
        asyncio.run(self._live(channel, linger))

    async def _live(self, channel: Channel, linger: float) -> None:
        try:
            await Room(self, channel, linger).live()
        except Gone:
            os._exit(0)
        # The loop is not wound up: whatever a thread is still at must not hold up the end.
        sys.stderr.flush()
        os._exit(0)


class Room(Shared):
    """One room, from inside."""

    def __init__(self, rooms: Rooms, channel: Channel, linger: float) -> None:
        config = rooms.furnish()
        super().__init__(config.ticks)
        self.form_key, self.unowned_key = rooms.form_key, rooms.unowned_key
        self._channel, self._linger = channel, linger
        self._errands = Errands(channel, asyncio.get_running_loop())
        self.drawer = DrawerAtTheDoor(self._errands)
        self.turns = TurnsAtTheDoor(self._errands, config.ticks)
        self._application = make_application(config, rooms.host, self)
        self._runner = web.AppRunner(self._application, access_log=None)
        self._has_opened = False
        self._is_over, self._may_go = asyncio.Event(), asyncio.Event()
        self._coming_in: set[asyncio.Task[None]] = set()
        self._ticks, self._quiet_since = config.ticks, config.ticks() + FIRST_CALL

    async def live(self) -> None:
        """Answer whoever is sent here, until the lock or until nobody comes. Raises Gone."""
        self._application.on_response_prepare.append(close_after)
        await self._runner.setup()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._channel.end, self._hear)
        self._channel.say("here", os.pidfd_open(os.getpid()))
        await self._until_over()
        self._channel.say("leaving")
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORDS):
                await self._may_go.wait()
                while self._is_answering:  # noqa: ASYNC110  a connection tells nobody when it ends
                    await asyncio.sleep(0.01)

    def opened(self, tag: bytes, member: bytes, box: PublicKey) -> None:
        """From now on this is the room of that session."""
        self._has_opened = True
        gc.freeze()  # all this is needed until the process ends: to look through it again would hold up a page
        self._channel.say("opened", tag=tag.hex(), member=member.hex(), box=box.hex())

    def worked(self) -> None:
        """The door counts the idle minutes too."""
        self._channel.say("worked")

    async def open_elsewhere(self) -> Sequence[OpenSession]:
        """The door knows who has unlocked in which room."""
        _, answer = self._errands.ask("sessions")
        said = (await asyncio.wrap_future(answer)).facts["open"]
        return [OpenSession(bytes.fromhex(tag), unlocked, worked) for tag, unlocked, worked in said]

    async def _be_there(self, name: bytes, _member: bytes) -> Sequence[bytes]:
        """The door knows who is where, and not what."""
        _, answer = self._errands.ask("on case", name=name.hex())
        return [bytes.fromhex(each) for each in (await asyncio.wrap_future(answer)).facts["others"]]

    def end_elsewhere(self, tag: bytes) -> None:
        """The door has it locked, if it is of the same member."""
        self._channel.say("end", tag=tag.hex())

    def locked(self) -> None:
        """The end of this room: nobody is sent here any more."""
        self._is_over.set()
        self._channel.say("leaving")

    async def _until_over(self) -> None:
        while not self._is_over.is_set():
            if self._has_opened:
                await self._is_over.wait()
            elif self._is_answering or self._application[TRIES]:
                self._quiet_since = self._ticks()
            elif self._ticks() - self._quiet_since >= self._linger:
                return
            await asyncio.sleep(LOOK)

    @property
    def _is_answering(self) -> bool:
        server = self._runner.server
        return bool(self._coming_in) or (server is not None and bool(server.connections))

    def _hear(self) -> None:
        try:
            while (message := self._channel.heard()) is not None:
                self._take(message)
        except Gone:
            os._exit(0)  # without a door there is no desk

    def _take(self, message: Message) -> None:
        match message.kind:
            case "caller":
                self._quiet_since = self._ticks()
                coming = asyncio.get_running_loop().create_task(self._let_in(message))
                self._coming_in.add(coming)
                coming.add_done_callback(self._coming_in.discard)
            case "answer":
                self._errands.answered(message)
            case "lock":
                self._application[SESSIONS].lock_all()
                self._is_over.set()
            case "go":
                self._may_go.set()

    async def _let_in(self, message: Message) -> None:
        if "locked" in message.facts:
            tag, member, box = (bytes.fromhex(each) for each in message.facts["locked"])
            self._application[SESSIONS].know_locked(tag, member, PublicKey(box))
        server = self._runner.server
        assert server is not None
        connection = socket.socket(fileno=message.files[0])
        connection.setblocking(False)
        try:
            await asyncio.get_running_loop().connect_accepted_socket(server, connection)
        except OSError:
            connection.close()


async def close_after(request: web.Request, response: web.StreamResponse) -> None:
    """Signal `on_response_prepare`: a connection brings one request, for the next one may be another room's."""
    response.force_close()
    response.headers["Connection"] = "close"
