"""Choosing a time of day: by a button, or typed in the ways people write times, in digits of any script or words.

Times are shown with 24 hours in every language. "3:30" typed without saying which half of the day could be either:
then both are offered as buttons, and nobody is called together in the middle of the night.
"""

import re
from collections.abc import Sequence
from datetime import time
from typing import NamedTuple

from handlers.chat.screen.markup import Keyboard
from handlers.pickers.clock import Kind, Sign, signs_of
from locales.clock_words import PartOfDay
from services.errors import Refusal

FIRST_HOUR = 8
LAST_HOUR = 19
IN_A_ROW = 4
USUAL_AT_MOST = 4
NOON = 12
EARLY_MORNING = 7
"""Before this hour a time without a leading zero is asked about."""

HALF_A_DAY, DAY = 12 * 60, 24 * 60
DIGITS_OF_MINUTES = 2
SURELY_MINUTES = (20, 25)
"""Before "to": "4 to 6" is no time but two."""
HALVES = {0: PartOfDay(time(0), time(11, 59), ()), 12: PartOfDay(time(12), time(23, 59), ())}
AROUND = {12: PartOfDay(time(11), time(15, 59), ()), 0: PartOfDay(time(23), time(3, 59), ())}
"""Noon and midnight as parts of a day: "2 الظهر"."""
SHAPE: dict[Kind, str] = {
    **{"clock": "t", "number": "n", "fixed": "z", "amount": "q"},
    **{"less": "-", "past": ">", "to": "<", "minutes": "m", "and": "&", "beside": "_"},
}
"""How each sign is written, so that a shape says what may follow what."""
FROM_HOUR = re.compile(r"tm?|[nz](?:nm?|&nm|-[qn]m?|&?q(?:&?nm?|-nm?)?)?")
"""16:30 · four · four thirty · four and 10 minutes · cinq heures moins dix · ونص وخمسة."""
TO_HOUR = re.compile(r"(?:q|nm?)[<>][nz]")
"""half past four · 20 minutes to four."""


class NotATime(Refusal):
    """What was written names no time of day."""


class WhichHalf(Refusal):
    """Before or after noon? `times` are the two it may be, the likelier one first."""

    def __init__(self, times: tuple[time, time]) -> None:
        super().__init__()
        self.times = times


class Said(NamedTuple):
    """An hour as it was written, and how many minutes the time is from it."""

    hour: Sign
    minutes: int

    def moments(self) -> tuple[time, ...]:
        """The times it may be: two, where only the hands of a clock are told. Raises NotATime."""
        if not (0 <= self.hour.value < 24 and abs(self.minutes) < 60):
            raise NotATime
        at = (self.hour.value * 60 + self.minutes) % DAY
        is_either = self.hour.kind != "fixed" and 1 <= self.hour.value <= NOON
        return tuple(time(*divmod(each % DAY, 60)) for each in ((at, at + HALF_A_DAY) if is_either else (at,)))


def time_keyboard(usual: Sequence[time] = (), after: time | None = None) -> Keyboard:
    """The forum's usual times first, then the whole and half hours of the day; of today only those `after` now."""
    hours = range(FIRST_HOUR, LAST_HOUR + 1)
    whole = [time(hour, minute) for hour in hours for minute in (0, 30)][:-1]
    first = [each for each in dict.fromkeys(usual) if after is None or each > after][:USUAL_AT_MOST]
    rest = [each for each in whole if each not in first and (after is None or each > after)]
    return [*_in_rows(first), *_in_rows(rest)]


def shown(moment: time) -> str:
    """The time as it stands on buttons and in messages."""
    return f"{moment:%H:%M}"


def read_time(text: str, offered: Sequence[str], asked_before: int = EARLY_MORNING) -> time:
    """The time of a pressed button, or the one somebody typed, in digits or words of these languages.

    Raises NotATime, WhichHalf: a part of the day must go with its hour, and an hour `asked_before` may be two.
    """
    signs = signs_of(text, offered)
    if signs is None:
        raise NotATime
    parts = [part for sign in signs if (part := _part(sign))]
    rest = [sign for sign in signs if sign.kind not in ("part", "half")]
    try:
        return _of_part(_said(rest), parts) if parts else _alone(_said(rest), asked_before)
    except NotATime:
        names = [sign for sign in rest if sign.kind == "fixed"]
        if not names:
            raise
        around = [AROUND[sign.value] for sign in names]
        return _of_part(_said([sign for sign in rest if sign.kind != "fixed"]), [*parts, *around])


def _part(sign: Sign) -> PartOfDay | None:
    return HALVES[sign.value] if sign.kind == "half" else sign.part


def _said(signs: Sequence[Sign]) -> Said:
    """The hour that was written, and how far from it the time is. Raises NotATime."""
    shape = "".join(SHAPE[sign.kind] for sign in signs)
    kept = signs[len(shape) - len(shape.lstrip("_")) : len(shape.rstrip("_"))]
    shape = shape.strip("_")
    if FROM_HOUR.fullmatch(shape) and (len(shape) == 1 or shape[1] != "n" or _is_minutes(kept)):
        return _from_hour(kept[0], kept[1:])
    if TO_HOUR.fullmatch(shape) and (shape[0:2] != "n<" or kept[0].value in SURELY_MINUTES):
        way = -1 if "<" in shape else 1
        return Said(kept[-1], way * kept[0].value)
    raise NotATime


def _from_hour(hour: Sign, rest: Sequence[Sign]) -> Said:
    minutes, way = hour.minutes, 1
    for sign in rest:
        if sign.kind in ("number", "amount"):
            minutes += way * sign.value
        way = -1 if sign.kind == "less" else 1
    return Said(hour, minutes)


def _is_minutes(signs: Sequence[Sign]) -> bool:
    """Whether the number behind that of the hour is surely one of minutes: "4 5" could be two hours."""
    hour, number, *rest = signs
    is_hour_too = hour.kind == "fixed" and number.value in (11, 12)
    return bool(rest) or (len(number.digits) == DIGITS_OF_MINUTES and not is_hour_too)


def _alone(said: Said, asked_before: int) -> time:
    """The time where no part of the day was named. Raises NotATime, WhichHalf."""
    moments = said.moments()
    is_clear = len(moments) == 1 or said.hour.digits.startswith("0")
    if is_clear or min(said.hour.value, moments[0].hour) >= asked_before:
        return moments[0]
    raise WhichHalf((max(moments), min(moments)))


def _of_part(said: Said, parts: Sequence[PartOfDay]) -> time:
    """The one of the two times that is called so. Raises NotATime, WhichHalf."""
    moments = said.moments()
    if len(moments) == 1 and any(part in parts for part in HALVES.values()):
        raise NotATime
    fitting = [moment for moment in moments if all(part.holds(moment) for part in parts)]
    if len(fitting) == 1:
        return fitting[0]
    if len(moments) == 1:
        raise NotATime
    raise WhichHalf((max(moments), min(moments)))


def _in_rows(times: Sequence[time]) -> list[list[str]]:
    labels = [shown(each) for each in times]
    return [labels[start : start + IN_A_ROW] for start in range(0, len(labels), IN_A_ROW)]
