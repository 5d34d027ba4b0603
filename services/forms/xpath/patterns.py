"""Patterns as forms write them, those of Java and JavaScript, computed by RE2: in a time that grows with the text
alone, whatever the pattern. What RE2 leaves out for that (looking around, looking back) is refused when a form is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import re2

PARTS = re.compile(r"\\u[0-9A-Fa-f]{4}|\\.|.", re.DOTALL)
LETTERS = r"\p{L}\p{M}\p{Nd}_"
"""What is written in a word, in any script: a name in Arabic letters is one too."""
LOOKS_AROUND = re.compile(r"(?<!\\)(?:\\\\)*(?:\(\?<?[=!]|\\[1-9])")
LARGEST = 1 << 20
"""Bytes that a pattern may take."""
MOST_WORK = 2_000_000
"""Steps of a pattern times letters of a text: what takes more (some 20 ms) is not gone through, and does not fit."""


class NotAPattern(Exception):
    """The pattern cannot be computed. `looks_around`: it may be a pattern elsewhere."""

    def __init__(self, detail: str, looks_around: bool) -> None:
        super().__init__(detail)
        self.detail = detail
        self.looks_around = looks_around


@lru_cache(maxsize=128)
def pattern(source: str) -> Any:
    """The compiled pattern. Raises NotAPattern."""
    options = re2.Options()
    options.max_mem = LARGEST
    options.log_errors = False
    try:
        return re2.compile(_as_re2_has_it(source), options)
    except UnicodeError:
        raise NotAPattern("half of a sign stands in it", looks_around=False) from None
    except re2.error as error:
        detail = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
        raise NotAPattern(detail, bool(LOOKS_AROUND.search(source))) from None


def fits(text: str, source: str) -> bool:
    """Whether the pattern fits the whole text, as Collect has it, also where its digits are those of another script.
    Raises NotAPattern."""
    fullmatch, longest = _ready(source)
    if len(text) > longest:
        return False
    if text.isascii():
        return fullmatch(text) is not None
    text = text.encode(errors="replace").decode()
    return fullmatch(text) is not None or fullmatch(western_digits(text)) is not None


@lru_cache(maxsize=128)
def _ready(source: str) -> tuple[Callable[[str], object], int]:
    """What looks whether the pattern fits a text, and how many letters of one it is worth."""
    known = pattern(source)
    return known.fullmatch, MOST_WORK // max(1, known.programsize)


def western_digits(text: str) -> str:
    """The text with every decimal digit of any script as 0-9, and its minus and decimal signs as ASCII."""
    if text.isascii():
        return text
    digits = "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)
    return digits.replace("\u066b", ".").replace("\u2212", "-")


def _as_re2_has_it(source: str) -> str:
    written: list[str] = []
    is_in_class = False
    for part in PARTS.findall(source):
        is_in_class = part != "]" and (is_in_class or part == "[")
        written.append(_part(part, is_in_class))
    return "".join(written)


def _part(part: str, is_in_class: bool) -> str:
    if len(part) == len(r"\u0600"):
        return rf"\x{{{part[2:]}}}"
    if part == r"\w":
        return LETTERS if is_in_class else f"[{LETTERS}]"
    if part == r"\Z":
        return r"\z"
    if part == r"\W" and not is_in_class:
        return f"[^{LETTERS}]"
    if part.startswith("\\") and not part[1].isalnum():
        return re.escape(part[1])
    return part
