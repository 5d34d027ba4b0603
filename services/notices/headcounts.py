"""About how many hear about what, as it was counted once on a day: what organisers see, whenever they look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.disclosure.bands import band_of
from services.notices import fixed, subscriptions
from services.store import Store

KIND: Final = "headcounts"
AT: Final = "at"


@dataclass(frozen=True, slots=True)
class Headcount:
    """The band (`disclosure.bands`) of all who hear about one audience, and when they were `counted` (UTC); None before
    the first count."""

    people: int
    counted: datetime | None


def count(store: Store, audiences: Sequence[str], languages: Sequence[str], now: datetime) -> None:
    """Count each of these audiences that was not counted yet on this day (UTC)."""
    today = now.date().isoformat()
    before = fixed.read(store, KIND)
    known = {name: kept for name, kept in before.items() if name in audiences and kept.get(AT, "")[:10] == today}
    new = {name: _counted(store, name, languages, now) for name in audiences if name not in known}
    if new:
        fixed.fix(store, KIND, known | new)


def headcounts(store: Store, audiences: Sequence[str]) -> dict[str, Headcount]:
    """What was counted last."""
    kept = fixed.read(store, KIND)
    return {name: _headcount(kept.get(name, {})) for name in audiences}


def counted_last(store: Store, audiences: Sequence[str]) -> int | None:
    """The band of all who hear about these, as counted last; None where one was never counted."""
    kept = fixed.read(store, KIND)
    if not all(name in kept for name in audiences):
        return None
    return band_of(sum(kept[name]["people"] for name in audiences))


def _counted(store: Store, audience: str, languages: Sequence[str], now: datetime) -> dict[str, Any]:
    sizes = subscriptions.sizes(store, audience, languages)
    return {AT: now.isoformat(), "people": band_of(sum(sizes.values()))}


def _headcount(kept: dict[str, Any]) -> Headcount:
    counted = datetime.fromisoformat(kept[AT]) if AT in kept else None
    return Headcount(kept.get("people", 0), counted)
