"""What waits for an editor: services that people said something of, that nobody checked for long, suspended ones."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.directory import feedback
from services.directory.catalogue import ServiceCatalogue
from services.directory.feedback import Feedback
from services.directory.finding import ServicePage, page_of
from services.directory.model import ACTIVE, Service
from services.enrolment import require_editor
from services.request import Request
from services.store import Store

SAID: Final = "said"
OLD: Final = "old"
SUSPENDED: Final = "off"
EVERY: Final = "all"
KINDS: Final = (SAID, OLD, SUSPENDED, EVERY)


@dataclass(frozen=True, slots=True)
class WaitingService:
    """One service of a list, with what people said of it."""

    service: Service
    said: tuple[Feedback, ...]
    is_hidden: bool


def counts(request: Request, catalogue: ServiceCatalogue) -> dict[str, int]:
    """How many services are on each list. Raises NotAnEditor."""
    require_editor(request, request.chat)
    catalogue.refresh(request.session)
    return {kind: len(_listed(request, catalogue, kind, request.now)) for kind in KINDS}


def page(
    request: Request, catalogue: ServiceCatalogue, kind: str, text: str, number: int
) -> ServicePage[WaitingService]:
    """A page of one list; with a text, of every service that answers it. Raises NotAnEditor."""
    require_editor(request, request.chat)
    catalogue.refresh(request.session)
    services = _searched(catalogue, text) if text else _listed(request, catalogue, kind, request.now)
    said = {each.service.id: each.said for each in feedback.waiting(request, catalogue, request.now)}

    def waiting(service: Service) -> WaitingService:
        is_hidden = not catalogue.is_shown(service, request.now.date())
        return WaitingService(service, said.get(service.id, ()), is_hidden)

    return page_of(services, number, waiting)


def _searched(catalogue: ServiceCatalogue, text: str) -> list[Service]:
    scores = catalogue.search(text)
    return [catalogue.services[id] for id in sorted(scores, key=lambda id: (-scores[id], id))]


def _listed(store: Store, catalogue: ServiceCatalogue, kind: str, now: datetime) -> list[Service]:
    if kind == SAID:
        return [each.service for each in feedback.waiting(store, catalogue, now)]
    services = [service for service in catalogue.services.values() if _is_on(kind, service, catalogue, now.date())]
    return sorted(services, key=lambda service: (service.assured or date.min, service.id))


def _is_on(kind: str, service: Service, catalogue: ServiceCatalogue, today: date) -> bool:
    if kind == SUSPENDED:
        return service.status != ACTIVE
    return kind == EVERY or (service.status == ACTIVE and catalogue.needs.is_stale(service.assured, today))
