"""What expressions look at: a tree of named nodes.

Two kinds of tree exist: the answers of a running form (`instance.py`) and plain data such as a list of choices or a
parsed document (`PlainNode`, here). Neither is XML while a form runs; only the shape is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class Node(Protocol):
    """One node of a tree that paths can walk."""

    @property
    def name(self) -> str: ...

    @property
    def parent(self) -> Node | None: ...

    @property
    def children(self) -> Sequence[Node]: ...

    @property
    def attributes(self) -> Mapping[str, str]: ...

    @property
    def text(self) -> str:
        """The string value: its own, or that of everything inside it."""
        ...

    @property
    def own_text(self) -> str:
        """Its own value; '' for a node that only holds others."""
        ...

    @property
    def relevant(self) -> bool:
        """False for a part of the form that does not apply at the moment."""
        ...

    @property
    def row(self) -> int:
        """Its place, from 1, among its neighbours of the same name."""
        ...

    def named(self, name: str) -> Sequence[Node]:
        """The children of this name."""
        ...


class PlainNode:
    """A node of plain data that never changes."""

    __slots__ = ("_places", "_text", "attributes", "children", "name", "parent")

    parent: Node | None
    relevant = True

    def __init__(
        self, name: str, text: str = "", children: Sequence[PlainNode] = (), attributes: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self.parent = None
        self.children: Sequence[Node] = children
        self.attributes: Mapping[str, str] = attributes or {}
        self._text = text
        self._places: dict[str, dict[str, list[int]]] = {}
        for child in children:
            child.parent = self

    @property
    def own_text(self) -> str:
        return "" if self.children else self._text

    @property
    def text(self) -> str:
        if not self.children:
            return self._text
        return self._text + "".join(child.text for child in self.children)

    @property
    def row(self) -> int:
        alike = self.parent.named(self.name) if self.parent else [self]
        return next(place for place, node in enumerate(alike, start=1) if node is self)

    def named(self, name: str) -> Sequence[Node]:
        return [child for child in self.children if child.name == name]

    def places(self, column: str) -> Mapping[str, Sequence[int]]:
        """Where, from 0, the children are that say something in this column, by what they say. Put together once."""
        known = self._places.get(column)
        if known is None:
            known = self._places[column] = {}
            for place, child in enumerate(self.children):
                for text in dict.fromkeys(cell.text for cell in child.named(column)):
                    known.setdefault(text, []).append(place)
        return known


def chain(node: Node) -> list[Node]:
    """The node and everything above it, the root first."""
    line: list[Node] = []
    above: Node | None = node
    while above is not None:
        line.append(above)
        above = above.parent
    line.reverse()
    return line


def descendants(node: Node) -> list[Node]:
    """The node and everything below it, in document order."""
    found = [node]
    for child in node.children:
        found.extend(descendants(child))
    return found
