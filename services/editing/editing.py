"""What an editor does from the phone: change a field, confirm that all is as it stands, suspend, resume.

Every deed asks first whether the chat may edit, and whether the service is still as the editor saw it, and can be
undone for ten minutes. Only confirming sets the day of checking to today and settles what residents said: who corrects
a telephone number has not looked at the rest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from services.authoring.parts import Texts
from services.directory import feedback, records
from services.directory.card import phones_of
from services.directory.feedback import NoSuchService, Said
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
    identifier,
    merged,
    with_language,
)
from services.directory.telephone import country_of, digits_of, is_same, read_numbers
from services.directory.untold import leads_there
from services.documents import Seen
from services.editing import undoing
from services.editing.undoing import Former
from services.enrolment import require_editor
from services.errors import Refusal
from services.recurrence.wall_time import wall_of
from services.request import Request
from services.store import Store

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


class PlaceIsConfidential(Refusal):
    """The text would lead to a place that nobody may learn."""


class FieldEmpty(Refusal):
    """A service needs a name."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of a deed: the version the service has now, and how it was before; None after undoing."""

    version: str
    former: Former | None = None


def confirm(request: Request, seen: Seen[str]) -> Edited:
    """All is as it stands, checked today; what people said of it is settled. Nothing else does that.

    Raises NotAnEditor, NoSuchService, ServiceChanged.
    """
    service = _asked(request, seen)
    settled = feedback.said(request, service.id, request.now)
    feedback.settle(request, service.id, request.now)
    return _keep(request, service, replace(service, assured=_today(request)), settled=settled)


def set_status(request: Request, seen: Seen[str], is_active: bool) -> Edited:
    """Suspend the service or resume it. Raises as `confirm` does."""
    service = _asked(request, seen)
    return _keep(request, service, replace(service, status=ACTIVE if is_active else SUSPENDED))


def change(request: Request, seen: Seen[str], field: str, language: str, text: str) -> Edited:
    """Put the text into the field, in that language where the field has languages; '' empties it.

    The rest of the card was not looked at: its day of checking stays, and what people said of it. Raises as `confirm`
    does, and HoursUnclear, NumberUnclear, FieldTooLong, FieldEmpty, PlaceIsConfidential.
    """
    service = _asked(request, seen)
    said = clean(text)
    if len(said) > LONGEST_FIELD:
        raise FieldTooLong(LONGEST_FIELD)
    if service.is_confidential and said and (field == "reach" or (field != "zone" and leads_there(said))):
        raise PlaceIsConfidential
    if field in TEXT_FIELDS:
        return _keep(request, service, _with_text(service, field, language, said))
    if field in ("reach", "zone"):
        return _keep(request, service, *_with_place(request, service, field, language, said))
    if field == "phones":
        return _keep(request, service, *_with_phones(request, service, language, said))
    return _keep(request, service, _PLAIN[field](service, language, said))


def undo(request: Request, seen: Seen[str], former: Former) -> Edited:
    """Put back how it was before the last deed. Raises as `confirm` does, and TooLateToUndo."""
    service = _asked(request, seen)
    undoing.put_back(request, former, request.now)
    before = records.find(request, SERVICE, service.id)
    assert isinstance(before, Service), "it was put back"
    return Edited(_version(request, before))


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
    return ", ".join(_written(phone, language) for phone in phones_of(service, places)) if field == "phones" else ""


def _asked(request: Request, seen: Seen[str]) -> Service:
    require_editor(request, request.chat)
    service = records.find(request, SERVICE, seen.id)
    if not isinstance(service, Service):
        raise NoSuchService
    if _version(request, service) != seen.version:
        raise ServiceChanged
    return service


def _keep(request: Request, before: Service, after: Service, *places: Location, settled: Said = ()) -> Edited:
    former = undoing.former(request, (before, *places), settled, request.now)
    records.keep(request, [*places, replace(after, edited=_today(request), is_example=False)])
    kept = records.find(request, SERVICE, after.id)
    assert isinstance(kept, Service), "it was just kept"
    return Edited(_version(request, kept), former)


def _version(store: Store, service: Service) -> str:
    """Of the service and of its places: an editor changes both."""
    return records.version_of(service, *_places(store, service))


def _places(store: Store, service: Service) -> list[Location]:
    found = (records.find(store, LOCATION, at.location) for at in service.locations)
    return [place for place in found if isinstance(place, Location)]


def _today(request: Request) -> date:
    """The day at the site."""
    return wall_of(request.now, request.content.organisation.timezone).day


def _with_text(service: Service, field: str, language: str, text: str) -> Service:
    """An emptied field is emptied in every language: the others would go on telling what is not so."""
    name = TEXT_FIELDS[field]
    if not text and field == "name":
        raise FieldEmpty
    changes: dict[str, Any] = {name: with_language(getattr(service, name), language, text) if text else NOTHING}
    return replace(service, **changes)


def _with_place(store: Store, service: Service, field: str, language: str, text: str) -> tuple[Service, Location]:
    """The place of this service alone: another service at the old place has not moved with it."""
    own = _own(service, 0)
    at = service.locations[0] if service.locations else ServiceAtLocation(identifier("service_at_location", own), own)
    known = records.find(store, LOCATION, at.location)
    place = known if isinstance(known, Location) else Location(own, NOTHING)
    if field == "zone":
        place = replace(place, id=own, zone=text, latitude=None, longitude=None)
    else:
        place = replace(place, id=own, transportation=with_language(place.transportation, language, text))
    return replace(service, locations=(replace(at, location=own), *service.locations[1:])), place


def _with_hours(service: Service, _language: str, text: str) -> Service:
    closures = tuple(each for each in service.schedules if each.is_special or (each.is_closure and not each.recurs))
    at = tuple(replace(each, schedules=()) for each in service.locations)
    return replace(service, schedules=(*read_hours(text), *closures), locations=at)


def _with_phones(request: Request, service: Service, language: str, text: str) -> tuple[Service, *tuple[Location, ...]]:
    """These numbers in place of all that the card shows; one that was there keeps the words beside it."""
    read = read_numbers(text, country_of(request.content.organisation.timezone), language)
    places = {place.id: place for place in _places(request, service)}
    shown = phones_of(service, places.values())
    phones = tuple(replace(phone, description=merged(_words_beside(phone, shown), phone.description)) for phone in read)
    own = {
        at.location: replace(places[at.location], id=_own(service, number), phones=())
        for number, at in enumerate(service.locations)
        if at.location in places and places[at.location].phones
    }
    locations = tuple(
        replace(at, phones=(), location=own[at.location].id if at.location in own else at.location)
        for at in service.locations
    )
    return replace(service, phones=phones, locations=locations), *own.values()


def _words_beside(phone: PhoneNumber, known: list[PhoneNumber]) -> Texts:
    digits = digits_of(phone.number)
    return next((each.description for each in known if is_same(digits_of(each.number), digits)), NOTHING)


def _own(service: Service, number: int) -> str:
    """The identifier of a place of this service alone."""
    return identifier(LOCATION, "of", service.id, *([str(number)] if number else []))


def _written(phone: PhoneNumber, language: str) -> str:
    words = phone.description.said(language)
    return f"{phone.number} ({words})" if words else phone.number


def _with_documents(service: Service, language: str, text: str) -> Service:
    if not text:
        return replace(service, required_documents=())
    first = next(iter(service.required_documents), NOTHING)
    return replace(service, required_documents=(with_language(first, language, text),))


_PLAIN: Final[Mapping[str, Callable[[Service, str, str], Service]]] = {
    "hours": _with_hours,
    "documents": _with_documents,
}
assert LONGEST_FIELD < LONGEST_TEXT
