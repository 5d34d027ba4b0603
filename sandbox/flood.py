"""Telegram's flood limits as a model, since the real ones are undocumented and vary by bot and day.

The model is a little kinder than the published rule of thumb in bursts and exactly as strict in the long run:
30 messages a second for the whole bot (45 may come at once), one a second to a private chat (five may come at
once), 20 in any 60 seconds to a group. Asking again before the announced wait is over is refused again.
"""

import math
from collections import deque
from dataclasses import dataclass, field

from sandbox.clock import Clock

OVERALL_RATE, OVERALL_BURST = 30.0, 45.0
PRIVATE_RATE, PRIVATE_BURST = 1.0, 5.0
GROUP_MESSAGES, GROUP_WINDOW = 20, 60.0


@dataclass(slots=True)
class Bucket:
    """Tokens that refill at `rate` a second up to `size`; one is spent for each message."""

    rate: float
    size: float
    tokens: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until a token is there; 0 when there is one."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.tokens >= 1.0 else (1.0 - self.tokens) / self.rate

    def spend(self) -> None:
        self.tokens -= 1.0


@dataclass(slots=True)
class GroupWindow:
    """At most `GROUP_MESSAGES` in any `GROUP_WINDOW` seconds."""

    times: deque[float] = field(default_factory=deque)
    now: float = 0.0

    def wait(self, now: float) -> float:
        self.now = now
        while self.times and self.times[0] <= now - GROUP_WINDOW:
            self.times.popleft()
        return 0.0 if len(self.times) < GROUP_MESSAGES else self.times[0] + GROUP_WINDOW - now

    def spend(self) -> None:
        self.times.append(self.now)


class FloodMeter:
    """Counts what the bot sends and says how long it must wait."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._overall = Bucket(OVERALL_RATE, OVERALL_BURST, OVERALL_BURST, clock.monotonic())
        self._chats: dict[int, Bucket | GroupWindow] = {}
        self._paused: dict[int | None, float] = {}

    def paused(self, chat: int) -> int:
        """Whole seconds left of a wait already announced for this chat or the whole bot; 0 when none."""
        now = self._clock.monotonic()
        until = max(self._paused.get(chat, 0.0), self._paused.get(None, 0.0))
        return math.ceil(until - now) if until > now else 0

    def pause(self, chat: int | None, seconds: int) -> None:
        """Announces a wait: for one chat, or with None for the whole bot."""
        self._paused[chat] = self._clock.monotonic() + seconds

    def spend(self, chat: int) -> int:
        """Counts one message to `chat`. Returns 0, or the whole seconds to wait when it is one too many."""
        now = self._clock.monotonic()
        own = self._chats.get(chat)
        if own is None:
            own = GroupWindow() if chat < 0 else Bucket(PRIVATE_RATE, PRIVATE_BURST, PRIVATE_BURST, now)
            self._chats[chat] = own
        for meter, scope in ((self._overall, None), (own, chat)):
            wait = meter.wait(now)
            if wait > 0:
                seconds = max(1, math.ceil(wait))
                self.pause(scope, seconds)
                return seconds
        self._overall.spend()
        own.spend()
        return 0
