"""Under which tabs each case stands, and how many stand there: kept up while cases change and time passes, so that a
page of the queue costs the same however many cases there are."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from heapq import heappop, heappush
from typing import NamedTuple, Protocol

from services.reports.case import Case
from services.reports.caseload import Caseload


class Spot(NamedTuple):
    """What the queue tells cases apart by: the `tabs` they stand under, and whether a colleague `left` them behind."""

    tabs: frozenset[str]
    compartment: str
    category: str
    zone: str
    left: bool


Tally = Mapping[Spot, int]
"""How many cases stand at each spot."""


class Desk(Protocol):
    """What the board is told of a case by the desk where it hangs."""

    def tabs_of(self, case: Case) -> frozenset[str]:
        """Under which tabs it stands now."""

    def turns(self, case: Case) -> Iterable[datetime]:
        """When it comes to stand under others, though nobody does anything."""

    def was_left(self, case: Case) -> bool:
        """Whether it is open, and its colleague can open it no more."""


class Board:
    """Over the cases of one unlocked desk."""

    def __init__(self, caseload: Caseload, desk: Desk) -> None:
        self._caseload, self._desk = caseload, desk
        self._spots: dict[bytes, Spot] = {}
        self._same: dict[Spot, Spot] = {}
        self._tally: Counter[Spot] = Counter()
        self._tags: dict[bytes, frozenset[str]] = {}
        self._turns: list[tuple[datetime, bytes]] = []
        self._heard_of, self._as_of, self._team = 0, datetime.min.replace(tzinfo=UTC), object()
        self._labels: dict[tuple[str, str, str], str] = {}

    def keep_up(self, now: datetime, team: object) -> None:
        """Take in what has changed. `team` is another value where other colleagues can open other cases."""
        if team != self._team or now < self._as_of:
            changed: Iterable[bytes] = [*self._caseload.by_id, *self._spots]
        else:
            changed = self._caseload.changed_since(self._heard_of)
        self._heard_of, self._as_of, self._team = self._caseload.changes, now, team
        for case_id in dict.fromkeys(changed):
            self._place(case_id, now)
        while self._turns and self._turns[0][0] <= now:
            self._place(heappop(self._turns)[1], now)

    @property
    def tags(self) -> list[str]:
        """All that stand in any case."""
        return sorted(frozenset[str]().union(*self._tags.values()))

    def tally(self, cases: Iterable[Case] | None = None) -> Tally:
        """How many stand where: of these, or of all."""
        return self._tally if cases is None else Counter(self._spots[case.id] for case in cases)

    def standing(self, cases: Iterable[Case], wanted: Callable[[Spot], bool]) -> Iterable[Case]:
        """Those of the cases, in their order, that stand at such a spot."""
        spots, good = self._spots, {id(spot) for spot in self._tally if wanted(spot)}
        return (case for case in cases if id(spots[case.id]) in good)

    def label(self, what: str, name: str, language: str, worded: Callable[[Case], str]) -> str:
        """How that zone or category is called, by a case that has it."""
        key = what, name, language
        if key not in self._labels:
            some = next((case for case in self._caseload.all() if getattr(case, what) == name), None)
            self._labels[key] = worded(some) if some is not None else ""
        return self._labels[key]

    def _place(self, case_id: bytes, now: datetime) -> None:
        self._take_down(case_id)
        case = self._caseload.by_id.get(case_id)
        if case is None:
            return
        desk = self._desk
        spot = Spot(desk.tabs_of(case), case.compartment, case.category, case.zone, desk.was_left(case))
        spot = self._spots[case_id] = self._same.setdefault(spot, spot)
        self._tally[spot] += 1
        if case.standing.tags:
            self._tags[case_id] = case.standing.tags
        for turn in desk.turns(case):
            if turn > now:
                heappush(self._turns, (turn, case_id))

    def _take_down(self, case_id: bytes) -> None:
        spot = self._spots.pop(case_id, None)
        self._tags.pop(case_id, None)
        if spot is not None:
            self._tally[spot] -= 1
            if not self._tally[spot]:
                del self._tally[spot]


def counts(tally: Tally, tabs: Sequence[str]) -> dict[str, int]:
    """How many stand under each tab."""
    found = dict.fromkeys(tabs, 0)
    for spot, number in tally.items():
        for tab in spot.tabs:
            found[tab] += number
    return found
