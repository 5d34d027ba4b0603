"""The pieces of an organisation's content, and the reader that finds out what is wrong with them.

Sentences in a problem are English and meant for the steward, who runs the check at a console; residents never see one.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from services.errors import Refusal


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an organisation has to put right: which file, which key or row, what is wrong, what to do.

    A warning does not keep the content from being used.
    """

    file: str
    key: str
    rule: str
    remedy: str
    is_warning: bool = False

    @property
    def sentence(self) -> str:
        """One line for the steward."""
        place = f"{self.file}, {self.key}" if self.key else self.file
        return f"{place}: {self.rule}. {self.remedy}{'' if self.remedy.endswith('?') else '.'}"


class ContentBroken(Refusal):
    """The content folder cannot be used. `problems` names everything found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(*(problem.sentence for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Texts:
    """One text of the organisation's in each language it offers. The first language is the fallback."""

    by_language: Mapping[str, str]

    def __hash__(self) -> int:
        return hash(tuple(self.by_language.items()))

    def said(self, language: str) -> str:
        """The text in `language`, or in the organisation's first language."""
        return self.by_language.get(language) or next(iter(self.by_language.values()), "")


@dataclass(frozen=True, slots=True)
class EmergencyLine:
    """Somebody who comes when called."""

    name: Texts
    number: str


BRANCHES: Final = ("sexual_violence", "child", "aid_worker", "explosive", "suicide")
"""Where safe services are shown: parts of a report (a form's calculated `branch`), and kinds of danger."""


@dataclass(frozen=True, slots=True)
class SafeService:
    """A service a person in a hard situation can turn to. `helps`: the branches of a report it is shown in."""

    name: Texts
    what: Texts
    reach: Texts
    helps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """A named area of the site: never coordinates. `people`: about how many live there, where somebody knows."""

    name: str
    label: Texts
    people: int | None = None


def read_toml(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    """The table in that file, or {} and what keeps it from being read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")), []
    except FileNotFoundError:
        return {}, [Problem(path.name, "", "the file is missing", "Copy it from the example content and change it")]
    except UnicodeDecodeError:
        return {}, [Problem(path.name, "", "the file is not UTF-8 text", "Save it again as UTF-8")]
    except tomllib.TOMLDecodeError as wrong:
        return {}, [Problem(path.name, "", f"the file is not TOML ({wrong})", "Correct that line")]


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

    def number(self, key: str, least: int, most: int, otherwise: int) -> int:
        """A whole number between two others; `otherwise` where the key is left out."""
        value = self._table.get(key, otherwise)
        if type(value) is int and least <= value <= most:
            return value
        self.complain(key, "is not a whole number that makes sense here", f"Write a number from {least} to {most}")
        return otherwise

    def yes_or_no(self, key: str, otherwise: bool) -> bool:
        """True or false. Without the key: `otherwise`."""
        value = self._table.get(key, otherwise)
        if not isinstance(value, bool):
            self.complain(key, "is neither true nor false", "Write true or false, without quotes")
            return otherwise
        return value

    def numbers(self, key: str, least: int, most: int, otherwise: tuple[int, ...]) -> tuple[int, ...]:
        """A list of whole numbers between two others; `otherwise` where the key is left out."""
        value = self._table.get(key, list(otherwise))
        if isinstance(value, list) and all(type(each) is int and least <= each <= most for each in value):
            return tuple(value)
        remedy = f"Write {key} = {list(otherwise)}, each from {least} to {most}"
        self.complain(key, "is not a list of whole numbers that make sense here", remedy)
        return otherwise

    def time_zone(self, key: str, otherwise: str = "") -> str:
        """The name of a time zone that exists; `otherwise` where the key is left out."""
        if otherwise and key not in self._table:
            return otherwise
        name = self.text(key)
        if name and not _is_time_zone(name):
            self.complain(
                key, f"there is no time zone “{name}”", f'Write it as the tz database does: {key} = "Asia/Baghdad"'
            )
        return name

    def yes(self, key: str) -> bool:
        """True where it says true; false where the key is left out."""
        value = self._table.get(key, False)
        if not isinstance(value, bool):
            self.complain(key, "is neither true nor false", f"Write {key} = true, or leave it out")
        return value is True

    def has(self, key: str) -> bool:
        """True where the key is not left out."""
        return key in self._table

    def one_of(self, key: str, allowed: Iterable[str], otherwise: str) -> str:
        """One name out of `allowed`; `otherwise` where the key is left out."""
        known = sorted(allowed)
        value = self._table.get(key, otherwise)
        if value in known:
            return str(value)
        self.complain(key, "is not a known name", f"Choose from: {', '.join(known)}")
        return otherwise

    def names(self, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """A list of names out of `allowed`; none is fine."""
        known = sorted(allowed)
        value = self._table.get(key, [])
        if isinstance(value, list) and all(name in known for name in value):
            return tuple(value)
        self.complain(key, "is not a list of known names", f"Choose from: {', '.join(known)}")
        return ()

    def list_of_texts(self, key: str, at_least: int = 0) -> tuple[str, ...]:
        """A list of texts that are not empty, the same in all languages."""
        value = self._table.get(key, [])
        if not (isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)):
            self.complain(key, "is not a list of texts", f'Write {key} = ["…", "…"]')
            return ()
        if len(value) < at_least:
            self.complain(key, f"at least {at_least} is needed", f'Write {key} = ["…"]')
        return tuple(each.strip() for each in value)

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

    def lists_of_texts(self, key: str) -> dict[str, tuple[str, ...]]:
        """Texts that are not empty, at least one in every offered language, by language."""
        table = self._table.get(key)
        if not isinstance(table, dict):
            self.complain(key, "is missing", f"Add a table [{self._place(key)}] with one list for each language")
            return {}
        reader = TableReader(self.file, table, self.languages, self._place(key))
        reader.problems = self.problems
        return {language: reader.list_of_texts(language, at_least=1) for language in self.languages}

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

    def table(self, key: str) -> "TableReader":
        """The table [key] with its own reader, whose problems count as this reader's; an empty one where there is
        none."""
        value = self._table.get(key, {})
        if not isinstance(value, dict):
            self.complain(key, "is not a table", f"Write [{self._place(key)}]")
            value = {}
        reader = TableReader(self.file, value, self.languages, self._place(key))
        reader.problems = self.problems
        return reader

    def names_given(self) -> tuple[str, ...]:
        """What stands in the table, in its order."""
        return tuple(self._table)

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """A misspelt key would be passed over in silence: name it instead."""
        for key in self._table.keys() - set(known):
            self.complain(key, "nothing of this name is known", f"Known are: {', '.join(sorted(known))}")

    def days(self, key: str, otherwise: int) -> timedelta:
        """A number of days up to ten years."""
        return timedelta(days=self.number(key, 1, 3650, otherwise))

    def day(self, key: str) -> date:
        """A day of the calendar."""
        value = self._table.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.complain(key, "is not a day", f"Write {key} = 2026-03-05, without quotes")
        return date.min

    def complain(self, key: str, rule: str, remedy: str, is_warning: bool = False) -> None:
        """Note a problem at `key` of this table."""
        self.problems.append(Problem(self.file, self._place(key), rule, remedy, is_warning))

    def _place(self, key: str) -> str:
        return f"{self._at}.{key}" if self._at else key


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not in the database, not a name, or the name of a folder in it
        return False
    return True
