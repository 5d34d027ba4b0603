"""Numbers that people write in words, with words around them: "we are seven", "خمسة وعشرون", "quatre-vingt-dix".

Bounded: only short texts are read so, and what could be another number is none. Nothing is guessed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from handlers.pickers.digits import latin, numbers
from locales.number_words import number_words
from services.directory.folding import folded

MOST_WORDS: Final = 20
MOST_DIGITS: Final = 6
"""Longer numbers are telephone numbers and receipts, not how many."""
ARTICLE, SHORTEST_WITH_ARTICLE = "ال", 5
UNCLEAR_SIGNS: Final = re.compile(r"[-+−%½¼¾⅓]\s*\d|\d\s*%|[½¼¾⅓]|\d[.,٫]\d")
HUNDRED, TEN = 100, 10
_BESIDE_DIGITS: Final = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
Words = tuple[str, ...]


class Lexicon(NamedTuple):
    """The words of all offered languages, folded."""

    words: dict[Words, int]
    longest: int
    joiners: frozenset[str]
    unclear: frozenset[str]
    uncounted: frozenset[str]
    hours: frozenset[str]
    two_hours: frozenset[str]
    half: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A word that is a number, or another one (`value` None). `is_joined` to what stands before it ("and")."""

    text: str
    value: int | None = None
    is_joined: bool = False


def in_digits(text: str, offered: Sequence[str]) -> str:
    """The text with each number that is written in words in digits; as it was where there is none."""
    parts = list(_parts(text, lexicon(tuple(offered))))
    if len(parts) > MOST_WORDS or all(part.value is None or part.text.isdecimal() for part in parts):
        return text
    return " ".join(_put_together(parts))


def spoken_numbers(text: str, offered: Sequence[str]) -> list[int]:
    """The whole numbers in a text, in digits or words, in order; none where one of them could be another number."""
    said = in_digits(text, offered)
    if _leaves_out_somebody(text, lexicon(tuple(offered))):
        return []
    return numbers(said) if said == text or is_clear(text, offered) else []


def _leaves_out_somebody(text: str, known: Lexicon) -> bool:
    """True for "me and my two": of people who are named on one side of "and", and not in the number."""
    words = folded(text).split()
    pairs = list(pairwise(words))
    is_joined = any(one in known.uncounted and _is_and(other, known) for one, other in pairs)
    return is_joined or any(
        (one in known.joiners and other in known.uncounted) or _is_and_somebody(other, known) for one, other in pairs
    )


def _is_and(word: str, known: Lexicon) -> bool:
    """True for "and", by itself or written onto a word."""
    is_onto = any(with_joiner for _, with_joiner in _readings(word, known))
    return word in known.joiners or (is_onto and not any(phrase[0] == word for phrase in known.words))


def _is_and_somebody(word: str, known: Lexicon) -> bool:
    return word not in known.uncounted and any(
        with_joiner and reading in known.uncounted for reading, with_joiner in _readings(word, known)
    )


def is_clear(text: str, offered: Sequence[str]) -> bool:
    """False where a number in the text is only a part of what is said: half, more than, minus, or very long."""
    plain = latin(text)
    if UNCLEAR_SIGNS.search(plain) or any(len(run) > MOST_DIGITS for run in re.findall(r"\d+", plain)):
        return False
    words, known = folded(text).split(), lexicon(tuple(offered))
    read = (reading for word in words for reading, _ in _readings(word, known))
    return len(words) <= MOST_WORDS and known.unclear.isdisjoint(read)


def spoken_minutes(text: str, offered: Sequence[str]) -> list[int]:
    """How many minutes: "90", "two hours", "1h30", "an hour and a half"; none, or several, where it is not clear."""
    known = lexicon(tuple(offered))
    apart = _BESIDE_DIGITS.sub(" ", latin(text))
    parts = [part for part in folded(in_digits(apart, offered)).split() if part not in known.joiners]
    if not any(_is_in(part, known.hours | known.two_hours) for part in parts):
        return spoken_numbers(text, offered)
    return _minutes(parts, known)


def _minutes(parts: Sequence[str], known: Lexicon) -> list[int]:
    minutes, counted, halves = 0, [], 0
    for part in parts:
        if part.isdecimal():
            counted.append(int(part[:MOST_DIGITS]))
        elif _is_in(part, known.two_hours):
            minutes += 120
        elif _is_in(part, known.hours) and halves and counted in ([], [1]):
            if counted:
                return []  # "one and a half hours", and in French half of one
        elif _is_in(part, known.hours):
            minutes += 60 * (counted.pop() if counted else 1)
        elif _is_in(part, known.half):
            minutes, halves = minutes + 30, halves + 1
    return [minutes + sum(counted)] if len(counted) <= 1 else []


@lru_cache(maxsize=16)
def lexicon(offered: tuple[str, ...]) -> Lexicon:
    """The words of these languages. A word that means two numbers, once folded, means none: it is unclear."""
    tables = [number_words(code) for code in offered]
    meanings: defaultdict[Words, set[int]] = defaultdict(set)
    for table in tables:
        for text, number in table.words.items():
            meanings[tuple(folded(text).split())].add(number)
    words = {phrase: next(iter(meant)) for phrase, meant in meanings.items() if len(meant) == 1}
    several = frozenset(phrase[0] for phrase, meant in meanings.items() if len(meant) > 1)

    def of(name: str) -> frozenset[str]:
        return frozenset(word for table in tables for text in getattr(table, name) for word in folded(text).split())

    rest = map(of, ("uncounted", "hours", "two_hours", "half"))
    return Lexicon(words, max(map(len, words), default=1), of("joiners"), of("unclear") | several, *rest)


def _parts(text: str, known: Lexicon) -> Iterator[_Part]:
    words, at, joined = folded(text).split(), 0, False
    while at < len(words):
        length, value, with_joiner = _number_at(words, at, known)
        if value is not None:
            yield _Part(words[at], value, joined or with_joiner)
            at, joined = at + length, False
            continue
        if joined or words[at] not in known.joiners:
            yield _Part(words[at])
        joined = words[at] in known.joiners
        at += 1


def _number_at(words: Sequence[str], at: int, known: Lexicon) -> tuple[int, int | None, bool]:
    """How many words make a number here, which, and whether "and" is written onto it."""
    if words[at].isdecimal():
        return 1, int(words[at][: MOST_DIGITS + 1]), False
    for length in range(min(known.longest, len(words) - at), 0, -1):
        phrase = tuple(words[at : at + length])
        for first, with_joiner in _readings(phrase[0], known):
            value = known.words.get((first, *phrase[1:]))
            if value is not None:
                return length, value, with_joiner
    return 1, None, False


def _readings(word: str, known: Lexicon) -> Iterator[tuple[str, bool]]:
    """The word, without an Arabic article, and without an "and" that is written onto it."""
    yield word, False
    if word.startswith(ARTICLE) and len(word) >= SHORTEST_WITH_ARTICLE:
        yield word.removeprefix(ARTICLE), False
    for joiner in known.joiners:
        if len(joiner) == 1 and word.startswith(joiner) and len(word) > 2:
            yield word.removeprefix(joiner), True


def _put_together(parts: Sequence[_Part]) -> Iterator[str]:
    number: int | None = None
    for part in parts:
        if part.value is None or part.text.isdecimal():
            if number is not None:
                yield str(number)
            number = None
            yield part.text if part.value is None else str(part.value)
            continue
        both = None if number is None else _together(number, part)
        if both is None and number is not None:
            yield str(number)
        number = part.value if both is None else both
    if number is not None:
        yield str(number)


def _together(number: int, part: _Part) -> int | None:
    """One number of what stood before and this part (two hundred, twenty five, five and twenty); None for two."""
    value = part.value or 0
    if value in (HUNDRED, HUNDRED * TEN) and 0 < number < value:
        return number * value
    if value in (HUNDRED, HUNDRED * TEN) and number > value and number % value and number % value < TEN:
        return number - number % value + number % value * value
    if 0 < value < _room_below(number):
        return number + value
    is_units_first = part.is_joined and 0 < number % HUNDRED < TEN and value % TEN == 0 and TEN < value < HUNDRED
    return number + value if is_units_first else None


def _room_below(number: int) -> int:
    """Below which a further part belongs to this number."""
    if number == 0:
        return 0
    for scale in (1000, HUNDRED):
        if number % scale == 0:
            return scale
    return TEN if number % TEN == 0 and number % HUNDRED > TEN else 0


def _is_in(word: str, words: frozenset[str]) -> bool:
    return word in words or word.removeprefix(ARTICLE) in words or (word[:1] == "و" and word[1:] in words)
