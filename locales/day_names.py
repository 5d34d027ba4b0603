"""What a language calls the days and the months: the names of CLDR, and beside them what people type.

The latter stands in `days.toml` in the language's folder, where translators look after it; a language without that
file has the names of CLDR.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from locales.languages import FOLDER

TOMORROWS = ("today", "tomorrow", "day_after_tomorrow")
MOST_DAYS, MOST_WEEKS = 90, 26
"""How far a day is counted that somebody names by its distance."""
DISTANCES = (
    *(("in_days", MOST_DAYS, 1), ("in_weeks", MOST_WEEKS, 7)),
    *(("days_ago", MOST_DAYS, -1), ("weeks_ago", MOST_WEEKS, -7)),
)


@dataclass(frozen=True)
class DayNames:
    """How days are written in one language, as its writers spell them.

    `months`: 1 is January; `weekdays`: 0 is Monday; `ahead`: days from today, below zero for those that were, several
    where people mean one or the other. `next`: beside a weekday, the coming one or the one after; `next_week`: beside a
    weekday, that of the week to come; `this`: beside a weekday, today too, and `this_before` the same written onto its
    beginning; `weeks_after`: beside a day, so many weeks later; `after_next`: beside a weekday, one or two weeks after
    the coming one. `last`: beside a weekday, the one that was or the one before it. `between`: what changes nothing.
    `endings` may follow a name, `article` may stand before it. Without `spaces` names follow each other directly.
    """

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    ahead: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    next: tuple[str, ...] = ()
    next_week: tuple[str, ...] = ()
    this: tuple[str, ...] = ()
    this_before: str = ""
    weeks_after: Mapping[str, int] = field(default_factory=dict)
    after_next: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    article: str = ""
    spaces: bool = True


@cache
def day_names(code: str) -> DayNames:
    """The names of one language; an unknown code raises babel.UnknownLocaleError."""
    return read_day_names(code, FOLDER / code / "days.toml")


def read_day_names(code: str, path: Path) -> DayNames:
    """The names of a language with what its file adds; a file that says something unknown raises TypeError."""
    said: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    unsaid = set(said.pop("unsaid", ()))
    months = _cldr("months", (*said.pop("also", ()), code)) | _added(said.pop("months", {}), 0)
    weekdays = _cldr("days", (code,)) | _added(said.pop("weekdays", {}), 1)
    return DayNames(
        months={name: number for name, number in months.items() if name not in unsaid},
        weekdays={name: number for name, number in weekdays.items() if name not in unsaid},
        ahead=_ahead(said),
        next=tuple(said.pop("next", ())),
        next_week=tuple(said.pop("next_week", ())),
        this=tuple(said.pop("this", ())),
        weeks_after=_added(said.pop("weeks_after", {}), 0),
        after_next=tuple(said.pop("after_next", ())),
        last=tuple(said.pop("last", ())),
        between=tuple(said.pop("between", ())),
        endings=tuple(said.pop("endings", ())),
        **said,
    )


def _ahead(said: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """The names of today and tomorrow, and every distance in days or weeks that the file has a pattern or name for."""
    found: dict[str, tuple[int, ...]] = {}
    for key, most, length in DISTANCES:
        found |= {name.format(n=n): (n * length,) for name in said.pop(key, ()) for n in range(1, most + 1)}
    named = [(days, said.pop(key, ())) for days, key in enumerate(TOMORROWS)]
    named += [(int(days), names) for days, names in said.pop("ahead", {}).items()]
    for days, names in named:
        for name in names:
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), days)))
    return found


def _cldr(kind: str, codes: Iterable[str]) -> dict[str, int]:
    """The names as they stand in a date. Babel's stand-alone ones can be another language's, see `dates.weekday`."""
    from babel import Locale

    found: dict[str, int] = {}
    for code in codes:
        widths = getattr(Locale.parse(code), kind)["format"]
        found |= {name: number for width in ("wide", "abbreviated") for number, name in widths[width].items()}
    return found


def _added(table: Mapping[str, Iterable[str]], first: int) -> dict[str, int]:
    return {name: int(number) - first for number, names in table.items() for name in names}
