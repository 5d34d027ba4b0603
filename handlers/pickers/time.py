"""Choosing a time of day: by a button, or typed in the ways people write times, in digits of any script.

Times are shown with 24 hours in every language. "3:30" typed without saying which half of the day could be either:
then both are offered as buttons, and nobody is called together in the middle of the night.
"""

import re
from collections.abc import Sequence
from datetime import time

from handlers.chat.screen.markup import Keyboard
from handlers.pickers.digits import latin
from services.errors import Refusal

FIRST_HOUR = 8
LAST_HOUR = 19
IN_A_ROW = 4
USUAL_AT_MOST = 4
NOON = 12
EARLY_MORNING = 7
"""Before this hour a time without a leading zero is asked about."""

_TIME = re.compile(r"(\d{1,2})(?:\s*[:.,h٫]\s*(\d{2}))?(?:\s*h)?|(\d{2})(\d{2})")
_AFTERNOON = ("pm", "p.m", "م", "ee", "د.ن")
_MORNING = ("am", "a.m", "ص", "bn", "پ.ن")


class NotATime(Refusal):
    """What was written names no time of day."""


class WhichHalf(Refusal):
    """Before or after noon? `times` are the two it may be, the likelier one first."""

    def __init__(self, times: tuple[time, time]) -> None:
        super().__init__()
        self.times = times


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


def read_time(text: str) -> time:
    """The time of a pressed button, or the one somebody typed. Raises NotATime, WhichHalf."""
    said = latin(text).strip().casefold()
    for half, shift in ((_AFTERNOON, True), (_MORNING, False)):
        for ending in half:
            if said.rstrip(". ").endswith(ending):
                return _of_half(_clock(said.rstrip(". ").removesuffix(ending).strip()), shift)
    found = _clock(said)
    if 1 <= found.hour < EARLY_MORNING and not said.startswith("0"):
        raise WhichHalf((found.replace(hour=found.hour + NOON), found))
    return found


def _clock(said: str) -> time:
    found = _TIME.fullmatch(said)
    if not found:
        raise NotATime
    try:
        return time(int(found[1] or found[3]), int(found[2] or found[4] or 0))
    except ValueError:
        raise NotATime from None


def _of_half(found: time, is_afternoon: bool) -> time:
    if not 1 <= found.hour <= NOON:
        raise NotATime
    return found.replace(hour=found.hour % NOON + (NOON if is_afternoon else 0))


def _in_rows(times: Sequence[time]) -> list[list[str]]:
    labels = [shown(each) for each in times]
    return [labels[start : start + IN_A_ROW] for start in range(0, len(labels), IN_A_ROW)]
