"""What a person may need: the humanitarian sectors as pictures and words, and how old what we know may be.

Read from the organisation's `services/directory.toml`. A need's further words ("doctor", "clinic") lead to it when
somebody types them, and let imported services find their sector.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from services.authoring.parts import BRANCHES, Problem, TableReader, Texts, read_toml
from services.directory import sorani
from services.directory.folding import words_of, words_written
from services.directory.model import ACTIVE, NOTHING, SUSPENDED, Service

FILE: Final = "services/directory.toml"
KEYS: Final = ("stale_after", "hidden_after", "needs")
NEED_KEYS: Final = ("key", "picture", "name", "also", "on_map", "at_once", "helps")
OTHER: Final = "other"
"""The key of the need that takes what fits no other one; there is always one."""
LONGEST_KEY: Final = 12
"""Keys travel in buttons, which hold 64 bytes."""
LONGEST_PHRASE: Final = 8
"""Words of a phrase that names a need."""
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
class Needs:
    """The needs in the order they are offered, and the days after which an entry is stale or hidden."""

    needs: tuple[Need, ...] = (NOBODY_SAID,)
    stale_after: int = STALE_AFTER
    hidden_after: int = HIDDEN_AFTER
    _phrases: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    _sorani: set[str] = field(default_factory=set, compare=False, repr=False)

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
        return next(iter(self._named_in(text)), None)

    def named_in(self, text: str) -> frozenset[str]:
        """The keys of all needs that the words of a text name; each word counts for the longest phrase it is part of,
        and a phrase that names several needs (in several languages) for all of them."""
        return frozenset(self._named_in(text))

    def _named_in(self, text: str) -> Iterator[str]:
        if not self._phrases:
            for need in self.needs:
                for phrase in _phrases(need):
                    self._phrases[phrase] = tuple(dict.fromkeys((*self._phrases.get(phrase, ()), need.key)))
                self._sorani.update(word for phrase in _phrases(need, sorani.LANGUAGE) for word in phrase)
        words = sorani.without_endings(words_written(text), text, self._sorani.__contains__)
        taken: set[int] = set()
        for length in range(min(len(words), LONGEST_PHRASE), 0, -1):
            for start in range(len(words) - length + 1):
                place = range(start, start + length)
                found = self._phrases.get(words[start : start + length], ())
                if taken.isdisjoint(place) and found:
                    taken.update(place)
                    yield from found

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
    return Needs(needs, stale, hidden), reader.problems


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


def _phrases(need: Need, only: str = "") -> Iterable[tuple[str, ...]]:
    """Its key, its name and its further words; those of one language alone, where that is given."""
    if not only:
        yield words_of(need.key.replace("_", " "))
    for language, name in need.name.by_language.items():
        if only in ("", language):
            yield words_of(name)
    for language, words in need.also.by_language.items():
        for phrase in words.replace("،", ",").split(",") if only in ("", language) else ():
            if found := words_of(phrase):
                yield found
