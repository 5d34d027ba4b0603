"""Texts that got into the catalogue of another language: told by their letters, or by standing in both.

A catalogue that was saved under the wrong name reads well to everybody who does not speak the language.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

LONG_TEXT = 15
"""Letters from which two languages do not say a thing in the same words by chance."""

SCRIPTS = {
    "Arab": "ARABIC",
    "Beng": "BENGALI",
    "Cyrl": "CYRILLIC",
    "Deva": "DEVANAGARI",
    "Ethi": "ETHIOPIC",
    "Hebr": "HEBREW",
    "Khmr": "KHMER",
    "Latn": "LATIN",
    "Mymr": "MYANMAR",
    "Thai": "THAI",
}
"""ISO 15924 codes of scripts, and how Unicode begins the names of their letters. Others are not judged."""

_KEPT = re.compile(r"\{[^{}]*\}")
_WORD = re.compile(r"[^\W\d_]+")


@cache
def script_of(code: str) -> str | None:
    """How Unicode begins the names of the letters the language is written with, by CLDR's likely subtags."""
    from babel.core import get_global

    parts = get_global("likely_subtags").get(code, "").split("_")
    return next((SCRIPTS[part] for part in parts if part in SCRIPTS), None)


def script_faults(id_: str, text: str, code: str) -> Iterator[str]:
    """Words of `text` in another script than the language's, but for those that stand in the English too."""
    script = script_of(code)
    if script is None:
        return
    same = {word.casefold() for word in _words(id_)}
    foreign = [other for word in _words(text) if (other := _not_of(script, word)) and other.casefold() not in same]
    if foreign:
        yield f"{id_!r} is translated with words in another script: {', '.join(dict.fromkeys(foreign))}"


def shared_faults(wordings: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Long texts that read the same in two languages. `wordings`: by language, the text of each message."""
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, texts in wordings.items():
        for id_, text in texts.items():
            if sum(len(word) for word in _words(text)) >= LONG_TEXT and len(_words(text)) > 1:
                said[id_, text].append(code)
    for (id_, _), codes in said.items():
        if len(codes) > 1:
            yield f"{' and '.join(codes)}: {id_!r} reads the same in both"


def _words(text: str) -> list[str]:
    return _WORD.findall(_KEPT.sub(" ", text))


def _not_of(script: str, word: str) -> str:
    """The letters of a word that are of another script: of "وfocal", where و is "and", those of "focal". Raised letters
    (2ᵉ) go with any script."""
    return "".join(letter for letter in word if not unicodedata.name(letter, script).startswith((script, "MODIFIER")))
