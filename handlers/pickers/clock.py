"""What the words of a typed time say: "half past four", "٤ عصرا", "8 du soir". Every word is understood, or nothing is.

Numbers are those of the offered languages; the words beside them those of every language that has some.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, Literal, NamedTuple

from handlers.pickers.digits import latin
from handlers.pickers.spoken import in_digits, lexicon
from locales import LANGUAGES
from locales.clock_words import ClockWords, PartOfDay, clock_words
from services.directory.folding import folded

MOST_WORDS: Final = 16
SHORT = 4
"""Digits of 1630."""
_CLOCK: Final = re.compile(r"(?<![\d.:,٫])(?:(\d{1,2})\s*[:.,h٫]\s*(\d{2})|(\d{2})(\d{2}))(?![.:,٫]?\d)")
_SEVERAL: Final = re.compile(r"[-+−–—/]\s*\d|\d\s*[-+−–—/]")
"""Numbers that are no hour, or two of them: -3, 14-16."""
_BESIDE_DIGITS: Final = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
AND, ARTICLE = "و", "ال"
HALF, QUARTER, THIRD = 30, 15, 20

Thing = Literal["clock", "number", "amount", "fixed", "part", "half"]
Link = Literal["less", "past", "to", "minutes", "and", "beside", "hour"]
Kind = Thing | Link | Literal[""]
Phrase = tuple[str, ...]


class Sign(NamedTuple):
    """What a word or a few words mean. `value`: hours, or minutes, as written in `digits`; `minutes` those of a clock.

    `fixed` is an hour with a name (noon), `half` of the day AM or PM, `amount` half an hour or a quarter.
    """

    kind: Kind
    value: int = 0
    digits: str = ""
    part: PartOfDay | None = None
    minutes: int = 0


def signs_of(text: str, offered: Sequence[str]) -> list[Sign] | None:
    """What each part of the text means, in order; None where one is not understood."""
    plain = latin(text).casefold()
    if _SEVERAL.search(plain):
        return None
    found = _CLOCK.search(plain)
    if not found:
        return _signs(plain, offered)
    before, after = _signs(plain[: found.start()], offered), _signs(plain[found.end() :], offered)
    if before is None or after is None:
        return None
    hour, minutes = found[1] or found[3], found[2] or found[4]
    return [*before, Sign("clock", int(hour), hour, minutes=int(minutes)), *after]


def _signs(text: str, offered: Sequence[str]) -> list[Sign] | None:
    words = folded(_BESIDE_DIGITS.sub(" ", text)).split()
    if len(words) > MOST_WORDS:
        return None
    signs: list[Sign] = []
    run: list[str] = []
    at = 0
    while at < len(words):
        length, found = _phrase(words, at)
        if length:
            signs += [*_numbers(run, offered), *found]
            run = []
        else:
            run.append(words[at])
        at += length or 1
    signs += _numbers(run, offered)
    return None if any(not sign.kind for sign in signs) else [sign for sign in signs if sign.kind != "hour"]


def _phrase(words: Sequence[str], at: int) -> tuple[int, list[Sign]]:
    """How many words are a phrase here, the longest one, and what it means."""
    known, longest = _phrases()
    for length in range(min(longest, len(words) - at), 0, -1):
        first, *rest = words[at : at + length]
        for reading, before in _readings(first):
            if sign := known.get((reading, *rest)):
                return length, [*before, sign]
    return 0, []


def _readings(word: str) -> Iterator[tuple[str, list[Sign]]]:
    """The word; without an article or an ending; and without an Arabic "and" that is written onto it."""
    plain = [(word, list[Sign]())]
    if word.startswith(AND) and len(word) > 2:
        plain.append((word.removeprefix(AND), [Sign("and")]))
    for each, before in plain:
        yield each, before
        yield each.removeprefix(ARTICLE), before
        yield from ((each.removesuffix(ending), before) for ending in _endings())


def _numbers(run: Sequence[str], offered: Sequence[str]) -> Iterator[Sign]:
    """The numbers of words that are no phrase; a sign without a kind for anything else."""
    known = lexicon(tuple(offered))
    plain = " ".join(_without_ending(word, known.words) for word in run)
    for word in in_digits(plain, offered).split():
        if word.isdecimal():
            yield Sign("number", int(word[:SHORT]), word)
        else:
            yield Sign("and" if word in known.joiners else "")


def _without_ending(word: str, numbers: dict[Phrase, int]) -> str:
    if (word,) in numbers:
        return word
    bare = (word.removesuffix(ending) for ending in _endings() if word.endswith(ending))
    return next((each for each in bare if (each,) in numbers), word)


@cache
def _endings() -> tuple[str, ...]:
    return tuple(folded(ending) for code in LANGUAGES for ending in clock_words(code).endings)


@cache
def _phrases() -> tuple[dict[Phrase, Sign], int]:
    """Every phrase of every language, folded, and how many words the longest has."""
    found = {tuple(folded(text).split()): sign for code in LANGUAGES for text, sign in phrases_of(clock_words(code))}
    return found, max(map(len, found))


def phrases_of(table: ClockWords) -> Iterator[tuple[str, Sign]]:
    """The phrases of one language and what they mean."""
    plain: dict[Sign, tuple[str, ...]] = {
        Sign("half", 0): table.am,
        Sign("half", 12): table.pm,
        Sign("fixed", 12): table.noon,
        Sign("fixed", 0): table.midnight,
        Sign("beside"): table.beside,
        Sign("hour"): table.hour,
        Sign("minutes"): table.minutes,
        Sign("past"): table.past,
        Sign("to"): table.to,
        Sign("less"): table.less,
        Sign("amount", HALF): table.half,
        Sign("amount", QUARTER): table.quarter,
        Sign("amount", THIRD): table.third,
    }
    yield from ((text, sign) for sign, texts in plain.items() for text in texts)
    yield from ((text, Sign("number", hour, str(hour))) for text, hour in table.hours.items())
    yield from ((text, Sign("part", part=part)) for part in table.parts for text in part.words)
