"""Envelopes: whatever is said about anybody is sealed into one, and only the right compartment's keys open it.

Outside: a random identifier, the month of the key, the week. Inside, next to the body: the identifier, compartment,
month and week again, so that a row that was moved, copied or made by hand is noticed. What bodies mean is not known
here, but for one: a dummy, which nobody sent (`services.dummies`), ends here. Who opens envelopes never hears of it.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session

from services.keys.epoch_keys import intake_key
from services.keys.epochs import EpochName, epoch_of, week_of
from services.keys.sealing import SIZES, CannotOpen, KeyPair, random_bytes, seal, unseal
from services.keys.trust import Trust
from storage import envelopes as rows

_AT_ONCE = 200
"""Bodies in memory at a time: 64 KiB each at most."""
_DUMMY: Final = "dummy"
"""The kind of a body that nobody sent."""

Keys = Mapping[EpochName, KeyPair]


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be sealed for a compartment: a body of JSON types. `id`: where the body names its own envelope."""

    compartment: str
    body: Mapping[str, Any] = field(repr=False)
    id: bytes | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened envelope. `tampered`: what is inside does not belong to this row, so it must never be acted on."""

    id: bytes
    epoch: str
    week: str
    compartment: str
    body: dict[str, Any] = field(repr=False)
    tampered: bool

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
    key = intake_key(session, trust, letter.compartment, now)
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
    by_epoch = _by_epoch(keys)
    new = {head.id: head for head in rows.heads(session) if head.id not in known}
    opened, closed = [], {id for id, head in new.items() if head.epoch not in by_epoch}
    to_try = [id for id in new if id not in closed]
    for start in range(0, len(to_try), _AT_ONCE):
        bodies = rows.bodies(session, to_try[start : start + _AT_ONCE])
        for id, sealed in bodies.items():
            found = _open(new[id], sealed, by_epoch[new[id].epoch])
            if found is None or found.is_dummy:
                closed.add(id)
            else:
                opened.append(found)
    return Sweep(opened, frozenset(closed))


class Opener:
    """Opens the envelopes of some compartments as they come, each once. Remembers which it cannot open, and no body."""

    def __init__(self, compartments: Collection[str]) -> None:
        self._compartments = compartments
        self._closed: dict[bytes, str] = {}
        self._keys: frozenset[EpochName] = frozenset()

    def look(self, session: Session, keys: Keys, known: Set[bytes]) -> tuple[list[Opened], Set[bytes]]:
        """What these keys open that is not known yet, and which of the known ones were erased."""
        ours = {name: pair for name, pair in keys.items() if name.compartment in self._compartments}
        if frozenset(ours) != self._keys:
            self._closed.clear()
            self._keys = frozenset(ours)
        present = {head.id: head.epoch for head in rows.heads(session)}
        swept = sweep(session, ours, known | (self._closed.keys() & present.keys()))
        closed = (self._closed.keys() | swept.closed) & present.keys()
        self._closed = {id: present[id] for id in closed}
        return swept.opened, known - present.keys()

    def fails_at(self, id: bytes, compartment: str) -> bool:
        """True where that envelope lies there and no key opens it, though one of its month and compartment is held: for
        who knows otherwise that it is of that compartment, it is broken."""
        epoch = self._closed.get(id)
        return epoch is not None and any((key.compartment, key.epoch) == (compartment, epoch) for key in self._keys)


def _by_epoch(keys: Keys) -> dict[str, list[tuple[str, KeyPair]]]:
    """For each month its keys by compartment, the newest first."""
    found: dict[str, list[tuple[str, KeyPair]]] = defaultdict(list)
    for name in sorted(keys, key=lambda name: name.serial, reverse=True):
        found[name.epoch].append((name.compartment, keys[name]))
    return found


def _open(head: rows.Head, sealed: bytes, keys: list[tuple[str, KeyPair]]) -> Opened | None:
    for compartment, pair in keys:
        try:
            content = unseal(sealed, pair)
        except CannotOpen:
            continue
        return _read(head, compartment, content)
    return None


def _read(head: rows.Head, compartment: str, content: bytes) -> Opened:
    try:
        told = json.loads(content.decode("utf-8", "surrogatepass"))
        body = told.pop("body")
        belongs = isinstance(body, dict) and told == _inner(head, compartment)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        body, belongs = {}, False
    known = body if isinstance(body, dict) else {}
    return Opened(head.id, head.epoch, head.week, compartment, known, tampered=not belongs)


def _inner(head: rows.Head, compartment: str) -> dict[str, Any]:
    return {"version": 1, "id": head.id.hex(), "compartment": compartment, "epoch": head.epoch, "week": head.week}
