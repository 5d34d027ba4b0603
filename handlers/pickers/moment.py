"""A day and perhaps an hour in one message: "friday 4 pm", "غدا ٤ عصرا". Only a sure hour is taken for one."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Final, NamedTuple

from handlers.pickers.day import NoSuchDay, NotADay, WhichDay, read_sure_day
from handlers.pickers.time import NotATime, WhichHalf, read_time, shown
from locales import Words
from services.errors import Refusal

MOST_WORDS: Final = 16
_MORE_THAN_A_NUMBER: Final = re.compile(r"\d\s*[:.h]\s*\d|[^\W\d_]")
"""A bare number beside a day can be its own, or a year."""


class Moment(NamedTuple):
    """A day, and the time on it where one was said."""

    day: date
    at: time | None = None

    def label(self, words: Words) -> str:
        """How it stands on a button, and is understood again."""
        day = words.aligned(words.date(self.day))
        return f"{day} {shown(self.at)}" if self.at else day


class WhichMoment(Refusal):
    """It may be several days, or either half of a day: `moments` are what it may be, the likeliest first."""

    def __init__(self, moments: tuple[Moment, ...]) -> None:
        super().__init__()
        self.moments = moments


def read_moment(text: str, languages: Sequence[str], today: date) -> Moment:
    """The day somebody pressed or wrote, with its time where that stands beside it.

    Raises WhichMoment, and what read_sure_day raises.
    """
    try:
        moments = _moments(text, languages, today)
    except NotADay:
        found = [each for parts in parted(text) if (each := _with_time(parts, languages, today))]
        if len(found) != 1:
            raise
        (moments,) = found
    if len(moments) == 1:
        return moments[0]
    raise WhichMoment(moments)


def _moments(text: str, languages: Sequence[str], today: date) -> tuple[Moment, ...]:
    try:
        return (Moment(read_sure_day(text, languages, today)),)
    except WhichDay as several:
        return tuple(map(Moment, several.days))


def parted(text: str) -> Iterator[tuple[str, str]]:
    """Every way to part the text into a day and a time, whichever comes first."""
    words = text.split()
    for at in range(1, len(words)) if len(words) <= MOST_WORDS else ():
        first, last = " ".join(words[:at]), " ".join(words[at:])
        yield from (each for each in ((first, last), (last, first)) if _MORE_THAN_A_NUMBER.search(each[1]))


def _with_time(parts: tuple[str, str], languages: Sequence[str], today: date) -> tuple[Moment, ...]:
    """The moments that a day and a time mean; none where they are not both understood."""
    day, at = parts
    try:
        days = _moments(day, languages, today)
        times = _times(at, languages)
    except (NotADay, NoSuchDay, NotATime):
        return ()
    return tuple(Moment(each.day, moment) for each in days for moment in times)


def _times(text: str, languages: Sequence[str]) -> tuple[time, ...]:
    try:
        return (read_time(text, languages),)
    except WhichHalf as either:
        return either.times
