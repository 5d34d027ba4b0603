"""The languages of an XLSForm: 'Arabic (ar)' stands for the code 'ar'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

CODE = re.compile(r"\(([^()]+)\)\s*$")
UNNAMED = "default"


def code(tag: str) -> str:
    """The code in the parentheses of a language's name; without one the name itself in small letters."""
    found = CODE.search(tag)
    return found[1].strip() if found else tag.strip().lower()


class Languages:
    """The languages of one form in their order, the default one first, and texts by their codes."""

    def __init__(self, default: str, cells: Iterable[Mapping[str, Any]]) -> None:
        codes: dict[str, None] = {} if default == UNNAMED else {code(default): None}
        for row in cells:
            label = row.get("label")
            if isinstance(label, Mapping):
                codes.update(dict.fromkeys(code(tag) for tag in label if tag != UNNAMED))
        self.codes: tuple[str, ...] = tuple(codes) or (UNNAMED,)

    @property
    def first(self) -> str:
        return self.codes[0]

    def texts(self, cell: object) -> dict[str, str]:
        """A translated cell by code; a plain one counts for the default language."""
        tagged = cell if isinstance(cell, Mapping) else {UNNAMED: cell}
        return {
            self.first if tag == UNNAMED else code(str(tag)): str(text).strip() for tag, text in tagged.items() if text
        }
