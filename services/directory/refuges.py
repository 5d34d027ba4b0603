"""Which words of others speak of a refuge, as an organisation lists them in `services/refuges.toml`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from services.authoring.parts import Problem, TableReader, read_toml
from services.directory.folding import folded
from services.directory.index import distance

FILE: Final = "services/refuges.toml"
KEYS: Final = ("hiding", "everyday", "words", "harmless")
ANY: Final = "*"
MOST_ERRORS: Final = 2
"""Letters that may be wrong in a long word that says a place is hidden."""


@dataclass(frozen=True)
class Refuges:
    """The words, by language where that matters to whoever keeps them. None at all: nothing can be told from them."""

    hiding: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    harmless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def are_known(self) -> bool:
        """False where there is no file."""
        return bool(self.words)

    def is_everyday(self, name: str) -> bool:
        """Whether a name is plainly that of an everyday service."""
        return bool(self._everyday.search(plain(name)))

    def first_in(self, texts: Iterable[str]) -> str:
        """The first words in these texts that speak of a refuge; '' for none."""
        for text in texts:
            said = self._harmless.sub(" ", plain(text))
            if found := self._words.search(said):
                return found[0]
            for word in said.split():
                if any(_is_nearly(word, known) for known in self.hiding):
                    return word
        return ""

    @cached_property
    def _everyday(self) -> re.Pattern[str]:
        return _any_of(self.everyday)

    @cached_property
    def _words(self) -> re.Pattern[str]:
        return _any_of(phrase for phrases in self.words.values() for phrase in phrases)

    @cached_property
    def _harmless(self) -> re.Pattern[str]:
        return _any_of(phrase for phrases in self.harmless.values() for phrase in phrases)


NOT_KNOWN: Final = Refuges()


def plain(text: str) -> str:
    """The text as words are compared."""
    return " ".join(folded(text).split())


def read_refuges(folder: Path) -> tuple[Refuges, list[Problem]]:
    """The words in a content folder, and what is wrong with them. Without the file there are none, and a warning says
    so."""
    path = folder / FILE
    if not path.exists():
        rule = "the file is missing: services of others are taken without their place"
        remedy = "Copy it from the example content"
        return NOT_KNOWN, [Problem(FILE, "", rule, remedy, is_warning=True)]
    table, problems = read_toml(path)
    if problems:
        return NOT_KNOWN, [Problem(FILE, each.key, each.rule, each.remedy) for each in problems]
    reader = TableReader(FILE, table, ())
    reader.refuse_unknown(KEYS)
    words, harmless = (_by_language(reader, name) for name in ("words", "harmless"))
    hiding, everyday = (reader.list_of_texts(name, at_least=1) for name in ("hiding", "everyday"))
    if not words:
        reader.complain("words", "is empty", "List what people call a refuge, by language")
    return Refuges(tuple(map(plain, hiding)), tuple(everyday), words, harmless), reader.problems


def _by_language(reader: TableReader, name: str) -> dict[str, tuple[str, ...]]:
    found = reader.table(name)
    return {language: tuple(found.list_of_texts(language, at_least=1)) for language in found.names_given()}


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """What finds one of the phrases, whole, in a text that is `plain`. None of none."""
    written = sorted({_pattern(phrase) for phrase in phrases if plain(phrase)})
    return re.compile(rf"\b(?:{'|'.join(written)})\b" if written else r"(?!)")


def _pattern(phrase: str) -> str:
    begins, ends = (r"\w*" if is_open else "" for is_open in (phrase.startswith(ANY), phrase.endswith(ANY)))
    return f"{begins}{re.escape(plain(phrase))}{ends}"


def _is_nearly(word: str, known: str) -> bool:
    return word[:1] == known[0] and distance(word, known, MOST_ERRORS) is not None
