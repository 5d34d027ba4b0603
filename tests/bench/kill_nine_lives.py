"""The bot's lives: each a fork of a process that has everything imported, each ended by SIGKILL.

Points are put in by wrapping functions of the running bot; the product itself knows nothing of them.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

POINTS = (
    "update received",
    "before deciding",
    "report sealed",
    "before commit",
    "after commit",
    "before answering",
    "after answering",
    "before confirming",
    "after confirming",
)


class Lives:
    """Speaks to the process that forks (see `zygote`)."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)

    async def open(self) -> None:
        self._zygote = await asyncio.create_subprocess_exec(
            sys.executable,
            __file__,
            env=self._environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )

    async def close(self) -> None:
        assert self._zygote.stdin
        self._zygote.stdin.close()
        await self._zygote.wait()

    async def live(self, point: str | None, passage: int, seconds: float) -> str:
        """One life, dead at the `passage`-th time it comes by `point`, or after `seconds`. How it died."""
        pid = await self._begin(point, passage)
        dying = asyncio.create_task(self._told())
        done, _ = await asyncio.wait({dying}, timeout=seconds if point is None else seconds + 2)
        if not done:
            with suppress(ProcessLookupError):  # it died in this very moment
                os.kill(pid, signal.SIGKILL)
        if int(await dying) != signal.SIGKILL:
            raise RuntimeError("the bot ended by itself")
        return "point" if done and point else "random"

    async def live_until(self, is_over: Callable[[], bool]) -> None:
        """A life without accidents. Raises RuntimeError where it ends by itself."""
        pid = await self._begin(None, 0)
        ending = asyncio.create_task(self._told())
        while not is_over():
            await asyncio.sleep(0.05)
            if ending.done():
                raise RuntimeError("the bot cannot run")
        os.kill(pid, signal.SIGTERM)
        await ending

    async def _begin(self, point: str | None, passage: int) -> int:
        assert self._zygote.stdin
        self._zygote.stdin.write(json.dumps([point, passage]).encode() + b"\n")
        await self._zygote.stdin.drain()
        return int(await self._told())

    async def _told(self) -> str:
        assert self._zygote.stdout
        line = await self._zygote.stdout.readline()
        if not line:
            raise RuntimeError("the forking process is gone")
        return line.decode().strip()


def die_at(point: str, passage: int) -> Callable[[str], None]:
    """A function that kills this very process the `passage`-th time it is called with `point`."""
    left = passage

    def came_by(name: str) -> None:
        nonlocal left
        if name == point:
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return came_by


def put_points_in(came_by: Callable[[str], None]) -> None:
    """Wrap the steps of one turn, in this process only."""
    import sqlalchemy
    from telegram.ext import ExtBot

    import bot.application
    import bot.incoming.lines
    import bot.incoming.turn_store
    import services.keys.envelopes

    _wrap(bot.incoming.lines.Lines, "join", before="update received", came_by=came_by)
    _wrap_async(
        bot.incoming.turn_store.DatabaseTurnStore,
        "decide",
        before="before deciding",
        after="after commit",
        came_by=came_by,
    )
    _wrap(services.keys.envelopes, "put", after="report sealed", came_by=came_by)
    _wrap_async(ExtBot, "send_message", before="before answering", after="after answering", came_by=came_by)
    _wrap_async(bot.incoming.turn_store.DatabaseTurnStore, "settle", before="after confirming", came_by=came_by)
    polled = bot.application.Poller.__call__

    async def poll(self: bot.application.Poller, offset: int | None, timeout: int) -> list[Mapping[str, Any]]:
        if offset is not None:
            came_by("before confirming")
        return await polled(self, offset, timeout)

    bot.application.Poller.__call__ = poll  # type: ignore[method-assign]
    sqlalchemy.event.listen(sqlalchemy.Engine, "commit", lambda _: came_by("before commit"))


def _wrap(owner: object, name: str, came_by: Callable[[str], None], before: str = "", after: str = "") -> None:
    inner = getattr(owner, name)

    def outer(*args: object, **kwargs: object) -> object:
        came_by(before)
        result = inner(*args, **kwargs)
        came_by(after)
        return result

    setattr(owner, name, outer)


def _wrap_async(owner: object, name: str, came_by: Callable[[str], None], before: str = "", after: str = "") -> None:
    inner = getattr(owner, name)

    async def outer(*args: object, **kwargs: object) -> object:
        came_by(before)
        result = await inner(*args, **kwargs)
        came_by(after)
        return result

    setattr(owner, name, outer)


def live_here(point: str | None, passage: int) -> None:
    """Be the bot until killed."""
    import asyncio

    from bot.run import run_bot
    from bot.settings import read_settings

    if point:
        put_points_in(die_at(point, passage))
    asyncio.run(run_bot(read_settings()))


def zygote() -> None:
    """Import everything once; for each line on standard input fork a life, tell its number and then its end."""
    import bot.run  # noqa: F401  so that every life starts warm

    for line in sys.stdin:
        point, passage = json.loads(line)
        pid = os.fork()
        if pid == 0:
            sys.stdin.close()
            os.dup2(2, 1)
            try:
                live_here(point, passage)
            finally:
                os._exit(0)
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(status, flush=True)


if __name__ == "__main__":
    zygote()
