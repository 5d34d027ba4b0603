"""Running the desk: put together here, built in `desk/`. Holds opened keys in memory while somebody is unlocked."""

import asyncio

from bot.bootstrap import Foundations, open_foundations, utc_now
from bot.ending import when_told
from bot.logs import LogEvent, log
from bot.settings import Settings
from desk.application import serve
from desk.config import DeskConfig


async def run_desk(settings: Settings) -> None:
    """Serve the desk until SIGINT or SIGTERM. Raises what open_foundations raises, and OSError for a taken port."""
    log(LogEvent.STARTED)
    with open_foundations(settings) as found:
        serving = asyncio.create_task(serve(build_desk(found), settings.desk_host, settings.desk_port))
        when_told(serving.cancel)
        log(LogEvent.READY)
        try:
            await serving
        except asyncio.CancelledError:
            log(LogEvent.STOPPED)


def build_desk(found: Foundations) -> DeskConfig:
    """What the desk's pages may use."""
    return DeskConfig(
        database=found.database,
        trust=found.trust,
        site_salt=found.organisation.site_salt,
        languages=found.content.languages,
        clock=utc_now,
        runtime=found.runtime,
        lock_minutes=found.settings.desk_lock_minutes,
        over_tls=found.settings.desk_over_tls,
        hosts=frozenset(name.strip() for name in found.settings.desk_hosts.split(",") if name.strip()),
        organisation_name=found.content.organisation.name.said(found.content.languages[0]),
        surveys=found.content.surveys,
    )
