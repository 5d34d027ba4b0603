"""What the words of a typed day say, in one language: every word is understood, or nothing is.

Words are compared as the directory's search compares them, so hamza, accents, the letters of either keyboard and
invisible marks make no difference; nor do spaces within a name ("سێ شەممە").
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Literal, get_args

from locales.day_names import DayNames, day_names
from services.directory.folding import folded

LONGEST_NAME = 6
"""Words that one name may have."""
MOST_WORDS = 12
LONGEST_NUMBER = 9

_WORD = re.compile(r"\d+|[^\d\s]+")
_DRESS = re.compile("[\ufe00-\ufe0f\u20e3]")

Kind = Literal[
    "number",
    "month",
    "weekday",
    "this_weekday",
    "ahead",
    "weeks_after",
    "next",
    "next_week",
    "this",
    "after_next",
    "last",
]
Reading = tuple[Kind, int]


@dataclass(frozen=True)
class Said:
    """What was written: the numbers in order, and what was named. `weeks_after`: so many later than the day that was
    named. `weekday_follows`: after a number."""

    numbers: tuple[int, ...] = ()
    month: int | None = None
    weekday: int | None = None
    ahead: int | None = None
    weeks_after: int = 0
    is_next: bool = False
    is_next_week: bool = False
    is_this: bool = False
    is_after_next: bool = False
    is_last: bool = False
    weekday_follows: bool = False

    @property
    def is_weekday_alone(self) -> bool:
        """Whether nothing tells the day but its name, and the words beside it."""
        return self.weekday is not None and self.ahead is None and self.month is None and not self.numbers


def understood(text: str, code: str) -> Iterator[Said]:
    """Each way in which the language understands the text; none where it holds an unknown word or contradicts itself.

    A word can be two names: "mar" is a month and a day of the week in Spanish.
    """
    words = _table(code).words(text)
    if words is not None and 0 < len(words) <= MOST_WORDS:
        for readings in product(*words):
            said = _together(readings)
            if said is not None:
                yield said


def _together(readings: tuple[Reading, ...]) -> Said | None:
    """One way of reading each word. A month may be named twice, if it is the same month: تشرين الثاني/نوفمبر."""
    by_kind: dict[Kind, list[int]] = {kind: [] for kind in get_args(Kind)}
    follows = False
    for kind, value in readings:
        follows = follows or (kind == "weekday" and bool(by_kind["number"]))
        by_kind[kind].append(value)
    is_this = bool(by_kind["this"] or by_kind["this_weekday"])
    by_kind["weekday"] += by_kind["this_weekday"]
    one = {kind: _only(values) for kind, values in by_kind.items() if kind != "number"}
    if any(by_kind[kind] and value is None for kind, value in one.items()):
        return None
    return Said(
        tuple(by_kind["number"]),
        one["month"],
        one["weekday"],
        one["ahead"],
        one["weeks_after"] or 0,
        is_next=bool(by_kind["next"]),
        is_next_week=bool(by_kind["next_week"]),
        is_this=is_this,
        is_after_next=bool(by_kind["after_next"]),
        is_last=bool(by_kind["last"]),
        weekday_follows=follows,
    )


def _only(values: list[int]) -> int | None:
    return values[0] if len(set(values)) == 1 else None


@dataclass(frozen=True)
class _Table:
    """The names of one language, folded and without spaces, each with all it can mean. Nothing: changes nothing."""

    meanings: Mapping[str, tuple[Reading, ...]]
    unspaced: re.Pattern[str] | None

    def words(self, text: str) -> list[tuple[Reading, ...]] | None:
        """What each name and number of the text can mean; None where something is neither."""
        plain = folded(_DRESS.sub("", text))
        if self.unspaced is not None:
            plain = self.unspaced.sub(r" \g<0> ", plain)
        left, found = _WORD.findall(plain), []
        while left:
            length = self._longest(left)
            if length:
                found.append(self.meanings["".join(left[:length])])
            elif left[0].isdecimal():
                found.append((("number", int(left[0][:LONGEST_NUMBER])),))
            else:
                return None
            left = left[length or 1 :]
        return [meanings for meanings in found if meanings]

    def _longest(self, words: list[str]) -> int:
        """How many of the words, from the first on, are one name."""
        lengths = range(min(LONGEST_NAME, len(words)), 0, -1)
        return next((length for length in lengths if "".join(words[:length]) in self.meanings), 0)


@cache
def _table(code: str) -> _Table:
    names = day_names(code)
    meanings: dict[str, tuple[Reading, ...]] = {_joined(word): () for word in names.between}
    for name, reading in _named(names):
        for spelling in _spellings(name, names):
            meanings[spelling] = tuple(dict.fromkeys((*meanings.get(spelling, ()), reading)))
    by_length = sorted(meanings, key=len, reverse=True)
    unspaced = None if names.spaces else re.compile("|".join(map(re.escape, by_length)))
    return _Table(meanings, unspaced)


def _named(names: DayNames) -> Iterator[tuple[str, Reading]]:
    yield from ((name, ("month", number)) for name, number in names.months.items())
    yield from ((name, ("weekday", number)) for name, number in names.weekdays.items())
    yield from ((name, ("ahead", days)) for name, several in names.ahead.items() for days in several)
    yield from ((name, ("next", 1)) for name in names.next)
    yield from ((name, ("next_week", 1)) for name in names.next_week)
    yield from ((name, ("this", 1)) for name in names.this)
    yield from ((name, ("after_next", 1)) for name in names.after_next)
    yield from ((name, ("last", 1)) for name in names.last)
    yield from ((name, ("weeks_after", weeks)) for name, weeks in names.weeks_after.items())
    for name, number in names.weekdays.items() if names.this_before else ():
        yield names.this_before + name.removeprefix(names.article), ("this_weekday", number)


def _joined(name: str) -> str:
    return "".join(folded(name).split())


def _spellings(name: str, names: DayNames) -> set[str]:
    """The name with and without its articles, with and without what may be written onto its end."""
    words = folded(name).split()
    plain = {"".join(words)}
    if names.article and name not in names.ahead:
        plain.add("".join(word.removeprefix(names.article) for word in words))
    return plain | {each + _joined(ending) for each in plain for ending in names.endings}
