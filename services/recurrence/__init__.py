"""When meetings take place: a rule, a series on local wall time, its exceptions, and the moments it works out to.

`rule` is what can be said, `series` which days that makes, `wall_time` which instant; `ics` reads and writes calendar
files.
"""

from services.recurrence.rule import Rule, RuleBroken
from services.recurrence.series import (
    LAST_DAY,
    YEARS,
    Exhausted,
    NeverHappens,
    Occurrence,
    OutOfRange,
    Series,
    first_ahead,
    first_original,
    moved_occurrences,
    next_occurrences,
    occurrences,
)
from services.recurrence.wall_time import NotAWallTime, UnknownZone, WallTime, check_zone, instant, wall_of

__all__ = [
    "LAST_DAY",
    "YEARS",
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
    "first_original",
    "instant",
    "moved_occurrences",
    "next_occurrences",
    "occurrences",
    "wall_of",
]
