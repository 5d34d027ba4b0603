"""The bell of the desk: whether something waits there that nobody has seen, and how urgent it is. Never what, nor how
much.

It is written anew every few seconds by the bot's tick, always of one size, so that no copy of the database tells
whether anything came. Complaints about aid workers leave it as it is, as reports that nobody sent do: who was told of
the bell, looks at the desk and finds nothing new, would know.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from random import Random, SystemRandom
from typing import Any, Final

from services.keys.sealing import Row
from services.store import UNREADABLE, Store
from storage import nudges as rows
from storage.nudges import BellRow

ROW: Final = Row("bell")
SIZE: Final = 1000
RINGS_FOR: Final = "safety"
"""The only compartment whose reports ring it."""
STRIDE: Final = 2**20
"""The tick lets the serial grow by a random number up to this, a report by one: the sum counts no reports."""
CHANCE: Final = SystemRandom()


@dataclass(frozen=True, slots=True)
class Waiting:
    """What nobody has seen yet: the Unix seconds and the serials of the first and of the last of it."""

    since: int
    last: int
    first: int
    newest: int

    def grown(self, second: int, serial: int) -> "Waiting":
        """With one more."""
        return replace(self, last=second, newest=serial)

    def after_look(self, serial: int) -> "Waiting | None":
        """What is left once somebody has seen all up to that serial."""
        if self.newest <= serial:
            return None
        return self if serial < self.first else replace(self, since=self.last, first=self.newest)


@dataclass(frozen=True, slots=True)
class Bell:
    """`news` has nobody's hurry; `urgent` has. `is_told`: everybody was told of the news, the last time at `told_at`.
    `steps`: how many people were told of what is urgent, the last at `rung_at`. `called`: the last call that was made
    (services.content.office). `due`: when the first answer was promised. `looked`: how far somebody has seen all.
    `ticked`: when the bot last looked. All times are Unix seconds, 0 for never."""

    serial: int = 0
    news: Waiting | None = None
    urgent: Waiting | None = None
    is_told: bool = False
    told_at: int = 0
    steps: int = 0
    rung_at: int = 0
    called: int = 0
    due: int | None = None
    looked: int = 0
    ticked: int = 0

    def with_news(self, second: int) -> "Bell":
        """Something has come."""
        return replace(self, news=_grown(self.news, second, self.serial), is_told=False)

    def with_urgent(self, second: int) -> "Bell":
        """Something urgent has come. Whoever was told of what came before is told anew."""
        return replace(self, urgent=_grown(self.urgent, second, self.serial), steps=0)


def _grown(waiting: Waiting | None, second: int, serial: int) -> Waiting:
    return waiting.grown(second, serial) if waiting else Waiting(second, second, serial, serial)


def read(store: Store) -> Bell:
    """The bell as it is; a silent one where there is none, and where another key has locked it."""
    row = rows.bell(store.session)
    if row is None:
        return Bell()
    try:
        kept: dict[str, Any] = json.loads(store.runtime.opened(row.body, ROW) or b"")
        news, urgent = (Waiting(**kept[name]) if kept[name] else None for name in ("news", "urgent"))
        return Bell(**kept | {"news": news, "urgent": urgent})
    except UNREADABLE:
        return Bell(serial=row.serial)


def keep(store: Store, bell: Bell) -> None:
    """Lock it, in place of what was there."""
    body = json.dumps(asdict(bell)).encode().ljust(SIZE)
    rows.put_bell(store.session, BellRow(bell.serial, store.runtime.lock(body, ROW)))


def stride(bell: Bell, now: datetime, chance: Random = CHANCE) -> Bell:
    """The bell at the next tick of the bot."""
    return replace(bell, serial=bell.serial + chance.randint(2, STRIDE), ticked=int(now.timestamp()))


def ring(store: Store, is_urgent: bool, now: datetime) -> Bell:
    """Something about safety has come, in the transaction in which it was sealed; the bell as it is then."""
    before = read(store)
    bell, second = replace(before, serial=before.serial + 1), int(now.timestamp())
    bell = bell.with_urgent(second) if is_urgent else bell.with_news(second)
    keep(store, bell)
    return bell
