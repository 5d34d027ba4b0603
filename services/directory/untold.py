"""A confidential service without whatever leads to its place: in no text, field or translation of it may it stand.

What leads there is taken out sentence by sentence: the lines of the address that is known, and whatever reads like an
address or a way (en, fr, ar, ckb). In doubt a sentence goes: who needs the service telephones.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from services.authoring.parts import Texts
from services.directory.folding import folded
from services.directory.model import NOTHING, Location, Organization, Service
from services.directory.tongues import language_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Part = TypeVar("Part", bound="DataclassInstance")
_SENTENCES: Final = re.compile(r"(?<=[.!?؟؛;])(?<!\b[Nn]o\.)(?<!\b[Nn]r\.)\s+")
READ: Final = ("en", "fr", "ar", "ckb")
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_PARTS_OF_A_NAME: Final = re.compile(r"\s*[,،;()]\s*|\s+[–—-]\s+")
_STREET: Final = "street|st|road|rd|avenue|ave|lane|drive|boulevard|blvd|square|crescent|terrace|alley|highway"
_RUE: Final = "rue|avenue|boulevard|allee|chemin|impasse|quai|ruelle"
_UNIT: Final = "block|building|bldg|house|apartment|apt|flat|floor|tent|villa|plot|unit|batiment|immeuble|porte|etage"
_WAYS: Final = re.compile(
    rf"\b\d+\s?[a-z]?[\s,]+(?:[\w’'-]+\s){{0,3}}(?:{_STREET})\b|\b\d+\s?(?:bis|ter)?[\s,]+(?:{_RUE})\b"
    rf"|\b(?:{_RUE}) (?:de|du|des|d|la|le|les|l)\b|\b(?:street|road|avenue) (?:no|number|nr)?[\s.]*\d"
    rf"|\b(?:{_UNIT}) (?:no|number|nr|n)?[\s.°#]*\d|\bp\.? ?o\.? box\b"
    r"|\b(?:located|situated) (?:at|in|on|near|next|behind|opposite|between|beside)\b|\baddress ?:|\badresse ?:"
    r"|\b(?:opposite|behind|beside|next to|across from|in front of|close to|around the corner|near (?:the|a|an))\b"
    r"|\b(?:situee?s?|se trouve|en face d|derriere|a cote d|pres d|au coin)"
    r"|\b(?:take|catch|ride|get on|get off|board) (?:\w+ ){0,2}(?:bus|tram|train|metro|taxi|minibus|shuttle|ferry)"
    r"|\b(?:bus|tram|line|route|ligne|metro) (?:no|number|nr|n)?[\s.°#]*\d|\bknock|\bdoorbell"
    r"|\bask for (?!help|advice|support|information|a\b|an\b|the\b)\w+[.!]?$|\b(?:turn|keep|bear) (?:left|right)"
    r"|\bring (?:twice|the bell|the door)|\b(?:descendez|tournez|sonnez)\b|\bfrappez a\b"
    r"|\b(?:walk|drive|continue|head) (?:\w+ )?(?:to|past|along|down|up|from|through|towards|until|over|round) "
    r"|\b(?:first|second|third|fourth|last|green|red|blue|white|black|yellow) (?:door|gate|house|building|tent)\b"
    r"|\b\d+ (?:m|km|met(?:re|er)s|minutes|min|steps) (?:walk |on foot |(?:nor|sou)th |(?:ea|we)st )*"
    r"(?:from|to|past|of|de)\b|\b(?:prenez|prendre) (?:le |un )?(?:bus|taxi|tram|metro|train)"
    r"|\b\d{1,3}[.,]\d{3,} ?°? ?[nsewo]\b|\b\d{1,3} ?° ?\d{1,2}|\b\d{1,3}[.,]\d{3,}[\s,;/]+-?\d{1,3}[.,]\d{3,}"
    r"|(?:^|\s)[23456789cfghjmpqrvwx]{4,8}\+[23456789cfghjmpqrvwx]{2,3}\b"
    r"|///\w|(?:maps?\.|goo\.gl|openstreetmap|/maps?\b|maps\.app|geo:)"
)
"""On texts in small letters without accents."""
_WORDS: Final = (
    "شارع زقاق محلة بناية عمارة بجانب خلف يقع تقع العنوان",
    "شەقام شەقامی کۆڵان کۆڵانی گەڕەک گەڕەکی تەنیشت بەرامبەر لەپشت دەکەوێتە ناونیشان",
)
_BEGINNINGS: Final = tuple({folded(word).strip() for group in _WORDS for word in group.split()})
_FREE_OF_CHARGE: Final = re.compile(
    rf"\b(?:{folded('بدون').strip()}|{folded('دون').strip()}) {folded('مقابل').strip()}"
)
_NEAR: Final = re.compile(
    "|".join(rf"\b{folded(word).strip()}\b" for word in ("قرب", "بالقرب من", "أمام", "مقابل", "نزیک", "نزیکی", "پشت"))
)


def leads_there(text: str, places: Iterable[Location] = ()) -> bool:
    """True where a piece of text holds the address of one of the places, or reads like an address or a way."""
    return _tells(text, address_lines(places))


def untold_service(service: Service, places: Sequence[Location] = ()) -> Service:
    """The service without the sentences that lead to its places, in every text and language; a link to a map goes, and
    so does the part of its name."""
    lines = address_lines(places)
    kept = _without_the_way(replace(service, name=NOTHING), lines)
    return replace(
        kept,
        name=Texts({code: _named(name, lines) for code, name in service.name.by_language.items()}),
        locations=tuple(replace(at, description=NOTHING) for at in kept.locations),
        url="" if _WAYS.search(_without_accents(service.url)) else service.url,
    )


def untold_organization(organization: Organization, places: Sequence[Location]) -> Organization:
    """Whoever runs a confidential service, without what leads to these places."""
    lines = address_lines(places)
    kept = _without_the_way(replace(organization, name=NOTHING), lines)
    names = {code: _named(name, lines) for code, name in organization.name.by_language.items()}
    website = "" if _WAYS.search(_without_accents(organization.website)) else organization.website
    return replace(kept, name=Texts(names), website=website)


def untold_place(place: Location) -> Location:
    """The place of a confidential service: its area, and nothing that leads there. Its name goes: people write into it
    what is near."""
    return replace(
        _without_the_way(place, address_lines([place])),
        name=NOTHING,
        latitude=None,
        longitude=None,
        address=NOTHING,
        description=NOTHING,
        transportation=NOTHING,
    )


def address_lines(places: Iterable[Location]) -> list[str]:
    """The lines of known addresses and names of places as they are searched for. A single word without a number, such
    as a town, is no address."""
    every = (text for place in places for text in (place.address, place.name))
    written = (said for text in every for said in text.by_language.values())
    lines = [_in_plain_words(line) for address in written for line in re.split(r"[,،;\n]", address)]
    return [line for line in lines if " " in line.strip() or any(map(str.isdigit, line))]


def _tells(text: str, lines: Sequence[str]) -> bool:
    plain = _in_plain_words(text)
    if any(line in plain for line in lines):
        return True
    words = _FREE_OF_CHARGE.sub(" ", " ".join(folded(text).split()))
    return bool(_WAYS.search(_without_accents(text)) or _NEAR.search(words)) or any(
        word.startswith(beginning) for word in words.split() for beginning in _BEGINNINGS
    )


def _without_the_way(thing: Part, lines: Sequence[str]) -> Part:
    changes: dict[str, Any] = {each.name: _cleaned(getattr(thing, each.name), lines) for each in fields(thing)}
    return replace(thing, **changes)


def _cleaned(value: Any, lines: Sequence[str]) -> Any:
    if isinstance(value, Texts):
        kept = {code: _told(text, lines) for code, text in value.by_language.items()}
        return Texts({code: text for code, text in kept.items() if text})
    if isinstance(value, tuple):
        return tuple(each for each in (_cleaned(one, lines) for one in value) if each != NOTHING)
    return _without_the_way(value, lines) if is_dataclass(value) and not isinstance(value, type) else value


def _told(text: str, lines: Sequence[str]) -> str:
    """Nothing of a text in a language in which nobody here knows a way from an answer."""
    language = language_of(text)
    if language not in (*READ, None) and not (language == "" and _ARABIC.search(text)):
        return ""
    kept = [" ".join(each for each in _SENTENCES.split(line) if not _tells(each, lines)) for line in text.splitlines()]
    return "\n".join(line for line in kept if line)


def _named(name: str, lines: Sequence[str]) -> str:
    """A service has to be called something: where every part of it leads there, only the address itself is left out."""
    if not _tells(name, lines):
        return name
    kept = [part for part in _PARTS_OF_A_NAME.split(name) if part and not _tells(part, lines)]
    return ", ".join(kept) or "🔒"


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).replace("’", " ").split())


def _in_plain_words(text: str) -> str:
    words = " ".join(re.findall(r"\w+", text.casefold()))
    return f" {words} "
