"""Services for tests: one as wanted, or very many of them in several languages."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import TypedDict, Unpack

from services.authoring.parts import Texts
from services.content.content import Content
from services.directory import records
from services.directory.files.taking import take_as_own
from services.directory.hours_text import read_hours
from services.directory.model import (
    LOCATION,
    ORGANIZATION,
    SERVICE,
    Location,
    Organization,
    PhoneNumber,
    Service,
    ServiceAtLocation,
    Thing,
    identifier,
)
from services.keys.sealing import RuntimeKey
from services.store import Store
from storage.engine import Database

Keep = Callable[..., None]
"""Keeps things in the directory."""
RUNTIME = RuntimeKey.generate()
"""Of tests that have no office."""
CHECKED = date(2026, 3, 1)
KINDS = (
    ("cash", "Voucher help", "مساعدة قسائم", "یارمەتیی کۆپۆن", "Aide par bons"),
    ("health", "Small clinic", "عيادة صغيرة", "کلینیکی بچووک", "Petite clinique"),
    ("education", "Evening school", "مدرسة مسائية", "قوتابخانەی ئێواران", "École du soir"),
    ("water", "Water point", "نقطة ماء", "خاڵی ئاو", "Point d’eau"),
)
LANGUAGES = ("en", "ar", "ckb", "fr")
ZONES = ("north", "market", "river", "school", "tents")


class Parts(TypedDict, total=False):
    """What a service is, where it is not as every other."""

    organization: str
    name: Texts
    description: Texts
    status: str
    needs: tuple[str, ...]
    audiences: tuple[str, ...]
    eligibility: Texts
    fees: Texts
    alert: Texts
    phones: tuple[PhoneNumber, ...]
    locations: tuple[ServiceAtLocation, ...]
    assured: date | None
    source: str
    is_confidential: bool


def a_service(key: str = "one", hours: str = "Su-Th 08:00-16:00", **given: Unpack[Parts]) -> Service:
    """A service with that key; everything else may be given."""
    plain = Service(
        identifier(SERVICE, key),
        organization="",
        name=Texts({"en": f"Service {key}", "ar": f"خدمة {key}"}),
        needs=("health",),
        schedules=read_hours(hours),
        assured=CHECKED,
        source="Example",
    )
    return replace(plain, **given)


def keep(database: Database, *things: Thing, runtime: RuntimeKey = RUNTIME) -> None:
    with database.writing() as session:
        records.keep(Store(session, runtime), things)


def take_own(database: Database, content: Content, runtime: RuntimeKey = RUNTIME) -> None:
    """The organisation's own services, as the first start takes them in."""
    assert content.untaken is not None
    with database.writing() as session:
        take_as_own(Store(session, runtime), content.untaken)


def many(how_many: int) -> Iterator[Thing]:
    """So many services at places of their own, a quarter of them of each kind, and who runs them."""
    organization = Organization(identifier(ORGANIZATION, "example"), Texts({"en": "Example"}))
    yield organization
    for number in range(how_many):
        need, *names = KINDS[number % len(KINDS)]
        name = Texts({code: f"{text} {number}" for code, text in zip(LANGUAGES, names, strict=True)})
        place = Location(
            identifier(LOCATION, f"place {number}"),
            Texts({code: f"{text} {number % 97}" for code, text in zip(LANGUAGES, PLACES, strict=True)}),
            zone=ZONES[number % len(ZONES)],
            latitude=number % 300 / 10_000,
            longitude=number // 300 / 10_000,
        )
        yield place
        yield a_service(
            f"many {number}",
            name=name,
            organization=organization.id,
            needs=(need,),
            description=Texts(dict(zip(LANGUAGES, DESCRIPTIONS, strict=True))),
            locations=(ServiceAtLocation(identifier("at", f"many {number}"), place.id),),
        )


PLACES = ("Block", "قطاع", "بلۆک", "Bloc")
DESCRIPTIONS = (
    "People of the quarter help each other with advice and a place to sit, every morning",
    "أهل الحي يساعد بعضهم بعضًا بالنصيحة ومكان للجلوس كل صباح",
    "خەڵکی گەڕەک یارمەتی یەکتر دەدەن بە ئامۆژگاری و شوێنێک بۆ دانیشتن هەموو بەیانییەک",
    "Les gens du quartier s’aident par des conseils et un lieu où s’asseoir, chaque matin",
)
