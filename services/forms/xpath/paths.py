"""Walks paths over nodes (XPath 1.0 section 2).

One rule is OpenRosa's: a path from the root that passes through a repeat stays in the row the expression stands in,
unless a predicate says which row, or the repeat itself is what the path names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from services.forms.xpath.context import Context
from services.forms.xpath.looking_up import places
from services.forms.xpath.nodes import Node, PlainNode, chain, descendants
from services.forms.xpath.values import Nodes, Value, to_boolean

SHORT = 20
"""Rows that are looked at one by one."""
Run: TypeAlias = Callable[[Context], Value]
Axis: TypeAlias = Callable[[Node], Sequence[Node]]


def _above(node: Node) -> list[Node]:
    return chain(node)[-2::-1]


def _after(node: Node) -> list[Node]:
    around = list(node.parent.children) if node.parent else [node]
    return around[around.index(node) + 1 :]


def _before(node: Node) -> list[Node]:
    around = list(node.parent.children) if node.parent else [node]
    return around[: around.index(node)][::-1]


def _attributes(node: Node) -> list[Node]:
    return [PlainNode(name, text) for name, text in node.attributes.items()]


AXES: dict[str, Axis] = {
    "child": lambda node: node.children,
    "self": lambda node: (node,),
    "parent": lambda node: (node.parent,) if node.parent else (),
    "descendant": lambda node: descendants(node)[1:],
    "descendant-or-self": descendants,
    "ancestor": _above,
    "ancestor-or-self": lambda node: chain(node)[::-1],
    "following-sibling": _after,
    "preceding-sibling": _before,
    "attribute": _attributes,
}


class PathStep:
    """One step: the nodes on an axis that pass a test and every predicate.

    `by_name`: it goes down to children of one name; `plain`: and it keeps all of them. `sought`: the column that the
    first predicate wants to be equal to something else, and that. Text is no node of its own here: text() is the node
    that holds it.
    """

    __slots__ = ("axis", "by_name", "plain", "predicates", "sought", "test", "walk")

    def __init__(self, axis: str, test: str, predicates: list[Run], sought: tuple[str, Run] | None = None) -> None:
        self.axis = axis
        self.test = test
        self.predicates = predicates
        self.sought = sought
        self.walk: Axis | None = AXES.get(axis)
        self.by_name = axis == "child" and test not in ("*", "node()", "text()")
        self.plain = self.by_name and not predicates

    def take(self, nodes: Nodes, context: Context) -> Nodes:
        """The nodes this step leads to, each once."""
        if self.walk is None:
            return self._kept(nodes, context)
        if self.by_name:
            return [one for node in nodes for one in self._kept(self._looked_up(node, context), context)]
        if self.test == "text()":
            return self._kept([node for node in nodes if node.own_text], context)
        if len(nodes) == 1:
            return self._kept(self._passing(self.walk(nodes[0])), context)
        found: dict[int, Node] = {}
        for node in nodes:
            for one in self._kept(self._passing(self.walk(node)), context):
                found.setdefault(id(one), one)
        return list(found.values())

    def _looked_up(self, node: Node, context: Context) -> Sequence[Node]:
        """The children that may pass: of a long list those alone that say what the first predicate wants, if nothing
        but their text counts. Where others are left out, no later predicate counts them."""
        if self.sought is not None and isinstance(node, PlainNode) and len(node.children) > SHORT:
            column, wanted = self.sought
            found = places(node, column, wanted(context))
            if found is not None:
                return [child for child in map(node.children.__getitem__, found) if child.name == self.test]
        return node.named(self.test)

    def _passing(self, nodes: Iterable[Node]) -> Nodes:
        if self.test in ("*", "node()"):
            return list(nodes)
        return [node for node in nodes if node.name == self.test]

    def _kept(self, found: Sequence[Node], context: Context) -> Nodes:
        nodes = list(found)
        for predicate in self.predicates:
            nodes = [
                node
                for place, node in enumerate(nodes, start=1)
                if _holds(predicate, Context(context.scope, node, context.origin, place, len(nodes)))
            ]
        return nodes


def _holds(predicate: Run, context: Context) -> bool:
    value = predicate(context)
    if isinstance(value, float) and not isinstance(value, bool):
        return value == context.position
    return bool(value) if isinstance(value, list) else to_boolean(value)


def from_here(steps: list[PathStep]) -> Run:
    """A path from where the expression stands."""

    def run(context: Context) -> Nodes:
        return walk(steps, [context.node], context)

    return run


def from_nodes(start: Run, steps: list[PathStep]) -> Run:
    """A path from what another expression gives; nothing where that is no node set."""

    def run(context: Context) -> Nodes:
        nodes = start(context)
        return walk(steps, nodes, context) if isinstance(nodes, list) else []

    return run


def walk(steps: Iterable[PathStep], nodes: Nodes, context: Context) -> Nodes:
    """The nodes at the end of the steps."""
    for step in steps:
        if not nodes:
            break
        nodes = step.take(nodes, context)
    return nodes


def from_root(steps: list[PathStep], every_row: bool) -> Run:
    """A path from the root; with `every_row` it does not stay in the row the expression stands in."""
    path = "/".join(step.test for step in steps[1:])
    plain = all(step.plain for step in steps)

    def run(context: Context) -> Nodes:
        known = context.scope.absolute(path, None if every_row else context.origin) if plain else None
        return _down(steps, context, every_row) if known is None else known

    return run


def _down(steps: list[PathStep], context: Context, every_row: bool) -> Nodes:
    root = context.scope.root
    if not steps:
        return [root]
    if steps[0].axis != "child":
        return walk(steps, [root], context)
    nodes = steps[0].take([PlainRoot(root)], context)
    line = [] if every_row else chain(context.origin)
    for depth, step in enumerate(steps[1:], start=1):
        stays = step.plain and depth < len(steps) - 1 and nodes == line[depth - 1 : depth]
        same = line[depth : depth + 1] if stays else []
        nodes = same if same and same[0].name == step.test else step.take(nodes, context)
    return nodes


class PlainRoot:
    """What stands above the root, so that a path may begin with the root's own name."""

    name = ""
    text = own_text = ""
    parent = None
    relevant = True
    row = 1

    def __init__(self, root: Node) -> None:
        self.children = (root,)
        self.attributes: dict[str, str] = {}

    def named(self, name: str) -> Sequence[Node]:
        return self.children if self.children[0].name == name else ()
