"""Puts a node of the form into the facts that are shown: labels in the reader's language, choices, what is there."""

from __future__ import annotations

from services.forms.instance import FormNode, Instance
from services.forms.items import Kind
from services.forms.steps import Note, OfferedChoice, Proposal, Question
from services.forms.telling_apart import labelled
from services.forms.xpath.nodes import chain

HOURS_AND_MINUTES = len("14:30")
MULTILINE = "multiline"
SELECTS = frozenset({Kind.ONE, Kind.MANY, Kind.RANGE})


def kind_shown(node: FormNode) -> Kind:
    """A repeat is asked as ANOTHER."""
    return Kind.ANOTHER if node.item.kind is Kind.REPEAT else node.item.kind


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
        multiline=item.kind is Kind.TEXT and MULTILINE in item.appearance,
        appearance=item.appearance,
        rows=node.number - 1 if asks_rows else 0,
        proposal=None if asks_rows or draft or present else proposal_shown(instance, node),
    )


def proposal_shown(instance: Instance, node: FormNode) -> Proposal | None:
    """What the form proposes as an answer; None for nothing, or for choices that cannot be chosen here."""
    value = instance.proposed(node)
    if node.item.kind in SELECTS:
        possible = {one.name for one in instance.choices(node)}
        value = " ".join(name for name in value.split() if name in possible)
    return Proposal(value, value_shown(instance, node, value)) if value else None


def note_shown(instance: Instance, node: FormNode) -> Note:
    """The note in the reader's language."""
    item = node.item
    return Note(item.name, node.path, instance.label(item.label, node), instance.label(item.hint, node))


def heading(instance: Instance, node: FormNode) -> tuple[str, ...]:
    """The labels of the groups around it, the outermost first."""
    around = [above for above in chain(node)[:-1] if isinstance(above, FormNode) and above.item.label]
    return tuple(instance.label(above.item.label, above) for above in around)


def choices_shown(instance: Instance, node: FormNode, value: str) -> tuple[OfferedChoice, ...]:
    """What can be chosen, with what is chosen."""
    if node.item.kind not in SELECTS:
        return ()
    chosen = value.split()
    return tuple(OfferedChoice(one.name, label, one.name in chosen) for one, label in labelled(instance, node))


def answer_shown(instance: Instance, node: FormNode) -> str:
    """The answer as a reader knows it: labels instead of names of choices."""
    return "" if node.item.kind is Kind.REPEAT else value_shown(instance, node, node.text)


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
        case kind if kind not in SELECTS:
            return value
    chosen = value.split()
    return ", ".join(label for one, label in labelled(instance, node) if one.name in chosen)
