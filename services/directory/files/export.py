"""The directory as Open Referral HSDS 3.0: a list of nested services, as their JSON schema `service` has them.

HSDS has no translations of fields, zones or sources. They travel as attributes (`link_type` translation, zone,
audience, source, example, confidential, unclear), which every reader of HSDS may pass over and `hsds_json` reads back.
"""

from collections.abc import Iterable
from typing import Any, Final

from services.authoring.parts import Texts
from services.directory.catalogue import ServiceCatalogue
from services.directory.files.confidential import CONFIDENTIAL
from services.directory.files.hsds_parts import (
    AUDIENCE,
    EXAMPLE,
    LANGUAGE,
    NEED,
    SOURCE,
    TRANSLATION,
    ZONE,
)
from services.directory.files.hsds_schedules import UNCLEAR
from services.directory.model import (
    LOCATION,
    ORGANIZATION,
    SERVICE,
    Location,
    Organization,
    PhoneNumber,
    Schedule,
    Service,
    ServiceAtLocation,
    identifier,
)
from services.directory.untold import untold_place, untold_service

TAXONOMY: Final = "needs"
Json = dict[str, Any]
NOTHING: Final[tuple[Any, ...]] = (None, "", [])


def exported(catalogue: ServiceCatalogue, language: str) -> list[Json]:
    """Every service there is, also suspended ones; plain fields are in `language` wherever there is such a text."""
    services = sorted(catalogue.services.values(), key=lambda service: service.id)
    return [_service(service, catalogue, language) for service in services]


def _service(service: Service, catalogue: ServiceCatalogue, language: str) -> Json:
    places = {place.id: place for place in catalogue.places(service)}
    if service.is_confidential:
        service = untold_service(service, list(places.values()))
        places = {id: untold_place(place) for id, place in places.items()}
    writer = _Writer(SERVICE, service.id, language)
    organization = catalogue.organizations.get(service.organization)
    found: Json = {
        "id": service.id,
        "name": writer.said("name", service.name),
        "description": writer.said("description", service.description),
        "status": service.status,
        "eligibility_description": writer.said("eligibility_description", service.eligibility),
        "minimum_age": service.minimum_age,
        "maximum_age": service.maximum_age,
        "application_process": writer.said("application_process", service.application_process),
        "fees_description": writer.said("fees_description", service.fees),
        "alert": writer.said("alert", service.alert),
        "url": service.url,
        "email": service.email,
        "assured_date": service.assured.isoformat() if service.assured else "",
        "organization": _organization(organization, language) if organization else None,
        "phones": _phones(service.phones, service.id, language),
        "schedules": _schedules(service.schedules, service.id, language),
        "languages": [
            {"id": identifier("language", service.id, code), "code": code, "name": code} for code in service.languages
        ],
        "required_documents": _documents(service, language),
        "service_at_locations": [_at_location(at, places.get(at.location), language) for at in service.locations],
    }
    for need in service.needs:
        writer.term(need, catalogue)
    for audience in service.audiences:
        writer.value(AUDIENCE, audience)
    if service.source:
        writer.value(SOURCE, service.source)
    if service.is_example:
        writer.value(EXAMPLE, "yes")
    if service.is_confidential:
        writer.value(CONFIDENTIAL, "yes")
    return writer.whole(found)


def _organization(organization: Organization, language: str) -> Json:
    """HSDS asks for a description; where there is none the name stands in."""
    writer = _Writer(ORGANIZATION, organization.id, language)
    name = writer.said("name", organization.name)
    described = writer.said("description", organization.description) or name
    return writer.whole(
        {"id": organization.id, "name": name, "description": described, "website": organization.website}
    )


def _at_location(at: ServiceAtLocation, place: Location | None, language: str) -> Json:
    writer = _Writer("service_at_location", at.id, language)
    return writer.whole(
        {
            "id": at.id,
            "description": writer.said("description", at.description),
            "phones": _phones(at.phones, at.id, language),
            "schedules": _schedules(at.schedules, at.id, language),
            "location": _location(place, language) if place else None,
        }
    )


def _location(place: Location, language: str) -> Json:
    writer = _Writer(LOCATION, place.id, language)
    if place.zone:
        writer.value(ZONE, place.zone)
    found: Json = {
        "id": place.id,
        "location_type": "physical",
        "name": writer.said("name", place.name),
        "description": writer.said("description", place.description),
        "transportation": writer.said("transportation", place.transportation),
        "latitude": place.latitude,
        "longitude": place.longitude,
        "phones": _phones(place.phones, place.id, language),
        "schedules": _schedules(place.schedules, place.id, language),
    }
    if place.address.by_language:
        found["addresses"] = [_address(place, language)]
    if place.accessibility.by_language:
        inner = _Writer("accessibility", identifier("accessibility", place.id), language)
        way = {"id": inner.id, "description": inner.said("description", place.accessibility)}
        found["accessibility"] = [inner.whole(way)]
    return writer.whole(found)


def _address(place: Location, language: str) -> Json:
    """HSDS asks for every line of a postal address; what a place has is one line."""
    line = place.address.by_language.get(language) or place.address.said(language)
    empty = dict.fromkeys(("city", "state_province", "postal_code", "country"), "")
    return {"id": identifier("address", place.id), "address_1": line, **empty, "address_type": "physical"}


def _phones(phones: Iterable[PhoneNumber], owner: str, language: str) -> list[Json]:
    written = []
    for number, phone in enumerate(phones):
        writer = _Writer("phone", identifier("phone", owner, str(number)), language)
        description = writer.said("description", phone.description)
        written.append(writer.whole({"id": writer.id, "number": phone.number, "description": description}))
    return written


def _schedules(schedules: Iterable[Schedule], owner: str, language: str) -> list[Json]:
    written = []
    for number, each in enumerate(schedules):
        writer = _Writer("schedule", identifier("schedule", owner, str(number)), language)
        days = {name: getattr(each, name) for name in ("dtstart", "until", "valid_from", "valid_to")}
        times = {name: getattr(each, name) for name in ("opens_at", "closes_at")}
        found: Json = {
            "id": writer.id,
            "freq": each.freq,
            "interval": each.interval if each.freq or each.interval > 1 else None,
            **{name: getattr(each, name) for name in ("byday", "bymonthday", "byweekno", "byyearday", "wkst")},
            **{name: day.isoformat() for name, day in days.items() if day},
            **{name: f"{at:%H:%M}" for name, at in times.items() if at},
            "description": writer.said("description", each.description),
        }
        if each.unclear:
            writer.value(UNCLEAR, "yes")
        written.append(writer.whole(found))
    return written


def _documents(service: Service, language: str) -> list[Json]:
    written = []
    for number, document in enumerate(service.required_documents):
        writer = _Writer("required_document", identifier("required_document", service.id, str(number)), language)
        written.append(writer.whole({"id": writer.id, "document": writer.said("document", document)}))
    return written


class _Writer:
    """The attributes of one record, gathered while its fields are written."""

    def __init__(self, entity: str, id: str, language: str) -> None:
        self.entity, self.id, self.language = entity, id, language
        self.attributes: list[Json] = []

    def whole(self, found: Json) -> Json:
        """The record with its attributes. HSDS leaves out what is not known."""
        return {key: value for key, value in (found | {"attributes": self.attributes}).items() if value not in NOTHING}

    def said(self, field: str, texts: Texts) -> str:
        """The plain text; every other language becomes an attribute."""
        plain = texts.said(self.language)
        main = self.language if self.language in texts.by_language else next(iter(texts.by_language), self.language)
        if main != self.language:
            self._add(LANGUAGE, main, field)
        for language, text in texts.by_language.items():
            if language != main:
                self._add(TRANSLATION, text, f"{field}@{language}")
        return plain

    def value(self, kind: str, value: str) -> None:
        """Something HSDS has no field for."""
        self._add(kind, value, kind)

    def term(self, key: str, catalogue: ServiceCatalogue) -> None:
        """A need, as a term of a taxonomy."""
        need = catalogue.needs.need(key)
        name = need.name.said(self.language) if need else key
        id = identifier("taxonomy_term", key)
        term = {"id": id, "code": key, "name": name, "description": name, "taxonomy": TAXONOMY}
        self._add(NEED, name, name, term)

    def _add(self, kind: str, value: str, label: str, term: Json | None = None) -> None:
        attribute: Json = {
            "id": identifier("attribute", self.id, kind, label, value),
            "link_id": self.id,
            "link_entity": self.entity,
            "link_type": kind,
            "label": label,
            "value": value,
        }
        self.attributes.append(attribute | ({"taxonomy_term_id": term["id"], "taxonomy_term": term} if term else {}))
