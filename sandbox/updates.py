"""The queue of updates: kept until confirmed by an offset or too old, handed out in order, one poller at a time."""

import asyncio
import json
import random
from collections import deque
from dataclasses import dataclass
from typing import Any

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.ledger import About, Ledger
from sandbox.refusals import conflicting_poll

DAY = 86400.0
CALLBACK_LIFE = 150.0
QUIET_WEEK = 7 * DAY
LATELY = 20
"""Confirmed updates that can be handed out once more."""
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class Update:
    """One update, already in Telegram's JSON."""

    id: int
    kind: str
    chat: int
    payload: str
    ends: float


class UpdateQueue:
    """Identifiers rise from a random start, and start anew somewhere after a week without any update."""

    def __init__(self, clock: Clock, ledger: Ledger, faults: Faults, source: random.Random) -> None:
        self._clock = clock
        self._ledger = ledger
        self._faults = faults
        self._random = source
        self._next_id = source.randrange(10**8, 9 * 10**8)
        self._last_made = clock.now()
        self._pending: deque[Update] = deque()
        self._again: deque[Update] = deque()
        self._handed: deque[Update] = deque(maxlen=LATELY)
        self._poller: asyncio.Future[None] | None = None
        self._watchers: list[asyncio.Future[None]] = []
        self._wanted: frozenset[str] | None = None
        self._closed = False

    def __len__(self) -> int:
        return len(self._pending)

    def want(self, kinds: list[str] | None) -> None:
        """Remembers allowed_updates for updates made from now on; an empty list means the usual kinds."""
        if kinds is not None:
            self._wanted = frozenset(kinds) or None

    def add(self, kind: str, chat: int, body: dict[str, Any]) -> int | None:
        """Queues one update; returns its id, or None when the bot asked not to get this kind."""
        if kind not in self._wanted if self._wanted is not None else kind in UNASKED:
            return None
        now = self._clock.now()
        if now - self._last_made > QUIET_WEEK:
            self.begin_anew()
        self._last_made = now
        update_id = self._next_id
        self._next_id += 1
        life = CALLBACK_LIFE if kind == "callback_query" else DAY
        payload = json.dumps({"update_id": update_id, kind: body}, ensure_ascii=False, separators=(",", ":"))
        self._pending.append(Update(update_id, kind, chat, payload, now + life))
        self._ledger.note("queued", About(chat=chat, update=update_id), kind)
        self.let_go()
        return update_id

    def confirm(self, offset: int) -> None:
        """Forgets updates below `offset`; a negative one keeps only that many of the newest.

        An offset above all that was ever made is from before the identifiers began anew: it confirms nothing.
        """
        if offset < 0:
            offset = self._pending[offset].id if len(self._pending) >= -offset else 0
        if offset > self._next_id:
            return
        while self._pending and self._pending[0].id < offset:
            update = self._pending.popleft()
            self._ledger.note("confirmed", About(chat=update.chat, update=update.id))
            self._handed.append(update)
            if self._faults.duplicates:
                self._again.append(update)
        if not self._pending:
            self._tell_watchers()

    def drop(self) -> None:
        """Confirms everything that waits."""
        self.confirm(self._next_id)

    def skip(self, numbers: int) -> None:
        """Leaves a gap before the next update."""
        self._next_id += numbers

    def begin_anew(self) -> None:
        """The identifiers go on somewhere else, as after a week without updates; lower ones among them."""
        self._next_id = self._random.randrange(10**8, 9 * 10**8)

    def repeat(self) -> None:
        """Hands out the newest confirmed ones once more."""
        self._again.extend(self._handed)

    def take(self, limit: int) -> list[Update]:
        """What a poll gets now: repeated ones first, then unconfirmed ones, oldest first."""
        if not self._pending and not self._again:
            return []
        self._expire()
        batch = [self._again.popleft() for _ in range(min(limit, len(self._again)))]
        for update in self._pending:
            if len(batch) >= limit:
                break
            batch.append(update)
        return batch

    def _expire(self) -> None:
        now = self._clock.now()
        if all(update.ends > now for update in self._pending):
            return
        for update in self._pending:
            if update.ends <= now:
                self._ledger.note("expired", About(chat=update.chat, update=update.id))
        self._pending = deque(update for update in self._pending if update.ends > now)
        if not self._pending:
            self._tell_watchers()

    async def wait(self, seconds: float) -> None:
        """Until something is queued or the time is up. Raises Refused(409) when another poll takes over."""
        if self._closed:
            return
        mine = asyncio.get_running_loop().create_future()
        self._poller = mine
        try:
            async with asyncio.timeout(seconds):
                await mine
        except TimeoutError:
            pass
        finally:
            if self._poller is mine:
                self._poller = None

    def take_over(self) -> None:
        """A new poll has come: the one that waits, if any, is told so and ends."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(conflicting_poll())
            self._poller = None

    def let_go(self) -> None:
        """The waiting poll, if any, gets what there is: its time is up."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)

    def close(self) -> None:
        """Lets the waiting poll go and makes none wait any more, so that the server can end."""
        self._closed = True
        self.let_go()

    async def drained(self) -> None:
        """Returns once nothing waits for confirmation."""
        while self._pending:
            watcher = asyncio.get_running_loop().create_future()
            self._watchers.append(watcher)
            await watcher

    def _tell_watchers(self) -> None:
        for watcher in self._watchers:
            if not watcher.done():
                watcher.set_result(None)
        self._watchers.clear()
