"""One person's answers seen through the form: which rows exist, what applies, what is computed.

Computed only where asked for and kept for as long as the object lives; other answers mean another instance.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from types import MappingProxyType

from services.forms.choosing import Choosing
from services.forms.climbing import LEVEL, Climbing
from services.forms.definition.items import ASKED, Choice, Item, Kind, Text, Texts
from services.forms.definition.model import Form
from services.forms.form_node import FormNode
from services.forms.moment import Moment
from services.forms.row_room import MOST_ROWS, RowRoom
from services.forms.xpath.context import Context
from services.forms.xpath.expressions import Expression
from services.forms.xpath.nodes import Node
from services.forms.xpath.values import Value, computed_text, joined, to_boolean, to_number

YES = "yes"


class Instance:
    """The form with these answers at this moment: the `Scope` of every expression in it.

    `told` is the path of a question that was answered before it was asked: it applies whatever the form says. `set`
    holds the values that a change of another question has set.
    """

    def __init__(
        self,
        form: Form,
        answers: Mapping[str, str],
        moment: Moment,
        told: str = "",
        set: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.form = form
        self.set = set
        self.answers = answers
        self.moment = moment
        self.told = told
        self.row_room = RowRoom()
        self.climbing = Climbing()
        self.root = FormNode(self, form.root)
        self.choosing = Choosing(self)
        self._known: dict[tuple[str, FormNode | None], list[FormNode]] = {}

    @property
    def today(self) -> date:
        return self.moment.today

    @property
    def now(self) -> datetime:
        return self.moment.now

    def rows(self, node: FormNode, repeat: Item) -> int:
        """How many rows a repeat has here, as far as there is room."""
        if repeat.rows is not None:
            return self.row_room.rows(repeat, to_number(self.evaluate(repeat.rows, node)))
        asked = (self.answers.get(node.segment(repeat, n)) == YES for n in range(1, MOST_ROWS + 1))
        return self.row_room.rows(repeat, next((n for n, more in enumerate(asked) if not more), MOST_ROWS))

    def value(self, node: FormNode) -> str:
        """What the node says now: the answer, or for what nobody is asked what is computed or fixed; '' where it does
        not apply. What a form proposes for a question is no answer before somebody has given it (`proposed`)."""
        item = node.item
        if item.holds_others:
            return "".join(child.text for child in node.children)
        if item.kind is Kind.UNRECORDED or not node.relevant:
            return ""
        stored = self.answers.get(node.path)
        if item.kind not in ASKED and (stored is None or item.kind is Kind.CALCULATE):
            return self.proposed(node)
        if not stored:
            return ""
        return self._still_possible(node, stored) if item.depends_on_answers else stored

    def _still_possible(self, node: FormNode, stored: str) -> str:
        possible = {choice.name for choice in self.choices(node)}
        names = [stored] if node.item.kind is Kind.ONE else stored.split()
        return " ".join(name for name in names if name in possible)

    def proposed(self, node: FormNode) -> str:
        """What the form would put there by itself: what is known of it, set, computed, else the default."""
        if node.item.name in self.moment.known and node.item.kind in (Kind.CALCULATE, Kind.HIDDEN):
            return self.moment.known[node.item.name]
        if node.item.triggers:
            return self.set.get(node.path, "")
        if node.item.calculation is not None:
            return computed_text(self.evaluate(node.item.calculation, node))
        return self.words(node.item.default, node) if node.item.default else ""

    def applies(self, node: FormNode) -> bool:
        """Whether the node and all around it are relevant."""
        if self.told and node.path == self.told:
            return True
        if node.parent is not None and not node.parent.relevant:
            return False
        return self.holds(node.item.relevant, node, otherwise=True)

    def evaluate(self, expression: Expression, node: FormNode, seen: Node | None = None) -> Value:
        """What the expression gives at this node; `seen`: where its paths begin, if that is elsewhere."""
        context = Context(self, seen or node, node)
        return self.climbing.through(LEVEL * expression.levels, partial(expression.value, context))

    def holds(self, expression: Expression | None, node: FormNode, otherwise: bool) -> bool:
        """Whether a condition is true at this node; `otherwise` where there is none."""
        return otherwise if expression is None else to_boolean(self.evaluate(expression, node))

    def choices(self, node: FormNode) -> Sequence[Choice]:
        """What can be chosen here now."""
        return self.choosing.possible(node)

    def words(self, text: Text, node: FormNode) -> str:
        """A text with the values it speaks of."""
        if len(text) == 1 and isinstance(text[0], str):
            return text[0]
        return joined(part if isinstance(part, str) else computed_text(self.evaluate(part, node)) for part in text)

    def label(self, texts: Texts, node: FormNode) -> str:
        """A text in the reader's language, else in the form's default one; '' if there is none."""
        found = texts.get(self.moment.language)
        if not found:
            found = next((texts[code] for code in self.form.languages if texts.get(code)), ())
        return self.words(found, node)

    def absolute(self, path: str, origin: Node | None) -> list[Node] | None:
        """See `context.Scope`."""
        found = self.absolute_nodes(path, origin)
        return None if found is None else [*found]

    def absolute_nodes(self, path: str, origin: Node | None) -> list[FormNode] | None:
        """The same as nodes of the form. What is found stays where it is for as long as the instance lives."""
        row = origin.within if isinstance(origin, FormNode) else None
        found = self._known.get((path, row))
        if found is None:
            if path not in self.form.items:
                return None
            found = self._nodes(path, row)
            if found:  # a repeat whose rows are just being counted has none yet
                self._known[path, row] = found
        return found

    def _nodes(self, path: str, row: FormNode | None) -> list[FormNode]:
        """Down from the innermost row that the path leads through and `row` is or stands in; else from the root."""
        while row and not path.startswith(row.item.path + "/"):
            row = row.above.within if row.above else None
        nodes: list[FormNode] = [row or self.root]
        for name in (path.removeprefix(row.item.path + "/") if row else path).split("/"):
            nodes = [child for node in nodes for child in node.named(name)]
        return nodes

    def lists(self) -> Mapping[str, Node]:
        return self.form.lists

    def choice_label(self, path: Sequence[str], name: str, origin: Node) -> str:
        asked = self.absolute_nodes("/".join(path), origin)
        return self.choosing.label_of_name(name, asked[0]) if asked else ""

    def label_of(self, text_id: str) -> str:
        return self.choosing.label_of_text(text_id)

    def kept(self, node: Node) -> str:
        if not isinstance(node, FormNode):
            return node.own_text
        return self.answers.get(node.path, "") or self.set.get(node.path, "")

    def chance(self, node: Node, salt: str) -> random.Random:
        where = node.path if isinstance(node, FormNode) else node.name
        return random.Random(f"{self.moment.seed}|{where}|{salt}")  # noqa: S311  (repeatable; protects nothing)
