"""A line to a PostgreSQL server that can fail in the two ways that matter: at the worst moment, and without a word."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


class DatabaseLine:
    """Takes TCP connections on loopback and passes them on to a server's socket.

    `breaks` is asked at each COMMIT, once the server has answered it: True breaks that connection instead of handing
    the answer on. `cut` swallows whatever is sent, in either direction, as a network does that is cut.
    """

    def __init__(self, target: Path, breaks: Callable[[], bool] = lambda: False) -> None:
        self._target = target
        self.breaks = breaks
        self.commits = 0
        self.broken = 0
        self.is_whole = asyncio.Event()
        self.is_whole.set()
        self._calls: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "DatabaseLine":
        self._server = await asyncio.start_server(self._called, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self.mend()
        await asyncio.gather(*self._calls, return_exceptions=True)

    @property
    def port(self) -> int:
        return int(self._server.sockets[0].getsockname()[1])

    def cut(self) -> None:
        """Whatever is sent from now on, in either direction, does not arrive. Lines stay open: nothing can be seen."""
        self.is_whole.clear()

    def mend(self) -> None:
        """New calls arrive again; those of before have ended."""
        for call in self._calls:
            call.cancel()
        self.is_whole.set()

    async def _called(self, near: asyncio.StreamReader, to_near: asyncio.StreamWriter) -> None:
        call = asyncio.current_task()
        assert call is not None
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)
        writers = [to_near]
        try:
            await self.is_whole.wait()
            far, to_far = await asyncio.open_unix_connection(str(self._target))
            writers.append(to_far)
            way = _Way(self)
            await asyncio.gather(way.there(near, to_far), way.back(far, to_near))
        except (OSError, asyncio.CancelledError):
            pass  # the server is stopped, or the test is over
        finally:
            for writer in writers:
                writer.close()


class _Way:
    """One connection, in both directions."""

    def __init__(self, line: DatabaseLine) -> None:
        self._line = line
        self._is_committing = False

    async def there(self, near: asyncio.StreamReader, to_far: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await near.read(65536):
                await self._line.is_whole.wait()
                if b"COMMIT" in data:
                    self._line.commits += 1
                    self._is_committing = True
                to_far.write(data)
                await to_far.drain()
        await self._line.is_whole.wait()
        to_far.close()

    async def back(self, far: asyncio.StreamReader, to_near: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await far.read(65536):
                await self._line.is_whole.wait()
                if self._is_committing and self._line.breaks():
                    self._line.broken += 1
                    to_near.transport.abort()
                    return
                self._is_committing = False
                to_near.write(data)
                await to_near.drain()
        await self._line.is_whole.wait()
        to_near.close()
