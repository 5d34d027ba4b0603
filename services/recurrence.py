"""When meetings take place: a series on local wall time, its exceptions, and the moments it works out to.

A rule is followed on wall time alone; only then is each occurrence looked up as an instant, in the series' zone. So
"Tuesdays at three" stays at three through every change of the clocks. Nothing here knows what a meeting is about.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, islice
from types import MappingProxyType
from typing import Any, Final, Self

from dateutil import rrule

from services.errors import Refusal
from services.recurrence_rule import Rule, RuleBroken
from services.wall_time import NotAWallTime, UnknownZone, WallTime, check_zone, instant, wall_of

__all__ = [
    "Exhausted",
    "NeverHappens",
    "NotAWallTime",
    "Occurrence",
    "OutOfRange",
    "Rule",
    "RuleBroken",
    "Series",
    "UnknownZone",
    "WallTime",
    "check_zone",
    "first_ahead",
    "instant",
    "next_occurrences",
    "occurrences",
    "wall_of",
]

YEARS: Final = range(1970, 2200)
"""No series begins before these years, and a rule without end ends with them."""
MOST_MINUTES: Final = 24 * 60
MOST_EXCEPTIONS: Final = 1000
MOST_AT_ONCE: Final = 1000
"""However long the time asked about: so many occurrences are worked out at most, the earliest."""


class OutOfRange(Refusal):
    """A part of a series no meeting has. `part` is 'first', 'minutes', 'except' or 'moved'."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class NeverHappens(Refusal):
    """No day fits: a rule for the 31st of every second February, or a last day before the first meeting."""


class Exhausted(Refusal):
    """Every occurrence is in the past. `last` is the wall time of the latest."""

    def __init__(self, last: WallTime) -> None:
        super().__init__(last)
        self.last = last


@dataclass(frozen=True, slots=True)
class Series:
    """When something takes place: once (`rule` None) or as its rule says, from `first` on, on wall time in `zone`.

    Where `first` itself does not fit the rule, the series begins with the first day after it that does; weeks and
    months are counted from the one `first` is in, weeks from Monday. `except_` are occurrences that do not take
    place, `moved` those that take place at another wall time, both under their original wall time; what is in both
    does not take place, and what was no occurrence is passed over. Raises OutOfRange. The zone is looked up only
    when moments are asked for, because what the tz database knows may change.
    """

    first: WallTime
    zone: str
    minutes: int
    rule: Rule | None = None
    except_: frozenset[WallTime] = frozenset()
    moved: Mapping[WallTime, WallTime] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if self.first.day.year not in YEARS:
            raise OutOfRange("first")
        if not 1 <= self.minutes <= MOST_MINUTES:
            raise OutOfRange("minutes")
        if len(self.except_) > MOST_EXCEPTIONS:
            raise OutOfRange("except")
        if len(self.moved) > MOST_EXCEPTIONS or any(wall.day.year not in YEARS for wall in self.moved.values()):
            raise OutOfRange("moved")

    def __hash__(self) -> int:
        return hash((self.first, self.zone, self.minutes, self.rule, self.except_, frozenset(self.moved.items())))

    @property
    def is_endless(self) -> bool:
        """True where nothing ends it but somebody who cancels it."""
        return self.rule is not None and self.rule.is_endless

    def to_json(self) -> dict[str, Any]:
        """Plain types, for keeping. `from_json` reads them back to an equal series."""
        return {
            "first": str(self.first),
            "zone": self.zone,
            "minutes": self.minutes,
            "rule": self.rule.text if self.rule else None,
            "except": sorted(map(str, self.except_)),
            "moved": {str(original): str(wall) for original, wall in sorted(self.moved.items())},
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The series that `to_json` wrote."""
        return cls(
            WallTime.parse(kept["first"]),
            kept["zone"],
            kept["minutes"],
            Rule.parse(kept["rule"]) if kept["rule"] else None,
            frozenset(map(WallTime.parse, kept["except"])),
            {WallTime.parse(original): WallTime.parse(wall) for original, wall in kept["moved"].items()},
        )


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time a series takes place. `original` is the wall time its rule gave, and names it for good; `wall` the one
    it takes place at. `starts` and `ends` are in UTC; it lasts as long as the series says, whatever clocks do meanwhile.
    """

    original: WallTime
    wall: WallTime
    starts: datetime
    ends: datetime
    is_moved: bool


def occurrences(series: Series, after: datetime, until: datetime) -> list[Occurrence]:
    """Those that start after `after` and not after `until`, the earliest first; at most MOST_AT_ONCE of them.

    The work is bounded, also for a rule without end and for a time as long as datetime can say. Raises UnknownZone.
    """
    raise NotImplementedError


def next_occurrences(series: Series, now: datetime, how_many: int) -> list[Occurrence]:
    """The next `how_many` that start after `now`; fewer where there are no more. Raises UnknownZone."""
    raise NotImplementedError


def first_ahead(series: Series, now: datetime) -> Occurrence:
    """The next that starts after `now`: what somebody who makes a series has to have.

    Raises UnknownZone, NeverHappens, and Exhausted where it is all in the past.
    """
    raise NotImplementedError
