"""Turns what stands in a cell into an expression: finds what ${name} means and has the rest parsed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from services.forms.items import ROOT, Text
from services.forms.problems import FormProblem, FormRule
from services.forms.xlsform.sheets import SurveyRow
from services.forms.xpath.expressions import Expression, Tree
from services.forms.xpath.functions_text import pattern
from services.forms.xpath.syntax import FunctionsMissing, NotReadable, read

REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
YES = frozenset({"yes", "Yes", "YES", "true", "True", "TRUE"})
NO = frozenset({"no", "No", "NO", "false", "False", "FALSE"})
SHOWN_LENGTH = 80


class CellBroken(Exception):
    """A cell breaks a rule; where it stands is known to who reads it."""

    def __init__(self, rule: FormRule, **facts: str) -> None:
        super().__init__(rule)
        self.rule = rule
        self.facts = facts

    def at(self, sheet: str, row: int | None, column: str) -> FormProblem:
        """The problem at this place."""
        return FormProblem(self.rule, sheet, row, column, self.facts)


class References:
    """The names of a form and the expressions that use them, each parsed once."""

    def __init__(self, rows: Iterable[SurveyRow]) -> None:
        self._paths: dict[str, list[str]] = defaultdict(list)
        self._read: dict[str, Tree] = {}
        for row in rows:
            self._paths[row.name].append(row.path)

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
        except NotReadable as error:
            raise CellBroken(FormRule.EXPRESSION_UNREADABLE, expression=shown, detail=_plain(error.detail)) from error
        for written_pattern in patterns(tree):
            try:
                pattern(written_pattern)
            except re.error as error:
                raise CellBroken(FormRule.PATTERN_UNREADABLE, pattern=written_pattern, detail=str(error)) from error
        return tree

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


def _plain(detail: str) -> str:
    """The parser's words without its codes."""
    return re.sub(r"\[err:\w+\] |'fn:|'\(|\)'", lambda found: "'" if "'" in found[0] else "", detail).strip()


def patterns(tree: Tree) -> Iterator[str]:
    """Every pattern that is written out in a call of regex()."""
    if tree[:2] == ["call", "regex"] and len(tree) == 4 and tree[3][0] == "value":
        yield str(tree[3][1])
    for part in tree:
        if isinstance(part, list) and part:
            yield from patterns(part)
