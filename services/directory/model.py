"""The nouns of the directory: Open Referral HSDS 3.0, as far as a person who looks for help needs it.

Names are HSDS's own where it has one. Named contacts, funding and programmes are not kept: nobody who looks for help
needs them, and contacts are people.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final
from uuid import UUID, uuid5

from services.authoring.parts import Texts

NOTHING: Final = Texts({})
"""No text in any language."""

ORGANIZATION: Final = "organization"
SERVICE: Final = "service"
LOCATION: Final = "location"

ACTIVE: Final = "active"
SUSPENDED: Final = "temporarily closed"
STATUSES: Final = (ACTIVE, "inactive", "defunct", SUSPENDED)
"""HSDS `service.status`. Only active and temporarily closed services are shown."""

AUDIENCES: Final = ("women", "men", "children", "older", "disability")
"""For whom a service is; none of them: for everybody."""

_CLOSED: Final = re.compile(
    r"\bclos(?:ed|ure)\b|\bferm(?:é|eture)|\bcerrad|\bholiday|مغلق|[إا]غلاق|عطلة|داخرا|داخست|پشوو"
)
_REASON: Final = re.compile(
    r"\b(?:repairs?|renovations?|maintenance|strike|inventory|stocktaking)\b"
    r"|\b(?:vacation|christmas|easter|new year|eid|newroz)\b"
    r"|\b(?:travaux|réparations?|congés?|vacances|grève|inventaire|noël|pâques|jour de l[’']an|férié|aïd)"
    r"|(?<![ء-ي])(?:ال)?عيد(?![ء-ي])|صيانة|ترميم|إضراب|إجازة|جرد|جەژن|نەورۆز|چاککردنەوە|نۆژەنکردنەوە|مانگرتن"
)
_OPEN: Final = re.compile(
    r"\bopen\b(?! again)|\bnot closed\b|\bas (?:usual|normal)\b|\bhours\b|\bouvert|\bhoraires?\b|\bcomme d[’']habitude"
    r"|مفتوح|نفتح|ساعات|كالمعتاد|كالعادة|غير مغلق|کراوە|کاتژمێر|وەک ئاسایی|وەک هەمیشە|کاتی کار"
)
_MAY_BE_CLOSED: Final = re.compile(
    r"\b(?:shut|suspended|paused|cancell?ed|not open)\b|further notice|\bappointment|\bby arrangement|\bon request"
    r"|\b(?:call|phone|ring|telephone) (?:us )?(?:first|ahead|before)"
    r"|\b(?:may|can|hours|times) (?:vary|change)|\bexcept\b"
    r"|nouvel ordre|\brendez[- ]vous|\brdv\b|\b(?:appele[zr]|téléphone[zr]) (?:d[’']abord|avant)|\bsuspendu|\bsauf\b"
    r"|[إا]شعار [آا]خر|(?:ب|حسب |حسب ال)موعد|بالموعد|موعد مسبق|(?:الاتصال|اتصلوا|اتصل) (?:[أا]ول|قبل|مسبق)"
    r"|موقوف|متوقف"
    r"|ما عدا|باستثناء|تا ئاگاد|بە واد|واد(?:ە)?ی پێش|چاوپێکەوتن|مەوعید|(?:پەیوەندی|تەلەفۆن) بکە"
    r"|سەرەتا (?:پەیوەندی|تەلەفۆن)"
    r"|جگە لە|ڕاگیرا"
)
_SEASON: Final = re.compile(
    r"\b(?:summer|winter|autumn|spring|season(?:al)?|ramadan|harvest|term[- ]time|school (?:days|year|term)s?)\b"
    r"|\b(?:only|just) (?:in|on|during|from|until|till|before|after|between|when|while|if|for|at|as long as)\b"
    r"|\b(?:days?|mornings?|afternoons?|evenings?|nights?|week-?(?:days?|ends?)|months?|years?|hours?) only\b"
    r"|\b(?:weather|funds|funding|supplies|stocks?|staff) (?:permitting|last|allowing|available)|\bunless\b"
    r"|(?:seulement|uniquement) (?:en|le|les|la|pendant|de|du|si|quand)\b|\b(?:en |l[’'])été\b|\bhiver|\bprintemps\b"
    r"|\bautomne|\bsaison|\bvacances|\bramadán|\bverano|\binvierno|\btemporada"
    r"|صيف|شتاء|الشتو|موسم|رمضان|فقط (?:في|خلال|أثناء|من)|(?:في|خلال|أثناء) .{1,30} فقط"
    r"|هاوین|زستان|وەرز|ڕەمەزان|تەنها? (?:لە|بۆ)|تەنیا لە"
)

IDS: Final = UUID("6a1f2f0c-7f5b-5b0e-9d0e-2f4f6f1f6a10")
"""The name space in which an identifier that is no UUID becomes one, the same one every time."""


def identifier(kind: str, *parts: str) -> str:
    """The identifier made of these parts: a UUID, as HSDS wants it. The same parts always give the same one.

    One part that is a UUID already stays as it is.
    """
    if len(parts) == 1:
        try:
            return str(UUID(parts[0]))
        except ValueError:
            pass
    return str(uuid5(IDS, "\0".join((kind, *parts))))


def said_in(language: str, text: str) -> Texts:
    """A text known in one language; no text at all where it is empty."""
    return Texts({language: text}) if text else NOTHING


def merged(known: Texts, new: Texts) -> Texts:
    """What is new wins; languages that are not new stay."""
    return Texts({**known.by_language, **{language: text for language, text in new.by_language.items() if text}})


def with_language(texts: Texts, language: str, text: str) -> Texts:
    """The texts with one language replaced."""
    return merged(texts, said_in(language, text))


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number to call, in the digits 0 to 9: phones dial no others."""

    number: str
    description: Texts = NOTHING

    def __post_init__(self) -> None:
        if not self.number.isascii():
            plain = "".join(str(unicodedata.decimal(letter, letter)) for letter in self.number)
            object.__setattr__(self, "number", plain)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When something is open (HSDS schedule, RFC 5545 words). On local wall time.

    `byday` is out of MO … SU, perhaps counted (`1SA`). `unclear`: something was said that nobody could read, so that
    the hours of whoever has this schedule are not known. One without times closes, or is a note: see `is_closure`.
    """

    freq: str = ""
    interval: int = 1
    byday: str = ""
    bymonthday: str = ""
    byweekno: str = ""
    byyearday: str = ""
    wkst: str = ""
    dtstart: date | None = None
    until: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    opens_at: time | None = None
    closes_at: time | None = None
    description: Texts = NOTHING
    unclear: bool = False

    @property
    def is_opening(self) -> bool:
        """True where it says from when until when."""
        return self.opens_at is not None and self.closes_at is not None

    @property
    def recurs(self) -> bool:
        """True where it comes again and again."""
        return bool(self.freq or self.byday or self.bymonthday or self.byweekno or self.byyearday)

    @property
    def is_closure(self) -> bool:
        """True for a holiday or another time of being closed: days without times, said to be closed or to be nothing.

        Words of being open or of hours contradict that; so do words of calling, where only a reason is told.
        """
        if not self._is_of_untimed_days or self._says(_OPEN):
            return False
        is_reason = self.is_dated and self._says(_REASON) and not self._says(_MAY_BE_CLOSED)
        return not self.description.by_language or self.says_closed or is_reason

    @property
    def is_special(self) -> bool:
        """True for one day, or days from one to another, without times and with other words: open or not, nobody can
        tell."""
        is_once = not self.recurs and (self.dtstart is not None or self.is_dated)
        return self._is_of_untimed_days and is_once and not self.is_closure

    @property
    def _is_of_untimed_days(self) -> bool:
        if self.unclear or self.opens_at is not None or self.closes_at is not None:
            return False
        return bool(self.recurs or self.dtstart or self.valid_from or self.valid_to)

    @property
    def says_closed(self) -> bool:
        """True where its words are of being closed."""
        return self._says(_CLOSED)

    def _says(self, pattern: re.Pattern[str]) -> bool:
        return any(pattern.search(text.casefold()) for text in self.description.by_language.values())

    @property
    def may_be_closed(self) -> bool:
        """True where its words leave it open whether it is open in its times: closed, by appointment, call first."""
        return self.says_closed or self._says(_MAY_BE_CLOSED)

    @property
    def may_be_of_a_season(self) -> bool:
        """True where its words say that it holds in a part of the year, of the week, or as long as something lasts."""
        return self._says(_SEASON)

    @property
    def is_dated(self) -> bool:
        """True where it has a first and a last day."""
        return bool((self.dtstart or self.valid_from) and (self.until or self.valid_to))


@dataclass(frozen=True, slots=True)
class Organization:
    """Who runs services."""

    id: str
    name: Texts
    description: Texts = NOTHING
    website: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A place. `zone` is one of the site's; `transportation` how to get there."""

    id: str
    name: Texts
    description: Texts = NOTHING
    transportation: Texts = NOTHING
    address: Texts = NOTHING
    zone: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accessibility: Texts = NOTHING
    phones: tuple[PhoneNumber, ...] = ()
    schedules: tuple[Schedule, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceAtLocation:
    """A service given at a place, with what is different there."""

    id: str
    location: str
    description: Texts = NOTHING
    phones: tuple[PhoneNumber, ...] = ()
    schedules: tuple[Schedule, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """Something that helps. `assured` is the day somebody last checked it, `source` who said so.

    `needs` are keys of `needs.Need`, `audiences` out of AUDIENCES. `edited`: the day an editor last touched it here.
    `is_confidential`: where it is, is told to nobody by this list: no map, no distance. `is_place_told`: somebody said
    that its place may be told, whatever an import makes of its words.
    """

    id: str
    organization: str
    name: Texts
    description: Texts = NOTHING
    status: str = ACTIVE
    needs: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    eligibility: Texts = NOTHING
    minimum_age: float | None = None
    maximum_age: float | None = None
    required_documents: tuple[Texts, ...] = ()
    application_process: Texts = NOTHING
    fees: Texts = NOTHING
    alert: Texts = NOTHING
    languages: tuple[str, ...] = ()
    email: str = ""
    url: str = ""
    phones: tuple[PhoneNumber, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    locations: tuple[ServiceAtLocation, ...] = ()
    assured: date | None = None
    source: str = ""
    edited: date | None = None
    is_example: bool = False
    is_confidential: bool = False
    is_place_told: bool = False


Thing = Organization | Location | Service
"""What is kept under an identifier of its own."""


def entity_of(thing: Thing) -> str:
    """The HSDS name of what this is."""
    if isinstance(thing, Service):
        return SERVICE
    return LOCATION if isinstance(thing, Location) else ORGANIZATION


def texts_in(value: Any) -> Iterable[Texts]:
    """Every text of a thing, however deep."""
    if isinstance(value, Texts):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from texts_in(each)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from texts_in(getattr(value, name))


def distinct(texts: Mapping[str, str]) -> list[str]:
    """The different texts among translations, in their order."""
    return list(dict.fromkeys(text for text in texts.values() if text))
