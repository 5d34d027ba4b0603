"""Names and numbers in expressions that lead nowhere: a word that was meant as a question or as text, a column that no
choice has, and what is compared with something that is neither a number nor a day."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from services.forms.definition.items import Item
from services.forms.definition.model import Form
from services.forms.problems import FormProblem, FormRule
from services.forms.xlsform.sheets import Sheets
from services.forms.xpath.expressions import Expression, Tree
from services.forms.xpath.values import to_number

ORDERED = frozenset({"<", ">", "<=", ">="})
COUNTED = frozenset({"+", "-", "*", "div", "mod"})


def of_what_leads_nowhere(form: Form, sheets: Sheets) -> Iterator[FormProblem]:
    """Each with the row and the column that it stands in."""
    rows = {row.path: row.number for row in sheets.survey}
    for path, item in form.items.items():
        for problem in (*_of_rules(item), *_of_filter(form, item)):
            rule, column, facts = problem
            yield FormProblem(rule, "survey", rows.get(path), column, facts)


Found = tuple[FormRule, str, Mapping[str, str]]


def _of_rules(item: Item) -> Iterator[Found]:
    for column, rule in _rules(item):
        for name in dict.fromkeys(_bare_names(rule.tree)):
            if name not in item.named:
                yield FormRule.NAME_ALONE, column, {"name": name}
        for written in dict.fromkeys(no_numbers(rule.tree)):
            yield FormRule.NO_NUMBER, column, {"name": written}
    if item.relevant is not None and item.path in set(_own_paths(item.relevant.tree)):
        yield FormRule.ASKED_AFTER_ITSELF, "relevant", {"name": item.name}
    yield from _of_count(item)


def _of_count(item: Item) -> Iterator[Found]:
    """Nobody means a repeat that takes place less than never, half a time, or as often as a word says."""
    number = None if item.rows is None else never_changing(item.rows.tree)
    if item.rows is None or number is None:
        return
    if number == 0:
        yield FormRule.REPEATED_NEVER, "repeat_count", {"name": item.name}
    elif not number > 0 or not number.is_integer():
        written = str(item.rows.tree[1]) if math.isnan(number) else f"{number:g}"
        yield FormRule.REPEAT_COUNT_IMPOSSIBLE, "repeat_count", {"name": item.name, "count": written}


def _rules(item: Item) -> Iterator[tuple[str, Expression]]:
    rules = {
        "required": item.required,
        "relevant": item.relevant,
        "constraint": item.constraint,
        "calculation": item.calculation,
        "repeat_count": item.rows,
    }
    yield from ((column, rule) for column, rule in rules.items() if rule is not None)


def _of_filter(form: Form, item: Item) -> Iterator[Found]:
    if item.choice_filter is None or item.choices not in form.choice_rows:
        return
    columns = {column.name for choice in form.choice_nodes[item.choices] for column in choice.children}
    for name in dict.fromkeys(_bare_names(item.choice_filter.tree)):
        if name not in columns:
            yield FormRule.COLUMN_OF_NO_CHOICE, "choice_filter", {"name": name, "list": item.choices}
    for written in dict.fromkeys(no_numbers(item.choice_filter.tree)):
        yield FormRule.NO_NUMBER, "choice_filter", {"name": written}


def _bare_names(tree: Tree) -> Iterator[str]:
    """The first names of paths that begin where the expression stands. Within [ ] it stands elsewhere."""
    if tree[:1] == ["path"]:
        if tree[1] == "." and len(tree) > 2 and tree[2][0] == "child" and tree[2][1] not in ("*", "node()", "text()"):
            yield tree[2][1]
        return
    for part in tree:
        if isinstance(part, list) and part:
            yield from _bare_names(part)


def _own_paths(tree: Tree) -> Iterator[str]:
    """The form paths that an expression looks at where it stands; what counts on itself later may look."""
    if tree[:2] in (["call", "indexed-repeat"], ["call", "once"]):
        return
    if tree[:2] == ["path", "/"] and all(len(step) == 2 for step in tree[2:]):
        yield "/".join(step[1] for step in tree[3:])
    for part in tree:
        if isinstance(part, list) and part:
            yield from _own_paths(part)


def no_numbers(tree: Tree) -> Iterator[str]:
    """Texts that are compared by size, or computed with, and are neither a number nor a day."""
    for sign, left, right in _operations(tree):
        for side in (left, right) if sign in ORDERED | COUNTED else ():
            if side[0] == "value" and isinstance(side[1], str) and side[1] and math.isnan(to_number(side[1])):
                yield f"'{side[1]}'"
    for part in tree:
        if isinstance(part, list) and part:
            yield from no_numbers(part)


def _operations(tree: Tree) -> Iterator[tuple[str, Tree, Tree]]:
    if tree[:1] == ["op"]:
        yield tree[1], tree[2], tree[3]
    elif tree[:1] == ["ops"]:
        for place in range(2, len(tree), 2):
            yield tree[place], tree[1] if place == 2 else ["?"], tree[place + 1]


def never_changing(tree: Tree) -> float | None:
    """The number that is written out; None where it follows from something."""
    match tree:
        case ["value", bool()]:
            return None
        case ["value", float() | int() | str() as written]:
            return to_number(written)
        case ["minus", inner]:
            number = never_changing(inner)
            return None if number is None else -number
    return None
