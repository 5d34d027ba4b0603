"""Turns what stands in a cell into an expression: finds what ${name} means and has the rest parsed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from services.forms.definition.items import ROOT, Choice, Text
from services.forms.problems import FormProblem, FormRule
from services.forms.xlsform.cells import CellBroken
from services.forms.xlsform.choices import table_beside
from services.forms.xlsform.sheets import Cells, SurveyRow
from services.forms.xlsform.supported import TABLES
from services.forms.xpath.expressions import Expression, Tree
from services.forms.xpath.functions_choices import table_name
from services.forms.xpath.patterns import NotAPattern, pattern
from services.forms.xpath.syntax import MOST_LEVELS, FunctionsMissing, NotReadable, TooDeep, read

REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
YES = frozenset({"yes", "Yes", "YES", "true", "True", "TRUE"})
NO = frozenset({"no", "No", "NO", "false", "False", "FALSE"})
SHOWN_LENGTH = 80


class References:
    """The names of a form and the expressions that use them, each parsed once."""

    def __init__(self, rows: Iterable[SurveyRow], folder: Path) -> None:
        self.tables: dict[str, tuple[Choice, ...]] = {}
        self._folder = folder
        self._paths: dict[str, list[str]] = defaultdict(list)
        self._read: dict[str, Tree] = {}
        for row in rows:
            self._paths[row.name].append(row.path)

    def read_tables(self, rows: Iterable[tuple[int, Cells]]) -> Iterator[FormProblem]:
        """Read the files that rows of the survey name, for instance(). What is wrong with them comes out."""
        for number, cells in rows:
            name, ending = str(cells.get("name") or ""), TABLES[str(cells["type"])]
            try:
                if ending != ".csv":
                    raise CellBroken(FormRule.FILE_KIND, name=f"{name}{ending}")
                self.tables[name] = table_beside(self._folder / f"{name}{ending}")
            except CellBroken as broken:
                yield broken.at("survey", number, "type")

    def path(self, name: str, around: str) -> str:
        """The path that ${name} means in the row at `around`: of several the nearest. Raises CellBroken."""
        paths = self._paths.get(name, [])
        if not paths:
            raise CellBroken(FormRule.REFERENCE_UNKNOWN, name=name)
        if len(paths) == 1:
            return paths[0]
        group = around
        while group:
            group = group.rpartition("/")[0]
            inside = [path for path in paths if path.startswith(f"{group}/" if group else "")]
            if len(inside) == 1:
                return inside[0]
            if inside:
                break
        raise CellBroken(FormRule.REFERENCE_UNCLEAR, name=name)

    def condition(self, written: str, around: str) -> Expression | None:
        """An expression that may be a plain yes or no; None for a plain no."""
        if written in NO:
            return None
        return Expression(["call", "true"]) if written in YES else self.expression(written, around)

    def relevance(self, written: str, around: str) -> Expression | None:
        """A condition under which something applies; None for always."""
        if written in YES:
            return None
        return Expression(["call", "false"]) if written in NO else self.expression(written, around)

    def expression(self, written: str, around: str) -> Expression:
        """The expression in a cell of the row at `around`. Raises CellBroken."""
        source = REFERENCE.sub(lambda found: f" /{ROOT}/{self.path(found[1], around)} ", written)
        source = re.sub(r"(?<=['\"]) (/[^'\" ]+) (?=['\"])", r"\1", source)
        if source not in self._read:
            self._read[source] = self._tree(source, written)
        return Expression(self._read[source])

    def _tree(self, source: str, written: str) -> Tree:
        shown = written if len(written) <= SHOWN_LENGTH else written[: SHOWN_LENGTH - 1] + "…"
        try:
            tree = read(source)
        except FunctionsMissing as error:
            raise CellBroken(FormRule.FUNCTION_UNKNOWN, name="(), ".join(error.names)) from error
        except TooDeep as error:
            raise CellBroken(FormRule.EXPRESSION_TOO_DEEP, expression=shown, limit=str(MOST_LEVELS)) from error
        except NotReadable as error:
            facts = {"expression": shown, "detail": _plain(error.detail), "remedy": remedy(written)}
            raise CellBroken(FormRule.EXPRESSION_UNREADABLE, **facts) from error
        for one in written_out(tree, "regex", 1):
            try:
                pattern(one)
            except NotAPattern as error:
                rule = FormRule.PATTERN_LOOKS_AROUND if error.looks_around else FormRule.PATTERN_UNREADABLE
                raise CellBroken(rule, pattern=one, detail=error.detail) from error
        for arguments in calls_of(tree, "pulldata"):
            self._read_pulled([str(one[1]) for one in arguments[:3] if one[0] == "value"])
        return tree

    def _read_pulled(self, written: list[str]) -> None:
        """Read the table that pulldata() looks into. Raises CellBroken, also for a column that it has not."""
        name, *columns = written or [""]
        if not name:
            return
        file = f"{name.removesuffix('.csv')}.csv"
        if table_name(name) not in self.tables:
            self.tables[table_name(name)] = table_beside(self._folder / file)
        rows = self.tables[table_name(name)]
        for column in columns:
            if rows and column not in rows[0].columns:
                raise CellBroken(FormRule.FILE_COLUMN_MISSING, file=file, name=column)

    def text(self, written: str, around: str) -> Text:
        """A text that may speak of answers: its parts. Raises CellBroken."""
        parts = REFERENCE.split(written)
        text: list[str | Expression] = []
        for place, part in enumerate(parts):
            if place % 2:
                text.append(self.expression(f"${{{part}}}", around))
            elif part:
                text.append(part)
        return tuple(text)


OTHER_SIGNS = (
    (re.compile(r"(?<![\w.-])(?:AND|OR|DIV|MOD)(?![\w.-])"), "Write and, or, div and mod in small letters."),
    (re.compile(r"&&|\|\|"), "Write 'and' for && and 'or' for ||."),
    (re.compile(r"==|<>|!(?!=)|=<|=>"), "Write = for equal, != for not equal, <= and >= for at most and at least."),
    (re.compile(r"\$(?!\{)\w+|(?<!\$)\{\w+\}"), "Write a question as ${name}, with $ and both braces."),
)
"""How other languages write what XPath writes otherwise, and what to do about it."""


def remedy(written: str) -> str:
    """What to do about an expression that cannot be read."""
    plain = re.sub(r"'[^']*'|\"[^\"]*\"", "''", written)
    told = [said for sign, said in OTHER_SIGNS if sign.search(plain)]
    return " ".join(told) or "Check brackets and quotes, and that text stands in quotes."


def _plain(detail: str) -> str:
    """The parser's words without its codes."""
    return re.sub(r"\[err:\w+\] |'fn:|'\(|\)'", lambda found: "'" if "'" in found[0] else "", detail).strip()


def calls_of(tree: Tree, name: str) -> Iterator[list[Tree]]:
    """What is given to every call of this function."""
    if tree[:2] == ["call", name]:
        yield tree[2:]
    for part in tree:
        if isinstance(part, list) and part:
            yield from calls_of(part, name)


def written_out(tree: Tree, name: str, place: int) -> Iterator[str]:
    """What is written out as this argument (from 0) in every call of this function."""
    for arguments in calls_of(tree, name):
        if len(arguments) > place and arguments[place][0] == "value":
            yield str(arguments[place][1])
