"""Reading Open Referral HSDS 3.0 as nested JSON: services, organizations with services, or services at locations.

Taken: organization, service, location, service_at_location, schedule, phone, language, required_document, cost_option,
accessibility, address, and attributes whose taxonomy term names a need. Contacts are people and are not taken.
Attributes of the kinds that `export` writes (translations, zone, audience, source) come back as what they were.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from services.authoring.parts import Texts
from services.directory.files import hsds_parts
from services.directory.files.batch import Batch
from services.directory.files.confidential import CONFIDENTIAL
from services.directory.files.hsds_confidential import is_confidential
from services.directory.files.hsds_parts import listed, said
from services.directory.files.kinds import UNKNOWN, WHERE, filled, kind_of, note_the_rest
from services.directory.files.report import SourceUnusable
from services.directory.files.source_files import clean
from services.directory.model import (
    ACTIVE,
    AUDIENCES,
    LOCATION,
    ORGANIZATION,
    SERVICE,
    STATUSES,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    identifier,
)

Json = Mapping[str, Any]
LISTS: Final = (
    *("contents", "content", "services", "organizations", "service_at_locations", "items", "data"),
    *("locations", "taxonomies", "taxonomy_terms", "programs"),
)
NOT_KNOWN: Final = "inactive"


def read_json(data: Any, batch: Batch, name: str) -> None:
    """Put every service of the JSON into the batch. Raises SourceUnusable where there is nothing like a service."""
    objects = list(_objects(data, ""))
    if not objects:
        raise SourceUnusable(name, "there is no service in it", "Give HSDS 3.0 JSON: a list of services")
    for where, each in objects:
        _take(each, where, batch)
    if not batch.services and not batch.report.skipped and batch.report.others:
        what = "; ".join(batch.report.what_else())
        raise SourceUnusable(name, f"there is no service in it, but {what}", "Give a list of services, or all of HSDS")


def read_service(found: Json, batch: Batch, organization: str, where: str) -> None:
    """Put one nested service into the batch, with its organization and places."""
    where = str(found.get(WHERE, where))
    name = said(found, "name", batch, where)
    if not name.by_language:
        batch.report.skip(where, "name", "a service needs a name")
        return
    note_the_rest(SERVICE, found, batch.report)
    key = batch.text(found.get("id"), where, "id")
    organization = _organization_of(found, batch, where) or organization
    id = identifier(SERVICE, key) if key else identifier(SERVICE, organization, name.said(""))
    kinds = hsds_parts.kinds_of(found, batch)
    places = tuple(_at_locations(found, batch, id, where))
    service = Service(
        id=id,
        organization=organization,
        name=name,
        description=said(found, "description", batch, where),
        status=_status(found, batch, where),
        needs=kinds.needs,
        audiences=tuple(kind for kind in AUDIENCES if kind in kinds.audiences),
        eligibility=said(found, "eligibility_description", batch, where),
        minimum_age=batch.number(found.get("minimum_age"), where, "minimum_age", 0, 150),
        maximum_age=batch.number(found.get("maximum_age"), where, "maximum_age", 0, 150),
        required_documents=hsds_parts.documents(found, batch, where),
        application_process=said(found, "application_process", batch, where),
        fees=hsds_parts.fees(found, batch, where),
        alert=said(found, "alert", batch, where),
        languages=hsds_parts.languages(found, batch, where),
        email=batch.text(found.get("email"), where, "email"),
        url=batch.text(found.get("url"), where, "url"),
        phones=hsds_parts.phones(found, batch, where),
        schedules=hsds_parts.schedules(found, batch, where),
        locations=places,
        assured=batch.day(found.get("assured_date"), where, "assured_date"),
        source=kinds.source or batch.setting.source,
        is_example=kinds.is_example,
        is_confidential=is_confidential(found, batch, where),
    )
    batch.add_service(_with_a_number(service, batch), where, found)


def _with_a_number(service: Service, batch: Batch) -> Service:
    """With the numbers of its organization, where neither it nor its places have any."""
    places = (batch.locations.get(at.location) for at in service.locations)
    if service.phones or any(at.phones for at in service.locations) or any(place and place.phones for place in places):
        return service
    return replace(service, phones=batch.organization_phones.get(service.organization, ()))


def _objects(data: Any, where: str) -> Iterator[tuple[str, Json]]:
    """Objects that are or hold services, wherever a list of them lies at the top."""
    if isinstance(data, list):
        for number, each in enumerate(data):
            if isinstance(each, Mapping):
                yield f"{where}[{number}]", each
    elif isinstance(data, Mapping):
        lists = [key for key in LISTS if isinstance(data.get(key), list)]
        if lists and "name" not in data:
            for key in lists:
                yield from _objects(data[key], key)
        elif "name" in data or "service" in data:
            yield "service", data


def _take(found: Json, where: str, batch: Batch) -> None:
    """A service, or whatever holds some: an organization, a place, a service at a place. Others are said to be what
    they are."""
    if isinstance(found.get("service"), Mapping):
        at_location = {key: value for key, value in found.items() if key != "service"}
        read_service({**found["service"], "service_at_locations": [at_location]}, batch, "", where)
        return
    kind = kind_of(filled(found), is_listed_as_service=where.startswith("services["))
    holds = [key for key in ("services", "locations") if isinstance(found.get(key), list) and found[key]]
    is_nameless = kind == UNKNOWN and not clean(found.get("name"))
    if is_nameless or (kind == SERVICE and "services" not in holds):
        read_service(found, batch, "", where)
    elif not holds or not _take_inside(found, where, batch):
        batch.report.other(where, kind)


def _take_inside(found: Json, where: str, batch: Batch) -> bool:
    """The services of an organization, and those at its places, or at this place; False where there are none."""
    before = len(batch.services) + len(batch.report.skipped)
    is_place = kind_of(filled(found)) == LOCATION
    organization = "" if is_place else read_organization(found, batch, where)
    untold = {CONFIDENTIAL: True} if not is_place and is_confidential(_bare(found), batch, where) else {}
    for number, service in enumerate(_mappings(found, "services")):
        at = {"service_at_locations": [{"location": _bare(found)}]} if is_place else {}
        read_service({**at, **service, **untold}, batch, organization, f"{where}.services[{number}]")
    for number, place in enumerate(_mappings(found, "locations")):
        for inner, service in enumerate(_mappings(place, "services")):
            at = {"service_at_locations": [{"location": _bare(place)}]}
            read_service(
                {**at, **service, **untold}, batch, organization, f"{where}.locations[{number}].services[{inner}]"
            )
    return len(batch.services) + len(batch.report.skipped) > before


def _mappings(found: Json, key: str) -> list[Json]:
    value = found.get(key)
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _bare(place: Json) -> Json:
    return {key: value for key, value in place.items() if key != "services"}


def read_organization(found: Json, batch: Batch, where: str) -> str:
    """Take the organization; its identifier."""
    where = str(found.get(WHERE, where))
    name = said(found, "name", batch, where)
    key = batch.text(found.get("id"), where, "id") or name.said("")
    if not key:
        return ""
    note_the_rest(ORGANIZATION, found, batch.report)
    id = identifier(ORGANIZATION, key)
    batch.organization_phones.setdefault(id, hsds_parts.phones(found, batch, where))
    description = said(found, "description", batch, where)
    batch.add(Organization(id, name, description, batch.text(found.get("website"), where, "website")))
    return id


def read_location(found: Json, batch: Batch, where: str) -> str:
    """Take the place; its identifier."""
    where = str(found.get(WHERE, where))
    note_the_rest(LOCATION, found, batch.report)
    key = batch.text(found.get("id"), where, "id")
    name = said(found, "name", batch, where)
    address, parts = hsds_parts.address(found, batch, where)
    id = identifier(LOCATION, key) if key else identifier(LOCATION, name.said(""), address.said(""))
    names = (*name.by_language.values(), *parts)
    zone = hsds_parts.kinds_of(found, batch).zone or batch.zone_meant(where, "name", *names)
    batch.add(
        Location(
            id=id,
            name=name,
            description=said(found, "description", batch, where),
            transportation=said(found, "transportation", batch, where),
            address=address,
            zone=zone,
            latitude=batch.number(found.get("latitude"), where, "latitude", -90, 90),
            longitude=batch.number(found.get("longitude"), where, "longitude", -180, 180),
            accessibility=_accessibility(found, batch, where),
            phones=hsds_parts.phones(found, batch, where),
            schedules=hsds_parts.schedules(found, batch, where),
        )
    )
    return id


def _organization_of(found: Json, batch: Batch, where: str) -> str:
    inside = found.get("organization")
    if isinstance(inside, Mapping):
        return read_organization(inside, batch, f"{where}.organization")
    key = batch.text(found.get("organization_id"), where, "organization_id")
    return identifier(ORGANIZATION, key) if key else ""


def _at_locations(found: Json, batch: Batch, service: str, where: str) -> Iterator[ServiceAtLocation]:
    for number, each in enumerate(listed(found, "service_at_locations", batch, where)):
        at = str(each.get(WHERE, f"{where}.service_at_locations[{number}]"))
        note_the_rest("service_at_location", each, batch.report)
        inside = each.get("location")
        if isinstance(inside, Mapping):
            location = read_location(inside, batch, f"{at}.location")
        else:
            key = batch.text(each.get("location_id"), at, "location_id")
            location = identifier(LOCATION, key) if key else ""
        if not location:
            batch.report.leave_out(at, "location", "it names no place")
            continue
        key = batch.text(each.get("id"), at, "id")
        id = identifier("service_at_location", key) if key else identifier("service_at_location", service, location)
        phones, schedules = hsds_parts.phones(each, batch, at), hsds_parts.schedules(each, batch, at)
        yield ServiceAtLocation(id, location, said(each, "description", batch, at), phones, schedules)


def _accessibility(found: Json, batch: Batch, where: str) -> Texts:
    ways = listed(found, "accessibility", batch, where)
    for way in ways:
        note_the_rest("accessibility", way, batch.report)
    return hsds_parts.joined([said(way, key, batch, where) for way in ways for key in ("description", "details")])


def _status(found: Json, batch: Batch, where: str) -> str:
    status = batch.text(found.get("status"), where, "status").lower() or ACTIVE
    if status in STATUSES:
        return status
    batch.report.leave_out(where, "status", f"“{status[:40]}” is none of {', '.join(STATUSES)}; it is not shown")
    return NOT_KNOWN
