"""Words of danger: what somebody may write who is in danger, as an organisation's `danger.toml` lists it.

They bring emergency numbers and the right service first. Nothing is concluded about the person: what the words mean in
their sentence, "not" above all, is not understood, and numbers shown in vain harm nobody.

Words are folded as the directory's search folds them and compared whole, in order, side by side: see `sayings`. What is
said of everyday things ("flu shot") is put out of sight before.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Final

from services.authoring.parts import EmergencyLine, Problem, TableReader, read_toml
from services.directory.folding import all_words
from services.directory.needs import Needs, Pressing
from services.sayings import HIDDEN, Found, Groups, NotASaying, Places, Saying, sayings

FILE: Final = "danger.toml"
_BRACKETS: Final = re.compile(r"\([^)]*\)")
KIND_KEYS: Final = ("key", "helps", "need", "meanwhile", "words", "unless")
KEYS: Final = ("groups", "harmless", "kinds")
CALLED: Final = "called"
"""The key of the kind that holds whom the emergency lines reach: who asks for them gets the numbers."""
AID_WORKER: Final = "aid_worker"
"""The key of the kind about abuse by those who help."""
_NAME_SOMEBODY: Final = frozenset({CALLED, AID_WORKER})
"""Kinds that say who is spoken of, and nothing yet of what somebody is in danger of."""


@dataclass(frozen=True, slots=True)
class Danger:
    """One kind of danger. `helps`: whose safe services come first (a branch of a report); `need`: in the directory;
    `meanwhile`: the need whose services help as long as none for `need` is open.

    '' is for none. `languages` tells in which of them a phrase is listed. `unless`: what sounds like it and is not.
    """

    key: str
    helps: str = ""
    need: str = ""
    meanwhile: str = ""
    languages: Mapping[Saying, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    unless: tuple[Saying, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A kind of danger that a text speaks of, and the languages that the first phrase found is listed in."""

    danger: Danger
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DangerWords:
    """Every kind, in the order of the file: what comes first is shown first."""

    kinds: tuple[Danger, ...] = ()
    harmless: tuple[Saying, ...] = ()
    _places: Places = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        sayings = chain(self.harmless, *((*kind.languages, *kind.unless) for kind in self.kinds))
        object.__setattr__(self, "_places", Places(sayings))

    def spoken_of(self, text: str) -> tuple[Spoken, ...]:
        """The kinds a text speaks of, in order."""
        return self._spoken_in(all_words(text))

    def _spoken_in(self, words: Sequence[str]) -> tuple[Spoken, ...]:
        found = Found(words, self._places).without(self.harmless)
        firsts = ((kind, next(filter(found.without(kind.unless).has, kind.languages), None)) for kind in self.kinds)
        return tuple(Spoken(kind, kind.languages[saying]) for kind, saying in firsts if saying is not None)

    def is_urgent(self, text: str, calm: Iterable[str] = ()) -> bool:
        """Whether a text speaks of something that somebody is in danger of, in other words than these (of
        `urgent_words`)."""
        words = _without(all_words(text), calm)
        return any(spoken.danger.key not in _NAME_SOMEBODY for spoken in self._spoken_in(words))

    def urgent_words(self, *texts: str) -> tuple[str, ...]:
        """The words of the texts by which one does, as they are folded, each once."""
        return tuple(dict.fromkeys(said for text in texts for said in self._urgent_words(all_words(text))))

    def _urgent_words(self, words: Sequence[str]) -> Iterator[str]:
        found = Found(words, self._places).without(self.harmless)
        for kind in self.kinds:
            if kind.key not in _NAME_SOMEBODY:
                rest = found.without(kind.unless)
                spans = (span for saying in kind.languages for span in rest.spans(saying))
                yield from (" ".join(words[at] for at in span) for span in spans)

    def pressing_in(self, text: str) -> tuple[Pressing, ...]:
        """The needs that what a text speaks of calls for, the most pressing first, each once."""
        kinds = (spoken.danger for spoken in self.spoken_of(text))
        return tuple(dict.fromkeys(Pressing(kind.need, kind.meanwhile) for kind in kinds if kind.need))

    def with_lines(self, lines: Iterable[EmergencyLine]) -> "DangerWords":
        """The same with those whom these lines call, by their names; what stands there in brackets is no name."""
        names = [
            (language, _BRACKETS.sub("", name)) for line in lines for language, name in line.name.by_language.items()
        ]
        languages: dict[Saying, tuple[str, ...]] = {}
        for language, name in names:
            for saying in _readable(name, language):
                languages[saying] = (*languages.get(saying, ()), language)
        return replace(self, kinds=(*self.kinds, Danger(CALLED, languages=languages)))


def _without(words: Sequence[str], phrases: Iterable[str]) -> list[str]:
    """The words with those hidden that stand there as in one of the phrases, word for word."""
    hidden = set[int]()
    for phrase in map(str.split, phrases):
        starts = (at for at in range(len(words)) if phrase and [*words[at : at + len(phrase)]] == phrase)
        hidden.update(each for at in starts for each in range(at, at + len(phrase)))
    return [HIDDEN if at in hidden else word for at, word in enumerate(words)]


def _readable(name: str, language: str) -> list[Saying]:
    try:
        return sayings(name, language, {})
    except NotASaying:
        return []


def read_danger_words(
    folder: Path, languages: tuple[str, ...], branches: Iterable[str], needs: Needs
) -> tuple[DangerWords, list[Problem]]:
    """The words of danger in a content folder, and what is wrong with them. Without the file there are none, and a
    warning says so."""
    path = folder / FILE
    if not path.exists():
        rule, remedy = "the file is missing: nobody's words bring emergency numbers", "Copy it from the example content"
        return DangerWords(), [Problem(FILE, "", rule, remedy, is_warning=True)]
    table, problems = read_toml(path)
    if problems:
        return DangerWords(), problems
    reader = TableReader(FILE, table, languages)
    reader.refuse_unknown(KEYS)
    known = [need.key for need in needs.needs]
    groups = {code: _groups(reader, code) for code in languages}
    kinds = tuple(_kind(each, tuple(branches), known, groups) for each in reader.tables("kinds", at_least=1))
    if len({kind.key for kind in kinds}) < len(kinds):
        reader.complain("kinds", "two kinds have the same key", "Give each its own")
    harmless = _listed(reader, "harmless", groups) if reader.has("harmless") else {}
    return DangerWords(kinds, tuple(harmless)), reader.problems


def _groups(reader: TableReader, language: str) -> Groups:
    of_language = reader.table("groups").table(language)
    return {name: of_language.list_of_texts(name, at_least=1) for name in of_language.names_given()}


def _kind(reader: TableReader, branches: Sequence[str], needs: Sequence[str], groups: Mapping[str, Groups]) -> Danger:
    reader.refuse_unknown(KIND_KEYS)
    helps = reader.one_of("helps", (*branches, ""), otherwise="")
    need = reader.one_of("need", (*needs, ""), otherwise="")
    meanwhile = reader.one_of("meanwhile", (*needs, ""), otherwise="")
    unless = _listed(reader, "unless", groups) if reader.has("unless") else {}
    return Danger(reader.text("key"), helps, need, meanwhile, _listed(reader, "words", groups), tuple(unless))


def _listed(reader: TableReader, key: str, groups: Mapping[str, Groups]) -> dict[Saying, tuple[str, ...]]:
    languages: dict[Saying, tuple[str, ...]] = {}
    for language, phrases in reader.lists_of_texts(key).items():
        for said in phrases:
            try:
                found = sayings(said, language, groups[language])
            except NotASaying as fault:
                reader.complain(f"{key}.{language}", f"“{said}” {fault.rule}", fault.remedy)
                continue
            for saying in found:
                languages[saying] = (*languages.get(saying, ()), language)
    return languages
