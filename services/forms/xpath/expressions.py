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
from services.forms.xpath.paths import PathStep, Run, from_here, from_nodes, from_root
from services.forms.xpath.values import COMPARISONS, NOT_A_NUMBER, Value, to_boolean, to_number

Tree: TypeAlias = list[Any]
Arithmetic: TypeAlias = Callable[[float, float], float]
REPEATS_BY_PATH = {"indexed-repeat": (0, 1, 3, 5, 7)}


def compiled(tree: Tree, every_row: bool = False) -> Run:
    """The function that computes the tree. `every_row`: paths do not stay in the row they stand in."""
    match tree:
        case ["value", constant]:
            return lambda context: constant
        case ["path", start, *steps]:
            return _path(start, steps, every_row)
        case ["op", sign, left, right]:
            return _operation(sign, compiled(left), compiled(right))
        case ["call", name, *arguments]:
            return _call(name, arguments)
        case ["if", condition, yes, no]:
            return _choice(compiled(condition), compiled(yes), compiled(no))
        case ["minus", operand]:
            return _minus(compiled(operand))
        case ["union", left, right]:
            return _union(compiled(left, every_row), compiled(right, every_row))
    raise ValueError(tree[:1])


def _path(start: str | Tree, steps: list[Tree], every_row: bool) -> Run:
    walked = [PathStep(axis, test, [compiled(one) for one in predicates]) for axis, test, *predicates in steps]
    if start == "/":
        return from_root(walked, every_row)
    if start == ".":
        return from_here(walked)
    assert isinstance(start, list)
    return from_nodes(compiled(start, every_row), walked)


def _logic(sign: str, left: Run, right: Run) -> Run:
    if sign == "and":
        return lambda context: to_boolean(left(context)) and to_boolean(right(context))
    return lambda context: to_boolean(left(context)) or to_boolean(right(context))


def _choice(condition: Run, yes: Run, no: Run) -> Run:
    return lambda context: yes(context) if to_boolean(condition(context)) else no(context)


def _minus(operand: Run) -> Run:
    return lambda context: -to_number(operand(context))


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


def _operation(sign: str, left: Run, right: Run) -> Run:
    if sign in ("and", "or"):
        return _logic(sign, left, right)
    comparison = COMPARISONS.get(sign)
    if comparison is not None:
        return lambda context: comparison(left(context), right(context))
    arithmetic = ARITHMETIC[sign]
    return lambda context: arithmetic(to_number(left(context)), to_number(right(context)))


def _call(name: str, arguments: list[Tree]) -> Run:
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


class Expression:
    """A tree that compiles itself when it is first needed."""

    __slots__ = ("_run", "tree")

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._run: Run | None = None

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
