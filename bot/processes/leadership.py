"""Which of several processes is at work for one bot on PostgreSQL, and what the others do.

One holds the lock (`leader_lock.py`) and is at work; the others stand by. Whoever takes over raises a number in the
database; each writing transaction asks for it first. So who was frozen, or cut off, and comes back changes nothing.
Nor does it say anything: it may speak for `LEASE` seconds after the server has heard it last, and that is over before
the server could have given the lock to another.

Where the server is away for everybody (it refuses the line), nobody can have taken over: then the process may go on
speaking, to say so.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from typing import Final, NoReturn

from sqlmodel import Session

from bot.logs import LogEvent, log
from bot.processes.leader_lock import LeaderLock, LineBroken, ServerAway, ServerSilent
from bot.terminal import tell, words
from desk.config import awake_or_asleep
from storage import leadership as rows
from storage.engine import Database
from storage.errors import DatabaseUnusable, Deposed

BEAT: Final = 1.0
LOOK_AGAIN: Final = 0.5
LEASE: Final = 4.0
"""Seconds from the last beat that was answered; less than `bot.processes.leader_lock.SILENCE`."""
LONGEST_PAUSE: Final = 5.0
"""Seconds between two tries to reach a server that is away; they grow from LOOK_AGAIN on."""
SLACK: Final = 1.0
TAKING_OVER: Final = 30.0
"""Seconds after which nothing of the one before can be left at Telegram (a long poll takes 25)."""


def begin_anew() -> NoReturn:
    """Start this very process again, as a standby. What it had in mind is out of date, and its lines may be dead."""
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  ourselves, with the same words


class Leadership:
    """`take` waits until this process is the one at work; from then on `keep` has to run. `standing_by` is set while
    another is seen to be."""

    def __init__(
        self,
        url: str,
        ends: Callable[[], object] = begin_anew,
        ticks: Callable[[], float] = awake_or_asleep,
    ) -> None:
        self._lock = LeaderLock(url)
        self._ends = ends
        self._ticks = ticks
        self._number: int | None = None
        self._until = 0.0
        self._since = 0.0
        self._pause = LOOK_AGAIN
        self.standing_by = asyncio.Event()

    def may_speak(self) -> bool:
        """Whether it is certain at this moment that no other process is at work."""
        return self._ticks() < self._until

    def explains_conflict(self) -> bool:
        """Whether another who polls with our token may be one of us: the one before, or the one after."""
        return not self.may_speak() or self._ticks() < self._since + TAKING_OVER

    async def take(self) -> None:
        """Wait until this process is the one at work. Raises DatabaseUnusable for a server that says no."""
        while not await self._try():
            pass
        self._since = self._ticks()

    def begin(self, database: Database) -> None:
        """Take over: from now on nothing that an earlier process still does can change the database. Raises
        DatabaseUnusable."""
        with database.writing() as session:
            self._number = rows.take_over(session)
        database.be_fenced(self._check)

    async def keep(self) -> None:
        """Let the server hear us, until cancelled."""
        while True:
            if await self._is_heard():
                await asyncio.sleep(BEAT)

    async def close(self) -> None:
        """Leave the lock to whoever stands by."""
        await self._lock.close()

    async def _try(self) -> bool:
        began = self._ticks()
        try:
            if not self._lock.is_open:
                await self._lock.open()
            if await self._lock.take():
                self._until = began + LEASE
                if self.standing_by.is_set():
                    await self._lock.wait_no_longer()
                return True
            await self._stand_by()
        except LineBroken:
            self.standing_by.clear()
        except (ServerAway, ServerSilent) as trouble:
            await self._wait_for_server(trouble)
        return False

    async def _stand_by(self) -> None:
        self._until, self._pause = 0.0, LOOK_AGAIN
        if not self.standing_by.is_set():
            self.standing_by.set()
            await self._lock.stand_by()
            log(LogEvent.STANDING_BY)
            tell(words("Another is at work for this bot. This one stands by, and takes over when it falls."))
        await asyncio.sleep(LOOK_AGAIN)

    async def _is_heard(self) -> bool:
        """Whether all is well; False: to be looked at again at once."""
        began = self._ticks()
        try:
            if self._lock.is_open and self._number is None:
                await self._lock.clear_the_way()
            elif self._lock.is_open:
                await self._lock.beat()
            else:
                await self._take_up_again()
        except LineBroken:
            return False
        except ServerAway as away:
            await self._wait_for_server(away)
            return False
        except (ServerSilent, DatabaseUnusable):
            if not self.may_speak():
                self._stop()
            return False
        self._until, self._pause = began + LEASE, LOOK_AGAIN
        return True

    async def _take_up_again(self) -> None:
        """After a line that broke. Where nobody has taken over meanwhile, all goes on as it was."""
        await self._lock.open()
        if not await self._lock.take() or self._number is None or await self._lock.number() != self._number:
            self._stop()

    async def _wait_for_server(self, trouble: Exception) -> None:
        """Who refuses every line has given nobody the lock. Who is merely silent may have."""
        log(LogEvent.DATABASE_AWAY, logging.ERROR)
        if isinstance(trouble, ServerAway):
            self._until = self._ticks() + self._pause + SLACK
        await asyncio.sleep(self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _check(self, session: Session) -> None:
        if rows.number(session) != self._number:
            self._stop()

    def _stop(self) -> NoReturn:
        """Sends nothing and changes nothing any more, from this moment on."""
        self._until = 0.0
        log(LogEvent.STOOD_DOWN, logging.WARNING)
        self._ends()
        raise Deposed
