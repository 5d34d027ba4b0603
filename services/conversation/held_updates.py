"""Updates kept in our own storage: stuck ones, so that others can be confirmed, and parked ones, as a count.

Sealed with the runtime key. A parked update failed three times and the person was told that it was not saved, so it
is never taken up again and nothing of what it said is kept: only that it happened, for a day. What another version has
held and this one cannot read is kept for a day too: that one may be put back.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from services.keys.sealing import RuntimeKey, numbered_row
from services.store import Store
from storage import turns as rows

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """One update: its number, how often it failed, whether it is parked, and the arrival as JSON; '' where that cannot
    be opened."""

    number: int
    tries: int
    parked: bool
    arrival: str


def hold_all(store: Store, every: Iterable[Held], now: datetime) -> None:
    """Keep these updates, in one transaction."""
    for held in every:
        hold(store, held, now)


def hold(store: Store, held: Held, now: datetime) -> None:
    """Keep the update until it is released. Replaces what was kept under its number."""
    body = store.runtime.lock(f"{now.isoformat()}\n{held.arrival}".encode(), numbered_row("held", held.number))
    rows.put_held(store.session, rows.HeldRow(held.number, held.tries, held.parked, body))


def park(store: Store, number: int, tries: int, now: datetime) -> None:
    """Give the update up after so many tries."""
    hold(store, Held(number, tries, True, ""), now)


def parked(session: Session) -> int:
    """How many updates were given up within the last day."""
    return len(parked_numbers(session))


def parked_numbers(session: Session) -> frozenset[int]:
    """Which these are."""
    return frozenset(row.update_id for row in rows.all_held(session) if row.parked)


def waiting(store: Store) -> list[Held]:
    """Every update that still wants an answer, oldest number first."""
    opened = [(row, _open(store.runtime, row)) for row in rows.all_held(store.session) if not row.parked]
    return [Held(row.update_id, row.tries, row.parked, found[1] if found else "") for row, found in opened]


def release(session: Session, numbers: Iterable[int]) -> None:
    """These updates are answered, or given up for good; nothing of them stays."""
    rows.delete_held(session, numbers)


def forget_old(store: Store, now: datetime, at_work: Collection[int]) -> list[int]:
    """Drop what was held more than a day ago, unless it is still `at_work`. Returns the numbers of those that nobody
    here can open: of these it is not even known how old they are."""
    found = {row.update_id: _open(store.runtime, row) for row in rows.all_held(store.session)}
    found = {number: held for number, held in found.items() if number not in at_work}
    old = [number for number, held in found.items() if held is not None and now - held[0] > KEPT_FOR]
    rows.delete_held(store.session, old)
    return [number for number, held in found.items() if held is None]


def _open(runtime: RuntimeKey, row: rows.HeldRow) -> tuple[datetime, str] | None:
    opened = runtime.opened(row.body, numbered_row("held", row.update_id))
    if opened is None:
        return None
    try:
        when, arrival = opened.decode().split("\n", 1)
        return datetime.fromisoformat(when), arrival
    except ValueError:
        return None
