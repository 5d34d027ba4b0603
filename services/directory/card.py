"""Everything one service's card tells, gathered in one reading; and the name by which a button tells which it is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlmodel import Session

from services.authoring.parts import Texts
from services.directory import feedback, hours, records
from services.directory.catalogue import PlaceHours, ServiceCatalogue, short
from services.directory.feedback import Feedback, NoSuchService
from services.directory.model import ACTIVE, NOTHING, Location, Organization, PhoneNumber, Schedule, Service
from services.directory.telephone import apart, digits_of
from services.directory.untold import untold_place, untold_service
from services.recurrence.wall_time import WallTime, wall_of
from services.store import Store

CODE_LETTERS: Final = 4
_CODE: Final = re.compile(rf"#\s*([0-9a-f]{{{CODE_LETTERS}}})\s*$")
MARKS: Final = re.compile("[\u200e\u200f\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class StandingHours:
    """When it is open, and how it stands now; `place` is None where the hours are those of every place.

    `is_running`: False for a service that is suspended or has ended, of which nobody asks whether it is open.
    """

    place: Location | None
    schedules: tuple[Schedule, ...]
    opening: hours.Opening | None
    is_running: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A service with all that belongs to it. `days_old` counts from its last check; None: never checked.

    `hours` has an entry for each place whose hours differ; `schedules` are all of them together. `called` is what its
    buttons carry, by language; `pins` are the places that may be shown on a map.
    """

    service: Service
    organization: Organization | None
    places: tuple[Location, ...]
    schedules: tuple[Schedule, ...]
    phones: tuple[PhoneNumber, ...]
    hours: tuple[StandingHours, ...]
    said: tuple[Feedback, ...]
    days_old: int | None
    is_stale: bool
    is_shown: bool
    version: str
    source: Texts
    called: Texts
    pins: tuple[Location, ...]


def card(store: Store, catalogue: ServiceCatalogue, id: str, zone: str, now: datetime) -> Card:
    """The card of the service; `zone` is the time zone of the site. Raises NoSuchService."""
    catalogue.refresh(store.session)
    service = catalogue.services.get(id)
    if service is None:
        raise NoSuchService
    wall = wall_of(now, zone)
    places = tuple(catalogue.places(service))
    version = records.version_of(service, *places)
    if service.is_confidential:  # whatever an earlier version kept of it
        service, places = untold_service(service, places), tuple(map(untold_place, places))
    return Card(
        service=service,
        organization=catalogue.organizations.get(service.organization),
        places=places,
        schedules=catalogue.schedules(service),
        phones=tuple(phones_of(service, places)),
        hours=tuple(_standing(each, service, wall) for each in _different(_hours(catalogue, service))),
        said=tuple(feedback.said_lately(store, id, now)),
        days_old=(wall.day - service.assured).days if service.assured else None,
        is_stale=catalogue.needs.is_stale(service.assured, wall.day),
        is_shown=catalogue.is_shown(service, wall.day),
        version=version,
        source=_source(catalogue, service),
        called=Texts({each: short_name(catalogue, service, each) for each in service.name.by_language}),
        pins=tuple(place for place in places if _is_on_map(place) and catalogue.needs.may_be_on_map(service)),
    )


def _is_on_map(place: Location) -> bool:
    return place.latitude is not None and place.longitude is not None


def phones_of(service: Service, places: Iterable[Location]) -> list[PhoneNumber]:
    """Every number of the service and of its places, the most particular first; one written in two ways once."""
    at_places = (phone for at in service.locations for phone in at.phones)
    of_places = (phone for place in places for phone in place.phones)
    found: dict[tuple[str, str], PhoneNumber] = {}
    for phone in (*at_places, *service.phones, *of_places):
        found.setdefault((digits_of(phone.number), apart(phone.number)[1]), phone)
    return list(found.values())


def _hours(catalogue: ServiceCatalogue, service: Service) -> list[PlaceHours]:
    """When it is open, at no place in particular where nobody may learn of its places."""
    hours = catalogue.hours(service)
    return [replace(each, place=None) for each in hours] if service.is_confidential else hours


def _different(all_: list[PlaceHours]) -> list[PlaceHours]:
    """The hours of each place that has any; those of no place in particular where they are the same everywhere."""
    if len({each.schedules for each in all_}) > 1:
        return all_
    return [PlaceHours(None, all_[0].schedules)]


def _standing(each: PlaceHours, service: Service, wall: WallTime) -> StandingHours:
    is_running = service.status == ACTIVE
    now = hours.opening(each.schedules, wall) if is_running else None
    return StandingHours(each.place, each.schedules, now, is_running)


def _source(catalogue: ServiceCatalogue, service: Service) -> Texts:
    """Who said so; by its names in all languages where it is an organization that we know."""
    if not service.source:
        return NOTHING
    known = catalogue.organizations.values()
    named = (each.name for each in known if service.source in each.name.by_language.values())
    return next(named, Texts({"": service.source}))


def short_name(catalogue: ServiceCatalogue, service: Service, language: str) -> str:
    """The service's name as a button carries it: short, and told from others of that name by its place, by who runs it,
    or else by its number among them."""
    name = short(service.name.said(language))
    alike = catalogue.called(name)
    for tell in (_place_said, _organization_said):
        told = [tell(catalogue, each, language) for each in alike]
        own = tell(catalogue, service, language)
        if len(alike) > 1 and own and told.count(own) == 1:
            return f"{name}, {short(own)}"
    return name if len(alike) < 2 else f"{name} ({alike.index(service) + 1})"


def by_short_name(session: Session, catalogue: ServiceCatalogue, text: str) -> str:
    """The identifier of the service that a button carried. Raises NoSuchService.

    Buttons of before the codes went may lie in a chat still: `Clinic #1c98`.
    """
    catalogue.refresh(session)
    plain = " ".join(MARKS.sub("", text).split())
    if (found := _CODE.search(plain)) and (id := _by_code(catalogue, plain[: found.start()].strip(), found[1])):
        return id
    alike = {}
    for name in _beginnings(plain):
        for service in catalogue.called(name):
            alike[service.id] = service
            if plain in (short_name(catalogue, service, language) for language in service.name.by_language):
                return service.id
    if len(alike) == 1:
        return next(iter(alike))
    raise NoSuchService


def _beginnings(plain: str) -> Iterator[str]:
    """What of a button's words may be the name: all of it, or what stands before the last comma or bracket."""
    yield plain
    for mark in (", ", " ("):
        at = plain.rfind(mark)
        while at > 0:
            yield plain[:at]
            at = plain.rfind(mark, 0, at)


def _by_code(catalogue: ServiceCatalogue, name: str, code: str) -> str | None:
    alike = [id for id in catalogue.services if id.startswith(code)]
    start = name.removesuffix("…")
    for id in alike:
        if any(said.startswith(start) for said in catalogue.services[id].name.by_language.values()):
            return id
    return alike[0] if len(alike) == 1 else None  # it has another name since


def _place_said(catalogue: ServiceCatalogue, service: Service, language: str) -> str:
    return next((place.name.said(language) for place in catalogue.places(service)), "")


def _organization_said(catalogue: ServiceCatalogue, service: Service, language: str) -> str:
    organization = catalogue.organizations.get(service.organization)
    return organization.name.said(language) if organization else ""
