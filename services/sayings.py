"""What people say, as a list tells it, and whether it stands in a text: any person, any tense, nearly any spelling.

In a listed saying "…" stands for up to four other words, "*" at a word's end for any ending, "~" for every person and
tense of a verb, and "<name>" for any member of that group of that language. An apostrophe may be left out by whoever
writes, and so may one of two equal letters; a word of five letters may have two neighbours swapped, a longer one a
wrong letter.

Verbs: English takes the plain form ("strangle~"), French the infinitive in -er ("frapper~"), Arabic the three letters
or what is left between the person before and the persons after it ("ضرب~"). Other verbs are written out.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain, product
from typing import Final

from services.directory.folding import AND, all_words, folded, tells
from services.directory.index import distance

GAP, ANY_ENDING, VERB = "…", "*", "~"
LONGEST_GAP: Final = 4
"""Words that may stand in place of a gap."""
SWAPPED_FROM, MISSPELT_FROM = 5, 7
"""Letters from which a word may have two neighbours swapped, and any one wrong; never its first."""
SHORTEST_ALONE, SHORTEST_LATIN_ALONE = 3, 4
"""Letters a word needs to stand by itself: shorter ones ("die") are other words elsewhere. Capitals are meant so."""
SHORTEST_STEM, SHORTEST_STEM_IN_A_PHRASE = 4, 2
MOST_WORDS: Final = 10
HIDDEN: Final = " "
"""In place of a word that was said of something else; no word is written so."""

_GROUP: Final = re.compile("<([a-z_]+)>")
_APOSTROPHE: Final = re.compile("['’ʼ]")
_TWICE: Final = re.compile(r"([a-z])\1")
_BEFORE: Final = ("", *"يتناهفب", *"سح", *(one + two for one, two in product("بسح", "يتنا")))
_PERSON: Final = ("", "ت", "و", "وا", "ون", "ين", "ا", "نا", "تو", "تم")
_WHOM: Final = ("", "ني", "نا", "ه", "و", "ها", "هم", "هن", "ن", "ك", "كم")
_FRENCH: Final = (
    *("e", "es", "ent", "er", "ee", "ees", "ait", "aient", "ais"),
    *("ant", "ons", "ez", "ai", "a", "erait", "era", "eront"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """The ways in which one word of a saying may be written: exactly so, beginning so, or nearly so.

    There is one of each, however many sayings have it.
    """

    exact: frozenset[str]
    stems: tuple[str, ...] = ()
    nearly: tuple[str, ...] = ()
    letters: frozenset[str] = field(init=False, repr=False)
    """With which `exact` begin: verbs have tens of thousands of forms, so they are looked through once."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "letters", frozenset(word[0] for word in self.exact))


Saying = tuple[Place, ...]
ANYTHING: Final = Place(frozenset((GAP,)))
Groups = Mapping[str, Sequence[str]]


class NotASaying(ValueError):
    """What is wrong with it, and what to do."""

    def __init__(self, rule: str, remedy: str) -> None:
        super().__init__(rule)
        self.rule, self.remedy = rule, remedy


class Places:
    """The places of many sayings, to be found by a word without a look at each.

    They are sorted at the first question: whoever only loads the lists asks none.
    """

    def __init__(self, sayings: Iterable[Saying] = ()) -> None:
        self._sayings = tuple(sayings)

    @cached_property
    def _sorted(self) -> "_Sorted":
        return _Sorted(self._sayings)

    def of(self, word: str) -> frozenset[Place]:
        """Those in which the word may stand."""
        by = self._sorted
        found = {place for place in by.exact.get(word[0], ()) if word in place.exact}
        for end in range(1, len(word) + 1):
            found.update(by.stems.get(word[:end], ()))
        for part in _kept(word):
            found.update(place for wanted, place in by.nearly.get(part, ()) if _is_nearly(word, wanted))
        return frozenset(found)


class _Sorted:
    """Places by what a word has of them: its first letter, what it begins with, the parts that a slip leaves."""

    def __init__(self, sayings: Iterable[Saying]) -> None:
        self.exact: dict[str, list[Place]] = {}
        self.stems: dict[str, list[Place]] = {}
        self.nearly: dict[str, list[tuple[str, Place]]] = {}
        for place in dict.fromkeys(place for saying in sayings for place in saying if place is not ANYTHING):
            for letter in place.letters:
                self.exact.setdefault(letter, []).append(place)
            for stem in place.stems:
                self.stems.setdefault(stem, []).append(place)
            for word in place.nearly:
                for part in _kept(word):
                    self.nearly.setdefault(part, []).append((word, place))


class Found:
    """Where sayings, all of them of these places, stand in the words of a text."""

    def __init__(self, words: Sequence[str], places: Places) -> None:
        self._of = {HIDDEN: frozenset[Place]()} | {word: places.of(word) for word in set(words)}
        self._read(words)

    def _read(self, words: Sequence[str]) -> None:
        self.words = list(words)
        self._there = frozenset({ANYTHING}.union(*(self._of[word] for word in self.words)))

    def has(self, saying: Saying) -> bool:
        """Whether it stands there."""
        return next(self.spans(saying), None) is not None

    def without(self, sayings: Iterable[Saying]) -> "Found":
        """The same text with the words of these sayings hidden; what stands in a gap of one stays."""
        hidden = {at for saying in sayings for span in self.spans(saying) for at in span if self._says(saying, at)}
        if not hidden:
            return self
        rest = copy(self)
        rest._read([HIDDEN if at in hidden else word for at, word in enumerate(self.words)])
        return rest

    def _says(self, saying: Saying, at: int) -> bool:
        """Whether this word is one of the saying's own."""
        return not self._of[self.words[at]].isdisjoint(saying)

    def spans(self, saying: Saying) -> Iterator[range]:
        """Where it stands there."""
        if self._there.issuperset(saying):
            for start in range(len(self.words)):
                if end := self._end(start, saying):
                    yield range(start, end)

    def _end(self, at: int, saying: Saying) -> int:
        """Behind its last word where it begins here, else 0."""
        if not saying:
            return at
        first, rest = saying[0], saying[1:]
        if first is ANYTHING:
            return next(filter(None, (self._end(at + passed, rest) for passed in range(LONGEST_GAP + 1))), 0)
        fits = at < len(self.words) and first in self._of[self.words[at]]
        return self._end(at + 1, rest) if fits else 0


def sayings(said: str, language: str, groups: Groups) -> list[Saying]:
    """A listed saying in the ways it is written, apostrophes kept and left out. Raises NotASaying."""
    if "<" not in said:
        return [*_of_no_group(said, language)]
    return _ways(said, language, groups)


@cache
def _of_no_group(said: str, language: str) -> tuple[Saying, ...]:
    """Most are of none, and are taken apart once."""
    return tuple(_ways(said, language, {}))


def _ways(said: str, language: str, groups: Groups) -> list[Saying]:
    ways = dict.fromkeys((said, _APOSTROPHE.sub("", said)))
    return [saying for way in ways for saying in _sayings(way, language, groups)]


def _sayings(said: str, language: str, groups: Groups) -> Iterator[Saying]:
    """One, or one for each way to say a group that has members of several words."""
    parts = [part for part in said.replace(GAP, f" {GAP} ").split() if part == GAP or any(map(str.isalnum, part))]
    if not parts or GAP in (parts[0], parts[-1]):
        raise NotASaying("has no words at its ends", "Write words; … stands between two of them")
    for ways in product(*(_places(part, language, groups) for part in parts)):
        saying = tuple(chain.from_iterable(ways))
        _refuse_a_bad_one(saying, said)
        yield saying


def _refuse_a_bad_one(saying: Saying, said: str) -> None:
    if len(saying) > MOST_WORDS:
        rule = "is too long to be written by somebody else in the same words"
        raise NotASaying(rule, f"Write at most {MOST_WORDS} words")
    stem = SHORTEST_STEM if len(saying) == 1 else SHORTEST_STEM_IN_A_PHRASE
    if any(len(each) < stem for place in saying for each in place.stems):
        raise NotASaying("has too few letters before *", f"Write at least {stem}")
    if len(saying) == 1 and not said.isupper() and any(map(_is_too_short, saying[0].exact)):
        rule = "is too short to stand alone: other words are written like it"
        raise NotASaying(rule, "Write it with the words beside it")


def _is_too_short(word: str) -> bool:
    return len(word) < (SHORTEST_LATIN_ALONE if word[0].isascii() else SHORTEST_ALONE) or not tells(word)


def _places(part: str, language: str, groups: Groups) -> list[Saying]:
    """The ways in which that part of a saying may stand there."""
    if part == GAP:
        return [(ANYTHING,)]
    group = _GROUP.fullmatch(part)
    if group is None:
        return [tuple(_place((each,), language) for each in _apart(part))]
    if group[1] not in groups:
        raise NotASaying(f"names a group “{group[1]}” that there is not", f"List it under [groups.{language}]")
    return _members(tuple(groups[group[1]]), language)


@cache
def _members(members: tuple[str, ...], language: str) -> list[Saying]:
    """All of one word together; of those of several words ("ابن عمي", "grand-père") all that differ in their last."""
    lasts: dict[tuple[str, ...], list[str]] = {}
    for *before, last in map(_apart, members):
        lasts.setdefault(tuple(before), []).append(last)
    return [
        (*(_place((each,), language) for each in before), _place(tuple(last), language))
        for before, last in lasts.items()
    ]


@cache
def _apart(part: str) -> tuple[str, ...]:
    """The words that are written in one, each with the mark at its end."""
    mark = part[-1] if part[-1] in (ANY_ENDING, VERB) else ""
    if not mark:
        return tuple(all_words(part))
    *before, last = folded(part[:-1]).split() or [""]
    return (*before, last + mark)


@cache
def _place(ways: tuple[str, ...], language: str) -> Place:
    written = [each[:-1] for each in ways if each.endswith(ANY_ENDING)]
    # From longer words folding takes the letter away that is "and" in Arabic; a beginning of one is not long enough.
    behind_and = (stem.removeprefix(AND) for stem in written if stem.startswith(AND))
    stems = (*written, *(rest for rest in behind_and if len(rest) >= SHORTEST_STEM))
    listed = {each for each in ways if each[-1] not in (ANY_ENDING, VERB)}
    verbs = {form for each in ways if each.endswith(VERB) for form in _conjugated(each[:-1], language)}
    spelt = {each for each in (*listed, *verbs) if each.isascii()} | listed
    dropped = {_TWICE.sub(r"\1", each) for each in spelt if len(each) >= SWAPPED_FROM}
    thin = tuple(dict.fromkeys((*stems, *(_TWICE.sub(r"\1", stem) for stem in stems if len(stem) >= SWAPPED_FROM))))
    return _one(frozenset(listed | verbs | dropped), thin, tuple(sorted(w for w in spelt if len(w) >= SWAPPED_FROM)))


@cache
def _one(exact: frozenset[str], stems: tuple[str, ...], nearly: tuple[str, ...]) -> Place:
    return Place(exact, stems, nearly)


@cache
def _conjugated(verb: str, language: str) -> Iterable[str]:
    rule = _RULES.get(language)
    if rule is None:
        raise NotASaying(f"has ~, and no verbs of “{language}” are known by rule", "Write the forms out, or * for them")
    return rule(verb)


def _english(verb: str) -> Iterable[str]:
    stem = verb.removesuffix("e")
    last = verb[-1]
    return {verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{stem}ing", f"{verb}{last}ed", f"{verb}{last}ing"}


def _french(verb: str) -> Iterable[str]:
    return {verb.removesuffix("er") + ending for ending in _FRENCH}


def _arabic(verb: str) -> Iterable[str]:
    forms = product(_BEFORE, (verb,), _PERSON, _WHOM)
    return frozenset(all_words(" ".join(map("".join, forms))))  # in one text: folded at half the cost


_RULES: Final[Mapping[str, Callable[[str], Iterable[str]]]] = {"ar": _arabic, "en": _english, "fr": _french}


def _kept(word: str) -> frozenset[str]:
    """Parts of a word of which one at least is left as it was in whatever is nearly that word: one wrong letter of
    seven or more spares the beginning or the end, two that are swapped are the same letters."""
    return frozenset((word[:3], f"{word[0]}{GAP}{word[-3:]}", "".join(sorted(word))))


def _is_nearly(word: str, wanted: str) -> bool:
    if word[0] != wanted[0] or word.isdigit():
        return False
    if len(wanted) >= MISSPELT_FROM:
        return distance(word, wanted, 1) is not None
    return len(word) == len(wanted) and sorted(word) == sorted(wanted) and distance(word, wanted, 1) is not None
