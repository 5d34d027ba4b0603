"""Functions on dates and times. Today and now are passed in with the interview; no clock is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import TypeAlias

from services.forms.xpath.context import Context
from services.forms.xpath.functions import function
from services.forms.xpath.values import (
    NOT_A_NUMBER,
    NUMBER,
    SECONDS_OF_A_DAY,
    Value,
    day_numbered,
    days,
    to_date,
    to_number,
    to_text,
)

Part: TypeAlias = Callable[[date, time], str]
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WHOLE_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WHOLE_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PARTS: dict[str, Part] = {
    "Y": lambda day, _: f"{day.year:04}",
    "y": lambda day, _: f"{day.year % 100:02}",
    "m": lambda day, _: f"{day.month:02}",
    "n": lambda day, _: str(day.month),
    "b": lambda day, _: MONTHS[day.month - 1],
    "B": lambda day, _: WHOLE_MONTHS[day.month - 1],
    "d": lambda day, _: f"{day.day:02}",
    "e": lambda day, _: str(day.day),
    "a": lambda day, _: WEEKDAYS[day.weekday()],
    "A": lambda day, _: WHOLE_WEEKDAYS[day.weekday()],
    "j": lambda day, _: f"{day.timetuple().tm_yday:03}",
    "W": lambda day, _: str(day.isocalendar().week),
    "H": lambda _, at: f"{at.hour:02}",
    "h": lambda _, at: str(at.hour),
    "M": lambda _, at: f"{at.minute:02}",
    "S": lambda _, at: f"{at.second:02}",
    "3": lambda _, at: f"{at.microsecond // 1000:03}",
    "%": lambda *_: "%",
}
PLACEHOLDER = re.compile(r"%(.)", re.DOTALL)


@function("today")
def today(context: Context) -> Value:
    return context.scope.today


@function("now")
def now(context: Context) -> Value:
    return context.scope.now


@function("date")
def to_day(value: Value) -> Value:
    """The day; '' for what is no date. A number is days since 1970-01-01."""
    moment = _moment(value)
    if moment is None:
        return ""
    return moment.date() if isinstance(moment, datetime) else moment


@function("date-time")
def to_moment(value: Value) -> Value:
    """The moment; '' for what is none."""
    return _moment(value) or ""


def _moment(value: Value) -> date | None:
    if isinstance(value, date):
        return value
    text = to_text(value)
    return day_numbered(to_number(text)) if NUMBER.fullmatch(text) else to_date(text)


@function("decimal-date-time")
def decimal_date_time(value: Value) -> float:
    """Days since 1970-01-01 with the part of the day."""
    moment = _moment(value)
    return NOT_A_NUMBER if moment is None else days(moment)


@function("decimal-time")
def decimal_time(value: Value) -> float:
    """The part of the day that has passed, from 0 to 1."""
    at = _time_of_day(value)
    if at is None:
        return NOT_A_NUMBER
    seconds = at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1e6
    return seconds / SECONDS_OF_A_DAY


def _time_of_day(value: Value) -> time | None:
    moment = to_date(value)
    if isinstance(moment, datetime):
        return moment.time()
    try:
        return time.fromisoformat(to_text(value).strip())
    except ValueError:
        return None


@function("format-date")
def format_date(value: Value, layout: str) -> str:
    """'' for what is no date; %Y %y %m %n %b %B %d %e %a %A %j %W, month and weekday names in English."""
    return format_date_time(value, layout)


@function("format-date-time")
def format_date_time(value: Value, layout: str) -> str:
    """As format-date, with %H %h %M %S %3 for the time, shown as it was written."""
    moment = _moment(value)
    if moment is None:
        return ""
    at = moment.time() if isinstance(moment, datetime) else time()

    def part(found: re.Match[str]) -> str:
        known = PARTS.get(found[1])
        return known(moment, at) if known else found[0]

    return PLACEHOLDER.sub(part, layout)
