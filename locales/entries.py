"""What is wrong with one translated text, beside the message it translates."""

import re
import string
from collections.abc import Iterator, Set

from locales.direction import MARKS

_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|&[a-z]+;|\*\*|__|`|\[[^\]]*\]\(")
_EDGES = re.compile(r"^(\s*).*?(\s*)$", re.DOTALL)
_NAME = re.compile(r"[a-z][a-z_0-9]*")
_COMMAND = re.compile(r"(?<!\S)/[a-z]+")
_OTHER_APOSTROPHES = re.compile(r"['ʼ‘´]")
_OTHER_DIGITS = re.compile(r"(?![0-9])\d")
_PICTURE = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")
_TURNED = str.maketrans("⬅◀←↩⏪", "➡▶→↪⏩")


class NotAFormat(Exception):
    """Braces that are no plain placeholder such as {name}."""


def placeholders(text: str) -> set[str]:
    """The names of the placeholders in `text`. Raises NotAFormat."""
    names = set()
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as broken:
        raise NotAFormat from broken
    for _, name, specification, conversion in parts:
        if name is None:
            continue
        if specification or conversion or not _NAME.fullmatch(name):
            raise NotAFormat
        names.add(name)
    return names


def text_faults(id_: str, text: str, may_omit: Set[str] = frozenset()) -> Iterator[str]:
    """The faults of `text` as a translation of `id_`; the source is judged as a translation of itself."""
    try:
        wanted, given = placeholders(id_), placeholders(text)
        if not (wanted - may_omit <= given <= wanted):
            yield f"{id_!r} has the placeholders {sorted(wanted)}, its translation {sorted(given)}"
    except NotAFormat:
        yield f"{id_!r} or its translation has braces that are no placeholder"
    if MARKS.search(text):
        yield f"{id_!r} is translated with direction marks in it; they are put in when it is shown"
    if _MARKUP.search(text):
        yield f"{id_!r} is translated with markup in it"
    if _OTHER_DIGITS.search(text):
        yield f"{id_!r} is translated with digits other than 0 to 9"
    if _OTHER_APOSTROPHES.search(text):
        yield f"{id_!r} has an apostrophe other than ’ in it, or in its translation"
    yield from _shape_faults(id_, text)


def starts_with_picture(text: str) -> bool:
    """Whether `text` begins with an emoji or an arrow, as every button does."""
    return _PICTURE.match(text) is not None


def _shape_faults(id_: str, text: str) -> Iterator[str]:
    if _edges(id_) != _edges(text) or (id_ == text and _edges(text) != ("", "")):
        yield f"{id_!r} begins or ends with other spaces than its translation, or with any at all"
    if id_.count("\n") != text.count("\n"):
        yield f"{id_!r} has other line breaks than its translation"
    if sorted(_COMMAND.findall(id_)) != sorted(_COMMAND.findall(text)):
        yield f"{id_!r} names other commands than its translation"
    if _pictures(id_) != _pictures(text):
        yield f"{id_!r} has other pictures than its translation"


def _pictures(text: str) -> list[str]:
    """The pictures in `text`; arrows may be turned round for languages that run the other way."""
    return sorted(_PICTURE.findall(text.translate(_TURNED)))


def _edges(text: str) -> tuple[str, ...]:
    found = _EDGES.match(text)
    return found.groups() if found else ()
