"""Values that are computed when another question changes, and stay as they are until it changes again (XLSForm,
`trigger`; ODK XForms, setvalue on xforms-value-changed)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import accumulate

from services.forms.definition.items import ASKED, Item
from services.forms.definition.labels import path_in_form
from services.forms.form_node import FormNode
from services.forms.instance import Instance
from services.forms.state import InterviewState
from services.forms.walking import find
from services.forms.xpath.values import computed_text

MOST_SET = 100_000
"""Characters that values which were set may take together: they are stored between messages."""


def triggered(before: Instance, state: InterviewState, path: str) -> InterviewState:
    """The state after the question at `path` was answered, with all values that its change sets, and the changes of
    those in turn. Each value is set once.

    A question whose value is set anew is asked again, with that value offered: nobody has said it yet.
    """
    form = before.form
    if not form.triggered_by or before.answers.get(path, "") == state.answers.get(path, ""):
        return state
    answers, set, met = dict(state.answers), dict(state.set), {path}
    changed = [path, *_computed(before, Instance(form, answers, before.moment, state.told, set))]
    while changed:
        source = changed.pop(0)
        for item in form.triggered_by.get(path_in_form(source), ()):
            instance = Instance(form, answers, before.moment, state.told, set)
            for node in _nodes(instance, item, source):
                if node.path not in met:
                    met.add(node.path)
                    value = _value(instance, node)
                    changed += [node.path] if value != set.get(node.path, "") else []
                    set[node.path] = value
                    answers.pop(node.path, None)
    return _with_set(replace(state, answers=answers), set)


def _computed(before: Instance, after: Instance) -> Iterator[str]:
    """The paths of computed values that others wait for, and that changed."""
    for path in before.form.triggered_by:
        if before.form.items[path].kind not in ASKED:
            for node in after.absolute_nodes(path, None) or ():
                earlier = find(before, node.path)
                if node.text != (earlier.text if earlier else ""):
                    yield node.path


def found_once(instance: Instance, state: InterviewState) -> InterviewState:
    """The state with what `once` found for the first time."""
    nodes = [node for item in instance.form.found_once for node in instance.absolute_nodes(item.path, None) or ()]
    new = {one.path: one.text for one in nodes if one.item.kind not in ASKED and one.path not in state.set and one.text}
    return _with_set(state, {**state.set, **new}) if new else state


def _with_set(state: InterviewState, set: Mapping[str, str]) -> InterviewState:
    """With these values, the first of them as far as there is room."""
    lengths = accumulate(len(path) + len(text) for path, text in set.items())
    kept = {path: text for (path, text), length in zip(set.items(), lengths, strict=True) if length <= MOST_SET}
    return replace(state, set=kept)


def _nodes(instance: Instance, item: Item, path: str) -> list[FormNode]:
    """Where the value is set: in the row of the question that changed, else in every row."""
    changed = instance.absolute_nodes(path_in_form(path), None) or []
    origin = next((node for node in changed if node.path == path), None)
    return instance.absolute_nodes(item.path, origin) or []


def _value(instance: Instance, node: FormNode) -> str:
    calculation = node.item.calculation
    return "" if calculation is None else computed_text(instance.evaluate(calculation, node))
