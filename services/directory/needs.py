"""What a person may need: the humanitarian sectors as pictures and words, and how old what we know may be.

Read from the organisation's `services/directory.toml`. A need's further words ("doctor", "clinic") lead to it when
somebody types them, and let imported services find their sector.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from services.authoring.parts import BRANCHES, Problem, TableReader, Texts, read_toml
from services.directory import arabic, sorani
from services.directory.folding import all_words, likely_languages, tells, words_of
from services.directory.model import ACTIVE, NOTHING, SUSPENDED, Service
from services.directory.refuges import NOT_KNOWN, Refuges, read_refuges

FILE: Final = "services/directory.toml"
KEYS: Final = ("stale_after", "hidden_after", "needs")
NEED_KEYS: Final = ("key", "picture", "name", "also", "on_map", "at_once", "helps")
OTHER: Final = "other"
"""The key of the need that takes what fits no other one; there is always one."""
LONGEST_KEY: Final = 12
"""Keys travel in buttons, which hold 64 bytes."""
LONGEST_PHRASE: Final = 8
"""Words of a phrase that names a need."""
BEFORE_A_PLACE: Final = frozenset(
    word
    for said in (
        "in at to from near into behind inside outside beside under towards by",
        "في من على عند قرب جنب ورا وراء خلف جوا قدام أمام",
        "لە بۆ لای پشت ناو نزیک",
        "dans au aux près derrière devant chez vers sous",
    )
    for word in all_words(said)
)
"""Behind such a word a house, a school, a bus is where something happened, and seldom what somebody looks for."""
DONE: Final = frozenset(all_words("eat eaten drink sleep wash cook learn study"))
"""What somebody does is no place, though "to" stands before it: "nothing to eat"."""
PEOPLE: Final = frozenset(
    word
    for said in (
        "woman women girl girls husband wife child children kid kids baby orphan son daughter family",
        "نساء امرأة بنت بنات فتيات زوجي جوزي مرتي زوجتي طفل أطفال أولاد الأولاد ولاد يتيم",
        "ژن ژنان کچ کچان مێرد هاوسەر منداڵ منداڵان هەتیو",
        "femme femmes fille filles mari enfant enfants bébé orphelin fils",
    )
    for word in all_words(said)
)
"""Whom it is about, which is not what they need as long as something else is named."""
WORDS_BETWEEN: Final = 2
"""Of them and the place: "behind the old school"."""
STALE_AFTER, HIDDEN_AFTER, MOST_DAYS = 90, 180, 3650


@dataclass(frozen=True, slots=True)
class Need:
    """One sector. `also` holds further words people use for it, by language.

    `on_map`: places of such services may be shown on a map; where nobody says so, they are not. `helps`: the branches
    of a report whose safe services are told to whoever looks for this. `at_once`: who needs it may be unable to wait.
    """

    key: str
    picture: str
    name: Texts
    also: Texts = NOTHING
    on_map: bool = False
    helps: tuple[str, ...] = ()
    at_once: bool = False

    def label(self, language: str) -> str:
        """As it stands on a button."""
        return f"{self.picture} {self.name.said(language)}"


NOBODY_SAID: Final = Need(OTHER, "➕", Texts({"en": "Other"}))


@dataclass(frozen=True, slots=True)
class Pressing:
    """A need that words of danger call for, and another one ('' for none) that helps while nobody there is open."""

    need: str
    meanwhile: str = ""


@dataclass(frozen=True, slots=True)
class NamedNeed:
    """What a piece of a text names: any of these needs. `is_aside`: more likely it says whom it is about, or where."""

    needs: frozenset[str]
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class Needs:
    """The needs in the order they are offered, and the days after which an entry is stale or hidden."""

    needs: tuple[Need, ...] = (NOBODY_SAID,)
    stale_after: int = STALE_AFTER
    hidden_after: int = HIDDEN_AFTER
    refuges: Refuges = field(default=NOT_KNOWN, compare=False, repr=False)
    """Which words of others speak of a refuge."""
    _phrases: "dict[tuple[str, ...], dict[str, set[str]]]" = field(default_factory=dict, compare=False, repr=False)
    """Which needs each phrase names, and in which languages."""
    _words: dict[str, set[str]] = field(default_factory=dict, compare=False, repr=False)
    """The words of all phrases, by language."""

    def need(self, key: str) -> Need | None:
        """The need of that key."""
        return next((need for need in self.needs if need.key == key), None)

    def may_be_on_map(self, service: Service) -> bool:
        """True where everything it is for may be shown on a map, and it is not marked confidential."""
        found = [self.need(key) for key in service.needs or (OTHER,)]
        return not service.is_confidential and all(need is not None and need.on_map for need in found)

    def helps_with(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The branches of a report that these needs go with."""
        return tuple(dict.fromkeys(branch for need in self.needs if need.key in keys for branch in need.helps))

    def named(self, text: str) -> str | None:
        """The key of the need that a text names, by its key, its name or a further word, in any language.

        The longest of them that stands in the text counts: "mental health" before "health".
        """
        named = (need for _, found in self._phrases_in(_telling(text), text) for need in found)
        return next((need.key for need in self.needs if need.key == text.strip().casefold()), None) or next(named, None)

    def named_in(self, text: str) -> frozenset[str]:
        """The keys of all needs that the words of a text name; each word counts for the longest phrase it is part of,
        and a phrase that names several needs (in several languages) for all of them."""
        return frozenset().union(*(each.needs for each in self.named_apart(text)))

    def named_apart(self, text: str) -> tuple[NamedNeed, ...]:
        """The same, each thing that is named by itself, in the order of the text."""
        whole, telling = all_words(text), _telling(text)
        found = sorted(self._phrases_in(telling, text), key=lambda each: each[0].start)
        return tuple(NamedNeed(frozenset(needs), _is_aside(whole, telling, place)) for place, needs in found)

    def _phrases_in(self, telling: Sequence[tuple[int, str]], text: str) -> Iterator[tuple[range, tuple[str, ...]]]:
        """Which of the telling words name what, the longest phrases first."""
        self._learn()
        words = tuple(word for _, word in telling)
        is_sorani = sorani.is_sorani(text)
        if is_sorani:
            words = sorani.without_endings(words, text, self._words.get(sorani.LANGUAGE, set()).__contains__)
        else:
            words = arabic.without_endings(words, self._words.get(arabic.LANGUAGE, set()).__contains__)
            words = tuple(self._singular(word) for word in words)
        spoken = frozenset((sorani.LANGUAGE,)) if is_sorani else likely_languages(all_words(text))
        taken: set[int] = set()
        for length in range(min(len(words), LONGEST_PHRASE), 0, -1):
            for start in range(len(words) - length + 1):
                place = range(start, start + length)
                phrase = words[start : start + length]
                found = self._named_by(phrase, spoken, is_sure=is_sorani and not "".join(phrase).isascii())
                if taken.isdisjoint(place) and found:
                    taken.update(place)
                    yield place, found

    def _named_by(self, phrase: tuple[str, ...], spoken: Collection[str], is_sure: bool) -> tuple[str, ...]:
        """What it names in the languages spoken ("pain" is bread or an ache), else in any; not where those are sure."""
        named = self._phrases.get(phrase, {})
        meant = tuple(need for need, languages in named.items() if not languages.isdisjoint(spoken))
        return meant or (() if is_sure else tuple(named))

    def _singular(self, word: str) -> str:
        """What is known of a Latin word that is not known with its plural."""
        if any(word in known for known in self._words.values()):
            return word
        shorter = (word.removesuffix(ending) for ending in ("es", "s", "x"))
        return next((each for each in shorter if any(each in known for known in self._words.values())), word)

    def _learn(self) -> None:
        for need in () if self._phrases else self.needs:
            for language, phrase in _phrases(need):
                self._phrases.setdefault(phrase, {}).setdefault(need.key, set()).add(language)
                self._words.setdefault(language, set()).update(phrase)

    def all_named(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Keys of all needs that these texts name, each once, in the texts' order."""
        found = [self.named(text) for text in texts]
        return tuple(dict.fromkeys(key for key in found if key))

    def is_stale(self, assured: date | None, today: date) -> bool:
        """True where nobody has checked it for so long that a person should be told."""
        return assured is None or (today - assured).days > self.stale_after

    def is_hidden(self, assured: date | None, today: date) -> bool:
        """True where the last check is too long ago. What was never checked is shown, and says so."""
        return assured is not None and (today - assured).days > self.hidden_after


def _telling(text: str) -> list[tuple[int, str]]:
    """The words of a text that tell something, and where among all of them each stands."""
    whole = list(enumerate(all_words(text)))
    return [(at, word) for at, word in whole if tells(word)] or whole


def _is_aside(whole: Sequence[str], telling: Sequence[tuple[int, str]], place: range) -> bool:
    first = telling[place.start][0]
    before = whole[max(0, first - 1 - WORDS_BETWEEN) : first]
    is_a_place = not BEFORE_A_PLACE.isdisjoint(before) and whole[first] not in DONE
    return is_a_place or all(telling[at][1] in PEOPLE for at in place)


def is_shown(service: Service, needs: Needs, today: date) -> bool:
    """False for services that ended, and for those nobody has checked for too long."""
    return service.status in (ACTIVE, SUSPENDED) and not needs.is_hidden(service.assured, today)


def read_needs(folder: Path, languages: tuple[str, ...]) -> tuple[Needs, list[Problem]]:
    """The needs in a content folder, and what is wrong with it."""
    table, problems = read_toml(folder / FILE)
    if problems:
        return Needs(), [Problem(FILE, each.key, each.rule, each.remedy) for each in problems]
    reader = TableReader(FILE, table, languages)
    reader.refuse_unknown(KEYS)
    stale = reader.number("stale_after", 1, MOST_DAYS, STALE_AFTER)
    hidden = reader.number("hidden_after", stale, MOST_DAYS, HIDDEN_AFTER)
    needs = tuple(_need(each) for each in reader.tables("needs", at_least=1))
    keys = [need.key for need in needs]
    if len(set(keys)) < len(keys):
        reader.complain("needs", "two needs have the same key", "Give each its own")
    if OTHER not in keys:
        reader.complain("needs", f"there is no need with the key “{OTHER}”", "Add it: it takes what fits no other")
    refuges, of_refuges = read_refuges(folder)
    return Needs(needs, stale, hidden, refuges), reader.problems + of_refuges


def _need(reader: TableReader) -> Need:
    reader.refuse_unknown(NEED_KEYS)
    key = reader.text("key")
    if len(key) > LONGEST_KEY or not key.isascii() or not key.replace("_", "").isalnum():
        reader.complain("key", "is not a short name", f"Use at most {LONGEST_KEY} letters a to z, 0 to 9, _")
    return Need(
        key,
        reader.text("picture"),
        reader.texts("name"),
        reader.texts("also"),
        on_map=reader.yes("on_map"),
        helps=reader.names("helps", BRANCHES) if reader.has("helps") else (),
        at_once=reader.yes("at_once"),
    )


def _phrases(need: Need) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Its name and its further words, each with its language."""
    for language, name in need.name.by_language.items():
        yield language, words_of(name)
    for language, words in need.also.by_language.items():
        for phrase in words.replace("،", ",").split(","):
            if found := words_of(phrase):
                yield language, found
