"""The place of the one process at work for a bot: taken at once on SQLite, or refused; waited for on PostgreSQL."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.exc import OperationalError

from bot.application import Poller, build_application
from bot.bootstrap import Foundations, open_foundations
from bot.content_in_use import read_ahead
from bot.incoming.answering import AnyApplication
from bot.incoming.meanwhile import Meanwhile
from bot.logs import LogEvent, log
from bot.outgoing.pace import Pace
from bot.processes.leadership import Leadership
from bot.processes.locks import only_process, using
from bot.settings import Settings
from locales import offered_by_default
from storage.errors import DatabaseAway

PAUSE = 1.0
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Place:
    """What the process stands on, and what it speaks through."""

    found: Foundations
    application: AnyApplication
    leadership: Leadership | None = None
    said: list[tuple[int, int]] = field(default_factory=list)
    """What people were told while the database was away: chat and number of each message."""

    @property
    def is_one_of_us(self) -> Callable[[], bool] | None:
        """Whether another who polls may be one of us; None where there can be no other."""
        return self.leadership.explains_conflict if self.leadership else None

    def told(self, note: Callable[[int, int], object]) -> None:
        """Hand over what people were told."""
        for chat, number in self.said:
            note(chat, number)


def hold_folder(stack: ExitStack, settings: Settings, token: str) -> None:
    """Until the stack is closed, nothing in the settings folder is exchanged, and no other process runs the bot of a
    file. Raises AlreadyRunning, BeingExchanged."""
    if settings.is_on_sqlite:
        stack.enter_context(only_process(settings.folder, token))
    stack.enter_context(using(settings.folder))


async def enter(stack: AsyncExitStack, settings: Settings, pace: Pace, opened: Foundations | None) -> Place:
    """Take the place, and keep it until the stack is closed. What was `opened` before is this process's alone. Raises
    what open_foundations raises; a server that is away is waited for."""
    assert settings.token is not None
    token = settings.token.get_secret_value()
    if opened is not None:
        stack.callback(opened.database.close)
        return Place(opened, build_application(settings, token, pace=pace))
    leadership, said = Leadership(settings.database), list[tuple[int, int]]()
    application = build_application(settings, token, leadership.may_speak, pace)
    stack.push_async_callback(leadership.close)
    await _taken(leadership, application, settings, said)
    stack.push_async_callback(_end, asyncio.create_task(leadership.keep()))
    found = await _patiently(lambda: stack.enter_context(open_foundations(settings)))
    await _patiently(lambda: leadership.begin(found.database))
    return Place(found, application, leadership, said)


async def _taken(
    leadership: Leadership, application: AnyApplication, settings: Settings, said: list[tuple[int, int]]
) -> None:
    """The same, and whoever writes while the database is away is told that it waits."""
    poller = Poller(application.bot, settings)
    meanwhile = Meanwhile(application.bot, offered_by_default(), lambda chat, number: said.append((chat, number)))
    await poller.open()
    telling = asyncio.create_task(meanwhile.run(poller, leadership.may_speak))
    reading = asyncio.create_task(_reading_ahead(leadership, settings))
    try:
        await leadership.take()
    finally:
        await _end(reading)
        await _end(telling)
        await poller.close()


async def _reading_ahead(leadership: Leadership, settings: Settings) -> None:
    """People wait for whoever takes over: what can be done before is."""
    await leadership.standing_by.wait()
    await asyncio.to_thread(read_ahead, settings)


async def _patiently(work: Callable[[], Done]) -> Done:
    """Off the loop, which has to be heard meanwhile; again where the server has gone away, or a process that stands
    still holds what this one needs: its time is limited."""
    while True:
        try:
            return await asyncio.to_thread(work)
        except (DatabaseAway, OperationalError):
            log(LogEvent.DATABASE_AWAY, logging.ERROR)
            await asyncio.sleep(PAUSE)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
