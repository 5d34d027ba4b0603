"""Finds rows of long lists by what stands in a column, without looking at each: `district = ${district}`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from services.forms.xpath.nodes import PlainNode
from services.forms.xpath.values import Value

Tree: TypeAlias = list[Any]


def column_sought(tree: Tree) -> tuple[str, Tree] | None:
    """The column of a row that has to be equal to something which is the same for every row, and that; None where a
    condition asks for something else first."""
    match tree:
        case ["op", "=", left, right]:
            for column, other in ((left, right), (right, left)):
                if is_column(column) and _is_elsewhere(other):
                    return column[2][1], other
        case ["op", "and", first, _]:
            return column_sought(first)
        case ["ops", first, *rest] if set(rest[::2]) == {"and"}:
            return column_sought(first)
    return None


def is_column(tree: Tree) -> bool:
    """Whether it is a column of the row that the expression stands at, and nothing else."""
    return tree[:2] == ["path", "."] and len(tree) == 3 and tree[2][0] == "child" and len(tree[2]) == 2


def _is_elsewhere(tree: Tree) -> bool:
    """Whether it looks at nothing of the row."""
    if tree[0] == "value":
        return isinstance(tree[1], str)
    is_from_outside = tree[:2] == ["path", "/"] or tree[:2] == ["path", ["call", "current"]]
    return is_from_outside and all(len(step) == 2 for step in tree[2:])


def places(rows: PlainNode, column: str, value: Value) -> Iterator[int] | None:
    """Which rows say in that column what the value says, in their order. None where texts alone do not tell."""
    texts: Sequence[str]
    if isinstance(value, str):
        texts = (value,)
    elif isinstance(value, list):
        texts = tuple({node.text for node in value})
    else:
        return None
    known = rows.places(column)
    return iter(sorted(place for text in texts for place in known.get(text, ())))
