"""Values that are computed when another question changes, and stay as they are until it changes again (XLSForm,
`trigger`; ODK XForms, setvalue on xforms-value-changed)."""

from __future__ import annotations

from dataclasses import replace

from services.forms.definition.items import Item
from services.forms.definition.labels import path_in_form
from services.forms.instance import FormNode, Instance
from services.forms.state import InterviewState
from services.forms.xpath.values import computed_text


def triggered(before: Instance, state: InterviewState, path: str) -> InterviewState:
    """The state after the question at `path` was answered, with all values that its change sets.

    A question whose value is set anew is asked again, with that value offered: nobody has said it yet.
    """
    waiting = before.form.triggered_by.get(path_in_form(path), ())
    if not waiting or before.answers.get(path, "") == state.answers.get(path, ""):
        return state
    for item in waiting:
        instance = Instance(before.form, state.answers, before.moment, state.told, state.set)
        for node in _nodes(instance, item, path):
            answers = {one: given for one, given in state.answers.items() if one != node.path}
            state = replace(state, answers=answers, set={**state.set, node.path: _value(instance, node)})
    return state


def _nodes(instance: Instance, item: Item, path: str) -> list[FormNode]:
    """Where the value is set: in the row of the question that changed, else in every row."""
    changed = instance.absolute_nodes(path_in_form(path), None) or []
    origin = next((node for node in changed if node.path == path), None)
    return instance.absolute_nodes(item.path, origin) or []


def _value(instance: Instance, node: FormNode) -> str:
    calculation = node.item.calculation
    return "" if calculation is None else computed_text(instance.evaluate(calculation, node))
