"""Scores our expressions against the answers of two reference engines, and prints each miss.

    python tests/bench/xpath_score.py FOLDER

FOLDER holds instance.xml (the tree) and expressions.json: a list of objects with an "expression" and the answers of
"javarosa" and "enketo", each {"type": nodeset|string|number|boolean|error, "value": ...}. The engines disagree on
some; an answer equal to either counts as right.
"""

from __future__ import annotations

import json
import math
import random
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from services.forms.xpath.context import Context
from services.forms.xpath.expressions import compiled
from services.forms.xpath.nodes import Node, PlainNode
from services.forms.xpath.syntax import NotReadable, read
from services.forms.xpath.values import Value, to_text

REFERENCES = ("javarosa", "enketo")
Shown = str | float | bool | list[str]


@dataclass
class Document:
    """A parsed document as the world around an expression."""

    root: Node
    today: date = date(2026, 8, 7)
    now: datetime = datetime(2026, 8, 7, 12, tzinfo=UTC)
    choice_lists: dict[str, Node] = field(default_factory=dict)

    def absolute(self, path: str, origin: Node | None) -> list[Node] | None:
        return None

    def lists(self) -> Mapping[str, Node]:
        return self.choice_lists

    def choice_label(self, path: Sequence[str], name: str, origin: Node) -> str:
        return ""

    def label_of(self, text_id: str) -> str:
        return ""

    def kept(self, node: Node) -> str:
        return node.own_text

    def chance(self, node: Node, salt: str) -> random.Random:
        return random.Random(salt)


def tree(element: ElementTree.Element) -> PlainNode:
    """The element and all below it; only innermost text counts."""
    children = [tree(child) for child in element]
    return PlainNode(element.tag, "" if children else element.text or "", children, element.attrib)


def answer(expression: str, document: Document) -> tuple[str, Shown]:
    """The kind and the value of our answer."""
    try:
        value = compiled(read(expression))(Context(document, document.root, document.root))
    except NotReadable as error:
        return "error", error.detail
    return kind(value), shown(value)


def kind(value: Value) -> str:
    if isinstance(value, list):
        return "nodeset"
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, float) else "string"


def shown(value: Value) -> Shown:
    if isinstance(value, list):
        return [node.text for node in value]
    return value if isinstance(value, float | bool) else to_text(value)


def agrees(ours: tuple[str, Shown], reference: Mapping[str, Any]) -> bool:
    """Whether an answer is the reference's; an error agrees with any error."""
    what, value = ours
    if reference["type"] == "error" or what == "error":
        return bool(reference["type"] == what)
    if reference["type"] == "number" and isinstance(value, float):
        expected = float(reference["value"])
        same = math.isclose(value, expected, rel_tol=1e-9)
        return same or (math.isnan(expected) and math.isnan(value))
    return ours == (reference["type"], reference["value"])


def main(folder: Path) -> int:
    document = Document(tree(ElementTree.parse(folder / "instance.xml").getroot()))
    cases = json.loads((folder / "expressions.json").read_text())
    right = 0
    for case in cases:
        ours = answer(case["expression"], document)
        if any(agrees(ours, case[reference]) for reference in REFERENCES):
            right += 1
            continue
        print(f"MISS {case['expression']}\n     ours      {ours}")
        for reference in REFERENCES:
            print(f"     {reference:9} {(case[reference]['type'], case[reference]['value'])}")
    print(f"{right}/{len(cases)} expressions agree with a reference")
    return 0 if right == len(cases) else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
