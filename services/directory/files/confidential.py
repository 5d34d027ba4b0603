"""Words by which a place is said to be confidential, and those that only say that what is told there stays there.

In doubt a place counts as confidential: who needs it telephones.
"""

import re
from typing import Final

from services.authoring.parts import Texts

CONFIDENTIAL: Final = "confidential"
DENIED: Final = ("", "no", "n", "false", "0", "none", "public", "not confidential")
"""Values of a field of that name that say no."""
_SITE: Final = r"(?:location|address|place|site|shelter|house|facility|accommodation)(?:e?s)?"
_OF_A_PLACE: Final = re.compile(
    rf"(?:confidential|sensitive|undisclosed|secret|hidden)\W+{_SITE}\b"
    rf"|\b{_SITE}\W+(?:\w+\W+)?(?:is|are|remains?|kept)\W+(?:\w+\W+)?(?:confidential|secret|undisclosed)"
    r"|\bsafe[\s-]?houses?\b"
    r"|(?:adresse|lieu|site|emplacement)\W+(?:\w+\W+)?(?:confidentiel|secr[eè]te?)|maison\W+s[uû]re"
    r"|(?:ال)?(?:موقع|عنوان|مكان)\s+(?:ال)?سري|بيت\s+آمن"
    r"|(?:شوێن|ناونیشان)ی\s+نهێنی",
    re.IGNORECASE,
)
_OF_TALK: Final = (
    "advice|counsel|support|help|service|care|test|listen|hotline|line|talk|conversation|treatment|information|legal"
    "|medical|psych|mental|case|referral|consult|assist|report|complaint|manner|basis|and free"
)
_ANYHOW: Final = re.compile(
    rf"(?<!free and )(?<!free, )\bconfidential\b(?!\W+(?:and\W+\w+\W+)?(?:{_OF_TALK}))", re.IGNORECASE
)
_NEGATED: Final = re.compile(r"\b(?:not|non|no)\W*confidential", re.IGNORECASE)


def says_so(value: str) -> bool:
    """True where a type or an attribute says it, whatever else it says."""
    return (CONFIDENTIAL in value.lower() or bool(_OF_A_PLACE.search(value))) and not _NEGATED.search(value)


def told_of_place(texts: Texts) -> bool:
    """True where the name or the description of a place, or of whoever is there, says it."""
    return any(says_so(text) and (_OF_A_PLACE.search(text) or _ANYHOW.search(text)) for text in _in_all(texts))


def told_of_service(texts: Texts) -> bool:
    """The same of a service, where only words about a place count: most that say "confidential" speak of talk."""
    return any(says_so(text) and _OF_A_PLACE.search(text) for text in _in_all(texts))


def _in_all(texts: Texts) -> list[str]:
    return list(texts.by_language.values())
