"""A condition on the rows of a long list, taken apart: what is the same for every row is found once, and of a row only
its columns are looked at.

`contains(label, ${said}) and regex(code, '^A')` asks the answers one thing, `${said}`; for each row it is then a
function of two columns. Where a condition asks for more (where the row stands, chance, other rows), it is not taken
apart, and looked at row by row.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from hashlib import blake2b
from typing import Any, TypeAlias

from services.forms.xpath.context import Context, Scope
from services.forms.xpath.expressions import Expression, compiled
from services.forms.xpath.functions import FUNCTIONS
from services.forms.xpath.looking_up import is_column
from services.forms.xpath.nodes import Node, PlainNode
from services.forms.xpath.values import Value, to_boolean

Tree: TypeAlias = list[Any]
Given: TypeAlias = str | float | bool | date | tuple[str, ...]
"""What an expression gave, as texts where it gave nodes: rows are compared with nothing else."""
THE_SAME = frozenset({"today", "now"})
"""Functions that ask for the world outside and give every row the same."""


MOST_KEPT = 64
"""Different answers that it is remembered for, in each form."""
OF_AN_ARGUMENT = frozenset({"string", "number", "string-length", "normalize-space"})
"""Functions that look at where they stand only without an argument."""


class NotTakenApart(Exception):
    """The condition asks for more than columns, and for what is the same for every row."""


class RowFilter:
    """The condition; `given` is what has to be found once, before any row is looked at."""

    def __init__(self, tree: Tree) -> None:
        """Raises NotTakenApart."""
        self.given: list[Expression] = []
        self._tree = self._taken_apart(tree)

    def passing(self, rows: Sequence[PlainNode], given: Sequence[Given], scope: Scope, origin: Node) -> Iterator[int]:
        """Which rows pass, from 0, in their order."""
        holds = compiled(_filled(self._tree, [_value(each) for each in given]))
        context = Context(scope, origin, origin)
        for place, row in enumerate(rows):
            context.node = row
            if to_boolean(holds(context)):
                yield place

    def _taken_apart(self, tree: Tree) -> Tree:
        if tree[0] == "value":
            return tree
        if is_column(tree):
            return ["column", tree[2][1]]
        if _is_the_same(tree):
            self.given.append(Expression(tree))
            return ["given", len(self.given) - 1]
        match tree:
            case ["op", sign, *sides]:
                return ["op", sign, *map(self._taken_apart, sides)]
            case ["ops", first, *rest]:
                steps = [self._taken_apart(each) if place % 2 else each for place, each in enumerate(rest)]
                return ["ops", self._taken_apart(first), *steps]
            case ["call", name, *arguments] if _looks_at_arguments_alone(name, arguments):
                return ["call", name, *map(self._taken_apart, arguments)]
            case ["if" | "minus" as kind, *parts]:
                return [kind, *map(self._taken_apart, parts)]
        raise NotTakenApart


def row_filter(tree: Tree) -> RowFilter | None:
    """The condition taken apart; None where it asks for more."""
    try:
        return RowFilter(tree)
    except NotTakenApart:
        return None


class PassingRows:
    """Which rows passed, by the question and by what was given. Answers are no keys of it: only their digests, made
    with a key that no other process has, stay longer than the answers themselves."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._found: dict[bytes, Sequence[int]] = {}

    def of(self, path: str, given: Sequence[Given], find: Callable[[], Iterable[int]]) -> Sequence[int]:
        """Those that were found before, else those that `find` finds."""
        key = blake2b(repr((path, given)).encode(errors="surrogatepass"), key=self._key).digest()
        found = self._found.get(key)
        if found is None:
            found = tuple(find())
            if len(self._found) >= MOST_KEPT:
                self._found.clear()
            self._found[key] = found
        return found


def as_given(value: Value) -> Given:
    """What an expression gave, to be compared with and to be found again by."""
    return tuple(node.text for node in value) if isinstance(value, list) else value


def _value(given: Given) -> Value:
    return [PlainNode("given", text) for text in given] if isinstance(given, tuple) else given


def _filled(tree: Any, given: Sequence[Value]) -> Any:
    if not isinstance(tree, list) or tree[:1] == ["value"]:
        return tree
    if tree[:1] == ["given"]:
        return ["value", given[tree[1]]]
    return [_filled(part, given) for part in tree]


def _is_the_same(tree: Tree) -> bool:
    """Whether it looks at nothing of the row, and gives every row the same."""
    match tree:
        case ["value", _]:
            return True
        case ["path", "/" | ["call", "current"], *steps]:
            return all(len(step) == 2 for step in steps)
        case ["op", _, *sides]:
            return _are_the_same(sides)
        case ["ops", first, *rest]:
            return _are_the_same([first, *rest[1::2]])
        case ["call", name, *arguments]:
            return (name in THE_SAME or _looks_at_arguments_alone(name, arguments)) and _are_the_same(arguments)
        case ["if" | "minus", *parts]:
            return _are_the_same(parts)
    return False


def _looks_at_arguments_alone(name: str, arguments: Sequence[Tree]) -> bool:
    return not FUNCTIONS[name].wants_context or (name in OF_AN_ARGUMENT and bool(arguments))


def _are_the_same(trees: Iterable[Tree]) -> bool:
    return all(map(_is_the_same, trees))
