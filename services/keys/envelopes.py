"""Envelopes: whatever is said about anybody is sealed into one, and only the right compartment's keys open it.

Outside: a random identifier, the month of the key, the week. Inside, next to the body: the identifier, compartment,
month and week again, so that a row that was moved, copied or made by hand is noticed. What bodies mean is not known
here, but for one: a dummy, which nobody sent (`services.dummies`), ends here. Who opens envelopes never hears of it.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlmodel import Session

from services.keys.departures import imprint
from services.keys.epoch_keys import intake_key
from services.keys.epochs import EpochName, epoch_of, week_of
from services.keys.sealing import SIZES, CannotOpen, KeyPair, PublicKey, random_bytes, seal, unseal
from services.keys.trust import Trust
from storage import envelopes as rows
from storage.departures import ENVELOPES

FIRST: Final = 2000
"""So many envelopes of the newest weeks are opened before all others, where there are more: that takes no second."""
STEP: Final = 2000
"""Rows that are passed over at a time afterwards: who writes to the file waits for who reads it."""
_NEWEST: Final = 2
"""Weeks in which as many may have come as have gone."""
_DUMMY: Final = "dummy"
"""The kind of a body that nobody sent."""

Keys = Mapping[EpochName, KeyPair]
Reading = Callable[[], AbstractContextManager[Session]]
"""Begins to read the database."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be sealed for a compartment: a body of JSON types. `id`: where the body names its own envelope."""

    compartment: str
    body: Mapping[str, Any] = field(repr=False)
    id: bytes | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """An envelope opened by the key of that name. `tampered`: what is inside does not belong to this row, so it must
    never be acted on."""

    id: bytes
    epoch: str
    week: str
    key: EpochName
    body: dict[str, Any] = field(repr=False)
    tampered: bool
    imprint: bytes = b""
    """Of the row in which it lay (`services.keys.departures`)."""

    @property
    def compartment(self) -> str:
        """Who can open it."""
        return self.key.compartment

    @property
    def is_dummy(self) -> bool:
        """True where nobody has sent it."""
        return not self.tampered and self.body.get("kind") == _DUMMY


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a look through the envelopes gave: the opened ones, and identifiers of those that no key opens, or that are
    dummies."""

    opened: list[Opened]
    closed: frozenset[bytes]


def put(session: Session, trust: Trust, letter: Letter, now: datetime) -> bytes:
    """Seal the letter for its compartment and keep it; returns the envelope's 16-byte identifier.

    Raises NoTrustedKey (nothing may be taken in), TooLarge (64 KiB of JSON and more).
    """
    return put_to(session, intake_key(session, trust, letter.compartment, now), letter, now)


def put_to(session: Session, key: PublicKey, letter: Letter, now: datetime) -> bytes:
    """The same, to a key of this month that was looked at already. Raises TooLarge."""
    head = rows.Head(letter.id or random_bytes(16), epoch_of(now), week_of(now))
    inside = {**_inner(head, letter.compartment), "body": letter.body}
    text = json.dumps(inside, ensure_ascii=False, separators=(",", ":"))
    rows.add(session, *head, seal(text.encode("utf-8", "surrogatepass"), key))
    return head.id


def put_dummy(session: Session, trust: Trust, compartment: str, size: int, now: datetime) -> None:
    """Keep an envelope of that size (services.keys.sealing.SIZES) that nobody has sent. Raises NoTrustedKey."""
    put(session, trust, Letter(compartment, {"kind": _DUMMY, "filler": filler(size).decode()}), now)


def filler(size: int) -> bytes:
    """Bytes that say nothing, as long as the next smaller of the sizes: sealed with little around them, of `size`."""
    return b"0" * max((smaller for smaller in SIZES if smaller < size), default=0)


def open_new(session: Session, keys: Keys, known: Set[bytes]) -> list[Opened]:
    """Open what these keys open, but for the known identifiers."""
    return sweep(session, keys, known).opened


def sweep(session: Session, keys: Keys, known: Set[bytes]) -> Sweep:
    """Try every envelope that is not known with every key of its month."""
    opened, closed = [], set()
    for head, found in _tried(session, keys, [head for head in rows.heads(session) if head.id not in known]):
        if found is None:
            closed.add(head.id)
        else:
            opened.append(found)
    return Sweep(opened, frozenset(closed))


def _tried(session: Session, keys: Keys, heads: Sequence[rows.Head]) -> Iterator[tuple[rows.Head, Opened | None]]:
    """What is in each of them, None where no key opens it or where it is a dummy; a few in memory at a time."""
    by_epoch = _by_epoch(keys)
    to_try = {head.id: head for head in heads if head.epoch in by_epoch}
    yield from ((head, None) for head in heads if head.epoch not in by_epoch)
    for id, sealed in rows.each_body(session, to_try):
        yield to_try[id], _real(to_try[id], sealed, by_epoch)


def _parted(heads: Sequence[rows.Head]) -> tuple[Sequence[rows.Head], Sequence[rows.Head]]:
    """Those of the newest weeks that hold enough for a first look; the others."""
    if len(heads) <= FIRST:
        return heads, []
    first = sorted((head.week for head in heads), reverse=True)[FIRST - 1]
    return [head for head in heads if head.week >= first], [head for head in heads if head.week < first]


class Look(NamedTuple):
    """What an Opener found: what of the newest was `opened`, to be taken one by one in this transaction, and which were
    erased (`gone`). `since` is the first week of the newest, '' where nothing older is left for it to go on with."""

    opened: Iterator[Opened]
    gone: frozenset[bytes]
    since: str


class Opener:
    """Opens the envelopes of some compartments as they come, each once. Remembers which it cannot open, and no body.

    Envelopes come in the week that is and are erased in any. So only the newest weeks are looked at each time, and of
    the others those in which there are not as many as before.
    """

    def __init__(self, compartments: Collection[str]) -> None:
        self._compartments = compartments
        self._weeks: dict[str, dict[bytes, str]] = {}
        self._closed: dict[bytes, str] = {}
        self._keys: frozenset[EpochName] = frozenset()
        self._older: dict[bytes, rows.Head] = {}
        self._reached = b""
        self._is_sure = False

    def look(self, session: Session, keys: Keys, is_known: Callable[[bytes], bool]) -> Look:
        """What these keys open that is not known yet, and which envelopes were erased. Where not all is taken, now and
        by going on, everything is looked at next time."""
        ours = self._ours(keys)
        if frozenset(ours) != self._keys:
            self._closed.clear()
            self._keys = frozenset(ours)
            self._is_sure = False
        weeks, heads = self._changed(session)
        self._is_sure = False
        present = {head.id: head.epoch for head in heads}
        gone = frozenset(id for week in weeks for id in self._weeks.pop(week, {}) if id not in present)
        for head in heads:
            self._weeks.setdefault(head.week, {})[head.id] = head.epoch
        for id in gone:
            self._closed.pop(id, None)
        newest, older = _parted([head for head in heads if head.id not in self._closed and not is_known(head.id)])
        self._older, self._reached = {head.id: head for head in older}, b""
        since = min(head.week for head in newest) if older else ""
        return Look(self._opened(_tried(session, ours, newest)), gone, since)

    @property
    def has_older(self) -> bool:
        """True while a look has left something to go on with."""
        return bool(self._older)

    def go_on(self, session: Session, keys: Keys) -> Iterator[Opened]:
        """What some more of them hold, to be taken one by one in this transaction, which may be another. What was
        erased since the look is passed over."""
        return self._opened(self._tried_on(session, self._ours(keys)))

    def _tried_on(self, session: Session, keys: Keys) -> Iterator[tuple[rows.Head, Opened | None]]:
        by_epoch, passed = _by_epoch(keys), 0
        for id, sealed in rows.bodies_after(session, self._reached, STEP):
            self._reached, passed = id, passed + 1
            head = self._older.pop(id, None)
            if head is not None:
                yield head, _real(head, sealed, by_epoch)
        if passed < STEP:
            self._older.clear()

    def _opened(self, tried: Iterator[tuple[rows.Head, Opened | None]]) -> Iterator[Opened]:
        for head, opened in tried:
            if opened is None:
                self._closed[head.id] = head.epoch
            else:
                yield opened
        self._is_sure = not self._older

    def _ours(self, keys: Keys) -> dict[EpochName, KeyPair]:
        return {name: pair for name, pair in keys.items() if name.compartment in self._compartments}

    def _changed(self, session: Session) -> tuple[Set[str], list[rows.Head]]:
        """The weeks in which something may have come or gone, and all that lies there now."""
        if not self._is_sure:
            heads = rows.heads(session)
            return self._weeks.keys() | {head.week for head in heads}, heads
        counts = rows.weeks(session)
        before = {week: len(ids) for week, ids in self._weeks.items()}
        changed = {week for week in counts.keys() | before.keys() if counts.get(week, 0) != before.get(week, 0)}
        changed |= set(sorted(counts)[-_NEWEST:])
        return changed, rows.heads_of(session, changed)

    def fails_at(self, id: bytes, compartment: str) -> bool:
        """True where that envelope lies there and no key opens it, though one of its month and compartment is held: for
        who knows otherwise that it is of that compartment, it is broken."""
        epoch = self._closed.get(id)
        return epoch is not None and any((key.compartment, key.epoch) == (compartment, epoch) for key in self._keys)


def _by_epoch(keys: Keys) -> dict[str, list[tuple[EpochName, KeyPair]]]:
    """For each month its keys, the newest first."""
    found: dict[str, list[tuple[EpochName, KeyPair]]] = defaultdict(list)
    for name in sorted(keys, key=lambda name: name.serial, reverse=True):
        found[name.epoch].append((name, keys[name]))
    return found


def _real(head: rows.Head, sealed: bytes, keys: Mapping[str, list[tuple[EpochName, KeyPair]]]) -> Opened | None:
    """What somebody has sent in it, where a key of its month opens it."""
    found = _open(head, sealed, keys.get(head.epoch, []))
    return None if found is None or found.is_dummy else found


def _open(head: rows.Head, sealed: bytes, keys: list[tuple[EpochName, KeyPair]]) -> Opened | None:
    for name, pair in keys:
        try:
            content = unseal(sealed, pair)
        except CannotOpen:
            continue
        return _read(head, name, content, imprint(ENVELOPES, head.id, sealed))
    return None


def _read(head: rows.Head, key: EpochName, content: bytes, imprint: bytes) -> Opened:
    try:
        told = json.loads(content.decode("utf-8", "surrogatepass"))
        body = told.pop("body")
        belongs = isinstance(body, dict) and told == _inner(head, key.compartment)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        body, belongs = {}, False
    known = body if isinstance(body, dict) else {}
    return Opened(head.id, head.epoch, head.week, key, known, not belongs, imprint)


def _inner(head: rows.Head, compartment: str) -> dict[str, Any]:
    return {"version": 1, "id": head.id.hex(), "compartment": compartment, "epoch": head.epoch, "week": head.week}
