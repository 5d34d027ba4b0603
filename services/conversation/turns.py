"""Exactly once, in effect: what a turn decided is recorded in the transaction that decided it.

Telegram may hand over an update again (a crash before it was confirmed, a lost answer). The record lets the same
answer be said again while nothing is changed twice. It is sealed with the runtime key, emptied as soon as Telegram
has confirmed the update, and its bare number is dropped a little later. Whatever went wrong on the way, nothing of it
lies longer than Telegram could repeat the update.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from inspect import unwrap
from typing import Any, Final, Generic, TypeVar, get_type_hints

from pydantic import TypeAdapter
from sqlmodel import Session

from services.conversation import conversation
from services.conversation.conversation import Conversation
from services.conversation.moments import LEEWAY, LONGEST_WAIT, answered_at
from services.keys.sealing import RuntimeKey, numbered_row
from services.store import UNREADABLE, Store
from storage import turns as rows

WINDOW = 1000
"""How many confirmed updates are remembered by number at least, so that a late twin is recognised after a restart."""

Facts = TypeVar("Facts")


class AlreadySettled(Exception):
    """The update was dealt with so long ago that nothing is known of it any more: it cannot even be answered again."""


class DecisionInDoubt(Exception):
    """The line to the database broke at the commit: the turn may be decided, or not. Asked for once more it comes to
    light, since nothing is decided twice."""


@dataclass(frozen=True, slots=True)
class Record:
    """One decided turn: the conversation before it (as JSON), its time, and the facts its rule returned (as JSON)."""

    before: str
    now: datetime
    facts: bytes = b""

    @property
    def is_decided(self) -> bool:
        """False for a turn that only answered and changed nothing."""
        return bool(self.facts)


@dataclass(frozen=True, slots=True)
class Decision:
    """One turn about to be decided: its update's number, its chat, the conversation before it (as JSON) and after it,
    its time, and when the person `said` what it answers, where that is known to have been another time."""

    number: int
    chat: int
    before: str
    after: Conversation
    now: datetime
    said: datetime | None = None

    @property
    def touched(self) -> datetime:
        """From when on the chat is silent."""
        return self.now if self.said is None else answered_at(self.said, self.now)


@dataclass(frozen=True, slots=True)
class Work(Generic[Facts]):
    """What a decision does to the store, and how the facts that come of it are kept, to be handed out again."""

    run: Callable[[Store], Facts]
    facts: TypeAdapter[Facts]


NOTHING: Final[Work[None]] = Work(lambda _store: None, TypeAdapter(None))
"""For a turn that keeps the conversation and does nothing else."""
PASSED_OVER: Final = "passed over"


def passing_over(how: str) -> Work[dict[str, str]]:
    """For a turn that is no answer to anything: nothing is done, and it is kept how it was passed over."""
    return Work(lambda _store: {PASSED_OVER: how}, TypeAdapter(dict[str, str]))


def passed_over(record: Record) -> str:
    """How that turn was passed over; '' where it was not."""
    facts = json.loads(record.facts) if record.is_decided else None
    return str(facts.get(PASSED_OVER, "")) if isinstance(facts, dict) else ""


def kept_facts(rule: Callable[..., Facts]) -> TypeAdapter[Facts]:
    """How the facts of a rule are kept: as its return annotation says."""
    return _adapter(get_type_hints(unwrap(rule))["return"])


def decide(store: Store, decision: Decision, work: Work[Facts]) -> tuple[Facts, Record]:
    """Do the work, keep the conversation and the record together. Nothing commits here: the caller's session does."""
    facts = work.run(store)
    conversation.save(store, decision.chat, decision.after, decision.touched)
    record = Record(decision.before, decision.now, work.facts.dump_json(facts))
    rows.put(store.session, decision.number, _locked(store.runtime, decision.number, record))
    return facts, record


def decide_once(store: Store, decision: Decision, work: Work[Facts]) -> tuple[Facts, Record]:
    """The same, unless the update was decided before and nobody here heard of it: the line to the database broke at the
    commit, or another process was quicker. Then nothing is done, and it comes to what it came to then.

    Raises AlreadySettled where that other process has even had it confirmed: of that the bare number is left; and where
    nobody here can read what it came to.
    """
    kept = rows.get(store.session, decision.number)
    before = None if kept is None else _unpack(store.runtime, decision.number, kept)
    if kept is not None and before is None:
        raise AlreadySettled
    if before is not None and before.is_decided:
        return facts_again(work, before), before
    return decide(store, decision, work)


def note_undecided(store: Store, turns_before: Mapping[int, Record]) -> None:
    """Keep turns that changed nothing, with the conversation they were answered in.

    Once a later turn of the same chat has moved the conversation on, a repeated update would otherwise be taken for an
    answer to a question that was not asked yet when it was sent.
    """
    for number, record in turns_before.items():
        if rows.get(store.session, number) is None:  # else another process has dealt with it since
            rows.put(store.session, number, _locked(store.runtime, number, record))


def facts_again(work: Work[Facts], record: Record) -> Facts:
    """The facts as the work came to them the first time."""
    return work.facts.validate_json(record.facts)


def remembered(store: Store) -> dict[int, Record | None]:
    """Every turn still known, by update number; None where it was confirmed and emptied."""
    return {number: _unpack(store.runtime, number, body) for number, body in rows.everything(store.session)}


def recorded(store: Store, number: int) -> Record | None:
    """What is recorded of one turn, where anything is."""
    return _unpack(store.runtime, number, rows.get(store.session, number) or b"")


def settle(session: Session, confirmed: Iterable[int]) -> None:
    """Telegram has confirmed these updates: empty their records. Their bare numbers stay until `forget`."""
    rows.empty(session, confirmed)


def empty_old(store: Store, now: datetime) -> list[int]:
    """Empty every record that Telegram cannot ask for any more, and any that nobody can open; which they were."""
    old = [
        number
        for number, body in rows.everything(store.session)
        if body and _is_old(_unpack(store.runtime, number, body), now)
    ]
    rows.empty(store.session, old)
    return old


def note_settled(session: Session, numbers: Iterable[int]) -> None:
    """These updates were answered, whether or not anything was decided: keep their bare numbers."""
    for number in numbers:
        rows.put(session, number, b"")


def forget(session: Session, numbers: Iterable[int]) -> None:
    """Drop even the bare numbers of these updates. One that is not empty stays."""
    rows.forget(session, numbers)


def _locked(runtime: RuntimeKey, number: int, record: Record) -> bytes:
    text = json.dumps([record.before, record.now.isoformat(), record.facts.decode()])
    return runtime.lock(text.encode(), numbered_row("turns", number))


def _is_old(record: Record | None, now: datetime) -> bool:
    """Also what a clock that was wrong has dated far ahead."""
    return record is None or abs(now - record.now) > LONGEST_WAIT + LEEWAY


def _unpack(runtime: RuntimeKey, number: int, body: bytes) -> Record | None:
    try:
        before, now, facts = json.loads(runtime.unlock(body, numbered_row("turns", number)))
        return Record(before, datetime.fromisoformat(now), facts.encode())
    except UNREADABLE:
        return None


@lru_cache(maxsize=256)
def _adapter(facts: Any) -> TypeAdapter[Any]:
    """By the type alone: a rule made for one turn must not be kept, nor what it holds."""
    return TypeAdapter(facts)
