"""A line to the database that can be cut as a network is: packets are swallowed, and nobody is told."""

import asyncio
from contextlib import suppress
from pathlib import Path


class SwallowingLine:
    """Takes TCP connections on loopback and passes them on to a server's socket, until it is `cut`."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._is_whole = asyncio.Event()
        self._is_whole.set()
        self._calls: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "SwallowingLine":
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
        self._is_whole.clear()

    def mend(self) -> None:
        """New calls arrive again; those of before have ended."""
        for call in self._calls:
            call.cancel()
        self._is_whole.set()

    async def _called(self, near: asyncio.StreamReader, to_near: asyncio.StreamWriter) -> None:
        call = asyncio.current_task()
        assert call is not None
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)
        writers = [to_near]
        try:
            await self._is_whole.wait()
            far, to_far = await asyncio.open_unix_connection(str(self._target))
            writers.append(to_far)
            await asyncio.gather(self._carry(near, to_far), self._carry(far, to_near))
        except (OSError, asyncio.CancelledError):
            pass  # the server is stopped, or the test is over
        finally:
            for writer in writers:
                writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                await self._is_whole.wait()
                writer.write(data)
                await writer.drain()
        await self._is_whole.wait()
        writer.close()
