"""What a calendar file holds, as we know it. Knows no syntax."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

from services.errors import Refusal
from services.recurrence import Series

Why = Literal[
    "all day",
    "another thing",
    "broken",
    "changed occurrence",
    "extra dates",
    "never",
    "no length",
    "no start",
    "out of range",
    "over",
    "own words",
    "rule",
    "start not on rule",
    "too long",
    "too many",
    "twice",
    "unknown zone",
]
Remedy = Literal[
    "nothing to do", "mend it there", "give it times", "make it by hand", "name the zone", "split the file"
]

MOST_BYTES: Final = 2_000_000
"""The largest file that is read."""

_REMEDIES: Final[dict[Why, Remedy]] = {
    "all day": "give it times",
    "another thing": "nothing to do",
    "no length": "give it times",
    "no start": "give it times",
    "over": "nothing to do",
    "own words": "make it by hand",
    "rule": "make it by hand",
    "extra dates": "make it by hand",
    "changed occurrence": "make it by hand",
    "start not on rule": "mend it there",
    "too long": "mend it there",
    "too many": "split the file",
    "unknown zone": "name the zone",
}


@dataclass(eq=False)
class NotACalendar(Refusal):
    """The file is no calendar, or larger than any calendar of meetings is: `why` is 'not a calendar' or 'too large'."""

    why: Literal["not a calendar", "too large"]


@dataclass(eq=False)
class NotTaken(Refusal):
    """An event no series of ours can say."""

    why: Why


@dataclass(frozen=True)
class CalendarEvent:
    """A series of meetings as a calendar knows it. `uid` stays for ever, `sequence` grows with every change.

    `place` is '' where it is not to be told. `changed`: when it was last changed. `alarms`: times before the start.
    """

    uid: str
    sequence: int
    title: str
    description: str
    place: str
    series: Series
    is_cancelled: bool
    changed: datetime
    alarms: tuple[timedelta, ...] = ()


@dataclass(frozen=True)
class Skipped:
    """Something that was not taken. `where` is its title in the file, `line` its first line there, 0 for the file."""

    where: str
    why: Why
    line: int = 0
    remedy: Remedy = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "remedy", _REMEDIES.get(self.why, "mend it there"))


@dataclass(frozen=True)
class Imported:
    """What a calendar file holds for us, and what it holds besides. Nothing in the file is in neither."""

    events: list[CalendarEvent]
    skipped: list[Skipped]
