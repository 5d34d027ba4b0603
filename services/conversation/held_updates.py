"""Updates kept in our own storage: stuck ones, so that others can be confirmed, and parked ones, as a count.

Sealed with the runtime key. A parked update failed three times and the person was told that it was not saved, so it
is never taken up again and nothing of what it said is kept: only that it happened, for a day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from services.keys.sealing import RuntimeKey
from services.store import Store
from storage import turns as rows

PARKED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """One update: its number, how often it failed, whether it is parked, and the arrival as JSON."""

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
    body = store.runtime.lock(f"{now.isoformat()}\n{held.arrival}".encode())
    rows.put_held(store.session, rows.HeldRow(held.number, held.tries, held.parked, body))


def park(store: Store, number: int, tries: int, now: datetime) -> None:
    """Give the update up after so many tries."""
    hold(store, Held(number, tries, True, ""), now)


def parked(session: Session) -> int:
    """How many updates were given up within the last day."""
    return sum(row.parked for row in rows.all_held(session))


def waiting(store: Store) -> list[Held]:
    """Every update that still wants an answer and can be opened, oldest number first."""
    opened = [(row, _open(store.runtime, row.body)) for row in rows.all_held(store.session) if not row.parked]
    return [Held(row.update_id, row.tries, row.parked, found[1]) for row, found in opened if found]


def release(session: Session, number: int) -> None:
    """The update is answered; nothing of it stays."""
    rows.delete_held(session, [number])


def forget_parked(store: Store, now: datetime) -> int:
    """Drop parked updates older than a day, and any that cannot be opened; returns how many went."""
    old = [
        row.update_id
        for row in rows.all_held(store.session)
        if _is_old(_open(store.runtime, row.body), row.parked, now)
    ]
    rows.delete_held(store.session, old)
    return len(old)


def _open(runtime: RuntimeKey, body: bytes) -> tuple[datetime, str] | None:
    opened = runtime.opened(body)
    if opened is None:
        return None
    when, arrival = opened.decode().split("\n", 1)
    return datetime.fromisoformat(when), arrival


def _is_old(found: tuple[datetime, str] | None, parked: bool, now: datetime) -> bool:
    return found is None or (parked and now - found[0] > PARKED_FOR)
