"""The bot's lives as seen from outside: begun, killed, frozen, and what became of them."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import psutil


class NobodyForks(RuntimeError):
    """The process that forks the lives is gone."""


@dataclass
class Life:
    """One process, in a place where only one may run at a time. `end`: what the system says of it (see os.waitpid);
    `point`: where it is to die."""

    place: int
    pid: int
    end: "asyncio.Task[int]"
    point: str | None = None

    @property
    def at_work(self) -> int:
        """The process that answers people: a fork of the one that was started, where there is one."""
        with suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self.pid).children():
                return child.pid
        return self.pid

    def send(self, number: signal.Signals) -> None:
        """To the one that answers. Nothing happens where it has ended in this very moment."""
        if not self.end.done():
            with suppress(ProcessLookupError):
                os.kill(self.at_work, number)

    async def lasts(self, seconds: float) -> bool:
        """Wait so long; False where it has ended by then."""
        done, _ = await asyncio.wait({self.end}, timeout=seconds)
        return not done

    async def killed(self) -> None:
        """kill -9, and gone."""
        self.send(signal.SIGKILL)
        await self.end

    @property
    def code(self) -> int:
        """With what it ended: its exit code, or minus the number of the signal."""
        return os.waitstatus_to_exitcode(self.end.result())

    @property
    def was_killed(self) -> bool:
        """False where it ended by itself."""
        return self.code == -signal.SIGKILL


class Lives:
    """Speaks to the process that forks (see `life.zygote`). One life at a time."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)

    async def open(self) -> None:
        self._zygote = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.campaigns.life"),
            env=self._environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        await self._told()  # that it is warm

    async def close(self) -> None:
        assert self._zygote.stdin
        self._zygote.stdin.close()
        await self._zygote.wait()

    async def begin(self, place: int = 0, point: str | None = None, passage: int = 1) -> Life:
        """One life, dead at the `passage`-th time it comes by `point`. The one before has to be over."""
        assert self._zygote.stdin
        self._zygote.stdin.write(json.dumps([point, passage]).encode() + b"\n")
        await self._zygote.stdin.drain()
        pid = await self._told()
        return Life(place, pid, asyncio.create_task(self._told()), point)

    async def _told(self) -> int:
        assert self._zygote.stdout
        line = await self._zygote.stdout.readline()
        if not line:
            raise NobodyForks
        return int(line)
