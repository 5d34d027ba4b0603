"""What can be chosen in one person's form at this moment, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from services.forms.definition.items import Choice, Item, Kind
from services.forms.definition.model import in_language
from services.forms.xpath.expressions import Expression
from services.forms.xpath.looking_up import column_sought, places
from services.forms.xpath.mixing import mixed, seed_of
from services.forms.xpath.row_filters import RowFilter, as_given
from services.forms.xpath.values import to_boolean, to_number

if TYPE_CHECKING:
    from services.forms.form_node import FormNode
    from services.forms.instance import Instance

Shown = TypeVar("Shown")


class Choosing:
    """The choices of every question of an instance. Found where asked for, and kept as long as the instance lives."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._form = instance.form
        self._found: dict[FormNode, Sequence[Choice]] = {}

    def possible(self, node: FormNode) -> Sequence[Choice]:
        """What can be chosen at this question now."""
        if not node.item.depends_on_answers:
            return self._form.choices.get(node.item.choices, ())
        found = self._found.get(node)
        if found is None:
            found = tuple(self._given(node) if node.item.choices_from else self._filtered(node))
            self._found[node] = found
        return found

    def _filtered(self, node: FormNode) -> Iterator[Choice]:
        item = node.item
        assert item.choice_filter is not None
        choices = self._form.choices.get(item.choices, ())
        nodes = self._form.choice_nodes.get(item.choices, ())
        candidates = self._candidates(node)
        filter = self._form.row_filters.get(item.path)
        if candidates is None and filter is not None:
            yield from (choices[place] for place in self._passing(filter, node))
            return
        for place in range(len(choices)) if candidates is None else candidates:
            if to_boolean(self._instance.evaluate(item.choice_filter, node, nodes[place])):
                yield choices[place]

    def _candidates(self, node: FormNode) -> Iterable[int] | None:
        """The places of the choices that the filter may let through, those with the right column; None for all."""
        assert node.item.choice_filter is not None
        sought = column_sought(node.item.choice_filter.tree)
        rows = self._form.choice_rows.get(node.item.choices)
        if sought is None or rows is None:
            return None
        return places(rows, sought[0], self._instance.evaluate(Expression(sought[1]), node))

    def _passing(self, filter: RowFilter, node: FormNode) -> Sequence[int]:
        """The places that pass: found once for all who gave the same answers."""
        given = [as_given(self._instance.evaluate(each, node)) for each in filter.given]
        rows = self._form.choice_nodes.get(node.item.choices, ())
        return self._form.passing.of(node.item.path, given, lambda: filter.passing(rows, given, self._instance, node))

    def _given(self, node: FormNode) -> Iterator[Choice]:
        """The answers given in the rows of a repeat. A filter looks at the row that an answer stands in."""
        met: set[str] = set()
        for answer in self._answers(node):
            text = " ".join(answer.text.split())
            name = text.replace(" ", "_") if node.item.kind is not Kind.ONE else text
            row = answer.within or answer
            filter = node.item.choice_filter
            if not name or name in met or not self._instance.holds(filter, row, otherwise=True):
                continue
            met.add(name)
            yield Choice(name, {self._form.languages[0]: (text,)})

    def _answers(self, node: FormNode) -> Sequence[FormNode]:
        """From every row, though the question may itself stand in one of them."""
        path = node.item.choices_from
        repeat = self._innermost_repeat(path)
        standing: FormNode | None = node
        while standing is not None and standing.within is not None and standing.within.item is repeat:
            standing = standing.within.above
        return self._instance.absolute_nodes(path, standing) or ()

    def _innermost_repeat(self, path: str) -> Item | None:
        while path:
            path = path.rpartition("/")[0]
            item = self._form.items.get(path)
            if item is not None and item.kind is Kind.REPEAT:
                return item
        return None

    def in_order(self, node: FormNode, shown: Sequence[Shown]) -> Sequence[Shown]:
        """What is shown of the choices of this question, in the order of the form, in the one that this person sees."""
        seed = node.item.mixed_by
        if seed is None:
            return shown
        text = self._instance.words(seed, node)
        own = self._instance.chance(node, "randomize").getrandbits(31)
        return mixed(shown, seed_of(text, to_number(text)) if text else own)

    def words(self, choice: Choice, node: FormNode) -> str:
        """The label of a choice in the reader's language, with the answers it speaks of; its name where it has none."""
        text = in_language(choice.label, self._instance.moment.language, self._form.languages, ())
        return self._instance.words(text, node) or choice.name

    def label_of_text(self, text_id: str) -> str:
        """The label of the choice with this id ('list-0'); '' where there is none."""
        name, _, place = text_id.rpartition("-")
        every = self._form.choices.get(name, ())
        is_there = place.isdecimal() and int(place) < len(every)
        return self.words(every[int(place)], self._instance.root) if is_there else ""

    def label_of_name(self, name: str, node: FormNode) -> str:
        """The label of the choice of that name at this question; '' where there is none."""
        every = (*self.possible(node), *self._form.choices.get(node.item.choices, ()))
        return next((self.words(choice, node) for choice in every if choice.name == name), "")
