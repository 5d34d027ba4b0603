"""About how many hear about what, as it was counted once on a day: what organisers see, whenever they look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from services.disclosure.bands import Told, band_of
from services.notices import fixed, subscriptions
from services.recurrence.wall_time import wall_of
from services.store import Store

KIND: Final = "headcounts"
AT: Final = "at"


@dataclass(frozen=True, slots=True)
class Headcount:
    """The band (`disclosure.bands`) of all who hear about one audience, and when they were `counted` (UTC); None before
    the first count."""

    people: int
    counted: datetime | None


def count(store: Store, audiences: Mapping[str, bool], languages: Sequence[str], zone: str, now: datetime) -> None:
    """Count each of these audiences (whether it is discreet) that was not counted yet on this day of the time zone, or,
    where it is discreet, in this week."""
    before = fixed.read(store, KIND)
    known, new = {}, {}
    for name, is_discreet in audiences.items():
        kept = before.get(name, {})
        if _day(kept, zone, is_discreet) == _day({AT: now.isoformat()}, zone, is_discreet):
            known[name] = kept
        else:
            people = sum(subscriptions.sizes(store, name, languages).values())
            new[name] = {AT: now.isoformat(), **_figures(people, kept, is_discreet)}
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


def _day(kept: Mapping[str, Any], zone: str, is_discreet: bool) -> date | None:
    """The day there on which that was counted; of a discreet group the Monday of its week."""
    if AT not in kept:
        return None
    day = wall_of(datetime.fromisoformat(kept[AT]), zone).day
    return day - timedelta(days=day.weekday()) if is_discreet else day


def _figures(people: int, kept: Mapping[str, Any], is_discreet: bool) -> dict[str, int]:
    """What is kept of so many people, after what was kept last."""
    if not is_discreet:
        return {"people": band_of(people)}
    told = Told(kept["people"], kept["slack"]) if "slack" in kept else Told.anew()
    told = told.after(people)
    return {"people": told.band, "slack": told.slack}


def _headcount(kept: dict[str, Any]) -> Headcount:
    counted = datetime.fromisoformat(kept[AT]) if AT in kept else None
    return Headcount(kept.get("people", 0), counted)
