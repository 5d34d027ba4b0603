"""When meetings take place: a series on local wall time, its exceptions, and the moments it works out to.

A rule is followed on wall time alone; only then is each occurrence looked up as an instant, in the series' zone. So
"Tuesdays at three" stays at three through every change of the clocks. Nothing here knows what a meeting is about.
"""

from calendar import monthrange
from collections import deque
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from itertools import islice, takewhile
from types import MappingProxyType
from typing import Any, Final, Literal, Self

from dateutil import rrule

from services.errors import Refusal
from services.recurrence.rule import Rule
from services.recurrence.wall_time import WallTime, instant

YEARS: Final = range(1970, 2200)
"""No series begins before these years, and a rule without end ends with them."""
LAST_DAY: Final = date(YEARS[-1], 12, 31)
MOST_MINUTES: Final = 24 * 60
MOST_EXCEPTIONS: Final = 1000
MOST_AT_ONCE: Final = 1000
"""However long the time asked about: so many occurrences are worked out at most, the earliest."""


@dataclass(eq=False)
class OutOfRange(Refusal):
    """A part of a series no meeting has. `part` is 'first', 'minutes', 'except' or 'moved'."""

    part: str


class NeverHappens(Refusal):
    """No day fits: a rule for the 31st of every second February, or a last day before the first meeting."""


@dataclass(eq=False)
class Exhausted(Refusal):
    """Every occurrence is in the past. `last` is the wall time of the latest."""

    last: WallTime


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
    def begins(self) -> WallTime:
        """`first`, or where what takes place only once was moved to."""
        return self.first if self.rule else self.moved.get(self.first, self.first)

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
    """One time a series takes place, at `wall`. `original` is the wall time its rule gave, and names it for good.

    `starts` and `ends` are in UTC; it lasts as long as the series says, whatever clocks do meanwhile.
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
    before_the_end = takewhile(lambda each: each.starts <= until, _ahead(series, after))
    return list(islice(before_the_end, MOST_AT_ONCE))


def next_occurrences(series: Series, now: datetime, how_many: int) -> list[Occurrence]:
    """The next `how_many` that start after `now`; fewer where there are no more. Raises UnknownZone."""
    return list(islice(_ahead(series, now), how_many))


def first_ahead(series: Series, now: datetime) -> Occurrence:
    """The next that starts after `now`: what somebody who makes a series has to have.

    Raises UnknownZone, NeverHappens, and Exhausted where it is all in the past.
    """
    ahead = next_occurrences(series, now, 1)
    if ahead:
        return ahead[0]
    past = deque(_ahead(series, _BEGINNING), maxlen=1)
    if not past:
        raise NeverHappens
    raise Exhausted(past[0].wall)


def first_original(series: Series) -> WallTime | None:
    """The wall time the rule gives first, whether or not it takes place then; None where no day ever fits."""
    return next(_originals(series, series.first.day), None)


def moved_occurrences(series: Series) -> list[Occurrence]:
    """Those that were moved, the earliest first. Raises UnknownZone."""
    rule_gave = _those_the_rule_gives(series, series.moved.keys() - series.except_)
    moved = [_occurrence(series, original, series.moved[original]) for original in rule_gave]
    return sorted(moved, key=_order)


_BEGINNING: Final = datetime.min.replace(tzinfo=UTC)
_SLACK: Final = timedelta(days=3)
"""More than any clock differs from UTC, and more than any zone ever jumped."""
_FREQUENCIES: Final[dict[str, Literal[1, 2]]] = {"weekly": rrule.WEEKLY, "monthly": rrule.MONTHLY}


def _ahead(series: Series, after: datetime) -> Iterator[Occurrence]:
    """Everything that starts after that moment, in order, worked out as it is asked for."""
    return (
        each for each in merge(_in_place(series, after), moved_occurrences(series), key=_order) if each.starts > after
    )


def _order(occurrence: Occurrence) -> tuple[datetime, WallTime]:
    return occurrence.starts, occurrence.original


def _in_place(series: Series, after: datetime) -> Iterator[Occurrence]:
    """Those that are not moved, from some days before that moment."""
    since = max(after.date(), series.first.day + _SLACK) - _SLACK
    for original in _originals(series, since):
        if original not in series.except_ and original not in series.moved:
            yield _occurrence(series, original, original)


def _occurrence(series: Series, original: WallTime, wall: WallTime) -> Occurrence:
    starts = instant(wall, series.zone)
    return Occurrence(original, wall, starts, starts + timedelta(minutes=series.minutes), original in series.moved)


def _those_the_rule_gives(series: Series, walls: Set[WallTime]) -> Set[WallTime]:
    if series.rule and series.rule.count is not None and walls:
        return walls & set(_originals(series, series.first.day))
    return {wall for wall in walls if wall in islice(_originals(series, wall.day), 1)}


def _originals(series: Series, since: date) -> Iterator[WallTime]:
    """The wall times the rule gives, from that day on, in order."""
    if series.rule is None:
        days = iter([series.first.day])
    elif not _ever_fits(series.rule, series.first.day):
        days = iter(())
    else:
        days = (moment.date() for moment in _followed(series.rule, series.first.day, since))
    return (WallTime(day, series.first.at) for day in days if day >= since)


def _ever_fits(rule: Rule, first: date) -> bool:
    """Whether any month has the day. Asked first, since rrule would look for it in every month up to the year 9999."""
    if rule.frequency == "weekly" or rule.month_weekday:
        return True
    months = range(_month(first), _month(LAST_DAY) + 1, rule.interval)
    return any(monthrange(month // 12, month % 12 + 1)[1] >= (rule.month_day or first.day) for month in months)


def _month(day: date) -> int:
    """The months since the year 0."""
    return day.year * 12 + day.month - 1


def _followed(rule: Rule, first: date, since: date) -> rrule.rrule:
    """Days only, as naive midnights: neither a zone nor a clock comes near the rule."""
    start = first if rule.count is not None else max(first, _period_begun(rule, first, min(since, LAST_DAY)))
    until = min(rule.until or LAST_DAY, LAST_DAY)
    return rrule.rrule(
        _FREQUENCIES[rule.frequency],
        dtstart=datetime.combine(start, time()),
        interval=rule.interval,
        wkst=rrule.MO,
        count=rule.count,
        until=None if rule.count is not None else datetime.combine(until, time()),
        **_days_of(rule, first),
    )


def _days_of(rule: Rule, first: date) -> dict[str, Any]:
    if rule.frequency == "weekly":
        return {"byweekday": rule.weekdays or (first.weekday(),)}
    if rule.month_weekday:
        which, weekday = rule.month_weekday
        return {"byweekday": rrule.weekday(weekday)(which)}
    return {"bymonthday": rule.month_day or first.day}


def _period_begun(rule: Rule, first: date, since: date) -> date:
    """The first day of the last week or month, of those the rule counts from `first`, that began by `since`.

    So that a rule followed for decades costs no more than a new one.
    """
    if rule.frequency == "weekly":
        monday = first - timedelta(days=first.weekday())
        return monday + timedelta(weeks=(since - monday).days // 7 // rule.interval * rule.interval)
    month = _month(first) + (_month(since) - _month(first)) // rule.interval * rule.interval
    return date(month // 12, month % 12 + 1, 1)
