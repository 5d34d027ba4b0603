"""Values that may outgrow what is kept of a computed text, estimated for answers of an ordinary length."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from services.forms.definition.items import Kind
from services.forms.definition.model import Form
from services.forms.problems import FormProblem, FormRule
from services.forms.xlsform.sheets import Sheets
from services.forms.xpath.expressions import Tree
from services.forms.xpath.values import LONGEST

WORDS = 300
"""Characters of an answer in somebody's own words, or of what is not known."""
NUMBER = 20
TOGETHER = frozenset({"concat", "join"})
OF_ITS_PARTS = frozenset(
    {"string", "coalesce", "once", "normalize-space", "translate", "substr", "substring", "substring-before"}
    | {"substring-after", "indexed-repeat", "format-date", "format-date-time"}
)


def of_growth(form: Form, sheets: Sheets) -> Iterator[FormProblem]:
    """Each value that may grow too long, where it does so by itself and not only by what it is made of."""
    rows = {row.path: row.number for row in sheets.survey}
    lengths: dict[str, float] = {}
    for path, item in form.items.items():
        length: float = WORDS if item.kind is Kind.TEXT else NUMBER
        if item.kind is Kind.CALCULATE and item.calculation is not None:
            length = _length(item.calculation.tree, lengths)
        lengths[path] = min(length, LONGEST)
        if length > LONGEST:
            facts = {"name": item.name, "limit": f"{LONGEST:,}"}
            yield FormProblem(FormRule.MAY_GROW, "survey", rows.get(path), "calculation", facts)


def _length(tree: Tree, lengths: Mapping[str, float]) -> float:
    match tree:
        case ["value", constant]:
            return len(constant) if isinstance(constant, str) else NUMBER
        case ["path", "/", _, *steps]:
            return lengths.get("/".join(step[1] for step in steps), WORDS)
        case ["path", *_] | ["union", *_]:
            return WORDS
        case ["call", name, *parts] if name in TOGETHER:
            return sum(_length(part, lengths) for part in parts)
        case ["if", *parts] | ["call", _, *parts] if tree[0] == "if" or tree[1] in OF_ITS_PARTS:
            return max((_length(part, lengths) for part in parts), default=0)
    return NUMBER
