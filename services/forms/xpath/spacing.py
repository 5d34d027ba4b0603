"""Sets spaces around operators that are written against their neighbours: '5mod 2', '. >= 5and.< 9', '“yes”'.

XPath takes the longest name there is, so that 'and.' would be one; but after an operand only an operator can follow.
"""

from __future__ import annotations

import re

PART = re.compile(
    r"""(?P<quoted>'[^']*'|"[^"]*")|(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<name>[^\W\d][\w.-]*)|(?P<space>\s+)|\.\.|::|."""
)
OPERATOR = re.compile(r"(and|or|div|mod)(?=[.\d-]|$)")
CLOSING = frozenset({")", "]", ".", ".."})
TYPOGRAPHIC = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})
"""Quotes as programs for texts set them."""


def spaced(source: str) -> str:
    """The same expression with a space on both sides of each operator that is a word."""
    written: list[str] = []
    rest, is_after_operand = _plain_quotes(source), False
    while rest:
        found = PART.match(rest)
        part = found[0] if found else rest[0]
        if found and found["name"] and is_after_operand:
            operator = OPERATOR.match(part)
            part = operator[0] if operator else part
            written.append(f" {part} ")
            is_after_operand = operator is None
        else:
            written.append(part)
            if not (found and found["space"]):
                is_after_operand = _is_operand(part, found, is_after_operand)
        rest = rest[len(part) :]
    return "".join(written)


def _plain_quotes(source: str) -> str:
    """Typographic quotes as plain ones, unless plain ones are there: then they may belong to a text."""
    return source if "'" in source or '"' in source else source.translate(TYPOGRAPHIC)


def _is_operand(part: str, found: re.Match[str] | None, is_after_operand: bool) -> bool:
    if part == "*":
        return not is_after_operand
    return part in CLOSING or bool(found and (found["quoted"] or found["number"] or found["name"]))
