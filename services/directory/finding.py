"""What a person is shown for what they look for: which services, in which order.

A wish says what somebody looks for. It names needs, zones and people, never where the person is: a shared location is
an argument of `nearest` and is gone when it returns.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nsmallest
from math import asin, cos, radians, sin, sqrt
from typing import Final, Generic, TypeVar

from sqlmodel import Session

from services.authoring.parts import Texts
from services.directory import hours
from services.directory.catalogue import ServiceCatalogue
from services.directory.model import ACTIVE, NOTHING, Service
from services.directory.needs import OTHER
from services.directory.relevance import in_order
from services.recurrence.wall_time import WallTime

PAGE: Final = 3
"""Services on one page: as many as fit a small screen with a button each, and are told apart at a glance."""
NEAREST: Final = 3
NEAR_KM: Final = 50
"""Farther than this nothing is near, for people who walk."""
INSTEAD: Final = 3
FAR_AWAY: Final = 20_037.0
"""Half round the earth: what has no place on the map comes last."""
EARTH_KM: Final = 6371.0
NOWHERE_ELSE: Final = (OTHER,)
Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class ServiceWish:
    """What somebody looks for. '' and False ask for nothing in particular. `is_pressing`: words of danger led to it."""

    need: str = ""
    zone: str = ""
    audience: str = ""
    open_now: bool = False
    text: str = ""
    is_pressing: bool = False


@dataclass(frozen=True, slots=True)
class FoundService:
    """One service of a page; `km` where it was asked how far, `opening` None where the hours are not known.

    `organization` and `places` tell services of the same name apart.
    """

    service: Service
    zones: tuple[str, ...]
    places: tuple[Texts, ...]
    organization: Texts
    opening: hours.Opening | None
    km: float | None = None


@dataclass(frozen=True, slots=True)
class ServicePage(Generic[Shown]):
    """One page of a list of services. `number` counts from 0; `of` pages with `how_many` services in all."""

    shown: tuple[Shown, ...]
    number: int
    of: int
    how_many: int


def find(
    session: Session, catalogue: ServiceCatalogue, wish: ServiceWish, number: int, wall: WallTime
) -> ServicePage[FoundService]:
    """That page of the services that fit the wish; the last page where there are not so many."""
    catalogue.refresh(session)
    fitting = fitting_services(catalogue, wish, wall)
    return page_of(fitting, number, lambda service: found_service(catalogue, service, wall))


def page_of(services: Sequence[Service], number: int, show: Callable[[Service], Shown]) -> ServicePage[Shown]:
    """That page of these services, or the last one where there are not so many; only what is on it is shown."""
    pages = max(1, -(-len(services) // PAGE))
    number = min(max(0, number), pages - 1)
    on_it = services[number * PAGE : (number + 1) * PAGE]
    return ServicePage(tuple(map(show, on_it)), number, pages, len(services))


def nearest(
    session: Session, catalogue: ServiceCatalogue, wish: ServiceWish, position: tuple[float, float], wall: WallTime
) -> list[FoundService]:
    """The nearest services that fit the wish, nearest first. The position is used here and kept nowhere.

    Where none is within NEAR_KM: only the very nearest, so that it can be said how far that is.
    """
    catalogue.refresh(session)
    found = _nearest(catalogue, wish, position, wall)
    return [each for each in found if each.km is not None and each.km <= NEAR_KM] or found[:1]


def instead_of(session: Session, catalogue: ServiceCatalogue, id: str, wall: WallTime) -> list[FoundService]:
    """Other services for the same needs that are open now, those nearest to it first: for who stands at its door."""
    catalogue.refresh(session)
    service = catalogue.services.get(id)
    if service is None:
        return []
    at, zones = _positions(catalogue, service), set(catalogue.zones(service))
    others = {
        other.id: other
        for need in service.needs
        for other in fitting_services(catalogue, ServiceWish(need=need, open_now=True), wall)
        if other.id != id and (not other.audiences or set(service.audiences) & set(other.audiences))
    }

    def far(other: Service) -> tuple[float, bool, str]:
        places = [kilometres(one, place) for one in at for place in _positions(catalogue, other)]
        return min(places, default=FAR_AWAY), zones.isdisjoint(catalogue.zones(other)), other.id

    return [found_service(catalogue, other, wall) for other in sorted(others.values(), key=far)[:INSTEAD]]


def _nearest(
    catalogue: ServiceCatalogue, wish: ServiceWish, position: tuple[float, float], wall: WallTime
) -> list[FoundService]:
    fits = _fits(catalogue, wish, wall)
    far = (
        (min(kilometres(position, place) for place in places), service.id)
        for service in catalogue.services.values()
        if fits(service) and (places := _positions(catalogue, service))
    )
    near = ((km, catalogue.services[id]) for km, id in nsmallest(NEAREST, far))
    return [replace(found_service(catalogue, service, wall), km=km) for km, service in near]


def fitting_services(catalogue: ServiceCatalogue, wish: ServiceWish, wall: WallTime) -> list[Service]:
    """Every service that fits, in the order of usefulness: those that answer the words, else the freshest and fullest;
    of equal ones those open now first."""
    fits = _fits(catalogue, wish, wall)
    if not wish.text:
        found = list(filter(fits, catalogue.services.values()))
        return sorted(found, key=lambda service: _order(service, wish, is_open(catalogue, service, wall)))
    return in_order(
        catalogue, wish.text, fits, lambda service: is_open(catalogue, service, wall), is_pressing=wish.is_pressing
    )


def how_many_by_need(
    session: Session, catalogue: ServiceCatalogue, wish: ServiceWish, wall: WallTime
) -> dict[str, int]:
    """How many services fit the wish for each need there is something for."""
    catalogue.refresh(session)
    counts: dict[str, int] = {}
    for service in filter(_fits(catalogue, replace(wish, need="", text=""), wall), catalogue.services.values()):
        for need in service.needs or NOWHERE_ELSE:
            counts[need] = counts.get(need, 0) + 1
    return counts


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance over ground as the bird flies, between two (latitude, longitude)."""
    (north, east), (to_north, to_east) = (map(radians, one)), (map(radians, other))
    half = sin((to_north - north) / 2) ** 2 + cos(north) * cos(to_north) * sin((to_east - east) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))


def _positions(catalogue: ServiceCatalogue, service: Service) -> list[tuple[float, float]]:
    """None for a confidential one: whoever asks from three places would know where it is."""
    if service.is_confidential:
        return []
    return [
        (place.latitude, place.longitude)
        for place in catalogue.places(service)
        if place.latitude is not None and place.longitude is not None
    ]


def _fits(catalogue: ServiceCatalogue, wish: ServiceWish, wall: WallTime) -> Callable[[Service], bool]:
    """The cheapest questions first: among thousands of services most fall at one of them.

    What has no place, such as a telephone line, is for every zone.
    """
    need, audience, zone = wish.need, wish.audience, wish.zone

    def fits(service: Service) -> bool:
        return (
            (not need or need in (service.needs or NOWHERE_ELSE))
            and (not audience or not service.audiences or audience in service.audiences)
            and catalogue.is_shown(service, wall.day)
            and (not zone or not service.locations or zone in catalogue.zones(service))
            and (not wish.open_now or is_open(catalogue, service, wall))
        )

    return fits


def is_open(catalogue: ServiceCatalogue, service: Service, wall: WallTime) -> bool:
    """Whether somebody is there at that hour; False where the hours are not known."""
    return service.status == ACTIVE and any(hours.is_open(each.schedules, wall) for each in catalogue.hours(service))


def _order(service: Service, wish: ServiceWish, is_open: bool) -> tuple[object, ...]:
    """Running ones first, of those what is open; then those made for this audience before those for everybody, those
    that are for this before all else; then freshly checked ones."""
    meant = bool(wish.audience) and wish.audience in service.audiences
    is_first = wish.need in service.needs[:1]
    assured = service.assured or date.min
    return service.status != ACTIVE, not is_open, not meant, not is_first, -assured.toordinal(), service.id


def found_service(catalogue: ServiceCatalogue, service: Service, wall: WallTime) -> FoundService:
    """What a list says of it at that hour."""
    at_places = [hours.opening(each.schedules, wall) for each in catalogue.hours(service)]
    known = hours.in_several(at_places) if service.status == ACTIVE else None
    organization = catalogue.organizations.get(service.organization)
    return FoundService(
        service,
        tuple(catalogue.zones(service)),
        () if service.is_confidential else tuple(place.name for place in catalogue.places(service)),
        organization.name if organization else NOTHING,
        known,
    )
