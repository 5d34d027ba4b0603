"""Who calls, seen from outside: the head of a request is looked at while it still lies in the kernel.

Nothing is taken from the connection. What was looked at may hold the beginning of a form too, so it is looked at in
one piece of memory, which is wiped before anything else is done; only the cookie is kept of it.
"""

import asyncio
import re
import socket
from dataclasses import dataclass
from hashlib import sha256
from mmap import mmap
from typing import Final

LONGEST_HEAD: Final = 16 * 1024
_COOKIES: Final = re.compile(rb"\r\ncookie:[^\r\n]*", re.IGNORECASE)
_HEAD_ENDS: Final = re.compile(rb"\r\n\r\n")
_ASKS_ONLY: Final = re.compile(rb"(?:GET|HEAD) ")
_UNLOCKS: Final = re.compile(rb"(?:POST /unlock|GET /opening)[ ?]")


class NobodyThere(Exception):
    """The connection ended before the head of a request did, or the head is longer than any of ours."""


@dataclass(frozen=True, slots=True)
class Caller:
    """What may be known at the door: the tag of the cookie's value, whether no words come with the request, and whether
    it brings a passphrase or asks what has come of one."""

    tag: bytes | None
    asks_only: bool
    unlocks: bool


class Spyhole:
    """Looks at callers whose session cookie has this name."""

    def __init__(self, cookie: str) -> None:
        self._value = re.compile(rb"[ ;:]" + re.escape(cookie.encode()) + rb"=\"?([A-Za-z0-9_-]{16,128})")
        self._seen = mmap(-1, LONGEST_HEAD)

    async def look(self, connection: socket.socket) -> Caller:
        """The caller, once the head of the request is there. Raises NobodyThere."""
        before = 0
        while True:
            await _readable(connection)
            caller, length = self._look(connection)
            if caller is not None:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
                return caller
            if length <= before or length == LONGEST_HEAD:
                raise NobodyThere
            before = length
            # What was looked at is still there to be read: wake up for more than that.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, length + 1)

    def _look(self, connection: socket.socket) -> tuple[Caller | None, int]:
        try:
            length = connection.recv_into(self._seen, LONGEST_HEAD, socket.MSG_PEEK)
        except OSError:
            raise NobodyThere from None
        try:
            return self._read(length), length
        finally:
            self._seen[:length] = bytes(length)

    def _read(self, length: int) -> Caller | None:
        end = _HEAD_ENDS.search(self._seen, 0, length)
        if end is None:
            return None
        return Caller(
            tag=self._tag(end.start()),
            asks_only=_ASKS_ONLY.match(self._seen, 0, length) is not None,
            unlocks=_UNLOCKS.match(self._seen, 0, length) is not None,
        )

    def _tag(self, end: int) -> bytes | None:
        for header in _COOKIES.finditer(self._seen, 0, end):
            value = self._value.search(self._seen, *header.span())
            if value is not None:
                return sha256(value.group(1)).digest()
        return None


async def _readable(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(connection, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(connection)
