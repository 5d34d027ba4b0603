"""Hours in the short way of writing that `hours_text` reads, to ask whether they are meant: `Su-Th 08:00-16:00`."""

from collections.abc import Sequence
from datetime import time
from typing import Final

from services.directory.days import DAYS
from services.directory.model import Schedule

SHORTEST_RUN: Final = 3


def written(schedules: Sequence[Schedule]) -> str:
    """Every weekly schedule in short; '' where one is not weekly."""
    if not schedules or any(each.freq != "WEEKLY" for each in schedules):
        return ""
    return "; ".join(_one(each) for each in schedules)


def _one(schedule: Schedule) -> str:
    opens, closes = schedule.opens_at or time(0), schedule.closes_at or time(0)
    times = "24/7" if opens == closes == time(0) else f"{opens:%H:%M}-{closes:%H:%M}"
    return f"{_days([DAYS.index(day) for day in schedule.byday.split(',')])} {times}".strip()


def _days(days: Sequence[int]) -> str:
    if len(days) == len(DAYS):
        return ""
    names = [day.capitalize() for day in DAYS]
    for first in days if len(days) >= SHORTEST_RUN else ():
        run = [(first + step) % len(DAYS) for step in range(len(days))]
        if set(run) == set(days):
            return f"{names[run[0]]}-{names[run[-1]]}"
    return ",".join(names[day] for day in days)
