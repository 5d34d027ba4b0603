"""One table of ticks. A tick carries no state and no personal data: it looks in storage for what is due."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.logs import LogEvent, log


@dataclass(frozen=True, slots=True)
class Tick:
    """Something looked after every `seconds`."""

    name: str
    seconds: int
    work: Callable[[], Awaitable[None]]


def start_schedule(ticks: Sequence[Tick]) -> AsyncIOScheduler:
    """Start the ticks on the running loop.

    APScheduler drops a job that is a second late unless told otherwise, so a late tick runs once, however late.
    """
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    for tick in ticks:
        scheduler.add_job(_safely, "interval", seconds=tick.seconds, args=[tick], id=tick.name)
    scheduler.start()
    return scheduler


async def _safely(tick: Tick) -> None:
    try:
        await tick.work()
    except Exception as failure:
        log(LogEvent.TICK_FAILED, logging.ERROR, error=type(failure).__name__)
