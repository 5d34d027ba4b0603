"""Ways through one person's form: forwards, backwards, and straight to a path.

What is walked over are the nodes of `instance.py`: questions, notes and computed values, and after the rows of a repeat
that asks for it the question whether there is another row. Groups that do not apply are left out whole; a question's
own relevance is left to who needs it, since most are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from services.forms.instance import MOST_ROWS, FormNode, Instance
from services.forms.items import ASKED, Item, Kind


def walk(node: FormNode) -> Iterator[FormNode]:
    """Everything inside this node, in the order of the form."""
    if node.relevant:
        for item in node.item.children:
            if not item.holds_others:
                yield node.part(item)[0]
                continue
            for child in _put(node, item):
                if child.is_there:
                    yield from walk(child)
                else:
                    yield child


def after(node: FormNode) -> Iterator[FormNode]:
    """What `walk` gives after this node; if it is a row that is there, what is inside it comes first."""
    if _holds_others(node):
        yield from walk(node)
    at = node
    while isinstance(at.parent, FormNode):
        items = at.parent.item.children
        for item in items[items.index(at.item) :]:
            for child in _put(at.parent, item):
                if item is not at.item or child.number > at.number:
                    yield from walk(child) if _holds_others(child) else (child,)
        at = at.parent


def before(node: FormNode) -> Iterator[FormNode]:
    """Everything that `walk` gives before this node, the nearest first."""
    at = node
    while isinstance(at.parent, FormNode):
        items = at.parent.item.children
        for item in reversed(items[: items.index(at.item) + 1]):
            for child in reversed(_put(at.parent, item)):
                if item is not at.item or child.number < at.number:
                    yield from backwards(child)
        at = at.parent


def backwards(node: FormNode) -> Iterator[FormNode]:
    """What `walk` gives, from the end; a question gives itself."""
    if not _holds_others(node):
        yield node
    elif node.relevant:
        for item in reversed(node.item.children):
            for child in reversed(_put(node, item)):
                yield from backwards(child)


def find(instance: Instance, path: str) -> FormNode | None:
    """The node at this path ('household/person[2]/age'); the row after the last one is the question for it."""
    node = instance.root
    for segment in path.split("/"):
        name, _, rest = segment.partition("[")
        number = int(rest[:-1]) if rest[:-1].isdecimal() else 0
        found = next((one for one in node.named(name) if one.number == number), None) or _next_row(node, name, number)
        if found is None:
            return None
        node = found
    return node


def is_asked(node: FormNode) -> bool:
    """Whether the node is put to the person (a repeat: whether there is another row)."""
    return node.item.kind in ASKED


def too_many_rows(instance: Instance) -> bool:
    """Whether an answer wants more rows of some repeat than there may be."""
    for item in instance.form.counted:
        for node in _every(instance, item.path.rpartition("/")[0]):
            node.part(item)
    return instance.too_many_rows


def _every(instance: Instance, path: str) -> Sequence[FormNode]:
    nodes: Sequence[FormNode] = [instance.root]
    for name in path.split("/") if path else ():
        nodes = [one for node in nodes for one in node.named(name)]
    return nodes


def _holds_others(node: FormNode) -> bool:
    return node.item.holds_others and node.is_there


def _asks(item: Item) -> bool:
    return item.kind is Kind.REPEAT and item.rows is None


def _put(node: FormNode, item: Item) -> list[FormNode]:
    found = node.part(item)
    another = _another(node, item, len(found) + 1) if _asks(item) else None
    return found if another is None else [*found, another]


def _another(node: FormNode, repeat: Item, number: int) -> FormNode | None:
    if number > MOST_ROWS:
        return None
    return FormNode(node.instance, repeat, node.segment(repeat, number), node, number, is_there=False)


def _next_row(node: FormNode, name: str, number: int) -> FormNode | None:
    repeat = next((item for item in node.item.children if item.name == name and _asks(item)), None)
    if repeat is None or number != len(node.part(repeat)) + 1:
        return None
    return _another(node, repeat, number)
