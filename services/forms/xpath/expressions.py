"""Computes expressions: turns a tree (`syntax.py`) once into nested functions, which are then only called."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any, TypeAlias

import services.forms.xpath.functions_choices
import services.forms.xpath.functions_dates
import services.forms.xpath.functions_numbers
import services.forms.xpath.functions_places
import services.forms.xpath.functions_text  # noqa: F401  (each registers its functions)
from services.forms.xpath.context import Context
from services.forms.xpath.functions import FUNCTIONS, Function, as_it_is
from services.forms.xpath.looking_up import column_sought
from services.forms.xpath.paths import PathStep, Run, from_here, from_nodes, from_root
from services.forms.xpath.values import COMPARISONS, NOT_A_NUMBER, Value, to_boolean, to_number

Tree: TypeAlias = list[Any]
Arithmetic: TypeAlias = Callable[[float, float], float]
REPEATS_BY_PATH = {"indexed-repeat": (0, 1, 3, 5, 7)}


def compiled(tree: Tree, every_row: bool = False) -> Run:
    """The function that computes the tree. `every_row`: paths do not stay in the row they stand in."""
    kind, *parts = tree
    if kind == "path":
        return _path(parts[0], parts[1:], every_row)
    if kind == "union":
        return _union(*(compiled(part, every_row) for part in parts))
    build = BUILT.get(kind)
    if build is None:
        raise ValueError(kind)
    return build(*parts)


def _constant(constant: Value) -> Run:
    return lambda context: constant


def _path(start: str | Tree, steps: list[Tree], every_row: bool) -> Run:
    walked = [_step(*step) for step in steps]
    if start == "/":
        return from_root(walked, every_row)
    if start == ".":
        return from_here(walked)
    assert isinstance(start, list)
    return from_nodes(compiled(start, every_row), walked)


def _column(name: str) -> Run:
    """What stands in a column of the row: a path of one step, without the work of walking (`row_filters`)."""
    return lambda context: [*context.node.named(name)]


def _choice(*trees: Tree) -> Run:
    """The first way whose condition holds, else the last tree."""
    *ways, otherwise = map(compiled, trees)
    chances = list(zip(ways[::2], ways[1::2], strict=True))

    def run(context: Context) -> Value:
        for condition, way in chances:
            if to_boolean(condition(context)):
                return way(context)
        return otherwise(context)

    return run


def _minus(tree: Tree) -> Run:
    operand = compiled(tree)
    return lambda context: -to_number(operand(context))


def _step(axis: str, test: str, *predicates: Tree) -> PathStep:
    sought = column_sought(predicates[0]) if predicates else None
    looked_up = (sought[0], compiled(sought[1])) if sought else None
    return PathStep(axis, test, [compiled(one) for one in predicates], looked_up)


def _union(left: Run, right: Run) -> Run:
    def run(context: Context) -> Value:
        both = [value for side in (left, right) if isinstance(value := side(context), list)]
        return list({id(node): node for nodes in both for node in nodes}.values())

    return run


def _divided(left: float, right: float) -> float:
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left) or math.isnan(right):
        return NOT_A_NUMBER
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def _remainder(left: float, right: float) -> float:
    if right == 0 or math.isinf(left) or math.isnan(left) or math.isnan(right):
        return NOT_A_NUMBER
    return math.fmod(left, right)


ARITHMETIC: dict[str, Arithmetic] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": _divided,
    "mod": _remainder,
}


def _operation(sign: str, left: Tree, right: Tree) -> Run:
    applied, first = _applied(sign, compiled(right)), compiled(left)
    return lambda context: applied(first(context), context)


def _operations(start: Tree, *rest: Any) -> Run:
    """Operators one after the other, from the left."""
    first = compiled(start)
    steps = [_applied(sign, compiled(right)) for sign, right in zip(rest[::2], rest[1::2], strict=True)]

    def run(context: Context) -> Value:
        value = first(context)
        for step in steps:
            value = step(value, context)
        return value

    return run


def _applied(sign: str, right: Run) -> Callable[[Value, Context], Value]:
    """What an operator makes of what stands left of it. The right side is looked at only where it matters."""
    if sign == "and":
        return lambda left, context: to_boolean(left) and to_boolean(right(context))
    if sign == "or":
        return lambda left, context: to_boolean(left) or to_boolean(right(context))
    comparison = COMPARISONS.get(sign)
    if comparison is not None:
        return lambda left, context: comparison(left, right(context))
    arithmetic = ARITHMETIC[sign]
    return lambda left, context: arithmetic(to_number(left), to_number(right(context)))


def _call(name: str, *arguments: Tree) -> Run:
    known = FUNCTIONS[name]
    by_path = REPEATS_BY_PATH.get(name, ())
    runs = [_argument(known, place, compiled(tree, place in by_path)) for place, tree in enumerate(arguments)]
    call = known.call
    if known.wants_context:
        return lambda context: call(context, *[run(context) for run in runs])
    if len(runs) == 1:
        only = runs[0]
        return lambda context: call(only(context))
    if len(runs) == 2:
        first, second = runs
        return lambda context: call(first(context), second(context))
    return lambda context: call(*[run(context) for run in runs])


def _argument(known: Function, place: int, run: Run) -> Callable[[Context], Any]:
    coerce = known.coercion(place)
    return run if coerce is as_it_is else lambda context: coerce(run(context))


BUILT: dict[str, Callable[..., Run]] = {
    "value": _constant,
    "column": _column,
    "op": _operation,
    "ops": _operations,
    "call": _call,
    "if": _choice,
    "minus": _minus,
}


def levels(tree: Tree) -> int:
    """How deep a tree is."""
    return 1 + max((levels(part) for part in tree if isinstance(part, list)), default=0)


class Expression:
    """A tree that compiles itself when it is first needed."""

    __slots__ = ("_levels", "_run", "tree")

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._run: Run | None = None
        self._levels = 0

    @property
    def levels(self) -> int:
        """How many of its parts stand one within another."""
        self._levels = self._levels or levels(self.tree)
        return self._levels

    def value(self, context: Context) -> Value:
        """What it gives where `context` stands."""
        return (self._run or self.prepared())(context)

    def prepared(self) -> Run:
        """The functions it is made into, kept for the next time."""
        if self._run is None:
            self._run = compiled(self.tree)
        return self._run

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and self.tree == other.tree

    def __hash__(self) -> int:
        return hash(repr(self.tree))
