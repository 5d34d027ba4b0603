"""Defaults that are no answer, answers worked out from themselves, and rules that no number keeps: told from the form
alone, as far as that is simply decided."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from services.forms.definition.items import ASKED, Item, Kind
from services.forms.definition.model import NEVER, Form
from services.forms.definition.sources import calls, paths_in
from services.forms.errors import AnswerRefused
from services.forms.problems import FormProblem, FormRule
from services.forms.reading import clock_time, day, day_and_time, decimal_number, rough_place, whole_number
from services.forms.xlsform.leading_nowhere import ORDERED, never_changing, no_numbers
from services.forms.xlsform.sheets import Sheets
from services.forms.xpath.expressions import Expression, Tree

SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
READ: dict[Kind, Any] = {
    Kind.INTEGER: whole_number,
    Kind.DECIMAL: decimal_number,
    Kind.DATE: lambda text, path: day(text, path, date(2026, 1, 1)),
    Kind.TIME: lambda text, path: clock_time(text, path, SOME_DAY),
    Kind.DATE_TIME: lambda text, path: day_and_time(text, path, SOME_DAY),
    Kind.GEOPOINT: rough_place,
}
ANY_CHILD = frozenset({"*", "node()", "text()"})
TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "="}


def of_answers(form: Form, sheets: Sheets) -> Iterator[FormProblem]:
    """Each with the row and the column that it stands in."""
    rows = {row.path: row.number for row in sheets.survey}
    for path, item in form.items.items():
        if item.kind not in ASKED:
            continue
        if not _default_fits(form, item):
            facts = {"name": str(item.default[0])}
            yield FormProblem(FormRule.DEFAULT_IMPOSSIBLE, "survey", rows.get(path), "default", facts)
        for column, parts in (("calculation", (item.calculation,)), ("default", item.default)):
            if any(isinstance(one, Expression) and _is_of_itself(one.tree, path) for one in parts):
                facts = {"name": item.name}
                yield FormProblem(FormRule.WORKED_OUT_FROM_ITSELF, "survey", rows.get(path), column, facts)
        if item.constraint is not None and _is_never_kept(form, item, item.constraint.tree):
            must = item.required is not None and item.required.tree != NEVER
            rule = FormRule.REQUIRED_IMPOSSIBLE if must else FormRule.ANSWER_IMPOSSIBLE
            yield FormProblem(rule, "survey", rows.get(path), "constraint", {"name": item.name})


def _default_fits(form: Form, item: Item) -> bool:
    if len(item.default) != 1 or not isinstance(item.default[0], str):
        return True
    written = item.default[0]
    if item.kind in (Kind.ONE, Kind.MANY, Kind.RANK) and item.choices in form.choices:
        names = {choice.name for choice in form.choices[item.choices]}
        return {written} <= names or (item.kind is not Kind.ONE and set(written.split()) <= names)
    try:
        return item.kind not in READ or bool(READ[item.kind](written, item.path))
    except AnswerRefused:
        return False


def _is_of_itself(tree: Tree, path: str) -> bool:
    """What keeps what it found may look at it: once(), and if() for a first time."""
    return path in paths_in(tree) and not calls(tree, "once") and tree[0] != "if"


def _is_never_kept(form: Form, item: Item, tree: Tree) -> bool:
    if tree == NEVER or any(
        _compares_with_nothing(part) or _is_of_nothing(form, item.path, part) for part in _joined(tree)
    ):
        return True
    if item.kind not in (Kind.INTEGER, Kind.DECIMAL, Kind.RANGE, Kind.DATE):
        return False
    lowest, highest = -math.inf, math.inf
    open_below = open_above = False
    for sign, number in _bounds(tree):
        if sign in (">", ">=", "=") and number >= lowest:
            open_below = (open_below and number == lowest) or sign == ">"
            lowest = number
        if sign in ("<", "<=", "=") and number <= highest:
            open_above = (open_above and number == highest) or sign == "<"
            highest = number
    return lowest > highest or (lowest == highest and (open_below or open_above))


def _compares_with_nothing(tree: Tree) -> bool:
    return tree[0] == "op" and tree[1] in ORDERED and any(no_numbers(tree))


def _is_of_nothing(form: Form, path: str, tree: Tree) -> bool:
    """A name within the question or beside it that is none there; or what is compared with that, and is neither true
    nor false."""
    match tree:
        case ["path", ".", ["child", str(name), *_], *_]:
            return name not in ANY_CHILD and f"{path}/{name}" not in form.items
        case ["path", ".", ["parent", "node()"], ["child", str(name), *_], *_]:
            return name not in ANY_CHILD and _beside(path, name) not in form.items
        case ["op", str(sign), left, right] if sign in TURNED or sign == "!=":
            sides = (left, right)
            return any(_is_of_nothing(form, path, one) for one in sides) and all(
                one[0] in ("path", "value") for one in sides
            )
    return False


def _beside(path: str, name: str) -> str:
    group, slash, _ = path.rpartition("/")
    return f"{group}{slash}{name}"


def _bounds(tree: Tree) -> Iterator[tuple[str, float]]:
    """What the answer has to be, of all that has to hold."""
    match tree:
        case ["ops", first, sign, right, *rest] if sign in TURNED:
            yield from _bounds(["ops", ["op", sign, first, right], *rest])
        case ["ops" | "op", *_]:
            for part in _joined(tree):
                yield from _bound(part)


def _joined(tree: Tree) -> list[Tree]:
    """The parts that stand with "and" between them; the whole where there is another word."""
    match tree:
        case ["op", "and", left, right]:
            return [*_joined(left), *_joined(right)]
        case ["ops", first, *rest] if set(rest[::2]) <= {"and"}:
            return [one for part in (first, *rest[1::2]) for one in _joined(part)]
    return [tree]


def _bound(tree: Tree) -> Iterator[tuple[str, float]]:
    match tree:
        case ["op", str(sign), left, right] if sign in TURNED:
            if _is_answer(left) and (number := never_changing(right)) is not None:
                yield sign, number
            elif _is_answer(right) and (number := never_changing(left)) is not None:
                yield TURNED[sign], number


def _is_answer(tree: Tree) -> bool:
    return tree in (["path", "."], ["path", ".", ["self", "node()"]])
