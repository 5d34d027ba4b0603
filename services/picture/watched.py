"""What is out of the ordinary among the cases that are open to a member: this week, and the week before it.

Watched are all reports together, each concern, and each zone (without what stands on no map), in people a week. Of this
week, which is not over, only too many can be said. Too few can be said of all together: a silence may mean that people
cannot write any more.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from services.picture.early_warning import BASELINE, GUARD, Usual, chance_each, usual
from services.picture.overview import counts, may_be_by_zone
from services.picture.weeks import monday_of, number_on
from services.reports.case import Case

What = Literal["all", "category", "zone"]
LOOKED_AT: Final = 2
"""Weeks: this one and the last."""


@dataclass(frozen=True, slots=True)
class Unusual:
    """A week in which other than the usual number of people wrote: of all, of a concern or of a zone. `some` is one of
    the reports, for its labels; None where there is none."""

    what: What
    week: int
    people: int
    usual: Usual
    some: Case | None

    @property
    def is_less(self) -> bool:
        """Whether it is fewer than usual."""
        return self.usual.falls_short(self.people)


@dataclass(frozen=True, slots=True)
class _Series:
    what: What
    cases: Sequence[Case]

    def people(self, first: int, last: int) -> list[int]:
        """How many different people wrote in each of these weeks."""
        found: list[set[bytes]] = [set() for _ in range(first, last + 1)]
        for case in self.cases:
            week = number_on(case.received)
            if first <= week <= last:
                found[week - first].add(case.mailbox.tag if case.mailbox else case.id)
        return [len(each) for each in found]


def unusual(
    cases: Iterable[Case], compartment: str, today: date, sensitive: Collection[str] = ()
) -> tuple[Unusual, ...]:
    """What is out of the ordinary, the newest first. Weeks before the first report that is still there say nothing."""
    now = number_on(today)
    of_us = [case for case in cases if case.compartment == compartment]
    first = now - LOOKED_AT - GUARD - BASELINE
    since = max(monday_of(first), min((case.received for case in of_us), default=today))
    first = number_on(since)
    counted = [case for case in of_us if since <= case.received <= today and counts(case)]
    every = list(_series(counted, sensitive))
    found = (each for series in every for each in _out_of_it(series, first, now, chance_each(len(every))))
    return tuple(sorted(found, key=lambda each: (-each.week, -each.people)))


def _series(cases: Sequence[Case], sensitive: Collection[str]) -> Iterator[_Series]:
    yield _Series("all", cases)
    yield from (_Series("category", group) for group in _groups((case.category, case) for case in cases))
    by_zone = (case for case in cases if may_be_by_zone(case, sensitive))
    yield from (_Series("zone", group) for group in _groups((case.zone, case) for case in by_zone))


def _groups(named: Iterable[tuple[str, Case]]) -> Iterable[Sequence[Case]]:
    """The cases of each name; those without one are no group."""
    groups: dict[str, list[Case]] = {}
    for name, case in named:
        if name:
            groups.setdefault(name, []).append(case)
    return groups.values()


def _out_of_it(series: _Series, first: int, now: int, chance: float) -> Iterator[Unusual]:
    weeks = series.people(first, now)
    for back in range(LOOKED_AT):
        place = len(weeks) - 1 - back
        expected = usual(weeks[:place], chance) if place > 0 else None
        if expected is None:
            continue
        is_less = series.what == "all" and back > 0 and expected.falls_short(weeks[place])
        if is_less or expected.leaves(weeks[place]):
            some = next((case for case in series.cases if number_on(case.received) == now - back), None)
            yield Unusual(series.what, now - back, weeks[place], expected, some)
