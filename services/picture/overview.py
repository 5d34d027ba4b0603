"""What the opened cases come to, exactly: for those who may open each of them, so for inside only.

Nothing of this leaves the desk; what may is made of blocks (`services.picture.ledger`). Counted are reports by the week
in which they were received. Not counted is what was set aside, taken back, closed as not true or as told before.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.picture.accepted import ALWAYS_SENSITIVE, NEVER, NO_INCIDENT
from services.picture.weeks import number_on
from services.reports.case import Case

PERIODS: Final = (13, 26, 52)
"""Over how many weeks somebody can look back; the present one, which is not over, is the last."""
TIMES: Final = ("today", "this_week", "earlier")
"""When it was, as people are asked in the form; no hour is asked and none is kept."""


@dataclass(frozen=True, slots=True)
class Period:
    """So many weeks up to the one of `today`."""

    weeks: int
    today: date

    @property
    def numbers(self) -> range:
        """The numbers of these weeks (services.picture.weeks)."""
        last = number_on(self.today)
        return range(last - self.weeks + 1, last + 1)


@dataclass(frozen=True, slots=True)
class Trend:
    """Reports of one name, week by week. `some` is one of them, for its labels."""

    name: str
    weeks: tuple[int, ...]
    some: Case

    @property
    def all(self) -> int:
        """How many they are together."""
        return sum(self.weeks)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many reports of the period are not counted, and why."""

    aside: int
    withdrawn: int
    no_incident: int


@dataclass(frozen=True, slots=True)
class Overview:
    """`weeks` are all reports, week by week; `zones` those that may be told by zone, the others are `untold`.

    `days` are what happened on the day it was told, from Monday to Sunday; `times` by what was answered to “when”.
    """

    weeks: tuple[int, ...]
    categories: tuple[Trend, ...]
    zones: tuple[Trend, ...]
    untold: int
    days: tuple[int, ...]
    times: tuple[int, ...]
    left_out: LeftOut


def of_period(cases: Iterable[Case], compartment: str, period: Period) -> list[Case]:
    """The cases of that compartment that were received in the period."""
    weeks = period.numbers
    return [case for case in cases if case.compartment == compartment and number_on(case.received) in weeks]


def counts(case: Case) -> bool:
    """True for what is counted inside, also before anybody has looked into it."""
    return not case.standing.aside and not case.withdrawn and case.outcome not in NO_INCIDENT


def may_be_by_zone(case: Case, sensitive: Collection[str]) -> bool:
    """False for sexual violence, children, complaints about aid workers and what the organisation calls `sensitive`:
    these stand on no map, also inside, where somebody may look over a shoulder."""
    named = {case.category, *case.answer("branch").split()}
    return case.compartment not in NEVER and named.isdisjoint({*ALWAYS_SENSITIVE, *NEVER, *sensitive})


def overview(cases: Sequence[Case], period: Period, sensitive: Collection[str] = ()) -> Overview:
    """What these cases `of_period` come to."""
    counted = [case for case in cases if counts(case)]
    by_zone = [case for case in counted if may_be_by_zone(case, sensitive)]
    same_day = Counter(case.received.weekday() for case in counted if case.when == "today")
    times = Counter(case.when for case in counted)
    return Overview(
        _by_week(counted, period),
        _trends(((case.category, case) for case in counted), period),
        _trends(((case.zone, case) for case in by_zone), period),
        len(counted) - len(by_zone),
        tuple(same_day[day] for day in range(7)),
        tuple(times[time] for time in TIMES),
        _left_out(cases),
    )


def _trends(named: Iterable[tuple[str, Case]], period: Period) -> tuple[Trend, ...]:
    """The most frequent first."""
    groups: dict[str, list[Case]] = {}
    for name, case in named:
        groups.setdefault(name, []).append(case)
    trends = (Trend(name, _by_week(group, period), group[0]) for name, group in groups.items())
    return tuple(sorted(trends, key=lambda trend: (-trend.all, trend.name)))


def _by_week(cases: Iterable[Case], period: Period) -> tuple[int, ...]:
    weeks = Counter(number_on(case.received) for case in cases)
    return tuple(weeks[number] for number in period.numbers)


def _left_out(cases: Iterable[Case]) -> LeftOut:
    """Each under the first reason that holds."""
    why = Counter(
        "aside" if case.standing.aside else "withdrawn" if case.withdrawn else "no_incident"
        for case in cases
        if not counts(case)
    )
    return LeftOut(why["aside"], why["withdrawn"], why["no_incident"])
