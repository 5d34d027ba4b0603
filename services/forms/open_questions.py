"""Which questions of one person's form are still to be asked, and which of them cannot be left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, takewhile

from services.forms.definition.items import Kind
from services.forms.form_node import FormNode
from services.forms.instance import Instance
from services.forms.walking import after, find, questions


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """Asked of the form as the answers so far make it. `may_decline`: nothing has to be answered, whatever the form
    says."""

    instance: Instance
    may_decline: bool = False

    def all(self) -> Iterator[FormNode]:
        """The questions that apply and were neither answered nor skipped: first those after the latest answer, then
        those before it, which a later answer may have opened."""
        latest = self._latest()
        for node in chain(after(latest) if latest else (), questions(self.instance.root)):
            if not self._settled(node) and node.relevant:
                yield node

    def above(self) -> Iterator[FormNode]:
        """Those of them that stand before the latest answer."""
        latest = self._latest()
        if latest is not None:
            for node in takewhile(lambda one: one.path != latest.path, questions(self.instance.root)):
                if not self._settled(node) and node.relevant:
                    yield node

    def required(self) -> Iterator[FormNode]:
        """The questions that apply, have to be answered, and are not."""
        for node in questions(self.instance.root):
            if node.item.required is None or not node.relevant or node.text:
                continue
            if node.item.kind is Kind.REPEAT:  # whether there is another row may always be answered with no
                continue
            if self.is_required(node) and self._can_be_answered(node):
                yield node

    def is_required(self, node: FormNode) -> bool:
        """Whether the question has to be answered."""
        return not self.may_decline and self.instance.holds(node.item.required, node, otherwise=False)

    def is_judged_later(self, node: FormNode) -> bool:
        """Whether a question that the rule for this answer looks at is still to be asked."""
        paths = self.instance.form.judged_later.get(node.item.path, ())
        others = (one for path in paths for one in self.instance.absolute_nodes(path, node) or ())
        return any(one.path not in self.instance.answers and one.relevant for one in others)

    def _latest(self) -> FormNode | None:
        answers = reversed(list(self.instance.answers))
        given = next((path for path in answers if path != self.instance.told), "")
        return find(self.instance, given) if given else None

    def _settled(self, node: FormNode) -> bool:
        stored = self.instance.answers.get(node.path)
        if not node.item.depends_on_answers:
            return stored is not None
        if stored is None:
            return node.relevant and not self._can_be_answered(node)
        return not stored or not node.relevant or node.text != ""

    def _can_be_answered(self, node: FormNode) -> bool:
        """False where earlier answers left nothing to choose from: nobody can be asked that, or be held up by it."""
        return not node.item.depends_on_answers or bool(self.instance.choices(node))
