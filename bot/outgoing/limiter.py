"""Who goes first: one sender for everything that is said, in five lanes.

Belongs here: order and waiting. Does not belong here: the counts (pace, attention), and what to do with a notice that
may not go now (delivery). Replies, those inside a report first, never wait for anything but their own chat and the
overall limit; what they leave is for safety alerts, then reminders, then broadcasts. A lane that is always passed over
gets a turn now and then all the same. Among replies whoever had least lately goes first
(docs/decisions/0089-who-had-least-lately-is-answered-first.md).
"""

import asyncio
from bisect import insort
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from itertools import count
from math import ceil, inf
from operator import attrgetter
from statistics import median
from typing import Any, Final, NamedTuple, Protocol

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter, ExtBot

from bot.outgoing.attention import Chat
from bot.outgoing.pace import OVERALL, Pace
from bot.wire.errors import NotSent, seconds_to_wait
from services.notices.outbox import Lane

RETRIES: Final = 3
"""How often a reply that Telegram refused for its rate is said again. Other lanes leave that to the outbox."""
PASSED_OVER: Final = {Lane.REPORT: 0, Lane.REPLY: 4, Lane.SAFETY: 9, Lane.REMINDER: 29, Lane.BROADCAST: 99}
"""How many messages of upper lanes may go before one that waits in this lane."""
MESSAGES: Final = ("send", "edit", "copy", "forward")
NO_MESSAGE: Final = "sendChatAction"
TRIPS: Final = 15

Answer = bool | dict[str, Any] | list[dict[str, Any]]


class Alarm(Protocol):
    """What can be called off."""

    def cancel(self) -> None: ...


class Timers(Protocol):
    """Time and alarms: an asyncio event loop is one; tests have their own."""

    def time(self) -> float: ...

    def call_at(self, when: float, callback: Callable[[], None], /) -> Alarm: ...


@dataclass(frozen=True, slots=True, eq=False)
class _Waiter:
    number: int
    lane: Lane
    chat: Chat
    turn: asyncio.Future[None]


class TooLate(NotSent):
    """Its time was over before its turn came: it was not sent."""


class Ticket(NamedTuple):
    """A lane, and whether it is still worth sending: asked at the very last, when its turn has come. Whoever holds one
    tries again by itself, in whichever lane."""

    lane: Lane
    is_wanted: Callable[[], bool]


class LaneLimiter(BaseRateLimiter[Lane | Ticket]):
    """The port `telegram.ext.BaseRateLimiter`; `rate_limit_args` is the lane or a ticket, a reply if it is not given.

    What is a message to a chat is counted; deletions, answers to presses, chat actions and all without a chat go at
    once. A 429 pauses the chat it names; if several chats get one shortly after each other, the lower lanes too; never
    another chat's replies. Refused replies are said again three times; in other lanes RetryAfter (whole seconds) is
    raised at once, also for what still waits or comes while it lasts. `overall=None` counts nothing; `pace` counts on.
    """

    def __init__(self, overall: int | None = OVERALL, timers: Timers | None = None, pace: Pace | None = None) -> None:
        self._pace = pace or Pace(overall)
        self._timers = timers
        self._numbers = count()
        self._lanes: dict[Lane, list[_Waiter]] = {lane: [] for lane in Lane}
        self._passed_over = dict.fromkeys(Lane, 0)
        self._waiting = 0
        self._alarm: Alarm | None = None
        self._alarm_at = inf
        self._trips: deque[float] = deque(maxlen=TRIPS)

    @property
    def round_trip(self) -> float:
        """Seconds a message takes to Telegram and back these days (the median of the last few); 0 before the first."""
        return median(self._trips) if self._trips else 0.0

    @property
    def lowest_lane(self) -> Lane:
        """The last lane that is not paused as a whole."""
        return Lane.REPLY if self._pace.lower_paused_until > self._now() else Lane.BROADCAST

    def chat_wait(self, chat: Chat) -> float:
        """Seconds until a message to this chat may go, as far as the chat is concerned."""
        return max(0.0, self._pace.chat_free_at(chat) - self._now())

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """What still waits is told that it was not sent (wire.errors.NotSent)."""
        for waiter in [waiter for queue in self._lanes.values() for waiter in queue]:
            self._turn_away(waiter, NotSent("The sender is closed"))
        self._set_alarm(inf)

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | Ticket | None,
    ) -> Answer:
        """Make the request when its turn has come. Raises RetryAfter as promised above, TooLate where a ticket is no
        longer wanted then, and what the request raises."""
        lane, is_wanted = _read(rate_limit_args)
        chat: Chat | None = data.get("chat_id")
        is_message = chat is not None and endpoint.startswith(MESSAGES) and endpoint != NO_MESSAGE
        number = next(self._numbers)
        for tries_left in range(RETRIES, -1, -1):
            if not is_message:
                await self._outlast_pause(chat)
            elif not self._goes_at_once(lane, chat):
                await self._take_turn(number, lane, chat)
            if is_wanted is not None and not is_wanted():
                raise TooLate("Its time is over")
            try:
                return await self._timed(callback(*args, **kwargs), is_message)
            except RetryAfter as refusal:
                self._told_to_wait(chat, seconds_to_wait(refusal))
                if lane > Lane.REPLY or is_wanted is not None or not tries_left:
                    raise
                if chat is None:
                    await self._sleep(seconds_to_wait(refusal))
        raise AssertionError("the last try returns or raises")

    async def _timed(self, request: Coroutine[Any, Any, Answer], is_message: bool) -> Answer:
        began = self._now()
        answer = await request
        if is_message:
            self._trips.append(self._now() - began)
        return answer

    def _goes_at_once(self, lane: Lane, chat: Any) -> bool:
        """The usual case, without queue or alarm."""
        if self._waiting:
            return False
        now = self._now()
        pace = self._pace
        if pace.lane_free_at(lane) > now or pace.chat_free_at(chat) > now:
            return False
        pace.note(chat, now)
        return True

    async def _take_turn(self, number: int, lane: Lane, chat: Any) -> None:
        now = self._now()
        pause = self._pace.paused_until(lane, chat) - now
        if pause > 0 and lane > Lane.REPLY:
            raise RetryAfter(ceil(pause))
        waiter = _Waiter(number, lane, chat, asyncio.get_running_loop().create_future())
        insort(self._lanes[lane], waiter, key=attrgetter("number"))
        self._waiting += 1
        self._let_go()
        try:
            await waiter.turn
        except asyncio.CancelledError:
            if waiter in self._lanes[lane]:
                self._leave(waiter)
            raise
        if self._pace.paused_until(lane, chat) > self._now():  # asked for between its turn and this moment
            await self._take_turn(number, lane, chat)

    def _let_go(self) -> None:
        """Let all go that may go now, in order, and set the alarm for the next."""
        now = self._now()
        while self._waiting:
            ready, wake = self._ready(now)
            if not ready:
                self._set_alarm(wake)
                return
            chosen = self._chosen(ready)
            self._leave(chosen)
            if not chosen.turn.done():  # cancelled, and not yet told
                self._pace.note(chosen.chat, now)
                chosen.turn.set_result(None)
        self._set_alarm(inf)

    def _ready(self, now: float) -> tuple[dict[Lane, _Waiter], float]:
        """Who goes first of each lane that may go now, upper lanes first; and when to look again."""
        ready: dict[Lane, _Waiter] = {}
        wake = inf
        for lane, queue in self._lanes.items():
            if not queue:
                continue
            # Nothing waits in a paused lane, so one that is owed a turn needs no more than a reply does.
            lane_free = self._pace.lane_free_at(Lane.REPLY if self._is_owed(lane) else lane)
            if lane_free > now:
                wake = min(wake, lane_free)
                continue
            free = [waiter for waiter in queue if self._pace.chat_free_at(waiter.chat) <= now]
            if free:
                ready[lane] = min(free, key=self._had_least) if lane <= Lane.REPLY else free[0]
            else:
                wake = min(wake, *(self._pace.chat_free_at(waiter.chat) for waiter in queue))
        return ready, wake

    def _had_least(self, waiter: _Waiter) -> tuple[int, int]:
        return self._pace.attention.had(waiter.chat), waiter.number

    def _chosen(self, ready: dict[Lane, _Waiter]) -> _Waiter:
        first = next(iter(ready))
        lane = next((lane for lane in ready if lane > first and self._is_owed(lane)), first)
        self._passed_over[lane] = 0
        for other, queue in self._lanes.items():
            if other > lane and queue:
                self._passed_over[other] += 1
        return ready[lane]

    def _is_owed(self, lane: Lane) -> bool:
        return self._passed_over[lane] >= PASSED_OVER[lane]

    def _told_to_wait(self, chat: Chat | None, seconds: float) -> None:
        now = self._now()
        self._pace.told_to_wait(chat, seconds, now)
        for lane, queue in self._lanes.items():
            if lane <= Lane.REPLY:
                continue
            for waiter in tuple(queue):
                pause = self._pace.paused_until(lane, waiter.chat) - now
                if pause > 0:
                    self._turn_away(waiter, RetryAfter(ceil(pause)))

    def _leave(self, waiter: _Waiter) -> None:
        self._lanes[waiter.lane].remove(waiter)
        self._waiting -= 1

    def _turn_away(self, waiter: _Waiter, why: Exception) -> None:
        self._leave(waiter)
        if not waiter.turn.done():
            waiter.turn.set_exception(why)

    async def _outlast_pause(self, chat: Chat | None) -> None:
        pause = self._pace.paused_until(Lane.REPLY, chat) - self._now()
        if pause > 0:
            await self._sleep(pause)

    async def _sleep(self, seconds: float) -> None:
        awake = asyncio.Event()
        alarm = self._clock.call_at(self._now() + seconds, awake.set)
        try:
            await awake.wait()
        finally:
            alarm.cancel()

    def _set_alarm(self, when: float) -> None:
        if when == self._alarm_at:
            return
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm_at = when
        self._alarm = None if when == inf else self._clock.call_at(when, self._ring)

    def _ring(self) -> None:
        self._alarm, self._alarm_at = None, inf
        self._let_go()

    def _now(self) -> float:
        return self._clock.time()

    @property
    def _clock(self) -> Timers:
        if self._timers is None:
            self._timers = asyncio.get_running_loop()
        return self._timers


def limiter_of(bot: ExtBot[Any]) -> LaneLimiter:
    """The lanes the bot sends through."""
    limiter = bot.rate_limiter
    assert isinstance(limiter, LaneLimiter), "every bot of ours is built with one"
    return limiter


def _read(given: Lane | Ticket | None) -> tuple[Lane, Callable[[], bool] | None]:
    if isinstance(given, Ticket):
        return given
    return (Lane.REPLY if given is None else given), None
