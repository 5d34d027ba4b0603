"""Functions on text (XPath 1.0 section 4.2 and OpenRosa's own)."""

from __future__ import annotations

import base64
import hashlib
import math
import re

from services.forms.xpath.context import Context
from services.forms.xpath.functions import function
from services.forms.xpath.functions_numbers import rounded
from services.forms.xpath.patterns import NotAPattern, fits
from services.forms.xpath.values import Nodes, Value, each, joined, to_number, to_text

SPACE = re.compile(r"[ \t\r\n]+")
FURTHEST = 1e9
DIGESTS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


@function("string", most=1)
def string(context: Context, *given: Value) -> str:
    return to_text(given[0]) if given else context.node.text


@function("concat")
def concat(*parts: Value) -> str:
    return joined(map(_readable, each(parts)))


@function("join", least=1)
def join(separator: str, *parts: Value) -> str:
    return joined(map(_readable, each(parts)), separator)


def _readable(part: Value) -> str:
    """What nobody should read in a sentence is left out: 'Infinity %', 'NaN %' where something was divided by zero."""
    return "" if isinstance(part, float) and not math.isfinite(part) else to_text(part)


@function("contains")
def contains(text: str, part: str) -> bool:
    return part in text


@function("starts-with")
def starts_with(text: str, start: str) -> bool:
    return text.startswith(start)


@function("ends-with")
def ends_with(text: str, end: str) -> bool:
    return text.endswith(end)


@function("substring-before")
def substring_before(text: str, part: str) -> str:
    return text.partition(part)[0] if part and part in text else ""


@function("substring-after")
def substring_after(text: str, part: str) -> str:
    return text.partition(part)[2] if part else text


@function("substr")
def substr(text: str, start: float, end: Value = "") -> str:
    """From `start`, counted from 0, up to but without `end`; below zero counts from the end of the text."""
    return text[_index(start) : _index(to_number(end)) if end != "" else None]


@function("substring")
def substring(text: str, start: float, length: Value = "") -> str:
    """From `start`, counted from 1; places before the first letter count as places (XPath 1.0, section 4.2)."""
    first = rounded(start)
    end = math.inf if length == "" else first + rounded(to_number(length))
    if math.isnan(first) or math.isnan(end):
        return ""
    return text[max(_index(first), 1) - 1 : max(_index(end) - 1, 0)]


def _index(number: float) -> int:
    """As a place in a text: beyond any text where it is beyond counting."""
    return int(max(-FURTHEST, min(FURTHEST, number))) if number == number else 0


@function("string-length", most=1)
def string_length(context: Context, *given: Value) -> float:
    return float(len(string(context, *given)))


@function("normalize-space", most=1)
def normalize_space(context: Context, *given: Value) -> str:
    """Without spaces, tabs and ends of lines around it, and with one space between its words."""
    return " ".join(part for part in SPACE.split(string(context, *given)) if part)


@function("translate")
def translate(text: str, old: str, new: str) -> str:
    replaced: dict[int, str] = {}
    for place, letter in enumerate(old):
        replaced.setdefault(ord(letter), new[place] if place < len(new) else "")
    return text.translate(replaced)


@function("regex")
def regex(text: str, source: str) -> bool:
    """True when the pattern fits the whole text, as Collect has it."""
    try:
        return fits(text, source)
    except NotAPattern:
        return False


@function("digest")
def digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """A checksum for forms, not a protection of anything. '' for an algorithm that does not exist."""
    known = DIGESTS.get(algorithm.upper())
    if known is None:
        return ""
    summed = hashlib.new(known, text.encode(errors="replace"), usedforsecurity=False)
    return summed.hexdigest() if encoding == "hex" else base64.b64encode(summed.digest()).decode()


@function("base64-decode")
def base64_decode(text: str) -> str:
    """The text that was written in base64; '' for what is none, or no text."""
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode()
    except ValueError:
        return ""


@function("count-non-empty")
def count_non_empty(nodes: Nodes) -> float:
    return float(sum(node.text != "" for node in nodes))
