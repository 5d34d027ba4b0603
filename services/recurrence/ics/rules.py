"""Other calendars' rules in our words: the many ways to say the few things a `Rule` says.

What a `Rule` cannot say is refused, never rounded. Every step keeps the days the rule gives exactly.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from services.recurrence import Rule, RuleBroken, WallTime, instant
from services.recurrence.ics.values import NotAValue, is_day, read_day, read_moment
from services.recurrence.rule import WEEKDAYS

Parts = dict[str, str]


def read_rule(text: str, first: WallTime, zone: str) -> Rule:
    """The rule of a series that begins at `first`. Raises RuleBroken, and UnknownZone."""
    parts = _parts(text)
    _drop_week_start(parts)
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    _OTHERS.get(parts.get("FREQ", ""), _as_it_is)(parts, first.day)
    if "UNTIL" in parts:
        parts["UNTIL"] = f"{_last_day(parts['UNTIL'], first, zone):%Y%m%d}"
    return Rule.parse(";".join(f"{name}={value}" for name, value in parts.items()))


def _parts(text: str) -> Parts:
    parts: Parts = {}
    for each in text.strip().strip(";").upper().split(";"):
        name, _, value = each.partition("=")
        if name in parts:
            raise RuleBroken(name, "twice")
        parts[name] = value.replace("+", "")
    return parts


def _drop_week_start(parts: Parts) -> None:
    """Where weeks begin says something only when some weeks are left out and several days of each are meant."""
    week_start = parts.pop("WKST", "MO")
    says_nothing = (
        parts.get("INTERVAL", "1") == "1" or parts.get("FREQ") != "WEEKLY" or "," not in parts.get("BYDAY", "")
    )
    if week_start not in WEEKDAYS or (week_start != "MO" and not says_nothing):
        raise RuleBroken("WKST", "unknown")


def _as_it_is(parts: Parts, first: date) -> None:
    pass


def _from_daily(parts: Parts, first: date) -> None:
    """Every day is every week on each weekday; every fourteenth day is every other week."""
    interval = parts.get("INTERVAL", "1")
    if not interval.isdecimal() or not interval.isascii() or len(interval) > len("9999"):
        raise RuleBroken("INTERVAL", "not a number")
    weeks, days = divmod(int(interval), 7)
    if interval == "1":
        parts.setdefault("BYDAY", ",".join(WEEKDAYS))
    elif days or "BYDAY" in parts:
        raise RuleBroken("FREQ", "unknown")
    else:
        parts["INTERVAL"] = str(weeks)
    parts["FREQ"] = "WEEKLY"


def _from_monthly(parts: Parts, first: date) -> None:
    """`BYDAY=MO;BYSETPOS=2` is the second Monday."""
    which = parts.pop("BYSETPOS", "")
    if which and parts.get("BYDAY") not in WEEKDAYS:
        raise RuleBroken("BYSETPOS", "unknown")
    if which:
        parts["BYDAY"] = which + parts["BYDAY"]


def _from_yearly(parts: Parts, first: date) -> None:
    """Every year is every twelve months, where the month is that of the first meeting."""
    month = parts.pop("BYMONTH", "")
    has_day = "BYDAY" in parts or "BYMONTHDAY" in parts
    if (month and month != str(first.month)) or (has_day and not month):
        raise RuleBroken("BYMONTH", "unknown")
    if parts.get("INTERVAL", "1") not in _YEARS:
        raise RuleBroken("INTERVAL", "out of range")
    parts["INTERVAL"] = str(12 * int(parts.get("INTERVAL", "1")))
    parts["FREQ"] = "MONTHLY"
    _from_monthly(parts, first)


_YEARS: Final = tuple(map(str, range(1, 9)))
_OTHERS: Final[dict[str, Callable[[Parts, date], None]]] = {
    "DAILY": _from_daily,
    "MONTHLY": _from_monthly,
    "YEARLY": _from_yearly,
}


def _last_day(text: str, first: WallTime, zone: str) -> date:
    """The last day whose meeting still starts by the end that the rule names."""
    try:
        if is_day(text):
            return read_day(text)
        until = read_moment(text, zone)
        day = until.wall_in(zone).day
        is_late = instant(WallTime(day, first.at), zone) > instant(until.wall, until.zone)
        return day - timedelta(days=is_late)
    except (NotAValue, OverflowError) as wrong:
        raise RuleBroken("UNTIL", "unknown") from wrong
