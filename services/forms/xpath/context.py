"""What an expression knows while it is computed: where it stands, and the world outside that was passed in."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from services.forms.xpath.nodes import Node


class Scope(Protocol):
    """The tree around the expression and all it may ask for. Nothing in it reads a clock or a source of chance."""

    @property
    def root(self) -> Node: ...

    @property
    def today(self) -> date: ...

    @property
    def now(self) -> datetime: ...

    def absolute(self, path: str, origin: Node | None) -> list[Node] | None:
        """The nodes at this path below the root: those in the row that `origin` stands in, without it those of every
        row. None where the path has to be walked."""
        ...

    def lists(self) -> Mapping[str, Node]:
        """The form's choice lists, each as a tree root/item/(name, label, ...)."""
        ...

    def choice_label(self, path: Sequence[str], name: str, origin: Node) -> str:
        """The label of the choice `name` of the question at `path`, seen from `origin`; '' when there is none."""
        ...

    def label_of(self, text_id: str) -> str:
        """The text with this id ('list-0'); '' when there is none."""
        ...

    def kept(self, node: Node) -> str:
        """What this node said before it was worked out anew; '' where it said nothing yet."""
        ...

    def chance(self, node: Node, salt: str) -> random.Random:
        """A source of chance that gives the same at the same node of the same interview."""
        ...


class Context:
    """One evaluation. `origin` is the node whose rule this is; `node` moves with paths and predicates."""

    __slots__ = ("node", "origin", "position", "scope", "size")

    def __init__(self, scope: Scope, node: Node, origin: Node, position: int = 1, size: int = 1) -> None:
        self.scope = scope
        self.node = node
        self.origin = origin
        self.position = position
        self.size = size
