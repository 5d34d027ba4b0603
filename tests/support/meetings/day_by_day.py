"""Recurrence worked out a second time, as slowly and plainly as possible, to compare with.

Every day of the time asked about is looked at and judged by itself; instants are found by asking what clocks show at
a moment, never the other way round. Uses no library but the tz database, and nothing of ours but the names of things.
"""

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.recurrence import Rule, Series, WallTime

ZONES = (
    "Asia/Baghdad",
    "Asia/Beirut",
    "Asia/Gaza",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Juba",
    "America/Bogota",
    "America/Havana",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Kyiv",
    "Pacific/Apia",
    "Pacific/Chatham",
    "America/St_Johns",
    "Asia/Yangon",
    "UTC",
)
DAY = timedelta(days=1)


def days(first: date, rule: Rule, last: date) -> list[date]:
    """The days the rule gives, from `first` to `last`."""
    found: list[date] = []
    day = first
    while day <= last and (rule.count is None or len(found) < rule.count):
        if (rule.until is None or day <= rule.until) and _fits(day, first, rule):
            found.append(day)
        day += DAY
    return found


def _fits(day: date, first: date, rule: Rule) -> bool:
    if rule.frequency == "weekly":
        weeks = (day.toordinal() - 1) // 7 - (first.toordinal() - 1) // 7
        return weeks % rule.interval == 0 and day.weekday() in (rule.weekdays or (first.weekday(),))
    if (12 * (day.year - first.year) + day.month - first.month) % rule.interval:
        return False
    if rule.month_weekday is None:
        wanted = rule.month_day or first.day
        return (day + DAY).month != day.month if wanted == -1 else day.day == wanted
    which, weekday = rule.month_weekday
    if day.weekday() != weekday:
        return False
    return (day + 7 * DAY).month != day.month if which == -1 else (day.day + 6) // 7 == which


def moment(wall: WallTime, zone: str) -> datetime:
    """The first moment at which clocks there show the wall time; where they jump over it, as if they had not jumped."""
    shown = datetime.combine(wall.day, wall.at, UTC)
    offsets = [(shown + hours * timedelta(hours=1)).astimezone(ZoneInfo(zone)).utcoffset() for hours in (-30, 30)]
    tries = sorted(shown - (offset or timedelta()) for offset in offsets)
    for each in tries:
        if each.astimezone(ZoneInfo(zone)).replace(tzinfo=UTC) == shown:
            return each
    return shown - (offsets[0] or timedelta())


def starts(series: Series, after: datetime, until: datetime) -> list[datetime]:
    """When the occurrences of the series start, after `after` and not after `until`."""
    last = until.date() + 3 * DAY
    given = days(series.first.day, series.rule, last) if series.rule else [series.first.day]
    walls = {WallTime(day, series.first.at) for day in given} - series.except_
    moments = [moment(series.moved.get(wall, wall), series.zone) for wall in walls]
    return sorted(each for each in moments if after < each <= until)


def random_rule(dice: random.Random, first: date) -> Rule:
    """Any rule there can be, often with an end."""
    until = first + timedelta(days=dice.randrange(-3, 700)) if dice.random() < 0.3 else None
    count = dice.randrange(1, 40) if until is None and dice.random() < 0.4 else None
    interval = dice.choice((1, 1, 1, 2, 2, 3, 5, 12))
    kind = dice.randrange(4)
    if kind < 2:
        weekdays = tuple(dice.sample(range(7), dice.randrange(0, 4) if kind else 1))
        return Rule("weekly", interval, weekdays, until=until, count=count)
    if kind == 2:
        which = (dice.choice((1, 2, 3, 4, -1)), dice.randrange(7))
        return Rule("monthly", interval, month_weekday=which, until=until, count=count)
    month_day = dice.choice((None, -1, 1, 15, 28, 29, 30, 31, 31))
    return Rule("monthly", interval, month_day=month_day, until=until, count=count)


def random_series(dice: random.Random) -> Series:
    """Any series: near changes of the clocks more often than not, with exceptions and moved occurrences."""
    first = WallTime(
        date(2024, 1, 1) + dice.randrange(1200) * DAY,
        time(dice.choice((0, 0, 1, 2, 3, 9, 15, 23)), dice.choice((0, 15, 30))),
    )
    rule = random_rule(dice, first.day) if dice.random() < 0.97 else None
    given = days(first.day, rule, first.day + 400 * DAY) if rule else [first.day]
    touched = [WallTime(day, first.at) for day in dice.sample(given, min(len(given), dice.randrange(6)))]
    moved = {
        wall: WallTime(wall.day + dice.randrange(-5, 6) * DAY, time(dice.randrange(24), 30)) for wall in touched[2:]
    }
    stray = {WallTime(first.day + DAY, time(4, 44)): WallTime(first.day, time(5))} if dice.random() < 0.2 else {}
    return Series(first, dice.choice(ZONES), 90, rule, frozenset(touched[:3]), moved | stray)
