"""Functions on choices, on the rows of repeats and on chance."""

from __future__ import annotations

import uuid as identifiers

from services.forms.xpath.context import Context
from services.forms.xpath.functions import function
from services.forms.xpath.mixing import mixed, seed_of
from services.forms.xpath.nodes import Node, PlainNode
from services.forms.xpath.values import LONGEST, NOT_A_NUMBER, Nodes, Value, to_number, to_text

CHOICE_NAME = "jr-choice-name"
CHOICE_TEXT = "jr-itext"


@function("selected")
def selected(value: str, name: str) -> bool:
    """Whether the choice is among them. Nothing is chosen where nothing is: so forms ask whether it was answered."""
    chosen = value.split()
    return name.strip() in (chosen or [""])


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


@function("pulldata")
def pulldata(context: Context, table: str, column: str, key_column: str, key: str) -> str:
    """What a table beside the form says in the first row with this key; '' where there is none."""
    found = context.scope.lists().get(table_name(table))
    rows = found.children[0] if found else None
    if not isinstance(rows, PlainNode):
        return ""
    first = next(iter(rows.places(key_column).get(key, ())), None)
    return "" if first is None else "".join(cell.text for cell in rows.children[first].named(column)[:1])


def table_name(written: str) -> str:
    """Under which name a form keeps a table for pulldata(); lists of choices have no space in their names."""
    return f"table {written.removesuffix('.csv')}"


@function("current")
def current(context: Context) -> Value:
    return [context.origin]


@function("once")
def once(context: Context, value: Value) -> Value:
    """What was found the first time, or was answered since; before that the value."""
    return context.scope.kept(context.origin) or value


@function("count")
def count(nodes: Nodes) -> float:
    return float(len(nodes))


@function("last")
def last(context: Context) -> float:
    return float(context.size)


@function("position", most=1)
def position(context: Context, *node: Value) -> float:
    """Without an argument the place in a predicate, with one the number of its row; both from 1."""
    if not node:
        return float(context.position)
    found = node[0]
    return float(found[0].row) if isinstance(found, list) and found else NOT_A_NUMBER


@function("local-name", most=1)
@function("name", most=1)
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


@function("uuid", most=1)
def uuid(context: Context, *length: Value) -> str:
    """An identifier (RFC 4122, version 4), or as many random hexadecimal digits as are wanted."""
    chance = context.scope.chance(context.origin, "uuid")
    if not length:
        return str(identifiers.UUID(int=chance.getrandbits(128), version=4))
    wanted = to_number(length[0])
    return "".join(chance.choices("0123456789abcdef", k=int(min(wanted, LONGEST)) if wanted > 0 else 0))


@function("randomize", most=2)
def randomize(context: Context, nodes: Nodes, *seed: Value) -> Value:
    """The nodes in another order, always the same one for the same seed; without one, for the same interview."""
    if seed:
        return mixed(nodes, seed_of(to_text(seed[0]), to_number(seed[0])))
    return mixed(nodes, context.scope.chance(context.origin, "randomize").getrandbits(31))
