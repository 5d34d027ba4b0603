"""Our own words for what a form does not say itself: the choice that 'or_other' adds, and the question behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class OtherWords:
    """In one language: the choice, and what is asked once it was chosen."""

    choice: str
    question: str


OwnWords: TypeAlias = Mapping[str, OtherWords]
"""By language."""
ENGLISH = OtherWords("Other", "Specify other.")
"""As XLSForm has it, for forms that do not say which language they are in."""


def in_languages(own: OwnWords, codes: tuple[str, ...]) -> OwnWords:
    """The words in those of these languages that there are words for; English where there are none at all."""
    found = {code: own[code] for code in codes if code in own}
    return found or {codes[0]: own.get("en", ENGLISH)}
