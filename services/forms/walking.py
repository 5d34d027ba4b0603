"""Ways through one person's form: forwards, backwards, and straight to a path.

What is walked over are the nodes of `instance.py`: questions, notes and computed values, and after the rows of a repeat
that asks for it the question whether there is another row. Groups that do not apply are left out whole; a question's
own relevance is left to who needs it, since most are never looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from services.forms.definition.items import ASKED
from services.forms.form_node import FormNode
from services.forms.instance import Instance


def walk(node: FormNode) -> Iterator[FormNode]:
    """Everything inside this node, in the order of the form; a question gives itself."""
    return _through(node, lambda at: reversed(at.inside))


def questions(node: FormNode) -> Iterator[FormNode]:
    """What in this node is put to a person, in the order of the form; a question gives itself."""
    return _through(node, lambda at: reversed(at.questions))


def sent_along(node: FormNode) -> Iterator[FormNode]:
    """What in this node goes along with the answers though nobody is asked for it. What only says when somebody
    answered does not go along."""
    for one in walk(node):
        if not is_asked(one) and one.text and one.item.path not in one.instance.form.only_when:
            yield one


def backwards(node: FormNode) -> Iterator[FormNode]:
    """What `walk` gives, from the end."""
    return _through(node, lambda at: at.inside)


def _through(node: FormNode, opened: Callable[[FormNode], Iterable[FormNode]]) -> Iterator[FormNode]:
    """`opened` gives what a group or a row holds, what comes first last."""
    ahead = [node]
    while ahead:
        at = ahead.pop()
        if not at.holds_others:
            yield at
        elif at.relevant:
            ahead.extend(opened(at))


def after(node: FormNode) -> Iterator[FormNode]:
    """What `questions` gives after this one; if it is a row that is there, what is inside it comes first."""
    if node.holds_others:
        yield from questions(node)
    at = node
    while isinstance(at.parent, FormNode):
        around = at.parent.questions
        for later in around[_place(at, around) + 1 :]:
            yield from questions(later)
        at = at.parent


def before(node: FormNode) -> Iterator[FormNode]:
    """Everything that `walk` gives before this node, the nearest first."""
    at = node
    while isinstance(at.parent, FormNode):
        around = at.parent.inside
        for earlier in reversed(around[: _place(at, around)]):
            yield from backwards(earlier)
        at = at.parent


def _place(node: FormNode, around: Sequence[FormNode]) -> int:
    return next(place for place, one in enumerate(around) if one.item is node.item and one.number == node.number)


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
    """Whether some repeat wants more rows than there is room for."""
    for item in instance.form.repeats:
        for node in _every(instance, item.path.rpartition("/")[0]):
            node.part(item)
    return instance.row_room.full is not None


def _every(instance: Instance, path: str) -> Sequence[FormNode]:
    nodes: Sequence[FormNode] = [instance.root]
    for name in path.split("/") if path else ():
        nodes = [one for node in nodes for one in node.named(name)]
    return nodes


def _next_row(node: FormNode, name: str, number: int) -> FormNode | None:
    repeat = next((item for item in node.item.children if item.name == name and item.asks_rows), None)
    if repeat is None or number != len(node.part(repeat)) + 1:
        return None
    return node.another(repeat, number)
