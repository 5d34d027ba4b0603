"""Reading Open Referral HSDS 3.0 as nested JSON: services, organizations with services, or services at locations.

Taken: organization, service, location, service_at_location, schedule, phone, language, required_document, cost_option,
accessibility, address, and attributes whose taxonomy term names a need. Contacts are people and are not taken.
Attributes of the kinds that `export` writes (translations, zone, audience, source) come back as what they were.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from services.authoring.parts import Texts
from services.directory.files import hsds_parts
from services.directory.files.batch import Batch
from services.directory.files.hsds_parts import listed, said
from services.directory.files.report import SourceUnusable
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
WHERE: Final = "_where"
"""Where an object stood, put in by who makes objects out of tables."""
LISTS: Final = ("contents", "services", "organizations", "service_at_locations", "items", "data")
NOT_KNOWN: Final = "inactive"


def read_json(data: Any, batch: Batch, name: str) -> None:
    """Put every service of the JSON into the batch. Raises SourceUnusable where there is nothing like a service."""
    objects = list(_objects(data, ""))
    if not objects:
        raise SourceUnusable(name, "there is no service in it", "Give HSDS 3.0 JSON: a list of services")
    for where, each in objects:
        _take(each, where, batch)


def read_service(found: Json, batch: Batch, organization: str, where: str) -> None:
    """Put one nested service into the batch, with its organization and places."""
    where = str(found.get(WHERE, where))
    name = said(found, "name", batch, where)
    if not name.by_language:
        batch.report.skip(where, "name", "a service needs a name")
        return
    key = batch.text(found.get("id"), where, "id")
    organization = _organization_of(found, batch, where) or organization
    id = identifier(SERVICE, key) if key else identifier(SERVICE, organization, name.said(""))
    kinds = hsds_parts.kinds_of(found, batch)
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
        locations=tuple(_at_locations(found, batch, id, where)),
        assured=batch.day(found.get("assured_date"), where, "assured_date"),
        source=kinds.source or batch.setting.source,
        is_example=kinds.is_example,
    )
    batch.add_service(service, where)


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
    if isinstance(found.get("services"), list):
        organization = read_organization(found, batch, where)
        for number, service in enumerate(found["services"]):
            if isinstance(service, Mapping):
                read_service(service, batch, organization, f"{where}.services[{number}]")
    elif isinstance(found.get("service"), Mapping):
        at_location = {key: value for key, value in found.items() if key != "service"}
        read_service({**found["service"], "service_at_locations": [at_location]}, batch, "", where)
    else:
        read_service(found, batch, "", where)


def read_organization(found: Json, batch: Batch, where: str) -> str:
    """Take the organization; its identifier."""
    where = str(found.get(WHERE, where))
    name = said(found, "name", batch, where)
    key = batch.text(found.get("id"), where, "id") or name.said("")
    if not key:
        return ""
    id = identifier(ORGANIZATION, key)
    description = said(found, "description", batch, where)
    batch.add(Organization(id, name, description, batch.text(found.get("website"), where, "website")))
    return id


def read_location(found: Json, batch: Batch, where: str) -> str:
    """Take the place; its identifier."""
    where = str(found.get(WHERE, where))
    key = batch.text(found.get("id"), where, "id")
    name = said(found, "name", batch, where)
    address, parts = hsds_parts.address(found, batch, where)
    id = identifier(LOCATION, key) if key else identifier(LOCATION, name.said(""), address.said(""))
    zone = hsds_parts.kinds_of(found, batch).zone or batch.setting.zone_named(*name.by_language.values(), *parts)
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
    return hsds_parts.joined([said(way, key, batch, where) for way in ways for key in ("description", "details")])


def _status(found: Json, batch: Batch, where: str) -> str:
    status = batch.text(found.get("status"), where, "status").lower() or ACTIVE
    if status in STATUSES:
        return status
    batch.report.leave_out(where, "status", f"“{status[:40]}” is none of {', '.join(STATUSES)}; it is not shown")
    return NOT_KNOWN
