"""Looking for words in all that is open to a member: in memory only, like the cases themselves.

Words are folded as those of services are (`services.directory.folding`), and each may be the beginning of one. What is
looked for stands in no address: browsers keep addresses for months, and proxies write them down. It is sent in a form,
stays here, and pages name it by a number that says nothing once the desk has locked.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from desk.words.labels import Labels
from services.directory.folding import all_words, words_written
from services.reports.case import Case
from services.reports.deeds.notes import no_more_said

KEPT: Final = 100
"""Searches that addresses can name; then the oldest goes."""
LONGEST: Final = 500
"""Characters of one search."""


class _Folded(dict[str, tuple[str, ...]]):
    """What is between two spaces, as it is searched for: worked out when it is first met."""

    def __missing__(self, part: str) -> tuple[str, ...]:
        words = self[part] = all_words(part)
        return words


class CaseIndex:
    """The words of cases, what was answered in these languages. It learns a case when it is first looked through."""

    def __init__(self, labels: Labels, languages: Sequence[str]) -> None:
        self._labels, self._languages = labels, languages
        self._filed: dict[bytes, tuple[Case, str]] = {}
        self._folded = _Folded()

    def find(self, cases: Sequence[Case], text: str) -> list[Case]:
        """Of all cases, in their order, those that hold every word of the text, or a longer one that begins so."""
        wanted = [f" {word}" for word in words_written(text)]
        words = {case.id: self._words_of(case) for case in cases}
        self._filed = {case.id: self._filed[case.id] for case in cases}
        return [case for case in cases if wanted and all(word in words[case.id] for word in wanted)]

    def _words_of(self, case: Case) -> str:
        """Each word once, with a space before it."""
        filed = self._filed.get(case.id)
        if filed is None or filed[0] is not case:
            folded, parts = self._folded, {part for text in self._texts_of(case) for part in text.split()}
            words = {word for part in parts for word in folded[part]}
            filed = self._filed[case.id] = case, "".join(f" {word}" for word in words)
        return filed[1]

    def _texts_of(self, case: Case) -> Iterable[str]:
        yield case.name
        for language in self._languages:
            yield from self._labels.choices(case, language)
        yield from self._labels.written(case)
        not_said = no_more_said(case)
        for entry in case.entries:
            if entry.id not in not_said:
                yield entry.text


class Searches:
    """What a member has looked for since unlocking, by number."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._last = 0

    def note(self, text: str) -> str:
        """The number of a search; '' for none."""
        text = " ".join(text[:LONGEST].split())
        if not text:
            return ""
        self._last += 1
        self._texts[str(self._last)] = text
        if len(self._texts) > KEPT:
            del self._texts[next(iter(self._texts))]
        return str(self._last)

    def text(self, number: str) -> str:
        """What was looked for; '' where nothing was, or where that is not known any more."""
        return self._texts.get(number, "")
