"""Which answers to one question may be chosen together, as its rule has it: whoever has the form knows it.

The rule is tried out, by what judges answers, however it is written: with each set of the answers that it names, and
each number of all others, between which it cannot tell.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, combinations
from typing import Any, Final, cast

from services.disclosure.together import Together, Way, of_any
from services.forms.definition.items import Item
from services.forms.definition.sources import paths_in
from services.forms.xpath.context import Context, Scope
from services.forms.xpath.expressions import Expression, Tree
from services.forms.xpath.nodes import PlainNode
from services.forms.xpath.values import to_boolean

OF_THE_ANSWER: Final[Tree] = ["path", ".", ["self", "node()"]]
CALLS: Final = frozenset({"selected", "count-selected", "not", "true", "false", "if", "boolean", "number"})
MOST_NAMED: Final = 6
"""Of a rule that names more answers it is not known what it implies."""


def together(item: Item, answers: Sequence[str]) -> Together | None:
    """What may be chosen of these answers; None where it is not known what the rule implies."""
    if item.constraint is None:
        return of_any(len(answers))
    return _tried_out(Expression(_from_here(item.constraint.tree, item.path)), tuple(answers))


@lru_cache(maxsize=256)
def _tried_out(rule: Expression, answers: tuple[str, ...]) -> Together | None:
    said = set(_said(rule.tree))
    named = [place for place, name in enumerate(answers) if name in said]
    if len(named) > MOST_NAMED or not _looks_at_the_answer_alone(rule.tree):
        return None
    ways = ((chosen, number) for chosen in _sets(named) for number in range(len(answers) - len(named) + 1))
    allowed = (way for way in ways if way != (frozenset(), 0) and _is_allowed(rule, way, answers, named))
    return Together(len(answers), frozenset(named), frozenset(allowed))


def _sets(places: Sequence[int]) -> Iterator[frozenset[int]]:
    every = (combinations(places, size) for size in range(len(places) + 1))
    return map(frozenset, chain.from_iterable(every))


def _is_allowed(rule: Expression, way: Way, answers: Sequence[str], named: Sequence[int]) -> bool:
    chosen, number = way
    others = [place for place in range(len(answers)) if place not in named][:number]
    node = PlainNode("answer", " ".join(answers[place] for place in sorted([*chosen, *others])))
    return to_boolean(rule.value(Context(cast(Scope, None), node, node)))


def _said(tree: Tree) -> Iterator[str]:
    """All texts in a rule."""
    if tree[0] == "value":
        yield from (part for part in tree[1:] if isinstance(part, str))
    for part in _parts(tree):
        yield from _said(part)


def _looks_at_the_answer_alone(tree: Tree) -> bool:
    """Whether it asks of the answer only how much is chosen, and whether something is that it names."""
    match tree:
        case ["call", "selected", answer, ["value", str()]]:
            return bool(answer == OF_THE_ANSWER)
        case ["call", "count-selected", answer]:
            return bool(answer == OF_THE_ANSWER)
        case ["path", *_] | ["union", *_]:
            return False
        case ["call", name, *_] if name not in CALLS:
            return False
    return all(map(_looks_at_the_answer_alone, _parts(tree)))


def _from_here(tree: Tree, path: str) -> Tree:
    """The same, where a question that is called by its name says “.”."""
    if tree[:2] == ["path", "/"] and [*paths_in(tree)] == [path]:
        return OF_THE_ANSWER
    return [_from_here(part, path) if isinstance(part, list) and part else part for part in tree]


def _parts(tree: Tree) -> list[Any]:
    return [part for part in tree[1:] if isinstance(part, list) and part]
