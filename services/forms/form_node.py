"""One question, group or row of a form as it is for one person: what it says, whether it applies, what it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from services.forms.definition.items import Item, Kind
from services.forms.row_room import MOST_ROWS
from services.forms.xpath.nodes import Node

if TYPE_CHECKING:
    from services.forms.instance import Instance


class FormNode:
    """One question, group or row as it is for this person. `path` counts rows from 1: 'household/person[2]/age'.

    `is_there` is False for a row that is only asked about: whether a repeat gets another one. `within` is the row that
    it is or stands in.
    """

    __slots__ = (
        "_inside",
        "_parts",
        "_questions",
        "_relevant",
        "_value",
        "holds_others",
        "instance",
        "is_there",
        "item",
        "name",
        "number",
        "parent",
        "path",
        "within",
    )

    attributes: Mapping[str, str] = {}

    def __init__(
        self, instance: Instance, item: Item, parent: FormNode | None = None, number: int = 0, is_there: bool = True
    ) -> None:
        self.instance = instance
        self.item = item
        self.name = item.name
        self.path = parent.segment(item, number) if parent else ""
        self.parent: Node | None = parent
        self.number = number
        self.within: FormNode | None = self if number else parent.within if parent else None
        self.is_there = is_there
        self.holds_others = item.holds_others and is_there
        self._inside: list[FormNode] | None = None
        self._questions: list[FormNode] | None = None
        self._parts: dict[str, list[FormNode]] = {}
        self._relevant: bool | None = None
        self._value: str | None = None

    @property
    def children(self) -> Sequence[FormNode]:
        return [node for item in self.item.children for node in self.part(item)]

    def part(self, item: Item) -> list[FormNode]:
        """The one node of a child item; of a repeat every row."""
        found = self._parts.get(item.name)
        if found is None and item.kind is not Kind.REPEAT:
            found = self._parts[item.name] = [FormNode(self.instance, item, self)]
        elif found is None:
            self.instance.climbing.to(partial(self._count_rows, item), partial(self._forget_rows, item))
            found = self._parts[item.name]
        return found

    def _forget_rows(self, item: Item) -> None:
        self._parts.pop(item.name, None)

    def _count_rows(self, item: Item) -> None:
        self._parts[item.name] = []  # while its rows are counted, a repeat has none
        numbers = range(1, self.instance.rows(self, item) + 1)
        self._parts[item.name] = [FormNode(self.instance, item, self, number) for number in numbers]

    @property
    def inside(self) -> Sequence[FormNode]:
        """What a person meets in it, in order: its children, and after the rows of a repeat that asks for it the
        question whether there is another."""
        if self._inside is None:
            self._inside = self._laid_out(self.item.children)
        return self._inside

    @property
    def questions(self) -> Sequence[FormNode]:
        """The same without notes and values that nobody is asked for: most of the time nothing else is looked at."""
        if self._questions is None:
            self._questions = self._laid_out(self.item.questions)
        return self._questions

    def _laid_out(self, items: Sequence[Item]) -> list[FormNode]:
        laid_out: list[FormNode] = []
        for item in items:
            rows = self.part(item)
            laid_out += rows
            another = self.another(item, len(rows) + 1) if item.asks_rows else None
            laid_out += [another] if another else []
        return laid_out

    def another(self, repeat: Item, number: int) -> FormNode | None:
        """The question whether a repeat gets this row; None beyond the most rows there may be."""
        if number > MOST_ROWS:
            return None
        return FormNode(self.instance, repeat, self, number, is_there=False)

    @property
    def own_text(self) -> str:
        return "" if self.item.holds_others else self.text

    @property
    def text(self) -> str:
        if self._value is None:
            self.instance.climbing.to(self._find_value, self._forget_value)
        return self._value or ""

    def _find_value(self) -> None:
        self._value = ""  # a question that looks at itself sees nothing
        self._value = self.instance.value(self)

    def _forget_value(self) -> None:
        self._value = None

    @property
    def relevant(self) -> bool:
        if self._relevant is None:
            self.instance.climbing.to(self._find_relevance, self._forget_relevance)
        return bool(self._relevant)

    def _find_relevance(self) -> None:
        self._relevant = True
        self._relevant = self.instance.applies(self)

    def _forget_relevance(self) -> None:
        self._relevant = None

    @property
    def row(self) -> int:
        return self.number or 1

    def named(self, name: str) -> Sequence[FormNode]:
        item = self.item.named.get(name)
        return self.part(item) if item else ()

    @property
    def above(self) -> FormNode | None:
        """The node of the form that it stands in."""
        return self.parent if isinstance(self.parent, FormNode) else None

    def segment(self, item: Item, number: int = 0) -> str:
        """The path of a child."""
        name = f"{item.name}[{number}]" if number else item.name
        return f"{self.path}/{name}" if self.path else name
