"""Running the desk: put together here, built in `desk/`. Whoever unlocks it gets a process of their own for that.

It works beside a running bot, on the same machine or on another one, with or without the runtime key, and without the
bot's token.
"""

import asyncio
import logging
import socket
from collections.abc import Coroutine
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from bot.bootstrap import Foundations, NotInstalled, Premises, open_premises, read_runtime_key, utc_now
from bot.bound_rows import signed
from bot.logs import LogEvent, log
from bot.processes.ending import when_told
from bot.processes.locks import using
from bot.recovery import audit, marks
from bot.settings import Settings
from desk.config import HARD_MINUTES, DeskConfig
from desk.pages import cookie_name
from desk.processes import hardening
from desk.processes.house import House, Limits
from desk.processes.mould import Live, Mould
from desk.processes.porter import Porter, listening
from desk.processes.room import Rooms
from services.audit.chain import Mark
from services.marks import Standing
from services.nudges.promises import Promises
from storage.errors import DatabaseAway

T = TypeVar("T")
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds between tries to reach a database that is away at the start."""


def run_desk(settings: Settings, door: socket.socket | None = None) -> None:
    """Serve the desk until SIGINT or SIGTERM: at the door, which listens already, or at the address of the settings.
    Raises BeingExchanged, what open_premises raises but DatabaseAway, which is waited out, and OSError for a taken
    port.

    Nothing else may run in this process: it is forked.
    """
    log(LogEvent.STARTED)
    hardening.leave_no_copies()
    with using(settings.folder), suppress(asyncio.CancelledError):
        found = asyncio.run(_until_told(_opened(settings)))
        furnish, languages = partial(build_desk, found), found.content.languages

        def rooms() -> Live:
            if door is not None:
                door.close()  # the front alone takes connections
            return Rooms(furnish, settings.desk_host, languages).live

        mould = Mould.start(rooms)
        asyncio.run(_until_told(_serve(mould, settings, door)))
    log(LogEvent.STOPPED)


async def _until_told(work: Coroutine[Any, Any, T]) -> T:
    task = asyncio.ensure_future(work)
    when_told(task.cancel)
    return await task


async def _opened(settings: Settings) -> Premises:
    """What there is, looked through, and no connection left open."""
    pause = FIRST_PAUSE
    while True:
        try:
            with open_premises(settings, is_thorough=True) as found:
                return found
        except DatabaseAway:
            log(LogEvent.DATABASE_AWAY, logging.ERROR)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


async def _serve(mould: Mould, settings: Settings, door: socket.socket | None) -> None:
    house = House(mould, Limits(settings.desk_lock_minutes, HARD_MINUTES))
    porter = Porter(house, cookie_name(settings.desk_over_tls))
    doors = await listening(settings.desk_host, settings.desk_port) if door is None else [door]
    await porter.serve(doors, lambda: log(LogEvent.READY))


def build_desk(found: Premises) -> DeskConfig:
    """What the desk's pages may use. Without the runtime key colleagues are shown by a sign instead of their name, and
    whether an older state of the database stands there cannot be told."""
    try:
        runtime = read_runtime_key(found.settings)
    except NotInstalled:
        runtime = None
    organisation = found.content.organisation
    return DeskConfig(
        database=found.database,
        trust=found.trust,
        site_salt=found.organisation.site_salt,
        languages=found.content.languages,
        clock=utc_now,
        zone=organisation.zone,
        promises=Promises(organisation.answer_times, organisation.answer_days, organisation.office, organisation.zone),
        clocks=organisation.clocks,
        runtime=runtime,
        lock_minutes=found.settings.desk_lock_minutes,
        over_tls=found.settings.desk_over_tls,
        hosts=frozenset(name.strip() for name in found.settings.desk_hosts.split(",") if name.strip()),
        proxies=frozenset(each.strip() for each in found.settings.desk_proxies.split(",") if each.strip()),
        standing=Standing if runtime is None else partial(_standing, found.with_key(runtime)),
        signed=signed(found.settings),
        audit_mark=Mark if runtime is None else partial(audit.mark_of, found.settings, runtime),
        organisation_name=organisation.name.said(found.content.languages[0]),
        content=found.content,
    )


def _standing(found: Foundations) -> Standing:
    return marks.standing(found, utc_now())
