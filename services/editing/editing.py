"""What an editor does from the phone: change a field, confirm that all is as it stands, suspend, resume.

Every deed asks first whether the chat may edit, and whether the service is still as the editor saw it. A deed sets the
day of checking to today and settles what residents said.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session

from services.directory import feedback, records
from services.directory.feedback import NoSuchService
from services.directory.files.batch import LONGEST_TEXT
from services.directory.files.source_files import clean
from services.directory.hours_text import read_hours
from services.directory.model import (
    ACTIVE,
    LOCATION,
    NOTHING,
    SERVICE,
    SUSPENDED,
    Location,
    PhoneNumber,
    Service,
    ServiceAtLocation,
    Thing,
    identifier,
    with_language,
)
from services.documents import Seen
from services.enrolment import require_editor
from services.errors import Refusal
from services.request import Request

LONGEST_FIELD: Final = 1000
TEXT_FIELDS: Final = {
    "name": "name",
    "what": "description",
    "who": "eligibility",
    "cost": "fees",
    "how": "application_process",
    "alert": "alert",
}
"""Fields an editor can change that are one text of the service, and what the model calls them."""


class ServiceChanged(Refusal):
    """Somebody else has changed the service meanwhile; nothing was changed now."""


@dataclass(eq=False)
class FieldTooLong(Refusal):
    """The text is longer than a card can show. `limit` is how many letters are possible."""

    limit: int


class FieldEmpty(Refusal):
    """A service needs a name."""


def confirm(request: Request, seen: Seen[str]) -> str:
    """All is as it stands, checked today; the new version. Raises NotAnEditor, NoSuchService, ServiceChanged."""
    return _keep(request.session, _asked(request, seen), request.now)


def set_status(request: Request, seen: Seen[str], is_active: bool) -> str:
    """Suspend the service or resume it; the new version. Raises as `confirm` does."""
    service = _asked(request, seen)
    return _keep(request.session, replace(service, status=ACTIVE if is_active else SUSPENDED), request.now)


def change(request: Request, seen: Seen[str], field: str, language: str, text: str) -> str:
    """Put the text into the field, in that language where the field has languages; '' empties it. The new version.

    Raises as `confirm` does, and HoursUnclear, FieldTooLong, FieldEmpty.
    """
    service = _asked(request, seen)
    said = clean(text)
    if len(said) > LONGEST_FIELD:
        raise FieldTooLong(LONGEST_FIELD)
    changed: list[Thing] = []
    if field in TEXT_FIELDS:
        service = _with_text(service, field, language, said)
    elif field in ("reach", "zone"):
        service, place = _with_place(request.session, service, field, language, said)
        changed.append(place)
    else:
        service = _PLAIN[field](service, language, said)
    return _keep(request.session, service, request.now, *changed)


def present_text(service: Service, places: list[Location], field: str, language: str) -> str:
    """What the field says now in that language, '' where it says nothing."""
    if field in TEXT_FIELDS:
        return str(getattr(service, TEXT_FIELDS[field]).said(language))
    if field == "reach":
        return places[0].transportation.said(language) if places else ""
    if field == "zone":
        return places[0].zone if places else ""
    if field == "documents":
        return "\n".join(document.said(language) for document in service.required_documents)
    return ", ".join(phone.number for phone in service.phones) if field == "phones" else ""


def _asked(request: Request, seen: Seen[str]) -> Service:
    require_editor(request, request.chat)
    service = records.find(request.session, SERVICE, seen.id)
    if not isinstance(service, Service):
        raise NoSuchService
    if records.version_of(service) != seen.version:
        raise ServiceChanged
    return service


def _keep(session: Session, service: Service, now: datetime, *others: Thing) -> str:
    today: date = now.date()
    checked = replace(service, assured=today, edited=today, is_example=False)
    records.keep(session, [*others, checked])
    feedback.settle(session, service.id)
    return records.version_of(checked)


def _with_text(service: Service, field: str, language: str, text: str) -> Service:
    """An emptied field is emptied in every language: the others would go on telling what is not so."""
    name = TEXT_FIELDS[field]
    if not text and field == "name":
        raise FieldEmpty
    changes: dict[str, Any] = {name: with_language(getattr(service, name), language, text) if text else NOTHING}
    return replace(service, **changes)


def _with_place(session: Session, service: Service, field: str, language: str, text: str) -> tuple[Service, Location]:
    """The place of this service alone: another service at the old place has not moved with it."""
    own = identifier(LOCATION, "of", service.id)
    at = service.locations[0] if service.locations else ServiceAtLocation(identifier("service_at_location", own), own)
    known = records.find(session, LOCATION, at.location)
    place = known if isinstance(known, Location) else Location(own, NOTHING)
    if field == "zone":
        place = replace(place, id=own, zone=text, latitude=None, longitude=None)
    else:
        place = replace(place, id=own, transportation=with_language(place.transportation, language, text))
    return replace(service, locations=(replace(at, location=own), *service.locations[1:])), place


def _with_hours(service: Service, _language: str, text: str) -> Service:
    closures = tuple(each for each in service.schedules if each.is_closure and not each.recurs)
    at = tuple(replace(each, schedules=()) for each in service.locations)
    return replace(service, schedules=(*read_hours(text), *closures), locations=at)


def _with_phones(service: Service, _language: str, text: str) -> Service:
    numbers = [part.strip() for part in text.replace("،", ",").replace("\n", ",").split(",")]
    return replace(service, phones=tuple(PhoneNumber(number) for number in numbers if number))


def _with_documents(service: Service, language: str, text: str) -> Service:
    if not text:
        return replace(service, required_documents=())
    first = next(iter(service.required_documents), NOTHING)
    return replace(service, required_documents=(with_language(first, language, text),))


_PLAIN: Final[Mapping[str, Callable[[Service, str, str], Service]]] = {
    "hours": _with_hours,
    "phones": _with_phones,
    "documents": _with_documents,
}
assert LONGEST_FIELD < LONGEST_TEXT
