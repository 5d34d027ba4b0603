"""Reading one text file of a guide or an agreement: what stands in front between two lines of +++, and the text itself.

Whatever is wrong is named with its file and line. What the texts are part of is not known here.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from services.authoring.parts import Problem, TableReader
from services.authoring.texts import length
from services.guides.guides import Page, is_stale
from services.guides.markup import Marked, read_markup

FENCE = "+++"
LIMIT = 4096 - 700
"""UTF-16 units of a page (Bot API, sendMessage: 4,096), with room for the lines the bot puts around it."""
LONGEST_TITLE = 48
LARGEST_FILE = 64 * 1024
NAME = re.compile(r"[a-z][a-z0-9_]{0,15}")
"""Names of guides, steps, areas and agreements: they travel in a button's 64 bytes."""
PAGE_KEYS = ("title", "checked", "version", "signed_off", "sources", "unknown")

_FILE = re.compile(r"(?P<name>[^.]+)\.(?P<language>[A-Za-z-]+)\.md")


class Front(TableReader):
    """What stands in front of a text. Problems name the line of the key."""

    def __init__(self, file: str, table: Mapping[str, Any], lines: Sequence[str], problems: list[Problem]) -> None:
        super().__init__(file, table, ())
        self.problems = problems
        self._lines = lines

    def complain(self, key: str, rule: str, remedy: str, is_warning: bool = False) -> None:
        """Note a problem at `key`, or at the line that opens the file where the key is not there."""
        found = (number for number, line in enumerate(self._lines, 1) if re.match(rf"\s*{re.escape(key)}\s*=", line))
        self.problems.append(Problem(self.file, f"line {next(found, 1)}, {key}", rule, remedy, is_warning))

    def day(self, key: str) -> date:
        """A day such as 2026-11-30."""
        value = self._table.get(key)
        if type(value) is date:
            return value
        self.complain(key, "a day is missing", f"Write {key} = 2026-11-30, without quotation marks")
        return date.min

    def version(self, key: str) -> int:
        """A whole number from 1 up."""
        value = self._table.get(key)
        if type(value) is int and value > 0:
            return value
        self.complain(key, "a number is missing", f"Write {key} = 1, and count up with every change")
        return 1


@dataclass(frozen=True, slots=True)
class TextSheet:
    """One file read: its page, and its front for what else stands there."""

    language: str
    page: Page
    front: Front


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read the texts of one folder: `name` is the folder as problems name it; without `today` nothing is said
    about dates."""

    folder: Path
    name: str
    languages: tuple[str, ...]
    today: date | None = None

    def sheets(
        self, names: Iterable[str], fresh_for: timedelta, keys: tuple[str, ...] = ()
    ) -> tuple[dict[str, list[TextSheet]], list[Problem]]:
        """The files of each name, in the order of the offered languages; a missing one is a problem. `keys`: what
        else may stand in front of a text."""
        problems: list[Problem] = []
        found: dict[str, list[TextSheet]] = {}
        for name in names:
            if not NAME.fullmatch(name):
                remedy = "Use at most 16 small Latin letters, digits and _, beginning with a letter"
                problems.append(Problem(f"{self.name}/{name}", "", "this name does not fit a button", remedy))
            read = [self._sheet(name, language, fresh_for, keys, problems) for language in self.languages]
            found[name] = [sheet for sheet in read if sheet is not None]
            problems += self._differences(name, found[name])
        return found, problems

    def names(self) -> list[str]:
        """The names of the texts that have a file in any language."""
        return sorted({found["name"] for path in self._files() if (found := _FILE.fullmatch(path.name))})

    def strangers(self, names: Iterable[str], remedy: str) -> list[Problem]:
        """Files whose name does not say what they are: they would be passed over in silence."""
        problems = []
        for path in self._files():
            found = _FILE.fullmatch(path.name)
            if found is None:
                rule, what = "the name does not say step and language", "Name it like documents.en.md"
                problems.append(Problem(f"{self.name}/{path.name}", "", rule, what))
            elif found["name"] not in set(names):
                problems.append(Problem(f"{self.name}/{path.name}", "", "nothing leads to this text", remedy))
        return problems

    def _files(self) -> list[Path]:
        return sorted(path for path in self.folder.glob("*") if path.suffix == ".md")

    def _sheet(
        self, name: str, language: str, fresh_for: timedelta, keys: tuple[str, ...], problems: list[Problem]
    ) -> TextSheet | None:
        file = f"{self.name}/{name}.{language}.md"
        text, broken = read_text(self.folder / f"{name}.{language}.md", file)
        if broken:
            problems.append(broken)
            return None
        sheet = _read(file, language, text, (*PAGE_KEYS, *keys), problems)
        if sheet is not None and self.today is not None:
            _judge_day(sheet, fresh_for, self.today)
        return sheet

    def _differences(self, name: str, sheets: list[TextSheet]) -> list[Problem]:
        """Where the languages do not say the same: a list of another length, a version left behind."""
        problems = []
        newest = max((sheet.page.version for sheet in sheets), default=0)
        for sheet in sheets:
            file, page = f"{self.name}/{name}.{sheet.language}.md", sheet.page
            if len(page.items) != len(sheets[0].page.items):
                rule = f"there is not as much to tick as in {sheets[0].language}"
                problems.append(Problem(file, "", rule, "Write the same list in every language"))
            if page.version < newest:
                rule = f"this is version {page.version}, another language has version {newest}"
                problems.append(Problem(file, "", rule, "Bring the translation up to date", is_warning=True))
        return problems


def read_text(path: Path, name: str) -> tuple[str, Problem | None]:
    """The text of a file with one kind of line end, or what keeps it from being read."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return "", Problem(name, "", "the file is too large for a text", "Make several steps of it")
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return "", Problem(name, "", "the file is missing", "Write it, or take this language out of languages")
    except OSError as refused:
        return "", Problem(name, "", f"the file cannot be read ({refused.strerror})", "Look at the file's rights")
    except UnicodeDecodeError as wrong:
        line = path.read_bytes()[: wrong.start].count(b"\n") + 1
        return "", Problem(name, f"line {line}", "the file is not UTF-8 text", "Save it again as UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n"), None


def _read(file: str, language: str, text: str, keys: tuple[str, ...], problems: list[Problem]) -> TextSheet | None:
    lines = text.split("\n")
    ends = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
    if len(ends) < 2 or ends[0] != 0:
        rule, remedy = "the lines between two +++ are missing", "Begin the file with +++, the facts, and +++ again"
        problems.append(Problem(file, "line 1", rule, remedy))
        return None
    try:
        table = tomllib.loads("\n".join(["", *lines[1 : ends[1]]]))
    except tomllib.TOMLDecodeError as wrong:
        problems.append(Problem(file, "", f"what stands between the +++ is not TOML ({wrong})", "Correct that line"))
        return None
    front = Front(file, table, lines[: ends[1]], problems)
    front.refuse_unknown(keys)
    marked = read_markup("\n".join(lines[ends[1] + 1 :]), ends[1] + 2)
    page = _page(front, marked)
    problems += _of_text(file, page, marked, ends[1] + 2)
    return TextSheet(language, page, front)


def _page(front: Front, marked: Marked) -> Page:
    title = front.text("title")
    if len(title) > LONGEST_TITLE or "\n" in title:
        front.complain("title", "is too long for a button", f"Use at most {LONGEST_TITLE} characters")
    return Page(
        title=title,
        text=marked.text,
        checked=front.day("checked"),
        version=front.version("version"),
        signed_off=front.text("signed_off"),
        sources=front.list_of_texts("sources", at_least=1),
        unknown=front.list_of_texts("unknown"),
        items=marked.items,
        links=marked.links,
    )


def _of_text(file: str, page: Page, marked: Marked, first_line: int) -> list[Problem]:
    problems = [Problem(file, f"line {fault.line}", fault.rule, fault.remedy) for fault in marked.faults]
    if not page.text:
        problems.append(Problem(file, f"line {first_line}", "there is no text", "Write it below the second +++"))
    size = length("\n".join((page.title, page.text, *page.unknown, *page.sources, page.signed_off)))
    if size > LIMIT:
        rule = f"it takes {size} characters of a message, at most {LIMIT} fit"
        problems.append(Problem(file, "", rule, f"Make it {size - LIMIT} shorter, or make two steps of it"))
    return problems


def _judge_day(sheet: TextSheet, fresh_for: timedelta, today: date) -> None:
    page, front = sheet.page, sheet.front
    if page.checked == date.min:
        return
    if page.checked > today:
        front.complain("checked", "this day has not come yet", "Write the day it was last checked", is_warning=True)
    elif is_stale(page, fresh_for, today):
        rule = f"was last checked {(today - page.checked).days} days ago, it stays fresh for {fresh_for.days}"
        front.complain("checked", rule, "Check it once more and write the day; people are told that it is old", True)
