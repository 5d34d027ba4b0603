"""The door of the desk: takes every connection, sees by its cookie whose it is, and hands it on unread."""

import asyncio
import logging
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from desk.processes.caller import NobodyThere, Spyhole
from desk.processes.channel import Gone
from desk.processes.house import House, NoRoom

PATIENCE: Final = 10.0
"""Seconds for the head of a request."""
LAST_WORDS: Final = 3.0
"""Seconds that rooms have at the end of the desk."""
MOST_AT_THE_DOOR: Final = 200
"""Callers at once whose requests have not come yet. One more, and the one who has waited longest is sent away."""
LOOK_AT_CLOCK: Final = 2.0
QUEUE: Final = 128

logger = logging.getLogger("amana.desk")


class MouldFell(Exception):
    """The process that all rooms are made of has ended, and with it all rooms."""


class Porter:
    """Looks after the door of one house."""

    def __init__(self, house: House, cookie: str) -> None:
        self._house = house
        self._spyhole = Spyhole(cookie)
        self._at_the_door: dict[asyncio.Task[None], None] = {}

    async def serve(self, doors: Sequence[socket.socket], ready: Callable[[], None]) -> None:
        """Serve at sockets that listen until cancelled, then close them; `ready` is called once pages can be opened.
        Raises MouldFell."""
        for door in doors:
            door.setblocking(False)
        fallen = asyncio.Event()
        mould = self._house.mould.channel.end
        asyncio.get_running_loop().add_reader(mould, fallen.set)  # it says nothing but that it has ended
        tasks = [asyncio.create_task(self._look_at_clock()), *(asyncio.create_task(self._take(door)) for door in doors)]
        try:
            ready()
            await fallen.wait()
            raise MouldFell
        finally:
            for task in [*tasks, *self._at_the_door]:
                task.cancel()
            asyncio.get_running_loop().remove_reader(mould)
            await asyncio.gather(*tasks, return_exceptions=True)
            for door in doors:
                door.close()
            await self._house.end(LAST_WORDS)

    async def _look_at_clock(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AT_CLOCK)
            self._house.look_at_clock()

    async def _take(self, door: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, _ = await loop.sock_accept(door)
            except OSError:  # the caller has gone again, or there are no descriptors left
                await asyncio.sleep(0.05)
                continue
            if len(self._at_the_door) >= MOST_AT_THE_DOOR:
                next(iter(self._at_the_door)).cancel()
            task = asyncio.create_task(self._hand_on(connection))
            self._at_the_door[task] = None
            task.add_done_callback(self._at_the_door.pop)

    async def _hand_on(self, connection: socket.socket) -> None:
        with connection:
            connection.setblocking(False)
            with suppress(TimeoutError, NobodyThere, NoRoom, Gone, OSError):  # the last: no descriptors are left
                async with asyncio.timeout(PATIENCE):
                    caller = await self._spyhole.look(connection)
                self._house.send_in(caller, connection.fileno())


async def listening(host: str, port: int) -> Sequence[socket.socket]:
    """A socket for each address of that name, all on one port. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    opened: list[socket.socket] = []
    try:
        for family, _, _, _, address in dict.fromkeys(found):
            port_of_first = opened[0].getsockname()[1] if opened else port
            place = (address[0], port_of_first, *address[2:])
            opened.append(socket.create_server(place, family=family, backlog=QUEUE))
    except OSError:
        for each in opened:
            each.close()
        raise
    return opened
