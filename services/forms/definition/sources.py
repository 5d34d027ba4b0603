"""What a computed value follows from: answers to questions, or the clock. Told from the form alone."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from services.forms.definition.items import ASKED, Item
from services.forms.xpath.expressions import Expression, Tree

CLOCK = frozenset({"now", "today"})


@dataclass(frozen=True, slots=True)
class Sources:
    """`asked` are the paths of the questions whose answers bear on it; `clock`: the day or the hour does."""

    asked: frozenset[str]
    clock: bool

    def __or__(self, other: Sources) -> Sources:
        return Sources(self.asked | other.asked, self.clock or other.clock)


def sources_in(items: Mapping[str, Item]) -> Mapping[str, Sources]:
    """The sources of what each row says by itself, also by way of other computed values, by its path. Rows that say
    nothing by themselves are left out."""
    speaking = {path: item for path, item in items.items() if any(_trees(item))}
    looked_at = {path: _all_looked_at(item, items) for path, item in speaking.items()}
    found = {path: _first_hand(item, looked_at[path], items) for path, item in speaking.items()}
    heard_by: dict[str, list[str]] = defaultdict(list)
    for path, others in looked_at.items():
        for other in others:
            if other in speaking and items[other].kind not in ASKED:
                heard_by[other].append(path)
    waiting = deque(found)
    while waiting:
        other = waiting.popleft()
        for path in heard_by[other]:
            more = found[path] | found[other]
            if more != found[path]:
                found[path] = more
                waiting.append(path)
    return found


def _first_hand(item: Item, looked_at: frozenset[str], items: Mapping[str, Item]) -> Sources:
    clock = any(not CLOCK.isdisjoint(_called(tree)) for tree in _trees(item))
    return Sources(frozenset(path for path in looked_at if items[path].kind in ASKED), clock)


def _all_looked_at(item: Item, items: Mapping[str, Item]) -> frozenset[str]:
    return frozenset(path for tree in _trees(item) for path in _looked_at(tree, items)) - {item.path}


def deciding(item: Item, items: Mapping[str, Item], unlike: Item | None = None) -> frozenset[str]:
    """The paths of the questions that bear on an answer: on whether it is asked for and how often, what may be chosen
    or written, and whether it must be. Also by way of computed values. `unlike`: but for what bears on that one, too,
    since both stand in the same group."""
    own = (item.relevant, item.required, item.constraint, item.choice_filter, item.rows)
    shared = () if unlike is None else {each.path for each in around(unlike, items)}
    groups = (each for each in around(item, items) if each.path not in shared)
    rules = [rule for each in groups for rule in (each.relevant, each.rows)]
    trees = [rule.tree for rule in (*own, *rules) if rule is not None] + list(_trees(item))
    found = _asked_in(trees, items) | ({item.choices_from} & items.keys())
    return found - {item.path}


def narrowing(item: Item, items: Mapping[str, Item]) -> frozenset[str]:
    """Those of them on which it depends which answers there are to choose from."""
    trees = [rule.tree for rule in (item.choice_filter, item.constraint) if rule is not None]
    return _asked_in(trees, items) - {item.path}


def judging(item: Item, items: Mapping[str, Item]) -> frozenset[str]:
    """The paths of the other questions that the rule for its answer looks at."""
    trees = [] if item.constraint is None else [item.constraint.tree]
    return _asked_in(trees, items) - {item.path}


def around(item: Item, items: Mapping[str, Item]) -> Iterator[Item]:
    """The groups and repeats that a row stands in, the nearest first."""
    above = item.path.rpartition("/")[0]
    while above:
        yield items[above]
        above = above.rpartition("/")[0]


def _asked_in(trees: Iterable[Tree], items: Mapping[str, Item]) -> frozenset[str]:
    """The questions that expressions look at, also by way of computed values."""
    waiting, met = list(trees), set[str]()
    while waiting:
        for path in _looked_at(waiting.pop(), items):
            if path not in met:
                met.add(path)
                if items[path].kind not in ASKED:
                    computed = items[path]
                    waiting += _trees(computed)
                    waiting += [] if computed.relevant is None else [computed.relevant.tree]
    return frozenset(path for path in met if items[path].kind in ASKED)


def _trees(item: Item) -> Iterator[Tree]:
    """The expressions that make up what it says by itself."""
    parts = (item.calculation, *item.default)
    yield from (part.tree for part in parts if isinstance(part, Expression))


def _looked_at(tree: Tree, items: Mapping[str, Item]) -> Iterator[str]:
    """The rows that an expression looks at, and all that stands in them: every row where it goes ways of its own."""
    if _goes_from_here(tree) or _takes_all_it_finds(tree):
        yield from items
    for path in paths_in(tree):
        yield from _with_all_inside(items[path]) if path in items else ()


def _with_all_inside(item: Item) -> Iterator[str]:
    yield item.path
    for child in item.children:
        yield from _with_all_inside(child)


def paths_in(tree: Tree) -> Iterator[str]:
    """The form paths that an expression looks at, as far as they are written from the root."""
    if tree[:2] == ["path", "/"]:
        names = [step[1] for step in tree[2:] if step[0] == "child"]
        yield "/".join(names[1:])
    for part in tree:
        if isinstance(part, list) and part:
            yield from paths_in(part)


def _goes_from_here(tree: Tree) -> bool:
    """True for a path such as "../age"; what it leads to is only known where it stands."""
    goes = tree[:2] == ["path", "."] and any(step[0] != "self" for step in tree[2:])
    return goes or any(_goes_from_here(part) for part in tree if isinstance(part, list) and part)


def _takes_all_it_finds(tree: Tree) -> bool:
    """True for a path from the root that names no single row, such as "/*", "//own" or "/data": all may stand in it."""
    steps = tree[2:] if tree[:2] == ["path", "/"] else None
    is_row = steps is None or (len(steps) > 1 and all(step[0] == "child" and step[1] != "*" for step in steps))
    return not is_row or any(_takes_all_it_finds(part) for part in tree if isinstance(part, list) and part)


def calls(tree: Tree, name: str) -> bool:
    """Whether an expression calls this function."""
    return name in _called(tree)


def _called(tree: Tree) -> Iterator[str]:
    """The functions that an expression calls."""
    if tree[:1] == ["call"]:
        yield str(tree[1])
    for part in tree:
        if isinstance(part, list) and part:
            yield from _called(part)
