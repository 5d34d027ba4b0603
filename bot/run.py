"""The running bot: put together, started, and ended without losing anything."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.application import Poller
from bot.bootstrap import Foundations, build_app, check_keys, open_foundations, utc_now
from bot.commands import publish_commands
from bot.health import Health, Port, listening, serving
from bot.heritage import Heritage
from bot.incoming.answering import Answering, AnyApplication
from bot.incoming.intake import Intake, Lasting, Troubles
from bot.incoming.meanwhile import Meanwhile
from bot.incoming.turn_store import DatabaseTurnStore
from bot.logs import LogEvent, count_on_from, log
from bot.outgoing.broadcasting import Broadcasting, is_meant
from bot.outgoing.delivery import Delivery
from bot.outgoing.progress import ProgressLines
from bot.processes.ending import when_told
from bot.processes.leadership import begin_anew
from bot.processes.place import Place, enter, hold_folder
from bot.profile import publish_profile
from bot.recovery.audit import remembering
from bot.recovery.backups import backing_up
from bot.recovery.marks import count_on, marking
from bot.settings import Settings
from bot.succession.generations import in_generations
from bot.succession.renewal import REST, REST_ON_A_SERVER, Renewal
from bot.tick import Tick
from bot.ticks.directory_memory import DirectoryMemory
from bot.ticks.dummies import making_dummies
from bot.ticks.nudging import nudging
from bot.ticks.reminding import reminding
from bot.ticks.schedule import start_schedule, while_the_clock_is_right
from bot.ticks.shuffling import shuffling_rows
from bot.ticks.watched import watched
from bot.wire.clock import TelegramClock
from desk.processes import hardening
from handlers import routes
from handlers.chat.app import App
from handlers.chat.refusals import apologise
from services import retention
from services.content.content import Content
from services.directory import feedback
from services.meetings import rsvp
from services.notices import audiences, broadcasts, dispatch, put_off, set_aside, taken_off
from services.publishing import senders
from services.reports import renewal
from services.reports.erasure.sweeping import erase_what_may_go
from services.store import keyless
from services.surveys import surveys
from storage.errors import DatabaseAway

Result = TypeVar("Result")
LONGEST_STOP, PATIENCE = 4.0, 2.5
"""Seconds to finish and confirm what is under way, and of them to finish it (see bot.processes.ending)."""
PAUSE = 2.0
"""Seconds between tries to reach Telegram at the start."""


class NoToken(Exception):
    """AMANA_TOKEN is not set."""


@dataclass(frozen=True, slots=True)
class _OpenedBot:
    """What the running bot is made of, opened and not yet at work. `stack` closes it again, the last first."""

    stack: AsyncExitStack
    found: Foundations
    application: AnyApplication
    app: App
    turns: DatabaseTurnStore
    heritage: Heritage


def run_bot(settings: Settings) -> None:
    """Answer until SIGINT or SIGTERM. Raises NoToken, AlreadyRunning, BeingExchanged, AnotherPoller, InvalidToken, and
    what open_foundations raises but DatabaseAway. Nothing else may run in this process: it is forked.

    What people say is read by one process after another (bot.succession.renewal). On PostgreSQL another may be at work
    for the bot: then this one stands by until that falls, and begins anew where it would be followed by a next.
    """
    if settings.token is None:
        raise NoToken
    hardening.leave_no_copies()
    log(LogEvent.STARTED)
    token = settings.token.get_secret_value()
    with ExitStack() as held:
        check_keys(settings)
        hold_folder(held, settings, token)
        port = (
            held.enter_context(listening(settings.health_host, settings.health_port)) if settings.health_port else None
        )
        if settings.is_on_sqlite:
            with open_foundations(settings, is_thorough=True) as found:
                pass  # looked through, and closed again: nothing of it is copied into another process
            in_generations(partial(_live_once, settings, port, found))
        elif asyncio.run(live(settings, Heritage(), port)):
            begin_anew()
    log(LogEvent.STOPPED)


def _live_once(settings: Settings, port: Port, found: Foundations, file: int) -> bool:
    heritage = Heritage.taken_up(file) or Heritage()
    count_on_from(heritage.events)
    is_followed = asyncio.run(live(settings, heritage, port, found))
    if is_followed:
        heritage.is_first = False
        heritage.leave(file)
    return is_followed


async def live(settings: Settings, heritage: Heritage, port: Port, found: Foundations | None = None) -> bool:
    """Answer until told to end, or until another process should: then True. `port` is where health is asked; `found`
    is not given where another process may be at work, and looked for once this one is. Raises as `run_bot`."""
    told = _told_to_end()
    async with AsyncExitStack() as stack:
        try:
            intake = await _unless_told(told, _start(stack, settings, heritage, port, found))
        except DatabaseAway:  # it went away again while this was starting
            begin_anew()
        if intake is not None:
            if heritage.is_first:
                log(LogEvent.READY)
            await _unless_told(told, intake.run())
            await _stop(intake)
    return not told.is_set()


async def _take_place(
    stack: AsyncExitStack, settings: Settings, heritage: Heritage, port: Port, found: Foundations | None
) -> tuple[Place, Health]:
    """What this process stands on, once it is the one at work. Its health is told from the very start."""
    health = Health(settings, utc_now, None if heritage.is_first else heritage.began)
    await stack.enter_async_context(serving(health, port))
    place = await enter(stack, settings, heritage.pace, found)
    health.begin(place.found)
    if heritage.is_first:
        await asyncio.to_thread(count_on, place.found, utc_now())
    return place, health


async def _start(
    stack: AsyncExitStack, settings: Settings, heritage: Heritage, port: Port, opened_before: Foundations | None
) -> Intake:
    place, health = await _take_place(stack, settings, heritage, port, opened_before)
    found, application = place.found, place.application
    renewal = Renewal(REST if settings.is_on_sqlite else REST_ON_A_SERVER)
    turns = DatabaseTurnStore(found.database, found.runtime, renewal.note)
    stack.push_async_callback(turns.close)
    app = build_app(found, turns, heritage=heritage)
    stack.callback(_leave_receipts, app, heritage)
    await stack.enter_async_context(_initialised(application, heritage.is_first))
    poller = Poller(application.bot, settings)
    await poller.open()
    stack.push_async_callback(poller.close)
    await turns.open()
    await turns.read(keyless(app.catalogue.refresh))
    if heritage.is_first:
        await _keep_to_content(found.content, turns)
    meanwhile = Meanwhile(application.bot, app.languages, turns.sent)
    place.told(turns.sent)
    answering = Answering(application, app, turns, routes.switchboard().answer, apologise, meanwhile)
    lasting = Lasting(heritage.budget, heritage.troubles, renewal)
    intake = Intake(poller, answering, turns, utc_now, place.is_one_of_us, lasting)
    opened = _OpenedBot(stack, found, application, app, turns, heritage)
    health.troubles = intake.troubles
    await _start_sending(opened, poller.clock, intake.troubles)
    _start_ticking(opened, intake, poller.clock, health)
    return intake


def _leave_receipts(app: App, heritage: Heritage) -> None:
    heritage.receipts = app.receipts.left()


async def _keep_to_content(present: Content, turns: DatabaseTurnStore) -> None:
    missing = await turns.write(audiences.keep_to, present.audiences, present.languages)
    if missing.followed:
        log(LogEvent.FOLLOWED_IS_MISSING, logging.ERROR, audiences=missing.audiences, followed=missing.followed)


def _start_ticking(opened: _OpenedBot, intake: Intake, clock: TelegramClock, health: Health) -> None:
    turns, found, content = opened.turns, opened.found, opened.found.content

    async def sweep() -> None:
        await turns.forget_old(utc_now(), intake.heard, intake.waiting)
        await turns.write(renewal.keep_some, utc_now())
        await turns.write(keyless(put_off.bring_back), utc_now())
        await turns.write(keyless(retention.forget_idle_mailboxes), utc_now())
        await turns.write(retention.forget_what_is_over, utc_now())
        await turns.write(erase_what_may_go, found.trust, content.organisation.clocks, found.site_now().date())
        await turns.write(surveys.forget_rounds_over, content.surveys, utc_now())
        await turns.write(keyless(feedback.forget_old), utc_now())
        await turns.write(taken_off.forget_old, utc_now())
        await turns.write(audiences.keep_to, content.audiences, content.languages, utc_now())
        await turns.write(audiences.forget_old, utc_now())
        await turns.write(senders.count, content, utc_now())
        await turns.write(rsvp.count, content.forums, utc_now())
        while await turns.write(keyless(broadcasts.forget_old), utc_now()):
            pass
        if waiting := await turns.write(set_aside.look_after, utc_now()):
            log(LogEvent.SET_ASIDE, logging.ERROR, notices=waiting)

    ticks = [
        Tick("sweep", 300, sweep),
        reminding(turns, content, utc_now),
        backing_up(found, utc_now),
        marking(found, utc_now),
        remembering(found),
        making_dummies(turns, found.trust, utc_now),
        shuffling_rows(turns, utc_now),
        nudging(turns, found.trust, content.organisation, utc_now),
    ]
    watched_ticks = [health.watching(while_the_clock_is_right(tick, clock, utc_now)) for tick in ticks]
    schedule = start_schedule(watched_ticks, opened.heritage.due)
    opened.stack.callback(schedule.shutdown, wait=False)


async def _start_sending(opened: _OpenedBot, clock: TelegramClock, troubles: Troubles) -> None:
    """This process is the only sender: what an earlier one had claimed is taken up at once."""
    bot, turns = opened.application.bot, opened.turns
    await turns.write(keyless(dispatch.let_go))
    sender, forums = dispatch.Sender(opened.found.content.audiences, opened.found.trust), opened.found.content.forums
    delivery = Delivery(bot, turns, sender, utc_now, patience=opened.heritage.patience)
    broadcasting = Broadcasting(turns, is_meant, utc_now, delivery.nudge, lambda: clock.vouches_for(utc_now()))
    directory = DirectoryMemory(opened.app.catalogue, opened.found.database, turns)
    endless = (delivery.run, broadcasting.run, ProgressLines(bot, turns, forums, utc_now).run, directory.run)
    work = [*(watched(each, troubles) for each in endless), _present(opened)]
    opened.stack.push_async_callback(_end, [asyncio.create_task(each) for each in work])


async def _present(opened: _OpenedBot) -> None:
    """Once, though it may take more than one process."""
    if not opened.heritage.is_presented:
        bot = opened.application.bot
        await asyncio.gather(publish_commands(bot, opened.app), publish_profile(bot, opened.app))
        opened.heritage.is_presented = True


@asynccontextmanager
async def _initialised(application: AnyApplication, is_first: bool = True) -> AsyncIterator[AnyApplication]:
    """Telegram may be out of reach at the start; that is waited out. A wrong token is not."""
    while True:
        try:
            await application.initialize()
            break
        except InvalidToken:
            raise
        except NetworkError:
            log(LogEvent.TELEGRAM_UNREACHABLE)
            await asyncio.sleep(PAUSE)
    if is_first:
        with contextlib.suppress(TelegramError):
            await application.bot.delete_webhook(drop_pending_updates=False)
    try:
        yield application
    finally:
        await application.shutdown()


def _told_to_end() -> asyncio.Event:
    """Set by SIGINT or SIGTERM, from the very start on."""
    told = asyncio.Event()
    when_told(told.set)
    return told


async def _unless_told(told: asyncio.Event, work: Coroutine[Any, Any, Result]) -> Result | None:
    """What the work comes to; None where we were told to end before, and it is broken off."""
    working, waiting = asyncio.create_task(work), asyncio.create_task(told.wait())
    await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if working.done():
        return working.result()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    return None


async def _stop(intake: Intake) -> None:
    """What cannot be finished in time stays with Telegram."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_STOP):
            await intake.stop(PATIENCE)


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
