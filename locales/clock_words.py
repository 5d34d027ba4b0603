"""What people write beside the number of an hour: parts of the day, halves and quarters, "at", "o'clock".

It stands in `clock.toml` in the language's folder, where translators look after it. Kept by hand: the day periods of
CLDR are for writing, not for reading, and Sorani has none. A language without the file has none of these words.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any

from locales.languages import FOLDER


@dataclass(frozen=True)
class PartOfDay:
    """A part of the day that these words name: from `first` to `last`, which is the next day's where it is earlier."""

    first: time
    last: time
    words: tuple[str, ...]

    def holds(self, moment: time) -> bool:
        """Whether people call that time so."""
        if self.first <= self.last:
            return self.first <= moment <= self.last
        return moment >= self.first or moment <= self.last


@dataclass(frozen=True)
class ClockWords:
    """`am` and `pm` stand behind hours from 1 to 12. `noon` and `midnight` are an hour alone and a part behind one.

    `beside` changes nothing before or behind a time, `hour` nothing behind its hour; `minutes` stand behind minutes.
    `past`, `to` and `less` say which way `half`, `quarter`, `third` or minutes go. `hours`: further words for an hour.
    `endings` may follow the number of an hour.
    """

    parts: tuple[PartOfDay, ...] = ()
    am: tuple[str, ...] = ()
    pm: tuple[str, ...] = ()
    noon: tuple[str, ...] = ()
    midnight: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    hour: tuple[str, ...] = ()
    minutes: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    half: tuple[str, ...] = ()
    quarter: tuple[str, ...] = ()
    third: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    hours: Mapping[str, int] = field(default_factory=dict)


@cache
def clock_words(code: str) -> ClockWords:
    """The words of one language."""
    return read_clock_words(FOLDER / code / "clock.toml")


def read_clock_words(path: Path) -> ClockWords:
    """What that file says; one that says something unknown raises TypeError."""
    said: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    hours = {text: int(number) for number, texts in said.pop("hours", {}).items() for text in texts}
    parts = tuple(_part(**part) for part in said.pop("parts", ()))
    return ClockWords(parts=parts, hours=hours, **{name: tuple(words) for name, words in said.items()})


def _part(hours: str, words: list[str]) -> PartOfDay:
    first, _, last = hours.partition("-")
    return PartOfDay(time.fromisoformat(first), time.fromisoformat(last), tuple(words))
