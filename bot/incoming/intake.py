"""The poll loop: process, commit, then confirm.

Telegram keeps an unconfirmed message for 24 hours (Bot API, getUpdates) and so is our write-ahead log. An update is
confirmed only when it is answered, or when it is safe in our own storage because its chat is stuck.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import ceil, inf
from typing import Any

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.incoming.budget import InputBudget
from bot.incoming.lines import Lines
from bot.incoming.turn_store import DatabaseTurnStore
from bot.incoming.window import Window
from bot.logs import LogEvent, log
from bot.succession.renewal import Renewal
from bot.wire.errors import NotOurTurn, seconds_to_wait
from handlers.chat.arrival import FLOOD, Arrival, narrow
from services.conversation.moments import surely_heard

LONG_POLL = 25
"""Seconds Telegram may wait for news when all is confirmed."""
SHORT_POLL = 1
"""Seconds when something waits to be confirmed: its record shall not lie about."""
HOLD_AFTER, HOLD_IN_A_RUSH_AFTER = 2.0, 0.3
"""Seconds in work after which an update is taken into our own storage, so that those behind it can be confirmed; and
where Telegram has more than it hands out at once."""
MOST_WAITING = 20_000
"""Updates of all chats that wait for their turn; until there are fewer, Telegram keeps the rest."""
MOST_IN_A_POLL = 100
"""Updates Telegram hands out at once at most (Bot API, getUpdates): where there are fewer, there are no more."""
START = 10.0
"""Seconds after the start in which a conflict means that we are the second process."""
PAUSE_AFTER_CONFLICT = 3.0
PAUSE_AFTER_FAILURE = 1.0
MOST_REFUSALS = 5
"""How often in a row the token is refused before it is believed: once, or twice, is a wink of a server."""
PAUSE_AFTER_REFUSAL = 2.0
"""Seconds, longer each time."""
BETWEEN_COMPLAINTS = 10.0
"""Seconds between two log lines on storage that goes on failing."""

GetUpdates = Callable[[int | None, int], Awaitable[list[Mapping[str, Any]]]]
Answer = Callable[[Arrival], Awaitable[None]]


class AnotherPoller(Exception):
    """Somebody else polls with the same token, and was there first."""


@dataclass(slots=True)
class Troubles:
    """What health and the console tell the steward."""

    foreign_pollers: int = 0
    parked: int = 0
    last_contact: float = 0.0
    began: float | None = None
    """When this bot began to poll."""
    falls: int = 0
    """How often something that never ends (the senders among it) fell and was taken up again."""
    last_fall: float | None = None


@dataclass(frozen=True, slots=True)
class Lasting:
    """What outlasts one process: how much each chat wrote lately, what health is told, and for how long this one may
    go on."""

    budget: InputBudget = field(default_factory=InputBudget)
    troubles: Troubles = field(default_factory=Troubles)
    renewal: Renewal = field(default_factory=lambda: Renewal(inf))


class Intake:
    """Takes updates from Telegram and sees each one answered.

    `is_one_of_us` says, where several processes stand ready for one bot, whether another who polls may be one of them.
    """

    def __init__(
        self,
        get_updates: GetUpdates,
        answer: Answer,
        turns: DatabaseTurnStore,
        clock: Callable[[], datetime],
        is_one_of_us: Callable[[], bool] | None = None,
        lasting: "Lasting | None" = None,
    ) -> None:
        self._get_updates = get_updates
        self._answer = answer
        self._turns = turns
        self._clock = clock
        self._is_one_of_us = is_one_of_us
        self._window = Window()
        self._lines = Lines(self._see_through)
        lasting = lasting or Lasting()
        self._budget = lasting.budget
        self._renewal = lasting.renewal
        self._finished: list[int] = []
        self._held: set[int] = set()
        self._idle_rounds = 0
        self._complain_from = 0.0
        self._latest = 0
        self._refusals = 0
        self._drained: datetime | None = None
        self.troubles = lasting.troubles
        self.is_stopping = False

    @property
    def heard(self) -> datetime:
        """Up to when nothing said to us still waits at Telegram."""
        return surely_heard(self._drained, self._clock())

    @property
    def waiting(self) -> list[int]:
        """The chats in which something waits for its answer."""
        return self._lines.chats

    @property
    def is_over(self) -> bool:
        """Whether this process should give its place to the next."""
        return self._renewal.is_due(is_quiet=not len(self._lines) and not self._is_open)

    @property
    def _is_open(self) -> bool:
        """Whether something is to be confirmed yet, or to be emptied once it is."""
        return bool(self._window) or self._turns.is_gathering

    @property
    def _longest_poll(self) -> int:
        """A poll comes to its end by itself when it is time to go: one that is broken off may have brought something,
        or stand in the way of the next."""
        return ceil(min(LONG_POLL, self._renewal.seconds_left))

    async def run(self) -> None:
        """Poll until stopped, or until it is time for another process. Raises AnotherPoller, or InvalidToken after
        several refusals in a row: both fatal."""
        await self._begin()
        while not self.is_stopping and not self.is_over:
            try:
                await self._round()
                self._refusals = 0
            except Conflict as conflict:
                await self._conflict(conflict)
            except NotOurTurn:
                await asyncio.sleep(PAUSE_AFTER_FAILURE)
            except InvalidToken as refusal:
                await self._refused(refusal)
            except RetryAfter as pause:
                await asyncio.sleep(seconds_to_wait(pause))
            except (NetworkError, TelegramError):
                log(LogEvent.TELEGRAM_UNREACHABLE)
                await asyncio.sleep(PAUSE_AFTER_FAILURE)

    async def _begin(self) -> None:
        self.troubles.began = self.troubles.began or time.monotonic()
        for arrival in await self._turns.held():
            self._held.add(arrival.number)
            self._lines.join(arrival)

    async def stop(self, patience: float = 5.0) -> None:
        """Finish what is under way, confirm it, and leave the rest with Telegram."""
        self.is_stopping = True
        await self._lines.close(patience)
        try:
            await self._confirm(timeout=0, is_last=True)
        except TelegramError:
            log(LogEvent.TELEGRAM_UNREACHABLE)

    async def _round(self) -> None:
        busy = bool(self._window.unfinished)
        updates = await self._confirm(0 if busy else (SHORT_POLL if self._is_open else self._longest_poll))
        self.troubles.last_contact = time.monotonic()
        self._window.came({int(update["update_id"]) for update in updates})
        fresh = [self._take(update) for update in updates]
        is_rush = len(updates) >= MOST_IN_A_POLL
        if is_rush:
            await self._hold([each for each in self._lines.crowded if self._window.keeps_back(each.number)])
        else:
            self._drained = self._clock()
            self._turns.settle_all_but(self._window.numbers)
        self._idle_rounds = 0 if any(fresh) else self._idle_rounds + 1
        await self._lines.quiet(min(0.02 * (1 + self._idle_rounds), 0.2) if self._window.unfinished else 0.001)
        await self._hold_slow(HOLD_IN_A_RUSH_AFTER if is_rush else HOLD_AFTER)
        while self._lines.waiting > MOST_WAITING and not self.is_stopping:
            await self._lines.quiet(0.2)

    async def _confirm(self, timeout: int, is_last: bool = False) -> list[Mapping[str, Any]]:
        ready = self._window.confirmable()
        offset = ready[-1] + 1 if ready else None
        updates = await self._get_updates(offset, timeout)
        self._finished += self._window.confirmed(ready)
        done, self._finished = self._finished, []
        await self._settle(done, is_quiet=is_last or not updates)
        return updates

    async def _settle(self, done: Sequence[int], is_quiet: bool) -> None:
        try:
            await self._turns.settle(done, self._clock(), is_quiet)
        except Exception as failure:  # the turn store tries again with the next; people are answered all the same
            self._storage_failed(failure)

    def _take(self, update: Mapping[str, Any]) -> bool:
        number = int(update["update_id"])
        if not self._window.take(number, time.monotonic()):
            return False
        arrival = self._narrow(update)
        if number in self._held:
            self._window.hold(number)  # it stands in its line already, and is not answered yet
        elif self._window.was_confirmed(number) or self._turns.is_settled(number):
            self._window.finish(number)
        elif arrival is None:
            self._window.doubt(number)
        else:
            self._join(arrival)
        return True

    def _join(self, arrival: Arrival) -> None:
        """A line has an end, and so has a budget: who floods is told once, and what comes then is not kept."""
        chat, now = arrival.chat, time.monotonic()
        if self._lines.is_cut_off(chat) or self._budget.is_closed(chat, now):
            self._window.finish(arrival.number)
        elif self._budget.spend(chat, now) and self._lines.has_room(chat):
            self._lines.join(arrival)
        else:
            log(LogEvent.LINE_FULL)
            self._lines.cut_off(replace(arrival, text=None, button=None, attachment=FLOOD, album=None, position=None))

    def _narrow(self, update: Mapping[str, Any]) -> Arrival | None:
        try:
            return self._dated(narrow(update))
        except (KeyError, TypeError, ValueError, AttributeError):
            log(LogEvent.MALFORMED_UPDATE)
            return None

    def _dated(self, arrival: Arrival | None) -> Arrival | None:
        """Of a press Telegram says only how old the message is. It came after whatever came before it, though, and
        after the queue was last found empty."""
        if arrival is None or arrival.said is None:
            return arrival
        self._latest = max(self._latest, arrival.said)
        if arrival.button_id is None:
            return arrival
        drained = 0 if self._drained is None else int(self._drained.timestamp())
        return replace(arrival, said=max(self._latest, drained))

    async def _see_through(self, arrival: Arrival) -> None:
        await self._answer(arrival)
        self._window.finish(arrival.number)
        if arrival.number in self._held:
            await self._settle([arrival.number], is_quiet=True)  # it shall not lie until a long poll is over
            self._held.discard(arrival.number)

    async def _hold_slow(self, after: float) -> None:
        await self._hold(self._lines.standing(self._window.slow(time.monotonic(), after)))

    async def _hold(self, arrivals: Sequence[Arrival]) -> None:
        """Into our own storage, so that others can be confirmed; while that fails, Telegram has to keep them."""
        if not arrivals:
            return
        try:
            await self._turns.hold_all(arrivals, self._clock())
        except Exception as failure:
            self._storage_failed(failure)
            return
        for arrival in arrivals:
            self._held.add(arrival.number)
            self._window.hold(arrival.number)

    def _storage_failed(self, failure: Exception) -> None:
        """Said now and then only: a full disk must not be filled further by its own complaint."""
        now = time.monotonic()
        if now >= self._complain_from:
            self._complain_from = now + BETWEEN_COMPLAINTS
            log(LogEvent.STORAGE_FAILED, logging.ERROR, error=type(failure).__name__)

    async def _refused(self, refusal: InvalidToken) -> None:
        self._refusals += 1
        if self._refusals == MOST_REFUSALS:
            raise refusal
        log(LogEvent.TELEGRAM_UNREACHABLE)
        await asyncio.sleep(PAUSE_AFTER_REFUSAL * self._refusals)

    async def _conflict(self, conflict: Conflict) -> None:
        if self._is_one_of_us is not None and self._is_one_of_us():
            await asyncio.sleep(PAUSE_AFTER_FAILURE)
            return
        if self._is_one_of_us is None and time.monotonic() - (self.troubles.began or 0.0) < START:
            raise AnotherPoller from conflict
        self.troubles.foreign_pollers += 1
        log(LogEvent.TOKEN_MAYBE_STOLEN)
        await asyncio.sleep(PAUSE_AFTER_CONFLICT)
