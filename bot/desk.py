"""Running the desk: put together here, built in `desk/`. Holds opened keys in memory while somebody is unlocked.

It works beside a running bot, on the same machine or on another one, with or without the runtime key.
"""

import asyncio
import logging
from contextlib import ExitStack
from functools import partial

from bot import marks
from bot.bootstrap import Foundations, NotInstalled, Premises, open_premises, read_runtime_key, utc_now
from bot.ending import when_told
from bot.locks import using
from bot.logs import LogEvent, log
from bot.settings import Settings
from desk.application import serve
from desk.config import DeskConfig
from services.marks import Standing
from storage.errors import DatabaseAway

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds between tries to reach a database that is away at the start."""


async def run_desk(settings: Settings) -> None:
    """Serve the desk until SIGINT or SIGTERM. Raises BeingExchanged, what open_premises raises but DatabaseAway,
    which is waited out, and OSError for a taken port."""
    log(LogEvent.STARTED)
    with ExitStack() as stack:
        stack.enter_context(using(settings.folder))
        serving = asyncio.create_task(_serve(stack, settings))
        when_told(serving.cancel)
        try:
            await serving
        except asyncio.CancelledError:
            log(LogEvent.STOPPED)


async def _serve(stack: ExitStack, settings: Settings) -> None:
    found, pause = None, FIRST_PAUSE
    while found is None:
        try:
            found = stack.enter_context(open_premises(settings, is_thorough=True))
        except DatabaseAway:
            log(LogEvent.DATABASE_AWAY, logging.ERROR)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
    log(LogEvent.READY)
    await serve(build_desk(found), settings.desk_host, settings.desk_port)


def build_desk(found: Premises) -> DeskConfig:
    """What the desk's pages may use. Without the runtime key colleagues are shown by a sign instead of their name, and
    whether an older state of the database stands there cannot be told."""
    try:
        runtime = read_runtime_key(found.settings)
    except NotInstalled:
        runtime = None
    return DeskConfig(
        database=found.database,
        trust=found.trust,
        site_salt=found.organisation.site_salt,
        languages=found.content.languages,
        clock=utc_now,
        zone=found.content.organisation.zone,
        runtime=runtime,
        lock_minutes=found.settings.desk_lock_minutes,
        over_tls=found.settings.desk_over_tls,
        hosts=frozenset(name.strip() for name in found.settings.desk_hosts.split(",") if name.strip()),
        standing=Standing if runtime is None else partial(_standing, found.with_key(runtime)),
        organisation_name=found.content.organisation.name.said(found.content.languages[0]),
        surveys=found.content.surveys,
    )


def _standing(found: Foundations) -> Standing:
    return marks.standing(found, utc_now())
