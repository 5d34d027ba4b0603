"""Functions on choices, on the rows of repeats and on chance."""

from __future__ import annotations

import uuid as identifiers

from services.forms.xpath.context import Context
from services.forms.xpath.functions import function
from services.forms.xpath.nodes import Node
from services.forms.xpath.values import NOT_A_NUMBER, Nodes, Value, to_number, to_text

CHOICE_NAME = "jr-choice-name"
CHOICE_TEXT = "jr-itext"


@function("selected")
def selected(value: str, name: str) -> bool:
    return name.strip() in value.split()


@function("selected-at")
def selected_at(value: str, place: float) -> str:
    """The choice at this place, from 0; '' where there is none."""
    names = value.split()
    return names[int(place)] if 0 <= place < len(names) else ""


@function("count-selected")
def count_selected(value: str) -> float:
    return float(len(value.split()))


@function(CHOICE_NAME)
def choice_name(context: Context, name: str, path: str) -> str:
    """The label of a choice, in the language of the interview."""
    steps = [step for step in path.strip().split("/") if step][1:]
    labels = [context.scope.choice_label(steps, one, context.origin) for one in name.split()]
    return ", ".join(label for label in labels if label)


@function(CHOICE_TEXT)
def choice_text(context: Context, text_id: str) -> str:
    return context.scope.label_of(text_id)


@function("instance")
def instance(context: Context, name: str) -> Value:
    """The list of choices with this name, to be walked as root/item."""
    found = context.scope.lists().get(name)
    return [found] if found else []


@function("current")
def current(context: Context) -> Value:
    return [context.origin]


@function("once")
def once(context: Context, value: Value) -> Value:
    """What the question already says, else the value."""
    return context.origin.own_text or value


@function("count")
def count(nodes: Nodes) -> float:
    return float(len(nodes))


@function("last")
def last(context: Context) -> float:
    return float(context.size)


@function("position")
def position(context: Context, *node: Value) -> float:
    """Without an argument the place in a predicate, with one the number of its row; both from 1."""
    if not node:
        return float(context.position)
    found = node[0]
    return float(found[0].row) if isinstance(found, list) and found else NOT_A_NUMBER


@function("local-name")
@function("name")
def name_of(context: Context, *node: Value) -> str:
    found = node[0] if node else [context.node]
    return found[0].name if isinstance(found, list) and found else ""


@function("indexed-repeat", least=3)
def indexed_repeat(nodes: Value, repeat: Value, place: float, *deeper: Value) -> Value:
    """The value in a given row: the question, then pairs of a repeat and a row number, from the outside in. A number
    that is still empty means the first row."""
    found = nodes if isinstance(nodes, list) else []
    pairs = [(repeat, 1.0 if place != place else place), *zip(deeper[::2], map(to_number, deeper[1::2]), strict=False)]
    for rows, number in pairs:
        wanted = [row for row in rows if row.row == number] if isinstance(rows, list) else []
        found = [node for node in found if _inside(node, wanted)]
    return found[:1]


def _inside(node: Node, rows: list[Node]) -> bool:
    above: Node | None = node
    while above is not None and not any(row is above for row in rows):
        above = above.parent
    return above is not None


@function("random")
def chance(context: Context) -> float:
    return context.scope.chance(context.origin, "random").random()


@function("uuid")
def uuid(context: Context) -> str:
    bits = context.scope.chance(context.origin, "uuid").getrandbits(128)
    return str(identifiers.UUID(int=bits, version=4))


@function("randomize")
def randomize(context: Context, nodes: Nodes, *seed: Value) -> Value:
    """The nodes in another order, always the same one for the same seed."""
    mixed = list(nodes)
    context.scope.chance(context.origin, "randomize" + "".join(map(to_text, seed))).shuffle(mixed)
    return mixed
