"""Trying a passphrase: slow on purpose, one at a time, and never a lock-out of the office.

A passphrase holds 90 bits, so guessing is hopeless; what the gate protects is the machine (each try takes 256 MiB) and
the patience of those who mistype. After three failures from an address its next tries wait a little, at most five
seconds, and a right passphrase always opens.
"""

import asyncio
from collections import defaultdict, deque

from desk.config import DeskHouse
from desk.sealed_drafts import Drawer
from desk.workspace import Room
from services.errors import Refusal
from services.keys.keyring import WrongPassphrase, stretch, unlock

FREE_TRIES = 3
LONGEST_PAUSE = 5.0
FORGIVEN_AFTER = 60.0
WAITING_ROOM = 6


class TooBusy(Refusal):
    """Too many tries wait already. Try again in a few seconds."""


class Gate:
    """The way from a passphrase to a room."""

    def __init__(self, house: DeskHouse, drawer: Drawer) -> None:
        self.house = house
        self.drawer = drawer
        self._one = asyncio.Lock()
        self._waiting = 0
        self._failures: dict[str, deque[float]] = defaultdict(deque)

    async def enter(self, passphrase: str, address: str, language: str) -> Room:
        """The unlocked room. Raises WrongPassphrase, NotTrusted, NotFounded, TooBusy."""
        if self._waiting >= WAITING_ROOM:
            raise TooBusy
        self._waiting += 1
        try:
            await asyncio.sleep(self.pause(address))
            async with self._one:
                return await asyncio.to_thread(self._enter, passphrase, language)
        except WrongPassphrase:
            self._failures[address].append(self.house.ticks())
            raise
        finally:
            self._waiting -= 1

    def pause(self, address: str) -> float:
        """Seconds the next try from that address waits."""
        failures = self._failures[address]
        while failures and self.house.ticks() - failures[0] > FORGIVEN_AFTER:
            failures.popleft()
        if not failures:
            del self._failures[address]
        return min(max(0, len(failures) - FREE_TRIES), LONGEST_PAUSE)

    def _enter(self, passphrase: str, language: str) -> Room:
        house = self.house
        key = stretch(house.site_salt, passphrase)
        with house.database.writing() as session:
            unlocked = unlock(session, key, house.trust, house.clock())
        room = Room(house, unlocked)
        room.refresh(language)
        for paper in self.drawer.empty(unlocked):
            room.restore(paper)
        return room
