"""Puts a node of the form into the facts that are shown: labels in the reader's language, choices, what is there."""

from __future__ import annotations

from services.errors import Refusal
from services.forms.definition.items import Item, Kind
from services.forms.form_node import FormNode
from services.forms.instance import Instance
from services.forms.reading import read_answer
from services.forms.steps import Heading, Note, OfferedChoice, Proposal, Question
from services.forms.telling_apart import labelled
from services.forms.xpath.nodes import chain

HOURS_AND_MINUTES = len("14:30")
MULTILINE = "multiline"
SELECTS = frozenset({Kind.ONE, Kind.MANY, Kind.RANK, Kind.RANGE})


def kind_shown(node: FormNode) -> Kind:
    """A repeat is asked as ANOTHER."""
    return Kind.ANOTHER if node.item.kind is Kind.REPEAT else node.item.kind


def is_put_together(item: Item) -> bool:
    """True for what several messages or presses give, and one says is enough."""
    return item.kind in (Kind.MANY, Kind.RANK) or _is_multiline(item)


def question_shown(
    instance: Instance, node: FormNode, notes: tuple[Note, ...], draft: str | None, required: bool
) -> Question:
    """The question as it is asked now; `draft` is what was chosen or written so far, None for nothing yet."""
    item = node.item
    asks_rows = item.kind is Kind.REPEAT
    present = "" if asks_rows else node.text
    return Question(
        path=node.path,
        name=item.name,
        kind=kind_shown(node),
        label=instance.label(item.label, node),
        hint=instance.label(item.hint, node),
        notes=notes,
        heading=heading(instance, node),
        choices=choices_shown(instance, node, present if draft is None else draft),
        so_far=draft or "" if item.kind is Kind.TEXT else "",
        answer=present,
        required=required,
        steps=item.steps,
        multiline=_is_multiline(item),
        appearance=item.appearance,
        rows=node.number - 1 if asks_rows else 0,
        proposal=None if asks_rows or draft or present else proposal_shown(instance, node),
    )


def _is_multiline(item: Item) -> bool:
    return item.kind is Kind.TEXT and MULTILINE in item.appearance


def proposal_shown(instance: Instance, node: FormNode) -> Proposal | None:
    """What the form proposes as an answer; None for nothing, or for what could not be given here."""
    value = instance.proposed(node)
    if node.item.kind in SELECTS and node.item.steps is None:
        possible = {one.name for one in instance.choices(node)}
        value = " ".join(name for name in names_in(node, value) if name in possible)
    else:
        value = _as_if_written(instance, node, value)
    return Proposal(value, value_shown(instance, node, value)) if value else None


def _as_if_written(instance: Instance, node: FormNode, value: str) -> str:
    """A proposal counts as the same words of a person would: a place is rounded, and what is none of its kind is not
    offered. What follows from the clock alone would tell when somebody answered, but for a day, which they see."""
    sources = instance.form.sources.get(node.item.path)
    if sources and sources.clock and not sources.asked and node.item.kind is not Kind.DATE:
        return ""
    try:
        return read_answer(instance, node, value)
    except Refusal:
        return ""


def note_shown(instance: Instance, node: FormNode) -> Note:
    """The note in the reader's language."""
    item = node.item
    return Note(item.name, node.path, instance.label(item.label, node), instance.label(item.hint, node))


def heading(instance: Instance, node: FormNode) -> tuple[Heading, ...]:
    """The groups and rows around it that have a name or are counted, the outermost first."""
    around = (above for above in chain(node)[:-1] if isinstance(above, FormNode))
    found = (_heading_of(instance, above) for above in around)
    return tuple(one for one in found if one.label or one.rows)


def _heading_of(instance: Instance, node: FormNode) -> Heading:
    label = instance.label(node.item.label, node)
    if node.item.rows is None or node.above is None:
        return Heading(label)
    return Heading(label, node.number, len(node.above.part(node.item)))


def choices_shown(instance: Instance, node: FormNode, value: str) -> tuple[OfferedChoice, ...]:
    """What can be chosen, with what is chosen."""
    if node.item.kind not in SELECTS:
        return ()
    return tuple(
        OfferedChoice(one.name, label, one.name in chosen, _place(chosen, one.name), one.also)
        for chosen in [names_in(node, value)]
        for one, label in instance.choosing.in_order(node, labelled(instance, node))
    )


def names_in(node: FormNode, value: str) -> list[str]:
    """The names of the choices in an answer."""
    return [value] if node.item.kind is Kind.ONE else value.split()


def _place(chosen: list[str], name: str) -> int:
    return chosen.index(name) + 1 if name in chosen else 0


def answer_shown(instance: Instance, node: FormNode) -> str:
    """The answer as a reader knows it: labels instead of names of choices; whether there was another row, yes or no."""
    if node.item.kind is Kind.REPEAT:
        return instance.answers.get(node.path, "")
    return value_shown(instance, node, node.text)


def value_shown(instance: Instance, node: FormNode, value: str) -> str:
    """What a value of this row says to a reader."""
    match node.item.kind:
        case Kind.TIME:
            return value[:HOURS_AND_MINUTES]
        case Kind.DATE_TIME:
            day, _, time = value.partition("T")
            return f"{day} {time[:HOURS_AND_MINUTES]}".strip()
        case Kind.GEOPOINT:
            return ", ".join(value.split()[:2])
        case kind if kind not in SELECTS or node.item.steps is not None:
            return value
    return ", ".join(_chosen_words(instance, node, value))


def _chosen_words(instance: Instance, node: FormNode, value: str) -> list[str]:
    """The label of each choice in the answer; where one name stands for several choices, all that it may mean."""
    chosen = names_in(node, value)
    labels: dict[str, list[str]] = {}
    for one, label in labelled(instance, node):
        if one.name in chosen:
            labels.setdefault(one.name, []).append(label)
    meant = {name: " / ".join(dict.fromkeys(found)) for name, found in labels.items()}
    if node.item.kind is Kind.RANK:
        return [f"{place}. {meant.get(name, name)}" for place, name in enumerate(chosen, 1)]
    return list(meant.values()) or ([value] if node.item.choices_from else [])
