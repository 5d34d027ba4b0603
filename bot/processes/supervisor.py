"""Several processes side by side: started together, restarted when one falls, ended together."""

import asyncio
import signal
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.logs import LogEvent, log

PATIENCE = 10.0
"""Seconds a process may take to end before it is made to."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY = 60.0
"""Seconds after which a process has shown that it can run: the next fall is the first again."""
FATAL = 2
"""Exit code of a process that would only fail again: a wrong setting, a second poller."""


@dataclass(frozen=True, slots=True)
class MemberProcess:
    """One process: its name, the words after `python -m`, which of the settings it is not given, and which of our
    descriptors it is given, under the same numbers."""

    name: str
    module: Sequence[str]
    without: Collection[str] = ()
    given: Collection[int] = ()


class Supervisor:
    """Keeps the members running until stopped, or until one says that it cannot."""

    def __init__(self, members: Sequence[MemberProcess], environment: Mapping[str, str], folder: Path) -> None:
        self._members = members
        self._environment = environment
        self._folder = folder
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """End every member; `run` returns when they are gone."""
        self._stopping.set()

    async def run(self) -> int:
        """Run until stopped by `stop`, SIGINT or SIGTERM. Returns 0, or FATAL where a member could not run."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.stop)
        codes = await asyncio.gather(*(self._look_after(member) for member in self._members))
        return max(codes)

    async def _look_after(self, member: MemberProcess) -> int:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            started = time.monotonic()
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *member.module),
                env={name: value for name, value in self._environment.items() if name not in member.without},
                cwd=self._folder,
                pass_fds=member.given,
                start_new_session=True,
            )
            code = await self._until_over(process)
            if code == FATAL:
                self.stop()
                return FATAL
            if not self._stopping.is_set():
                log(LogEvent.PROCESS_RESTARTED, process=member.name)
                pause = FIRST_PAUSE if time.monotonic() - started >= STEADY else pause
                await self._rest(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        return 0

    async def _until_over(self, process: asyncio.subprocess.Process) -> int:
        over = asyncio.create_task(process.wait())
        stop = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({over, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if not over.done():
            process.terminate()
            try:
                await asyncio.wait_for(asyncio.shield(over), PATIENCE)
            except TimeoutError:
                process.kill()
        return await over

    async def _rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return
