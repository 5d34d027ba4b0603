"""A line to a PostgreSQL server that breaks at the worst moment: a COMMIT arrives, and its answer does not."""

import asyncio
from collections.abc import Callable
from pathlib import Path


class CuttingLine:
    """Takes TCP connections on loopback and passes them on to a server's socket. `cuts` is asked at each COMMIT, once
    the server has answered it: True breaks the line instead of handing the answer on."""

    def __init__(self, target: Path, cuts: Callable[[], bool] = lambda: False) -> None:
        self._target = target
        self.cuts = cuts
        self.commits = 0
        self.cut = 0
        self._calls: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "CuttingLine":
        self._server = await asyncio.start_server(self._called, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    @property
    def port(self) -> int:
        return int(self._server.sockets[0].getsockname()[1])

    async def _called(self, near: asyncio.StreamReader, to_near: asyncio.StreamWriter) -> None:
        call = asyncio.current_task()
        assert call is not None
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)
        far, to_far = await asyncio.open_unix_connection(str(self._target))
        committing = asyncio.Event()
        ways = (self._there(near, to_far, committing), self._back(far, to_near, committing))
        tasks = [asyncio.create_task(way) for way in ways]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            to_near.transport.abort()
            to_far.close()

    async def _there(self, near: asyncio.StreamReader, to_far: asyncio.StreamWriter, committing: asyncio.Event) -> None:
        while data := await near.read(65536):
            if b"COMMIT" in data:
                self.commits += 1
                committing.set()
            to_far.write(data)
            await to_far.drain()

    async def _back(self, far: asyncio.StreamReader, to_near: asyncio.StreamWriter, committing: asyncio.Event) -> None:
        while data := await far.read(65536):
            if committing.is_set():
                committing.clear()
                if self.cuts():
                    self.cut += 1
                    return
            to_near.write(data)
            await to_near.drain()
