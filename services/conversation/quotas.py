"""How much one person may do in a while, so that a flood cannot drown the people who answer.

Counted in memory only, under a tag from a key that exists nowhere else and lives a day (a week for what may be done
once a week): a restart or the next day forgives everything, and nothing on disk says who wrote how often. The first
report of a person is always free. `now` is when something was said, so what waited at Telegram and comes all at once is
no flood; the moments of different chats need not come in order.
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.errors import Refusal
from services.keys.sealing import SymmetricKey, keyed_tag, random_bytes

KEY_LIFE = timedelta(days=1)
WEEK = timedelta(days=7)
TAG_BYTES = 8


@dataclass(frozen=True, slots=True)
class Span:
    """At most `most` times within `time`."""

    most: int
    time: timedelta


@dataclass(frozen=True, slots=True)
class Use:
    """Something people may do so often each, and so often all together. The first time is free of the latter. Where all
    together have spent theirs, each goes on all the same, `slowed` after the last time: what many accounts spend must
    lock nobody out."""

    name: str
    each: tuple[Span, ...]
    together: Span | None = None
    slowed: timedelta | None = None


HOUR = timedelta(hours=1)
REPORT = Use("report", (Span(3, HOUR), Span(6, timedelta(days=1))), Span(60, timedelta(minutes=1)))
SLOWED = timedelta(minutes=5)
RECEIPT_TRY = Use("receipt try", (Span(5, HOUR),), Span(600, HOUR), SLOWED)
MAILBOX_OPENED = Use("mailbox opened", (Span(20, HOUR),))
"""A right receipt costs as slow a derivation as a wrong one."""
MESSAGE = Use("message", (Span(20, HOUR),))
TOPIC = Use("topic", (Span(5, HOUR),))
CODE_TRY = Use("code try", (Span(5, HOUR),), Span(200, HOUR), SLOWED)
GROUP_NOTICE = Use("group notice", (Span(1, KEY_LIFE),))


@dataclass(eq=False)
class QuotaSpent(Refusal):
    """Not now. `until` is when it may be tried again; `shared` says that not this person used it up."""

    until: datetime
    shared: bool


Spent = deque[tuple[datetime, int]]


class Quotas:
    """The counters of one process. `number` is the update's: a repeated update is counted once. `life`: see above."""

    def __init__(self, life: timedelta = KEY_LIFE) -> None:
        self._life = life
        self._key = SymmetricKey(random_bytes(32))
        self._born: datetime | None = None
        self._each: defaultdict[tuple[str, bytes], Spent] = defaultdict(deque)
        self._together: defaultdict[str, Spent] = defaultdict(deque)

    def check(self, use: Use, chat: int, number: int, now: datetime) -> None:
        """Raises QuotaSpent when it was done too often. Counts nothing."""
        self._roll(now)
        spent = self._each.get((use.name, self._tag(chat)), deque())
        if any(known == number for _, known in spent):
            return
        until = _until(spent, use.each, now)
        if until:
            raise QuotaSpent(until, shared=False)
        if use.together and spent:
            self._check_together(use, use.together, max(time for time, _ in spent), now)

    def note(self, use: Use, chat: int, number: int, now: datetime) -> None:
        """It was done: count it, unless this very update was counted before."""
        self._roll(now)
        spent = self._each[use.name, self._tag(chat)]
        if any(known == number for _, known in spent):
            return
        spent.append((now, number))
        if use.together:
            together = self._together[use.name]
            together.append((now, number))
            _forget_older(together, now - use.together.time)

    def _check_together(self, use: Use, span: Span, last: datetime, now: datetime) -> None:
        until = _until(self._together[use.name], (span,), now)
        if until and use.slowed is not None:
            until = min(until, last + use.slowed)
        if until and now < until:
            raise QuotaSpent(until, shared=True)

    def _roll(self, now: datetime) -> None:
        if self._born is None or not abs(now - self._born) < self._life:
            self._key = SymmetricKey(random_bytes(32))
            self._born = now
            self._each.clear()

    def _tag(self, chat: int) -> bytes:
        return keyed_tag(self._key, "quota", chat.to_bytes(8, "big", signed=True))[:TAG_BYTES]


class LiftedQuotas(Quotas):
    """No limits at all: for measuring against a pretend Telegram only."""

    def check(self, use: Use, chat: int, number: int, now: datetime) -> None:
        """Everything may be done."""


def _until(spent: Iterable[tuple[datetime, int]], spans: tuple[Span, ...], now: datetime) -> datetime | None:
    """When the tightest full span has room again; None when all have room."""
    times = sorted(time for time, _ in spent)
    full = []
    for span in spans:
        within = [time for time in times if now - span.time < time]
        if len(within) >= span.most:
            full.append(within[-span.most] + span.time)
    return max(full, default=None)


def _forget_older(spent: Spent, before: datetime) -> None:
    while spent and spent[0][0] <= before:
        spent.popleft()
