"""How much an expression has to look at, told from the form alone: nobody waits for an answer that takes minutes."""

from __future__ import annotations

from collections.abc import Iterator

from services.forms.definition.items import Item, Kind
from services.forms.definition.model import Form
from services.forms.form_node import MOST_ROWS
from services.forms.problems import FormProblem, FormRule
from services.forms.xlsform.sheets import Sheets
from services.forms.xpath.expressions import Tree
from services.forms.xpath.looking_up import column_sought

MOST = 20_000
"""Rows that one expression may look at: some twenty milliseconds."""
MOST_OFFERED = 2_000
"""Choices of one question that nothing narrows down."""


def of_work(form: Form, sheets: Sheets) -> Iterator[FormProblem]:
    """Rows whose expressions look at too much, or that offer too many choices at once."""
    rows = {row.path: row.number for row in sheets.survey}
    measure = _Measure(form)
    for path, item in form.items.items():
        looks_at = max((measure.of(expression.tree) for expression in item.expressions), default=0.0)
        offered = len(form.choices.get(item.choices, ()))
        if looks_at > MOST:
            facts = {"name": item.name, "many": f"{looks_at:,.0f}", "limit": f"{MOST:,}"}
            yield FormProblem(FormRule.TOO_MUCH_WORK, "survey", rows.get(path), None, facts)
        if offered > MOST_OFFERED and item.choice_filter is None:
            facts = {"many": f"{offered:,}", "limit": f"{MOST_OFFERED:,}"}
            yield FormProblem(FormRule.TOO_MANY_CHOICES, "survey", rows.get(path), "type", facts)


class _Measure:
    def __init__(self, form: Form) -> None:
        self._form = form
        self._everything = len(form.items) * (MOST_ROWS if form.within_rows else 1)
        self._most = max(self._everything, *map(len, form.choices.values()), 1)

    def of(self, tree: Tree) -> float:
        """The nodes that are looked at."""
        if tree[:1] == ["path"]:
            return self._along(tree[1], tree[2:])
        return 1 + sum(self.of(part) for part in tree if isinstance(part, list) and part)

    def _along(self, start: str | Tree, steps: list[Tree]) -> float:
        nodes = looked_at = 1.0
        if isinstance(start, list):
            looked_at += self.of(start)
        names: list[str] = []
        for axis, test, *predicates in steps:
            names.append(test)
            nodes = min(nodes * self._wide(start, axis, test, names, predicates), self._most)
            looked_at += nodes * (1 + sum(map(self.of, predicates)))
        return looked_at

    def _wide(self, start: str | Tree, axis: str, test: str, names: list[str], predicates: list[Tree]) -> float:
        """How many nodes a step leads to from one."""
        if axis not in ("child", "self", "parent", "attribute", "whole"):
            return self._everything
        if isinstance(start, list) and start[:2] == ["call", "instance"]:
            is_row = test in ("item", "*") and not (predicates and column_sought(predicates[0]))
            return len(self._form.choices.get(str(start[2][1]), ())) or 1 if is_row else 1
        if test in ("*", "node()") and axis == "child":
            return self._everything
        item = self._item(start, names)
        return MOST_ROWS if item is not None and item.kind is Kind.REPEAT else 1

    def _item(self, start: str | Tree, names: list[str]) -> Item | None:
        """The row of the form that is named; from elsewhere than the root any of that name."""
        if start == "/":
            return self._form.items.get("/".join(names[1:]))
        return next((one for one in self._form.items.values() if one.name == names[-1]), None)
