"""One table of ticks, on the loop's clock."""

import asyncio
import logging
import time
from collections.abc import Callable, MutableMapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.logs import LogEvent, log
from bot.tick import Tick
from bot.wire.clock import TelegramClock

SMALLEST_JUMP: Final = 1.0
"""Seconds by which the clock on the wall must part from the loop's to have been set."""
OFTEN: Final = 60
"""Seconds: a tick that comes as often does not complain of the clock each time; a rarer one does it for both."""


class _Executor(AsyncIOExecutor):  # type: ignore[misc]  # APScheduler has no types
    """APScheduler calls it an error where a tick was ended with the process before it had begun."""

    def _run_job_error(self, job_id: str, failure: BaseException, trace: object = None) -> None:
        if not isinstance(failure, asyncio.CancelledError):
            super()._run_job_error(job_id, failure, trace)


class _LoopScheduler(AsyncIOScheduler):  # type: ignore[misc]  # APScheduler has no types
    """Ticks follow the loop's clock. APScheduler keeps moments of the clock on the wall, and where that is put back an
    hour nothing would be due for an hour: so the moments are put back with it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._seen = self._clocks()

    def _process_jobs(self) -> Any:
        wall, loop = self._clocks()
        jump = (wall - self._seen[0]) - (loop - self._seen[1])
        self._seen = wall, loop
        if abs(jump) > SMALLEST_JUMP:
            for job in self.get_jobs():
                job.modify(next_run_time=job.next_run_time + timedelta(seconds=jump))
        return super()._process_jobs()

    def _create_default_executor(self) -> _Executor:
        return _Executor()

    @staticmethod
    def _clocks() -> tuple[float, float]:
        return time.time(), time.monotonic()


def start_schedule(ticks: Sequence[Tick], due: MutableMapping[str, float] | None = None) -> AsyncIOScheduler:
    """Start the ticks on the running loop. `due`: when each comes round (of the loop's clock), as the process before
    this one has left it; noted on there.

    APScheduler drops a job that is a second late unless told otherwise, so a late tick runs once, however late.
    """
    scheduler = _LoopScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    due = {} if due is None else due
    now, wall = time.monotonic(), datetime.now(UTC)
    for tick in ticks:
        wait = min(max(0.0, due.get(tick.name, now + tick.seconds) - now), tick.seconds)
        due[tick.name] = now + wait
        first = wall + timedelta(seconds=wait)
        given = [tick, due]
        scheduler.add_job(_safely, "interval", seconds=tick.seconds, args=given, id=tick.name, next_run_time=first)
    scheduler.start()
    return scheduler


def while_the_clock_is_right(tick: Tick, telegram: TelegramClock, clock: Callable[[], datetime]) -> Tick:
    """The same tick, passed over while nobody vouches for our clock: one that is months ahead must erase nothing, and
    remind nobody of what is months away."""

    async def work() -> None:
        if telegram.vouches_for(clock()):
            await tick.work()
        elif tick.seconds > OFTEN:
            log(LogEvent.CLOCK_WRONG, logging.ERROR)

    return Tick(tick.name, tick.seconds, work)


async def _safely(tick: Tick, due: MutableMapping[str, float]) -> None:
    due[tick.name] = time.monotonic() + tick.seconds
    try:
        await tick.work()
    except asyncio.CancelledError:
        return  # it is ended with the process, which APScheduler would call an error
    except Exception as failure:
        log(LogEvent.TICK_FAILED, logging.ERROR, error=type(failure).__name__)
