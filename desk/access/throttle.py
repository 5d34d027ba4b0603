"""Trying a passphrase: slow on purpose, one at a time, and never a lock-out of the office.

A passphrase holds 90 bits, so guessing is hopeless; what the throttle protects is the machine (each try takes 256 MiB)
and the patience of everybody. Whoever mistyped waits a little, at most five seconds, and a right passphrase always
opens. An office may have one address for all, so a browser is judged by its own failures first; where an address had
many, those stand behind who has unlocked here before and behind who comes from elsewhere, and cannot take their places.
"""

import asyncio
import gc
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from sqlalchemy.exc import DatabaseError

from desk.config import DeskConfig
from desk.first_look import FirstLook
from desk.sealed_drafts import SealedDrafts
from desk.workspace import Workspace
from services.audit import entries
from services.errors import Refusal
from services.keys.keyring import Unlocked, WrongPassphrase, stretch, unlock
from storage.errors import DatabaseUnusable

FREE_TRIES = 3
LONGEST_PAUSE = 5.0
FORGIVEN_AFTER = 60.0
PLACES = (20, 12, 6)
"""How many may wait at once: who is not known to mistype; unknown browsers of an address where many failed; browsers in
which somebody has failed more than three times."""


class TooBusy(Refusal):
    """Too many tries wait already. Try again in a few seconds."""


@dataclass(frozen=True, slots=True)
class Knocker:
    """Who tries: the address they call from, a tag of their browser, and whether somebody has unlocked in it before."""

    address: str
    browser: str
    is_known: bool = False


class Line:
    """Who waits for the one place; the lowest rank first, in a rank whoever came first."""

    def __init__(self) -> None:
        self._is_taken = False
        self._numbers = count()
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []

    @asynccontextmanager
    async def place(self, rank: int) -> AsyncIterator[None]:
        """Wait for the place, and have it."""
        if self._is_taken:
            turn = asyncio.get_running_loop().create_future()
            heappush(self._waiting, (rank, next(self._numbers), turn))
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self._pass_on()
                raise
        self._is_taken = True
        try:
            yield
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        while self._waiting:
            _, _, turn = heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._is_taken = False


class Failures:
    """How often somebody failed in the last minute, by whatever they are known by."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._times: dict[str, deque[float]] = defaultdict(deque)

    def note(self, who: str) -> None:
        """One more."""
        self._times[who].append(self._ticks())

    def beyond_free(self, who: str) -> int:
        """How many there were beyond those that everybody may have."""
        times = self._times[who]
        while times and self._ticks() - times[0] > FORGIVEN_AFTER:
            times.popleft()
        if not times:
            del self._times[who]
        return max(0, len(times) - FREE_TRIES)


class Turns:
    """Whose turn it is to try a passphrase, in all of the desk. Knows addresses and browsers, and no passphrase."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._line = Line()
        self._waiting = [0] * len(PLACES)
        self._of_browsers, self._of_addresses = Failures(ticks), Failures(ticks)

    @asynccontextmanager
    async def turn(self, knocker: Knocker) -> AsyncIterator[None]:
        """Wait for the turn of this try. A WrongPassphrase within counts against who tries. Raises TooBusy."""
        rank = self.rank(knocker)
        if self._waiting[rank] >= PLACES[rank]:
            raise TooBusy
        self._waiting[rank] += 1
        try:
            await asyncio.sleep(self.pause(knocker))
            async with self._line.place(rank):
                yield
        except WrongPassphrase:
            self._of_browsers.note(knocker.browser)
            self._of_addresses.note(knocker.address)
            raise
        finally:
            self._waiting[rank] -= 1

    def pause(self, knocker: Knocker) -> float:
        """Seconds the next try in that browser waits."""
        return min(self._of_browsers.beyond_free(knocker.browser), LONGEST_PAUSE)

    def rank(self, knocker: Knocker) -> int:
        """Which of the places (`PLACES`) this try may wait in."""
        if self._of_browsers.beyond_free(knocker.browser):
            return 2
        return 1 if self._of_addresses.beyond_free(knocker.address) and not knocker.is_known else 0


class UnlockThrottle:
    """The way from a passphrase to a workspace."""

    def __init__(self, config: DeskConfig, sealed_drafts: SealedDrafts, turns: Turns) -> None:
        self.config = config
        self.sealed_drafts = sealed_drafts
        self.turns = turns

    async def unlock(self, passphrase: str, knocker: Knocker, look: FirstLook) -> Workspace:
        """The unlocked workspace; `look` can be shown meanwhile. Raises WrongPassphrase, NotTrusted, NotFounded,
        TooBusy."""
        return await asyncio.to_thread(self._furnish, await self.member(passphrase, knocker), look)

    async def member(self, passphrase: str, knocker: Knocker) -> Unlocked:
        """Whose passphrase it is, without a workspace. Raises the same."""
        async with self.turns.turn(knocker):
            return await asyncio.to_thread(self._unlock, passphrase)

    def _unlock(self, passphrase: str) -> Unlocked:
        config = self.config
        key = stretch(config.site_salt, passphrase)
        try:
            with config.database.writing() as session:
                unlocked = unlock(session, key, config.trust, config.clock())
                entries.note_unlocked(session, config.trust, unlocked, config.now().date())
                return unlocked
        except WrongPassphrase:
            self._note_refused()
            raise

    def _note_refused(self) -> None:
        """Without the runtime key nobody could say that it is true, so it is left out. Where it cannot be written down,
        the passphrase was wrong all the same."""
        config = self.config
        if config.runtime is not None:
            with suppress(DatabaseError, DatabaseUnusable), config.database.writing() as session:
                entries.note_refused(session, config.trust, config.runtime, config.now().date())

    def _furnish(self, unlocked: Unlocked, look: FirstLook) -> Workspace:
        """Takes its time where there are very many reports, so nobody else's try waits for it."""
        workspace = Workspace(self.config, unlocked)
        with _nothing_collected():
            workspace.refresh(look.take)
        for packed in self.sealed_drafts.take_out(unlocked):
            workspace.restore(packed)
        return workspace


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """All that is opened stays, so looking for what does not is a fifth of the work for nothing."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
