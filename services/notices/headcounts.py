"""About how many hear about what, as it was counted once on a day: what organisers see, whenever they look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.disclosure.bands import band_of
from services.notices import fixed, subscriptions
from services.store import Store

KIND: Final = "headcounts"


@dataclass(frozen=True, slots=True)
class Headcount:
    """Bands of people (`disclosure.bands`): all who hear about one audience, and those of each language."""

    people: int
    by_language: Mapping[str, int]


def count(store: Store, audiences: Sequence[str], languages: Sequence[str], now: datetime) -> None:
    """Count each of these audiences that was not counted yet on this day (UTC)."""
    today = now.date().isoformat()
    before = fixed.read(store, KIND)
    known = {name: kept for name, kept in before.items() if name in audiences and kept["day"] == today}
    new = {name: _counted(store, name, languages, today) for name in audiences if name not in known}
    if new:
        fixed.fix(store, KIND, known | new)


def headcounts(store: Store, audiences: Sequence[str], languages: Sequence[str]) -> dict[str, Headcount]:
    """What was counted last. What was never counted is told as few."""
    kept = fixed.read(store, KIND)
    return {name: _headcount(kept.get(name, {}), languages) for name in audiences}


def counted_today(store: Store, audiences: Sequence[str]) -> int | None:
    """The band of all who hear about these, as counted last; None where one was never counted."""
    kept = fixed.read(store, KIND)
    if not all(name in kept for name in audiences):
        return None
    return band_of(sum(kept[name]["people"] for name in audiences))


def _counted(store: Store, audience: str, languages: Sequence[str], today: str) -> dict[str, Any]:
    sizes = subscriptions.sizes(store, audience, languages)
    by_language = {language: band_of(people) for language, people in sizes.items()}
    return {"day": today, "people": band_of(sum(sizes.values())), "by_language": by_language}


def _headcount(kept: dict[str, Any], languages: Sequence[str]) -> Headcount:
    by_language = kept.get("by_language", {})
    return Headcount(kept.get("people", 0), {language: by_language.get(language, 0) for language in languages})
