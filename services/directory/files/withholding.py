"""Services of others whose place is not told until somebody says that it may be: what may be a refuge, and what nobody
here can read.

Words that say "confidential" are never all known, in no language. So it is asked the other way round: a place is told
where the service is plainly of an everyday kind, or where nothing in a text that can be read speaks of violence, of
refuge or of those who fled. A hospital stays findable whatever its texts speak of, as long as its name does not.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from services.directory.folding import folded
from services.directory.index import distance
from services.directory.model import Service
from services.directory.needs import Needs
from services.directory.tongues import language_of

DEEPEST: Final = 8
MOST_ERRORS: Final = 2
"""Letters that may be wrong in a long word that says a place is hidden."""
_HIDING: Final = ("confidential", "confidentiel", "confidencial", "confidenziale", "undisclosed", "vertraulich")
_GOODS: Final = (
    "kit|kits|material|materials|item|items|repair|repairs|rehabilitation|assistance|support|upgrad|nfi|and nfi"
    "|materials|construction|cluster|sector|winter"
)
_REFUGE: Final = {
    "en": (
        r"violen\w+|abus(?:e|ed|ive)|rap(?:e|ed)|gbv|sgbv|vaw|ipv|domestic|traffick\w+|survivors?|refuges?"
        rf"|shelters?(?! (?:{_GOODS})\b)|safe ?(?:house|home|place|space|room|haven|accommodation)s?|battered|victims?"
        r"|exploit\w+|forced marriage|honou?r based|witness protection|protection (?:home|house)s?|lgbt\w*"
        r"|women s (?:home|house)s?|sanctuar(?:y|ies)"
    ),
    "fr": (
        r"violences?|viols?|refuges?|abris?|foyers?|hebergements?|victimes?|survivantes?|traite|maltrait\w+|battues?"
        r"|maisons? sures?|n est pas (?:communiquee?|publiee?|indiquee?|donnee?)"
    ),
    "es": (
        r"violencia|refugios?|albergues?|acogida|victimas?|sobrevivientes?|trata|maltrat\w+|abusos?"
        r"|(?:casa|hogar) segur\w"
    ),
    "pt": r"violencia|abrigos?|acolhimento|vitimas?|trafico|casa segura",
    "it": r"violenza|antiviolenza|rifug\w+|vittim\w+|tratta|casa protetta",
    "de": r"\w*gewalt\w*|frauenh\w+|\w*schutz\w*|zuflucht\w*|opfer\w*|menschenhandel",
    "tr": r"siddet\w*|sigin\w+|konukev\w*|magdur\w*|istismar\w*|taciz\w*|korunma\w*|barin\w+",
    "ku": r"tund\w+|sidet\w*|penageh\w*|penaxane\w*|stargeh\w*|parast\w*|ewle\w*|mexdur\w*|destdireji\w*",
    "so": r"rabshad\w*|tacadd?i\w*|hoy(?:ga)?|badb?aad\w*|gabb?aad\w*|gabood\w*|dhibban\w*|kufsi\w*|xadgudub\w*",
    "ru": r"насил\w+|убежищ\w*|приют\w*|жертв\w*|пострадавш\w*|кризисн\w+",
    "uk": r"насил\w+|притул\w+|прихист\w+|жертв\w*|постраждал\w*|кризов\w+",
    "sw": r"ukatili|unyanyasaji|makazi salama|waathirika|manusura",
}
_REFUGE_STEMS: Final = (
    "عنف معنف ملجا ماوي ايواء ناجيات ناجين ضحايا ضحيه اغتصاب تحرش اتجار استغلال",
    "توندوتیژی پەناگە دەستدرێژی قوربانی شێلتەر ڕزگاربوو",
    "خشونت پناهگاه سرپناه قربانی تجاوز آزار قاچاق بازمانده",
    "تشدد پناہ دارالامان متاثرین زیادتی",
)
_HOUSES: Final = (
    *("بيت آمن", "دار آمنة", "مساحة آمنة", "مساحات آمنة", "منزل آمن"),
    *("خانه امن", "خانووی ئارام", "شوێنی ئارام"),
)
_SMELL: Final = re.compile(
    rf"\b(?:{'|'.join((*_REFUGE.values(), *(' '.join(folded(house).split()) for house in _HOUSES)))})\b"
)
_STEMS: Final = tuple(
    dict.fromkeys(word.removeprefix("ال") for group in _REFUGE_STEMS for word in folded(group).split())
)
_EVERYDAY: Final = re.compile(
    r"\b(?:hospita\w*|hopital|hopitaux|ospedale|krankenhaus|clinic\w*|klini\w*|cliniques?|health (?:cent\w+|post|unit)"
    r"|centre de sante|centro de salud|dispensa\w+|pharmac\w+|farmac\w+|schools?|ecoles?|escuelas?|okul\w*|dibistan\w*"
    r"|hastane\w*|nexwesxane\w*|isbitaal\w*|больниц\w*|лікарн\w*|поліклін\w*|аптек\w*|школ\w*"
    r"|مستشفي|مشفي|عياده|مستوصف|صيدليه|مدرسه|نهخوشخانه\w*|دهرمانخانه\w*|قوتابخانه\w*|بيمارستان|درمانگاه|هسبتال)"
)


def why_withheld(service: Service, said: Iterable[str], needs: Needs) -> str:
    """Why its place is not told until somebody says so; '' where it is. `said` is all its record says."""
    names = [_plain(name) for name in service.name.by_language.values()]
    if found := _first_smell(names):
        return f"“{found}” stands in its name"
    on_map = {need.key for need in needs.needs if need.on_map}
    if any(map(_EVERYDAY.search, names)) or (service.needs and on_map.issuperset(service.needs)):
        return ""
    if found := _first_smell(map(_plain, said)):
        return f"it speaks of “{found}”"
    if service.needs:
        return ""
    told = [text for texts in (service.name, service.description) for text in texts.by_language.values()]
    is_unread = not any(map(language_of, told)) and any(language_of(text) == "" for text in told)
    return "what it says of itself is in no language that is known here" if is_unread else ""


def all_said(record: Any, depth: int = 0) -> Iterable[str]:
    """Every text of a record, however deep; of choices that are switched on, what they are called."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, Mapping) and depth < DEEPEST:
        for name, value in record.items():
            if value is True or value == 1:
                yield str(name)
            yield from all_said(value, depth + 1)
    elif isinstance(record, list | tuple) and depth < DEEPEST:
        for each in record:
            yield from all_said(each, depth + 1)


def _first_smell(texts: Iterable[str]) -> str:
    for text in texts:
        if found := _SMELL.search(text):
            return found[0]
        for word in text.split():
            if any(stem in word for stem in _STEMS) or any(_is_nearly(word, known) for known in _HIDING):
                return word
    return ""


def _is_nearly(word: str, known: str) -> bool:
    return word[:1] == known[0] and distance(word, known, MOST_ERRORS) is not None


def _plain(text: str) -> str:
    return " ".join(folded(text).split())
