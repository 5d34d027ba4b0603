"""How a meeting repeats: the part of RFC 5545's recurrence rules that people hold meetings by.

Every week or every few weeks on some weekdays, every month or every few months on the second Tuesday, the last
Friday, the 15th or the last day; until a day, so many times, or without end. A rule speaks of days only: the time
of day and the zone belong to the series.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, Self, TypeVar

from services.errors import Refusal

Frequency = Literal["weekly", "monthly"]
Why = Literal["unknown", "not a number", "out of range", "twice", "missing", "conflict"]

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_INTERVAL: Final = 99
MOST_COUNT: Final = 1000
LAST: Final = -1

Value = TypeVar("Value")


@dataclass(eq=False)
class RuleBroken(Refusal):
    """A rule nobody can follow. `part` is RFC 5545's name of the part that is wrong, `why` says how."""

    part: str
    why: Why


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, checked: making one that nobody can follow raises RuleBroken.

    frequency: 'weekly' or 'monthly'; every `interval` of them, 1 for each.
    weekdays: of a weekly rule, 0 is Monday; none means the weekday of the first meeting.
    month_weekday: of a monthly rule, (which, weekday); which is 1 to 4, or -1 for the last.
    month_day: of a monthly rule, 1 to 31, or -1 for the last day. A month without that day is passed over.
    until: the last day on which it may take place; None for no end. count: how often in all; not both.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    month_weekday: tuple[int, int] | None = None
    month_day: int | None = None
    until: date | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        _check_range("INTERVAL", self.interval, range(1, MOST_INTERVAL + 1))
        if self.count is not None:
            _check_range("COUNT", self.count, range(1, MOST_COUNT + 1))
        if self.count is not None and self.until is not None:
            raise RuleBroken("COUNT", "conflict")
        if self.frequency == "weekly":
            self._check_weekly()
        elif self.frequency == "monthly":
            self._check_monthly()
        else:
            raise RuleBroken("FREQ", "unknown")
        object.__setattr__(self, "weekdays", tuple(sorted(set(self.weekdays))))

    @property
    def is_endless(self) -> bool:
        """True where neither a last day nor a number of times ends it."""
        return self.until is None and self.count is None

    @property
    def text(self) -> str:
        """The value of an RFC 5545 RRULE, until as a DATE; `parse` reads it back."""
        parts = [f"FREQ={self.frequency.upper()}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            parts.append(f"BYDAY={','.join(WEEKDAYS[day] for day in self.weekdays)}")
        if self.month_weekday:
            which, weekday = self.month_weekday
            parts.append(f"BYDAY={which}{WEEKDAYS[weekday]}")
        if self.month_day is not None:
            parts.append(f"BYMONTHDAY={self.month_day}")
        if self.until:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        return ";".join(parts)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The rule of an RRULE value. Raises RuleBroken for what RFC 5545 forbids and for what no `Rule` can say."""
        parts = _parts(text)
        frequency = _FREQUENCIES.get(parts.pop("FREQ", ""))
        if frequency is None:
            raise RuleBroken("FREQ", "unknown")
        days = parts.pop("BYDAY", "")
        interval = _taken(parts, "INTERVAL", _number)
        rule = cls(
            frequency,
            1 if interval is None else interval,
            _weekdays(days) if frequency == "weekly" else (),
            _month_weekday(days) if frequency == "monthly" else None,
            _taken(parts, "BYMONTHDAY", _number),
            _taken(parts, "UNTIL", _day),
            _taken(parts, "COUNT", _number),
        )
        for left in parts:
            raise RuleBroken(left, "unknown")
        return rule

    def _check_weekly(self) -> None:
        for day in self.weekdays:
            _check_range("BYDAY", day, range(7))
        if self.month_weekday is not None:
            raise RuleBroken("BYDAY", "conflict")
        if self.month_day is not None:
            raise RuleBroken("BYMONTHDAY", "conflict")

    def _check_monthly(self) -> None:
        if self.weekdays:
            raise RuleBroken("BYDAY", "conflict")
        if self.month_day is not None:
            _check_range("BYMONTHDAY", self.month_day, (LAST, *range(1, 32)))
        if self.month_weekday is not None:
            which, weekday = self.month_weekday
            _check_range("BYDAY", which, (LAST, *range(1, 5)))
            _check_range("BYDAY", weekday, range(7))
        if self.month_day is not None and self.month_weekday is not None:
            raise RuleBroken("BYMONTHDAY", "conflict")


_FREQUENCIES: Final[dict[str, Frequency]] = {"WEEKLY": "weekly", "MONTHLY": "monthly"}
_A_DAY: Final = re.compile(r"(-?\d)?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_A_NUMBER: Final = re.compile(r"-?\d{1,5}", re.ASCII)
_A_DATE: Final = re.compile(r"\d{8}", re.ASCII)


def _check_range(part: str, value: int, allowed: range | tuple[int, ...]) -> None:
    if value not in allowed:
        raise RuleBroken(part, "out of range")


def _parts(text: str) -> dict[str, str]:
    """Name and value of each part, in capitals. RFC 5545: in any order, none twice."""
    parts: dict[str, str] = {}
    for each in text.upper().split(";"):
        name, equals, value = each.partition("=")
        if not equals or not value:
            raise RuleBroken(name, "missing")
        if name in parts:
            raise RuleBroken(name, "twice")
        parts[name] = value
    return parts


def _taken(parts: dict[str, str], name: str, read: Callable[[str, str], Value]) -> Value | None:
    value = parts.pop(name, None)
    return None if value is None else read(name, value)


def _number(part: str, value: str) -> int:
    if not _A_NUMBER.fullmatch(value):
        raise RuleBroken(part, "not a number")
    return int(value)


def _day(part: str, value: str) -> date:
    if not _A_DATE.fullmatch(value):
        raise RuleBroken(part, "unknown")
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError as wrong:
        raise RuleBroken(part, "out of range") from wrong


def _days(value: str) -> list[tuple[int | None, int]]:
    """(which, weekday) of each day in a BYDAY value; which is None where none is named."""
    days = []
    for each in value.split(",") if value else ():
        found = _A_DAY.fullmatch(each)
        if not found:
            raise RuleBroken("BYDAY", "unknown")
        days.append((int(found[1]) if found[1] else None, WEEKDAYS.index(found[2])))
    return days


def _weekdays(value: str) -> tuple[int, ...]:
    days = _days(value)
    if any(which is not None for which, _ in days):
        raise RuleBroken("BYDAY", "conflict")
    return tuple(weekday for _, weekday in days)


def _month_weekday(value: str) -> tuple[int, int] | None:
    days = _days(value)
    if not days:
        return None
    which, weekday = days[0]
    if len(days) > 1 or which is None:
        raise RuleBroken("BYDAY", "unknown")
    return which, weekday
