"""Trying a passphrase: slow on purpose, one at a time, and never a lock-out of the office.

A passphrase holds 90 bits, so guessing is hopeless; what the throttle protects is the machine (each try takes 256 MiB)
and the patience of those who mistype. After three failures from an address its next tries wait a little, at most five
seconds, and a right passphrase always opens.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from desk.config import DeskConfig
from desk.sealed_drafts import SealedDrafts
from desk.workspace import Workspace
from services.errors import Refusal
from services.keys.keyring import Unlocked, WrongPassphrase, stretch, unlock

FREE_TRIES = 3
LONGEST_PAUSE = 5.0
FORGIVEN_AFTER = 60.0
MOST_WAITING = 6


class TooBusy(Refusal):
    """Too many tries wait already. Try again in a few seconds."""


class Turns:
    """Whose turn it is to try a passphrase, in all of the desk. Knows addresses, and no passphrase."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._one = asyncio.Lock()
        self._waiting = 0
        self._failures: dict[str, deque[float]] = defaultdict(deque)

    @asynccontextmanager
    async def turn(self, address: str) -> AsyncIterator[None]:
        """Wait for the turn of a try from that address. A WrongPassphrase within counts against it. Raises TooBusy."""
        if self._waiting >= MOST_WAITING:
            raise TooBusy
        self._waiting += 1
        try:
            await asyncio.sleep(self.pause(address))
            async with self._one:
                yield
        except WrongPassphrase:
            self._failures[address].append(self._ticks())
            raise
        finally:
            self._waiting -= 1

    def pause(self, address: str) -> float:
        """Seconds the next try from that address waits."""
        failures = self._failures[address]
        while failures and self._ticks() - failures[0] > FORGIVEN_AFTER:
            failures.popleft()
        if not failures:
            del self._failures[address]
        return min(max(0, len(failures) - FREE_TRIES), LONGEST_PAUSE)


class UnlockThrottle:
    """The way from a passphrase to a workspace."""

    def __init__(self, config: DeskConfig, sealed_drafts: SealedDrafts, turns: Turns) -> None:
        self.config = config
        self.sealed_drafts = sealed_drafts
        self.turns = turns

    async def unlock(self, passphrase: str, address: str, language: str) -> Workspace:
        """The unlocked workspace. Raises WrongPassphrase, NotTrusted, NotFounded, TooBusy."""
        async with self.turns.turn(address):
            unlocked = await asyncio.to_thread(self._unlock, passphrase)
        return await asyncio.to_thread(self._furnish, unlocked, language)

    def _unlock(self, passphrase: str) -> Unlocked:
        config = self.config
        key = stretch(config.site_salt, passphrase)
        with config.database.writing() as session:
            return unlock(session, key, config.trust, config.clock())

    def _furnish(self, unlocked: Unlocked, language: str) -> Workspace:
        """Takes its time where there are very many reports, so nobody else's try waits for it."""
        workspace = Workspace(self.config, unlocked)
        workspace.refresh(language)
        for packed in self.sealed_drafts.take_out(unlocked):
            workspace.restore(packed)
        return workspace
