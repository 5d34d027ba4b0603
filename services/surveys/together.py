"""How many answers to one question may be chosen together, as far as its rule says: whoever has the form knows it.

Rules that are understood only ever forbid: more than so many, or certain ones together. Whatever else a rule asks for
may say that somebody gave an answer, such as one that another one calls for.
"""

from collections.abc import Iterator
from typing import Any

from services.forms.definition.items import Item
from services.forms.xpath.expressions import Tree

OF_THE_ANSWER = ["path", ".", ["self", "node()"]]
HOW_MANY = ["call", "count-selected", OF_THE_ANSWER]


def at_once(item: Item, answers: int) -> int | None:
    """How many of so many answers one person may choose at most; None where it is not known what the rule implies."""
    if item.constraint is None:
        return answers
    limits = [_limit(part, answers) for part in _joined(item.constraint.tree, "and")]
    known = [limit for limit in limits if limit is not None]
    return min(known) if len(known) == len(limits) else None


def _limit(rule: Tree, answers: int) -> int | None:
    match _folded(rule):
        case ["op", "<=", how_many, ["value", number]] if how_many == HOW_MANY:
            return _whole(number)
        case ["op", "=", how_many, ["value", 1.0]] if how_many == HOW_MANY:
            return 1
        case ["call", "not", forbidden] if _forbids_two_together(forbidden):
            return answers
        case _:
            return None


def _whole(number: Any) -> int | None:
    return int(number) if isinstance(number, float) and number >= 1 else None


def _forbids_two_together(rule: Tree) -> bool:
    """Such as “none of these” and another one."""
    parts = list(_joined(rule, "and"))
    return len(parts) == 2 and all(map(_is_chosen, parts))


def _is_chosen(rule: Tree) -> bool:
    """Whether it says no more than that one answer, one of some, or a second one is chosen."""
    match _folded(rule):
        case ["op", ">", how_many, ["value", 1.0]]:
            return bool(how_many == HOW_MANY)
        case ["op", "or", one, other]:
            return _is_chosen(one) and _is_chosen(other)
        case ["call", "selected", answer, ["value", str()]]:
            return bool(answer == OF_THE_ANSWER)
        case _:
            return False


def _joined(rule: Tree, word: str) -> Iterator[Tree]:
    match _folded(rule):
        case ["op", sign, one, other] if sign == word:
            yield from _joined(one, word)
            yield from _joined(other, word)
        case _:
            yield rule


def _folded(rule: Tree) -> Tree:
    """One sign after the other, as they are computed, become one within the other."""
    if rule[:1] != ["ops"]:
        return rule
    _, found, *rest = rule
    for sign, other in zip(rest[::2], rest[1::2], strict=True):
        found = ["op", sign, found, other]
    folded: Tree = found
    return folded
