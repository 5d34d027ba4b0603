"""The pieces of an organisation's content, and the reader that finds out what is wrong with them.

Sentences in a problem are English and meant for the steward, who runs the check at a console; residents never see one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.errors import Refusal


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an organisation has to put right: which file, which key or row, what is wrong, what to do."""

    file: str
    key: str
    rule: str
    remedy: str

    @property
    def sentence(self) -> str:
        """One line for the steward."""
        place = f"{self.file}, {self.key}" if self.key else self.file
        return f"{place}: {self.rule}. {self.remedy}."


class ContentBroken(Refusal):
    """The content folder cannot be used. `problems` names everything found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(*(problem.sentence for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Texts:
    """One text of the organisation's in each language it offers. The first language is the fallback."""

    by_language: Mapping[str, str]

    def said(self, language: str) -> str:
        """The text in `language`, or in the organisation's first language."""
        return self.by_language.get(language) or next(iter(self.by_language.values()), "")


@dataclass(frozen=True, slots=True)
class EmergencyLine:
    """Somebody who comes when called."""

    name: Texts
    number: str


@dataclass(frozen=True, slots=True)
class SafeService:
    """A service a person in a hard situation can turn to. `helps`: the branches of a report it is shown in."""

    name: Texts
    what: Texts
    reach: Texts
    helps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """A named area of the site: never coordinates."""

    name: str
    label: Texts


class TableReader:
    """Reads one table of a settings file, and collects problems instead of stopping at the first."""

    def __init__(self, file: str, table: Mapping[str, Any], languages: tuple[str, ...], at: str = "") -> None:
        self.file = file
        self.languages = languages
        self.problems: list[Problem] = []
        self._table = table
        self._at = at

    def text(self, key: str) -> str:
        """A text that is not empty, the same in all languages."""
        value = self._table.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.complain(key, "a text is missing", f'Write {key} = "…"')
        return ""

    def names(self, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """A list of names out of `allowed`; none is fine."""
        known = sorted(allowed)
        value = self._table.get(key, [])
        if isinstance(value, list) and all(name in known for name in value):
            return tuple(value)
        self.complain(key, "is not a list of known names", f"Choose from: {', '.join(known)}")
        return ()

    def texts(self, key: str) -> Texts:
        """A text in every offered language."""
        table = self._table.get(key)
        if not isinstance(table, dict):
            self.complain(key, "is missing", f"Add a table [{self._place(key)}] with one line for each language")
            return Texts({})
        for language in self.languages:
            value = table.get(language)
            if not (isinstance(value, str) and value.strip()):
                self.complain(
                    f"{key}.{language}",
                    "this offered language has no text",
                    f'Write {language} = "…", or take {language} out of languages',
                )
        return Texts({language: str(table.get(language, "")).strip() for language in self.languages})

    def tables(self, key: str, at_least: int = 0) -> list["TableReader"]:
        """The tables of a list `[[key]]`, each with its own reader; their problems count as this reader's."""
        value = self._table.get(key, [])
        if not (isinstance(value, list) and all(isinstance(table, dict) for table in value)):
            self.complain(key, "is not a list of tables", f"Write [[{self._place(key)}]] above each entry")
            return []
        if len(value) < at_least:
            self.complain(key, f"at least {at_least} is needed", f"Add an entry under [[{self._place(key)}]]")
        readers = [
            TableReader(self.file, table, self.languages, f"{self._place(key)}[{number}]")
            for number, table in enumerate(value, 1)
        ]
        for reader in readers:
            reader.problems = self.problems
        return readers

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """A misspelt key would be passed over in silence: name it instead."""
        for key in self._table.keys() - set(known):
            self.complain(key, "nothing of this name is known", f"Known are: {', '.join(sorted(known))}")

    def complain(self, key: str, rule: str, remedy: str) -> None:
        """Note a problem at `key` of this table."""
        self.problems.append(Problem(self.file, self._place(key), rule, remedy))

    def _place(self, key: str) -> str:
        return f"{self._at}.{key}" if self._at else key
