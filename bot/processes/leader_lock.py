"""One session of PostgreSQL that holds a lock for as long as this process is heard.

Whoever holds the lock is the one at work. The server itself ends a session that it has not heard for `SILENCE`
seconds, and with it the lock: it is all the same whether the process was killed, stands still or cannot reach the
server any more. No clock but the server's decides.

A statement that is not answered in time is not cancelled (that, too, would wait for an answer): its line is cut.
"""

import asyncio
import os
import socket
from contextlib import closing
from typing import Any, Final

from psycopg import AsyncConnection, OperationalError
from psycopg.errors import ConnectionTimeout
from sqlalchemy import make_url

from storage import postgres_server
from storage.errors import DatabaseUnusable

SILENCE: Final = 5
"""Seconds without a word from us after which the server ends our session."""
ANSWER: Final = 3.0
"""Seconds to wait for a word from the server."""


class ServerSilent(Exception):
    """The server does not answer. It may be well, and answer others."""


class ServerAway(Exception):
    """The server cannot be reached, and it is certain that it cannot: the line was refused, or it is starting."""


class LineBroken(Exception):
    """The session has ended, the lock with it. What has become of the server is not known yet."""


class LeaderLock:
    """The lock of one bot (of one schema). Open anew after LineBroken and ServerSilent."""

    def __init__(self, url: str) -> None:
        self._place = make_url(url)
        self._line: AsyncConnection[Any] | None = None
        self._at_work = postgres_server.lock_key(self._place, "at work")
        self._standing_by = postgres_server.lock_key(self._place, "standing by")

    @property
    def is_open(self) -> bool:
        """Whether there is a session, as far as is known."""
        return self._line is not None

    async def open(self) -> None:
        """Begin a session. Raises ServerSilent, ServerAway, DatabaseUnusable for a server that says no."""
        driver = self._place.get_dialect()()
        options = postgres_server.connecting(self._place)
        options["options"] += f" -c idle_session_timeout={SILENCE}s"
        where = driver.create_connect_args(postgres_server.without_schema(self._place))[1]
        given: dict[str, Any] = {**where, **options, "connect_timeout": int(ANSWER)}
        try:
            self._line = await AsyncConnection.connect(**given, autocommit=True)
        except ConnectionTimeout:
            raise ServerSilent from None
        except OperationalError as error:
            if postgres_server.is_away(error, is_broken=False):
                raise ServerAway from None
            raise DatabaseUnusable(self._place.render_as_string(), "unreadable") from None

    async def take(self) -> bool:
        """Take the lock, or say that another has it. Raises LineBroken, ServerSilent."""
        return bool(await self._ask(f"SELECT pg_try_advisory_lock({self._at_work})"))

    async def stand_by(self) -> None:
        """Be seen to wait. Raises LineBroken, ServerSilent."""
        await self._ask(f"SELECT pg_try_advisory_lock_shared({self._standing_by})")

    async def wait_no_longer(self) -> None:
        """Be seen to wait no more. Raises LineBroken, ServerSilent."""
        await self._ask(f"SELECT pg_advisory_unlock_shared({self._standing_by})")

    async def number(self) -> int:
        """Who took over last (storage.leadership). Raises LineBroken, ServerSilent."""
        return int(await self._ask("SELECT number FROM leadership"))

    async def clear_the_way(self) -> None:
        """End the transactions that the one before has left standing. Raises LineBroken, ServerSilent."""
        await self._ask(postgres_server.clearing_the_way(self._place))

    async def beat(self) -> None:
        """Let the server hear us. Raises LineBroken, ServerSilent."""
        await self._ask("SELECT 1")

    async def close(self) -> None:
        """End the session, and with it the lock."""
        line, self._line = self._line, None
        if line is not None:
            await line.close()

    async def _ask(self, words: str) -> Any:
        line = self._line
        if line is None:
            raise LineBroken
        asking = asyncio.ensure_future(_first_cell(line, words))
        done, _ = await asyncio.wait({asking}, timeout=ANSWER)
        if done:
            try:
                return asking.result()
            except OperationalError:
                await self.close()
                raise LineBroken from None
        _cut(line)
        await asyncio.wait({asking})
        asking.exception()
        await self.close()
        raise ServerSilent


async def _first_cell(line: AsyncConnection[Any], words: str) -> Any:
    row = await (await line.execute(words)).fetchone()
    return row[0] if row else None


def _cut(line: AsyncConnection[Any]) -> None:
    """Whoever waits for an answer on it is told that there will be none."""
    with closing(socket.socket(fileno=os.dup(line.fileno()))) as socket_of_it:
        socket_of_it.shutdown(socket.SHUT_RDWR)
