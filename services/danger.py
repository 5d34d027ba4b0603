"""Words of danger: what somebody may write who is in danger, as an organisation's `danger.toml` lists it.

They bring emergency numbers and the right service first. Nothing is concluded about the person: what the words mean in
their sentence, "not" above all, is not understood, and numbers shown in vain harm nobody.

Words are folded as the directory's search folds them and compared whole, in order, side by side; a long word may have
one wrong letter. In a phrase "…" stands for up to three other words, and "*" at a word's end for any ending.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from services.authoring.parts import Problem, TableReader, read_toml
from services.directory.folding import all_words, folded, tells
from services.directory.index import distance
from services.directory.needs import Needs

FILE: Final = "danger.toml"
KIND_KEYS: Final = ("key", "helps", "need", "words")
GAP, ANY_ENDING = "…", "*"
LONGEST_GAP: Final = 3
"""Words that may stand in place of a gap."""
MISSPELT_FROM: Final = 7
"""Letters from which a word may have a wrong one; never its first."""
SHORTEST_ALONE, SHORTEST_LATIN_ALONE = 3, 4
"""Letters a word needs to bring numbers by itself: shorter ones ("die") are other words elsewhere."""
SHORTEST_STEM, SHORTEST_STEM_IN_A_PHRASE = 4, 2
MOST_WORDS: Final = 10

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Danger:
    """One kind of danger. `helps`: whose safe services come first (a branch of a report); `need`: in the directory.

    '' is for none. `languages` tells in which of them a phrase is listed.
    """

    key: str
    helps: str = ""
    need: str = ""
    languages: Mapping[Phrase, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A kind of danger that a text speaks of, and the languages that the first phrase found is listed in."""

    danger: Danger
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DangerWords:
    """Every kind, in the order of the file: what comes first is shown first."""

    kinds: tuple[Danger, ...] = ()

    def spoken_of(self, text: str) -> tuple[Spoken, ...]:
        """The kinds a text speaks of, in order."""
        words = all_words(text)
        fits = cache(_fits)
        there = cache(lambda wanted: wanted == GAP or any(fits(word, wanted) for word in set(words)))
        found = ((kind, _first(kind, words, fits, there)) for kind in self.kinds)
        return tuple(Spoken(kind, kind.languages[phrase]) for kind, phrase in found if phrase is not None)


def _first(
    kind: Danger, words: Phrase, fits: Callable[[str, str], bool], there: Callable[[str], bool]
) -> Phrase | None:
    possible = (phrase for phrase in kind.languages if all(map(there, phrase)))
    return next((phrase for phrase in possible if _stands_in(words, phrase, fits)), None)


def _stands_in(words: Phrase, phrase: Phrase, fits: Callable[[str, str], bool]) -> bool:
    return any(_stands_at(words, start, phrase, fits) for start in range(len(words)))


def _stands_at(words: Phrase, at: int, phrase: Phrase, fits: Callable[[str, str], bool]) -> bool:
    if not phrase:
        return True
    if phrase[0] == GAP:
        return any(_stands_at(words, at + passed, phrase[1:], fits) for passed in range(LONGEST_GAP + 1))
    return at < len(words) and fits(words[at], phrase[0]) and _stands_at(words, at + 1, phrase[1:], fits)


def _fits(word: str, wanted: str) -> bool:
    if wanted.endswith(ANY_ENDING):
        return word.startswith(wanted[:-1])
    if word == wanted:
        return True
    return (
        len(wanted) >= MISSPELT_FROM
        and word[0] == wanted[0]
        and distance(word, wanted, 1) is not None
        and not word.isdigit()
    )


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
    reader.refuse_unknown(("kinds",))
    known = [need.key for need in needs.needs]
    kinds = tuple(_kind(each, tuple(branches), known) for each in reader.tables("kinds", at_least=1))
    if len({kind.key for kind in kinds}) < len(kinds):
        reader.complain("kinds", "two kinds have the same key", "Give each its own")
    return DangerWords(kinds), reader.problems


def _kind(reader: TableReader, branches: Sequence[str], needs: Sequence[str]) -> Danger:
    reader.refuse_unknown(KIND_KEYS)
    helps = reader.one_of("helps", (*branches, ""), otherwise="")
    need = reader.one_of("need", (*needs, ""), otherwise="")
    languages: dict[Phrase, tuple[str, ...]] = {}
    lists = reader.lists_of_texts("words")
    for language, phrases in lists.items():
        for said in phrases:
            if fault := _fault(said):
                reader.complain(f"words.{language}", f"“{said}” {fault[0]}", fault[1])
                continue
            phrase = _phrase(said)
            languages[phrase] = (*languages.get(phrase, ()), language)
    return Danger(reader.text("key"), helps, need, languages)


def _phrase(said: str) -> Phrase:
    return tuple(word for part in said.replace(GAP, f" {GAP} ").split() for word in _words(part))


def _words(part: str) -> Phrase:
    if part == GAP:
        return (GAP,)
    if part.endswith(ANY_ENDING):
        *before, stem = folded(part[: -len(ANY_ENDING)]).split() or [""]
        return (*before, stem + ANY_ENDING)
    return all_words(part)


def _fault(said: str) -> tuple[str, str] | None:
    """What is wrong with a phrase and what to do, or None."""
    phrase = _phrase(said)
    words = [word for word in phrase if word != GAP]
    if not words or phrase[0] == GAP or phrase[-1] == GAP:
        return "has no words at its ends", "Write words; … stands between two of them"
    if len(phrase) > MOST_WORDS:
        return "is too long to be written by somebody else in the same words", f"Write at most {MOST_WORDS} words"
    stem = SHORTEST_STEM if len(words) == 1 else SHORTEST_STEM_IN_A_PHRASE
    if any(word.endswith(ANY_ENDING) and len(word) <= stem for word in words):
        return "has too few letters before *", f"Write at least {stem}"
    shortest = SHORTEST_LATIN_ALONE if words[0][0].isascii() else SHORTEST_ALONE
    if len(words) == 1 and (len(words[0]) < shortest or not tells(words[0])):
        return "is too short to stand alone: other words are written like it", "Write it with the words beside it"
    return None
