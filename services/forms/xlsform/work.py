"""How much the expressions of a form have to look at, told from the form alone: nobody waits for an answer that takes
minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from services.forms.definition.items import Item, Kind
from services.forms.definition.model import Form
from services.forms.definition.sources import around
from services.forms.problems import FormProblem, FormRule
from services.forms.row_room import MOST_IN_ROWS, MOST_ROWS
from services.forms.xlsform.sheets import Sheets
from services.forms.xpath.expressions import Tree
from services.forms.xpath.looking_up import column_sought
from services.forms.xpath.patterns import MOST_WORK, NotAPattern, pattern

MOST = 20_000
"""Rows that one expression may look at: some twenty milliseconds."""
MOST_TOGETHER = 1_000_000
"""Rows that all expressions of a form may look at, in all its rows: about a second, where every repeat is full."""
MOST_OFFERED = 2_000
"""Choices of one question that nothing narrows down."""
MOST_WORDED = 200
"""Choices of one question whose labels speak of answers: each is worded anew."""
MOST_FILTERED = 20_000
"""Choices of one question that a filter lets through, or goes through one by one."""
ANSWER, COLUMN = 4_096, 40
"""Letters that a pattern is held against: of an answer, and of what stands in a list of choices."""
STEPS = 200
"""Steps of a pattern that take as long as looking at one row."""


def of_work(form: Form, sheets: Sheets) -> Iterator[FormProblem]:
    """Rows whose expressions look at too much, or that offer too many choices at once."""
    rows = {row.path: row.number for row in sheets.survey}
    together: dict[str, float] = {}
    for path, item in form.items.items():
        measure = _Measure(form, item)
        each = [measure.of(expression.tree) for expression in item.expressions]
        together[path] = _times(form, item) * (sum(each) + _of_filter(form, item))
        if max(each, default=0) > MOST:
            facts = {"name": item.name, "many": f"{max(each):,.0f}", "limit": f"{MOST:,}"}
            yield FormProblem(FormRule.TOO_MUCH_WORK, "survey", rows.get(path), None, facts)
        yield from _of_choices(form, item, rows.get(path))
    if sum(together.values()) > MOST_TOGETHER:
        path = max(together, key=together.__getitem__)
        facts = {"name": form.items[path].name, "many": f"{together[path]:,.0f}", "limit": f"{MOST_TOGETHER:,}"}
        yield FormProblem(FormRule.TOO_MUCH_TOGETHER, "survey", rows.get(path), None, facts)


def _times(form: Form, item: Item) -> int:
    """How often it may stand in the form, in rows within rows."""
    repeats = [one for one in (item, *around(item, form.items)) if one.kind is Kind.REPEAT]
    return min(MOST_ROWS ** len(repeats), MOST_IN_ROWS // repeats[0].row_size) if repeats else 1


def _of_filter(form: Form, item: Item) -> float:
    """What a filter looks at for all the choices it goes through."""
    if item.choice_filter is None or item.choices not in form.choices:
        return 0
    return _offered(form, item) * _Measure(form, item, COLUMN).of(item.choice_filter.tree)


def _of_choices(form: Form, item: Item, row: int | None) -> Iterator[FormProblem]:
    most = MOST_FILTERED if item.choice_filter is not None else MOST_OFFERED
    if item.choices not in form.worded_without_answers:
        most = MOST_WORDED
    offered = _offered(form, item)
    if offered > most:
        facts = {"many": f"{offered:,}", "limit": f"{most:,}"}
        yield FormProblem(FormRule.TOO_MANY_CHOICES, "survey", row, "type", facts)


def _offered(form: Form, item: Item) -> int:
    """How many choices may be offered at once: of a column that has to be equal to something those that are alike."""
    choices = form.choices.get(item.choices, ())
    sought = column_sought(item.choice_filter.tree) if item.choice_filter is not None else None
    if sought is None:
        return len(choices)
    alike = Counter(choice.columns.get(sought[0], choice.name) for choice in choices)
    return max(alike.values(), default=0)


class _Measure:
    """What expressions look at that belong to this row of the form. `letters` are those of the texts in them."""

    def __init__(self, form: Form, item: Item, letters: int = ANSWER) -> None:
        self._form = form
        self._around = {one.path for one in (item, *around(item, form.items))}
        self._everything = len(form.items) + (MOST_IN_ROWS if form.within_rows else 0)
        self._most = max(self._everything, *map(len, form.choices.values()), 1)
        self._letters = letters

    def of(self, tree: Tree) -> float:
        """The nodes that are looked at."""
        if tree[:1] == ["path"]:
            return self._along(tree[1], tree[2:])
        looks_at = 1 + sum(self.of(part) for part in tree if isinstance(part, list) and part)
        return looks_at + self._of_pattern(tree[3]) if tree[:2] == ["call", "regex"] and len(tree) > 3 else looks_at

    def _of_pattern(self, written: Tree) -> float:
        """What it takes to hold a text against a pattern."""
        known = written[1] if written[0] == "value" else ""
        try:
            steps: int = pattern(str(known)).programsize
        except NotAPattern:
            return 0
        return min(steps * self._letters, MOST_WORK) / STEPS

    def _along(self, start: str | Tree, steps: list[Tree]) -> float:
        nodes = looked_at = 1.0
        if isinstance(start, list):
            looked_at += self.of(start)
        for place, (_, _, *predicates) in enumerate(steps, 1):
            nodes = min(nodes * self._wide(start, steps[:place], is_last=place == len(steps)), self._most)
            looked_at += nodes * (1 + sum(map(self.of, predicates)))
        return looked_at

    def _wide(self, start: str | Tree, steps: list[Tree], is_last: bool) -> float:
        """How many nodes the last of these steps leads to from one."""
        axis, test, *predicates = steps[-1]
        if axis not in ("child", "self", "parent", "attribute", "whole"):
            return self._everything
        if isinstance(start, list) and start[:2] == ["call", "instance"]:
            is_row = test in ("item", "*") and not (predicates and column_sought(predicates[0]))
            return len(self._form.choices.get(str(start[2][1]), ())) or 1 if is_row else 1
        if test in ("*", "node()") and axis == "child":
            return self._everything
        item = self._item(start, [step[1] for step in steps])
        if item is None or item.kind is not Kind.REPEAT:
            return 1
        stays = start == "/" and item.path in self._around and not predicates and not is_last
        return 1 if stays else min(MOST_ROWS, MOST_IN_ROWS / item.row_size)

    def _item(self, start: str | Tree, names: list[str]) -> Item | None:
        """The row of the form that is named; from elsewhere than the root any of that name."""
        if start == "/":
            return self._form.items.get("/".join(names[1:]))
        return next((one for one in self._form.items.values() if one.name == names[-1]), None)
