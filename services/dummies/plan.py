"""What is still to be made, and the levels it comes from: planned a week ahead, locked with the runtime key.

What has been made is forgotten here in the transaction that made it. All plans are one size, so that the length of the
row says nothing.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import Random
from typing import Final, NamedTuple

from services.dummies.levels import (
    BURST,
    BURST_OF_REPORTS,
    INCIDENTS,
    LETTERS,
    NOTICES,
    REPORTS,
    SITTINGS,
    Habits,
    Level,
    Sizes,
    habits,
    incident,
    level,
    moments,
    sitting,
)
from services.keys.epochs import COMPARTMENTS
from services.keys.sealing import Row
from services.reports.reports import COMPARTMENTS as WITH_MAILBOX
from services.store import UNREADABLE, Store
from storage import dummies as rows

ROW: Final = Row("dummies")
STEP: Final = 128 * 1024
WEEK: Final = 7 * 24 * 3600
DAY: Final = 24 * 3600
MINUTE: Final = 60
_FIRST_MONDAY: Final = 4 * DAY
"""Seconds from the first of January 1970, a Thursday, to the Monday after."""
REPORT, LETTER, NOTICE, MESSAGE, REPLY, READ = "report", "letter", "notice", "message", "reply", "read"
SITTING, INCIDENT = "sitting", "incident"
"""Are planned as the letters, or reports, they consist of."""
_SIZES: Final[Mapping[str, Sizes]] = {
    REPORT: REPORTS,
    LETTER: LETTERS,
    NOTICE: NOTICES,
    SITTING: SITTINGS,
    INCIDENT: INCIDENTS,
}


class Deed(NamedTuple):
    """Something to be made at `due` (Unix seconds): an envelope of `size`, or none (0). `mailbox`: the hex of what the
    mailbox it is about grows from; `reply`: the size of what is laid into it."""

    due: float
    kind: str
    compartment: str
    size: int
    mailbox: str = ""
    reply: int = 0


class Stream(NamedTuple):
    """Which rows a level is about."""

    compartment: str
    kind: str
    size: int


EVERY_STREAM: Final = tuple(
    Stream(compartment, kind, size)
    for compartment in COMPARTMENTS
    for kind in (_SIZES if compartment in WITH_MAILBOX else (REPORT,))
    for size in _SIZES[kind]
)


@dataclass(frozen=True, slots=True)
class Plan:
    """`week`: the number of the last week that was planned, 0 for none."""

    week: int = 0
    waiting: tuple[Deed, ...] = ()
    levels: Mapping[Stream, Level] = field(default_factory=dict)
    habits: Mapping[str, Habits] = field(default_factory=dict)

    @property
    def first(self) -> Deed | None:
        """What is due before all others."""
        return min(self.waiting, default=None)

    def after(self, done: Deed, *more: Deed) -> "Plan":
        """The plan without one deed, and with what follows from it."""
        left = list(self.waiting)
        left.remove(done)
        return replace(self, waiting=(*left, *more))


def number_of_week(now: datetime) -> int:
    """Weeks (Monday to Sunday, UTC) since January 1970."""
    return int(now.astimezone(UTC).timestamp() - _FIRST_MONDAY) // WEEK


def for_this_week(plan: Plan, now: datetime, chance: Random) -> Plan:
    """The plan with what is to be made in the rest of this week; the same plan, where that is planned already.

    Weeks that nobody planned, because nothing ran, are passed over: no true report came in them either.
    """
    week = number_of_week(now)
    if week <= plan.week:
        return plan
    levels = {stream: _level(plan, stream, week, chance) for stream in EVERY_STREAM}
    ways = {compartment: _habits(plan, compartment, week, chance) for compartment in COMPARTMENTS}
    start = week * WEEK + _FIRST_MONDAY
    new = [
        deed
        for stream, held in levels.items()
        for part in moments(held.rate, _burst(stream), chance)
        for deed in _deeds(stream, start + part * WEEK, chance)
    ]
    ahead = (deed for deed in new if deed.due > now.timestamp())
    return Plan(week, (*plan.waiting, *ahead), levels, ways)


def read(store: Store) -> Plan:
    """The plan that is kept. One that another key has locked is none: then everything is drawn anew."""
    try:
        kept = json.loads(store.runtime.opened(rows.get(store.session), ROW) or b"")
        levels = {Stream(*stream): Level(*held) for stream, held in kept["levels"]}
        ways = {compartment: Habits(*held) for compartment, held in kept["habits"].items()}
        return Plan(kept["week"], tuple(Deed(*deed) for deed in kept["waiting"]), levels, ways)
    except UNREADABLE:
        return Plan()


def keep(store: Store, plan: Plan) -> None:
    """Lock the plan, in place of any other."""
    told = {
        "week": plan.week,
        "waiting": plan.waiting,
        "levels": list(plan.levels.items()),
        "habits": dict(plan.habits),
    }
    text = json.dumps(told).encode()
    rows.put(store.session, store.runtime.lock(text.ljust(-(-len(text) // STEP) * STEP), ROW))


def _level(plan: Plan, stream: Stream, week: int, chance: Random) -> Level:
    held = plan.levels.get(stream)
    if held is not None and week < held.until:
        return held
    return level(_most(stream), week, chance, is_first=held is None)


def _habits(plan: Plan, compartment: str, week: int, chance: Random) -> Habits:
    held = plan.habits.get(compartment)
    if held is not None and week < held.until:
        return held
    return habits(week, chance, is_first=held is None)


def _deeds(stream: Stream, due: float, chance: Random) -> Iterator[Deed]:
    """What comes at one moment of a stream."""
    if stream.kind == SITTING:
        for minutes in sitting(chance):
            (size,) = chance.choices(list(LETTERS), list(LETTERS.values()))
            yield Deed(due + minutes * MINUTE, LETTER, stream.compartment, size)
    elif stream.kind == INCIDENT:
        for days in incident(chance):
            yield Deed(due + days * DAY, REPORT, stream.compartment, stream.size)
    else:
        yield Deed(due, stream.kind, stream.compartment, stream.size)


def _burst(stream: Stream) -> float:
    return _most(stream) * (BURST_OF_REPORTS if stream.kind == REPORT else BURST)


def _most(stream: Stream) -> float:
    return _SIZES[stream.kind][stream.size]
