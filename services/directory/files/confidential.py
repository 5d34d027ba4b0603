"""How files say that nobody may learn where a place is: in words of any text, in a type, or in a field made for it.

In doubt a place counts as confidential: who needs it telephones. One rule for every format.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from services.authoring.parts import Texts
from services.directory.files.source_files import clean
from services.directory.folding import folded

CONFIDENTIAL: Final = "confidential"
_UNTOLD: Final = (
    r"(?:confidential(?:ly)?|undisclosed|secret(?:ly)?|hidden|withheld|unlisted|unpublished|confidentiel(?:le)?|secrete"
    r"|سري[هن]?|نهيني(?:يه)?|(?:not|never|non) (?:to be )?(?:disclosed|published|public|shared|given|listed"
    r"|communiquee?|publiee?|divulguee?|diffusee?|precisee?))"
)
_ADDRESS: Final = r"(?:location|address)(?:e?s)?"
_SITE: Final = (
    rf"(?:{_ADDRESS}|(?:place|site|shelter|house|refuge|facility|accommodation)s?|home(?! (?:visit|care|based)))"
)
_LIEU: Final = r"(?:adresse|lieu|site|emplacement|foyer|refuge|maison|hebergement)s?"
_DAR: Final = r"(?:ال)?(?:ماوي|ملجا|بيت|دار|منزل|مسكن)"
_MAKAN: Final = rf"(?:(?:ال)?(?:موقع|عنوان|مكان|مقر|مركز)(?:ه|ها|نا|هم)?|{_DAR})"
_SHWEN: Final = r"(?:شوين|ناونيشان|بهناكه|مال|خانو|سهنتهر)\w*"
_SMALL: Final = "(?:at|in|on|from|for|to|by|with|about|and|near|or|is|are)"
_OF_TALK: Final = (
    "advice|counsel|support|help|service|care|test|listen|hotline|line|talk|conversation|treatment|information|legal"
    "|medical|psych|mental|case|referral|consult|assist|report|complaint|manner|basis|call|session"
)
_OF_A_PLACE: Final = re.compile(
    rf"\b{_UNTOLD} (?:(?!{_SMALL}\b)\w+ ){{0,4}}?{_SITE}\b|\b(?:sensitive|private) {_ADDRESS}\b"
    rf"|\b{_SITE} (?:\w+ )?(?:is|are|remains?|kept|will be)(?: \w+)? {_UNTOLD}\b|\b{_ADDRESS} private\b"
    rf"|\b{_SITE} {_UNTOLD}\b(?! (?:and \w+ )?(?:{_OF_TALK}))|\b{_UNTOLD} located|\bsafe ?houses?\b"
    rf"|\b{_ADDRESS} (?:\w+ ){{0,2}}(?:given|told|provided|shared|disclosed|available) (?:only )?"
    r"(?:by (?:tele)?phone|(?:up)?on (?:request|referral|intake|booking|confirmation)|after|over the|when)\b"
    r"|\b(?:do|to) not (?:\w+ )?(?:publish|disclose|publici[sz]e)|\bnot (?:for|to be) (?:publication|published)"
    rf"|\b(?:do|to) not (?:share|give|tell|show|reveal|post|list) (?:out )?(?:\w+ )?{_SITE}\b"
    rf"|\b{_LIEU} (?:\w+ )?(?:(?:est|sont|restent?|tenue?s?|gardee?s?) )*{_UNTOLD}\b|\bmaisons? sures?\b"
    r"|\bne (?:pas|jamais) (?:\w+ )?(?:publier|diffuser|divulguer|communiquer)"
    rf"|\b{_MAKAN} (?:\w+ )?(?:ال)?سري[هن]?\b|\b{_DAR} (?:ال)?امن[هي]?\b"
    rf"|\b{_MAKAN} (?:\w+ )?(?:غير (?:ال)?(?:معلن|معروف|منشور|مكشوف)|(?:ال)?مخفي|(?:ال)?محجوب)"
    r"|\bلا (?:تنشر|ينشر|يعلن|تعلن|يجوز نشر)|\b(?:عدم|ممنوع) (?:ال)?نشر"
    rf"|\b{_SHWEN} (?:\w+ )?نهيني|\b(?:مالي|خانهي|بهناكهي) (?:ارام|سهلامهت)|\bبلاو (?:مهكه|ناكري|نهكري)"
)
"""On texts as `_plain` writes them."""
_ALONE: Final = re.compile(rf"(?:{_UNTOLD}|private|prive)")
_ANYHOW: Final = re.compile(rf"(?<!free and )(?<!free )\bconfidential\b(?! (?:and \w+ )?(?:{_OF_TALK}|and free))")
_NEGATED: Final = re.compile(
    r"\b(?:not|non|no|no longer|pas|never|غير) (?:confidential\w*|confidentiel\w*|secret|hidden|سري)\b"
)
_TYPE: Final = re.compile(r"\b(?:undisclosed|withheld|unlisted|hidden|secret)\b")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_FILLING: Final = _set(
    "a address are be data entry false feature flag for if is it its keep kept level location map n no of on"
    " or organization place record service site status the to true y yes"
)
_HIDING: Final = _set(
    "hidden hide private privé restricted secret sensitive sensitivity undisclosed unlisted unpublished"
    " withheld سري سرية نهێنی"
)
_SHOWING: Final = _set("public publish publishable show visibility visible")
_NOT: Final = _set("dont never non not")
_NO: Final = _set("0 f false faux listed n no non none off open public published shown visible لا نا نه نەخێر") | {
    "non confidentiel",
    "not confidential",
}
_YES: Final = _set(
    "1 confidential hidden hide internal o on oui private restricted secret sensitive t true undisclosed"
    " unlisted vrai withheld x y yes بەڵێ نعم"
)
_SEEN: Final = _set("all anyone everybody everyone listed open public published shown visible")


def says_so(value: str) -> bool:
    """True where a type or an attribute says it, whatever else it says."""
    said = _plain(value)
    return CONFIDENTIAL in said or bool(_OF_A_PLACE.search(said) or _TYPE.search(said))


def told_of_place(texts: Texts) -> bool:
    """True where a text of a place, or of whoever is there, says it."""
    return told_of_service(texts) or any(
        _ANYHOW.search(said) or _ALONE.fullmatch(said) for said in map(_plain, _lines(texts))
    )


def told_of_service(texts: Texts) -> bool:
    """The same of a service, where only words about a place count: most that say "confidential" speak of talk."""
    whole = texts.by_language.values()
    return any(_OF_A_PLACE.search(said) or _ALONE.fullmatch(said) for said in map(_plain, whole))


def told_in_cells(values: Iterable[Any]) -> bool:
    """True where a cell or a field says it that is read for nothing else."""
    return any(_OF_A_PLACE.search(_plain(value)) for value in values if isinstance(value, str))


def hides(field: str, value: Any) -> bool:
    """True where the field is one that says whether a place is told, and does not say clearly that it is."""
    said = _answer(value)
    if not said:
        return False
    meaning = _meaning(field)
    return (meaning == _HIDES and said not in _NO) or (meaning == _SHOWS and said not in _SEEN | _SEEN_YES)


def says_no(value: str) -> bool:
    """True where the answer to whether a place is confidential is clearly no."""
    return _answer(value) in _NO


def is_unread(field: str, value: Any) -> bool:
    """True where such a field says neither yes nor no."""
    return hides(field, value) and _answer(value) not in _YES | _NO


def is_about_hiding(field: str) -> bool:
    """True for the name of a field, or a heading, that says whether a place is told."""
    return _meaning(field) != ""


_HIDES, _SHOWS = "hides", "shows"
_SEEN_YES: Final = frozenset(("yes", "y", "true", "t", "1", "on", "oui", "نعم", "بەڵێ"))


@lru_cache(maxsize=4096)
def _meaning(field: str) -> str:
    """Whether a yes in the field hides or shows; '' where it is about something else."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", field)
    words = set(re.findall(r"[^\W\d_]+", apart.lower()))
    if not words:
        return ""
    is_turned = bool(words & _NOT)
    if any(word.startswith("confiden") for word in words):
        return _SHOWS if is_turned else _HIDES
    left = words - _FILLING - _NOT
    for known, meaning, other in ((_HIDING, _HIDES, _SHOWS), (_SHOWING, _SHOWS, _HIDES)):
        if left and left <= known:
            return other if is_turned else meaning
    return ""


def _answer(value: Any) -> str:
    """The value in small letters; '' for none."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool | Mapping | list):
        return str(value).lower()
    return clean(value).lower().strip(" .")


def _plain(text: str) -> str:
    """The text as words are searched for, without what denies it."""
    return _NEGATED.sub(" ", " ".join(folded(text).split()))


def _lines(texts: Texts) -> list[str]:
    """Each text, and its parts: none is looked at twice."""
    parts = (line for text in texts.by_language.values() for line in (text, *re.split(r"[,،;\n]", text)))
    return [*dict.fromkeys(parts)]
