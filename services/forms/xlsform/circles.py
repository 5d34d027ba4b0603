"""Values and conditions that need themselves, by way of others: nobody could ever work them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from services.forms.definition.items import Item, Kind
from services.forms.definition.model import Form
from services.forms.problems import FormProblem, FormRule
from services.forms.xlsform.sheets import Sheets
from services.forms.xpath.expressions import Tree

SHOWN = 8
"""Names of a circle that are written out; a longer one is cut in its middle."""


def of_circles(form: Form, sheets: Sheets) -> Iterator[FormProblem]:
    """Each circle once, at the row where it begins."""
    rows = {row.path: row.number for row in sheets.survey}
    for way in circles({path: list(_looks_at(item)) for path, item in form.items.items()}):
        names = [path.rpartition("/")[2] for path in way]
        written = names if len(names) <= SHOWN else [*names[: SHOWN // 2], "…", *names[-SHOWN // 2 :]]
        facts = {"name": names[0], "detail": " → ".join(written)}
        yield FormProblem(FormRule.REFERENCE_CIRCLE, "survey", rows.get(way[0]), facts=facts)


def circles(looked_at: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """The ways on which one comes back to where one was. However long they are: nothing calls itself here."""
    done: set[str] = set()
    for first in looked_at:
        way, ahead = {first: None}, [iter(looked_at[first])]
        while ahead and first not in done:
            other = next(ahead[-1], None)
            if other is None:
                done.add(way.popitem()[0])
                ahead.pop()
            elif other in way:
                names = [*way]
                yield from [[*names[names.index(other) :], other]] if other != names[-1] else []
            elif other in looked_at and other not in done:
                way[other] = None
                ahead.append(iter(looked_at[other]))


def _looks_at(item: Item) -> Iterator[str]:
    """The paths that have to be known first, its group before all."""
    expressions = [item.relevant, item.choice_filter]
    if item.kind in (Kind.CALCULATE, Kind.NOTE) and not item.triggers:
        expressions.append(item.calculation)
    above = item.path.rpartition("/")[0]
    yield from [above] if above else []
    for expression in expressions:
        if expression is not None:
            yield from _same_row(expression.tree)


def _same_row(tree: Tree) -> Iterator[str]:
    """The form paths that an expression looks at where it stands. What says which row is meant may mean another one."""
    if tree[:2] == ["call", "indexed-repeat"]:
        return
    if tree[:2] == ["path", "/"] and all(len(step) == 2 for step in tree[2:]):
        yield "/".join(step[1] for step in tree[3:])
    for part in tree:
        if isinstance(part, list) and part:
            yield from _same_row(part)
