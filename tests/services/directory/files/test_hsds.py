"""HSDS 3.0 in and out: nested JSON, the tabular package, and what comes back of our own export."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from services.authoring.parts import Texts
from services.directory.catalogue import ServiceCatalogue
from services.directory.files.batch import ImportSetting
from services.directory.files.export import exported
from services.directory.model import STATUSES, PhoneNumber
from services.directory.needs import Needs
from storage.engine import Database
from tests.support.directory.believing import as_it_lies
from tests.support.directory.some_services import keep, many
from tests.support.directory.source_files import CatalogueNow, Nested, ReadFile, TakeFile

TABLES = {
    "organizations.csv": "id,name,description\no1,Example Org,Helps\n",
    "services.csv": (
        "id,organization_id,name,status,assured_date\n"
        "s1,o1,Water point,active,2026-03-01\n"
        "s2,missing,Tent repair,active,\n"
        "s2,o1,Twice,active,\n"
    ),
    "locations.csv": "id,location_type,name,latitude,longitude\nl1,physical,By the river,0.1,0.2\n",
    "service_at_locations.csv": "id,service_id,location_id\nx1,s1,l1\nx2,s1,nowhere\nx3,nothing,l1\n",
    "phones.csv": "id,number,service_id\np1,000,s1\np2,111,gone\n",
    "schedules.csv": "id,service_id,freq,byday,opens_at,closes_at\nc1,s1,WEEKLY,SU,08:00,12:00\n",
    "attributes.csv": "id,link_id,link_entity,taxonomy_term_id\na1,s1,service,t1\na2,s2,service,t3\n",
    "taxonomy_terms.csv": (
        "id,name,description,parent_id\nt1,Taps,-,t2\nt2,Water,-,\nt3,Round,-,t4\nt4,And round,-,t3\n"
    ),
}


def test_a_nested_service_is_read_with_all_that_belongs_to_it(read: ReadFile, nested: Nested) -> None:
    batch = read("one.json", [nested])
    (service,) = batch.services.values()
    (place,) = batch.locations.values()
    assert service.id == nested["id"]
    assert service.needs == ("mind",)
    assert service.phones == (PhoneNumber("000 (7)"),)
    assert (service.schedules[0].opens_at, service.schedules[0].closes_at) == (time(22), time(2))
    assert service.fees.said("en") == "Free for most\nOthers 2 USD"
    assert service.required_documents == (Texts({"en": "A letter"}),)
    assert (service.languages, service.minimum_age, service.assured) == (("ar",), 12, date(2026, 3, 1))
    assert (place.zone, place.latitude, place.accessibility.said("en")) == ("north", 0.01, "A ramp")
    assert "A person" not in repr(batch.things)


@pytest.mark.parametrize("shape", ["list", "page", "organization", "at location", "alone"])
def test_every_way_of_nesting_gives_the_same_service(read: ReadFile, nested: Nested, shape: str) -> None:
    organization = nested["organization"]
    bare = {key: value for key, value in nested.items() if key not in ("organization", "service_at_locations")}
    places = nested["service_at_locations"]
    data: object = {
        "list": [nested],
        "page": {"total_items": 1, "contents": [nested]},
        "organization": [{**organization, "services": [{**bare, "service_at_locations": places}]}],
        "at location": [{**places[0], "service": {**bare, "organization": organization}}],
        "alone": nested,
    }[shape]
    assert read("shape.json", data).services == read("list.json", [nested]).services


def test_a_data_package_is_put_together_and_what_points_nowhere_is_said(read: ReadFile) -> None:
    batch = read("package.zip", packed(TABLES))
    report = batch.report
    assert [service.name.said("en") for service in batch.services.values()] == ["Water point", "Tent repair"]
    water = next(iter(batch.services.values()))
    assert water.needs == ("water",)
    assert [phone.number for phone in water.phones] == ["000"]
    assert [at.location for at in water.locations] == list(batch.locations)
    assert [(each.where, each.field) for each in report.skipped] == [("services.csv line 4", "id")]
    assert {(each.where, each.field) for each in report.left_out} == {
        ("phones.csv line 3", "service_id"),
        ("service_at_locations.csv line 3", "location_id"),
        ("service_at_locations.csv line 4", "service_id"),
        ("services.csv line 3", "organization_id"),
    }


def test_tables_may_be_called_by_one_row_or_stand_in_one_json(read: ReadFile) -> None:
    wanted = read("package.zip", packed(TABLES)).services
    singular = {name.replace("ies.csv", "y.csv").replace("s.csv", ".csv"): text for name, text in TABLES.items()}
    assert read("singular.zip", packed(singular)).services == wanted
    tables = {name.removesuffix("s.csv"): list(csv.DictReader(io.StringIO(text))) for name, text in TABLES.items()}
    assert read("tabular.json", tables).services == {
        id: replace(service, source="the test") for id, service in wanted.items()
    }


def test_a_description_that_cannot_be_read_is_said_and_names_of_files_do(read: ReadFile) -> None:
    batch = read("package.zip", packed({**TABLES, "datapackage.json": "../../datapackage.json"}))
    assert len(batch.services) == 2
    assert "datapackage.json" in {each.where for each in batch.report.left_out}


def test_a_folder_is_a_package_too_and_its_description_names_the_tables(
    tmp_path: Path, read: ReadFile, setting: ImportSetting
) -> None:
    from services.directory.files.importing import read_source

    folder = tmp_path / "package"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / name.replace("services", "dienste")).write_text(text)
    resources = [{"name": "service", "path": "data/../dienste.csv"}, {"name": "location", "path": "locations.csv"}]
    (folder / "datapackage.json").write_text(json.dumps({"resources": resources}))
    assert len(read_source(folder, setting).services) == 2


def test_what_is_exported_is_valid_hsds(
    database: Database, catalogue: CatalogueNow, taken: TakeFile, nested: Nested
) -> None:
    keep(database, *many(8))
    taken("one.json", [nested])
    services = json.loads(json.dumps(exported(catalogue(), "en")))
    assert len(services) == 9
    problems = [problem for service in services for problem in wrong(service, "service")]
    assert problems == []


def test_what_is_exported_comes_back_as_it_was_in_every_language(
    database: Database, catalogue: CatalogueNow, read: ReadFile, nested: Nested, taken: TakeFile
) -> None:
    keep(database, *many(8))
    taken("one.json", [nested])
    before = catalogue()
    for language in ("en", "ar"):
        batch = read("out.json", exported(before, language), language=language)
        assert batch.report.skipped == batch.report.left_out == []
        for id, service in before.services.items():
            again = batch.services[id]
            assert {**again.name.by_language} == {**service.name.by_language}
            assert (again.needs, again.schedules, again.source) == (service.needs, service.schedules, service.source)


def test_schedules_come_back_as_they_were_also_what_was_not_understood(read: Any, nested: Any) -> None:
    nested["schedules"] = [
        {"freq": "WEEKLY", "byday": "MO", "byweekno": "41", "opens_at": "05:00Z", "closes_at": "13:00Z"},
        {"freq": "YEARLY", "byyearday": "1", "opens_at": "9 AM", "closes_at": "23:59"},
        {"freq": "WEEKLY", "interval": 2, "wkst": "SU", "byday": "SU", "dtstart": "2026-03-01", "count": 3},
        {"freq": "MONTHLY", "byday": "MO", "bysetpos": "1", "opens_at": "09:00", "closes_at": "12:00"},
        {"opens_at": "late", "description": "Ask"},
    ]
    (service,) = read("one.json", [nested]).services.values()
    catalogue = ServiceCatalogue(Needs(), as_it_lies)
    catalogue.services[service.id] = service
    (again,) = read("out.json", exported(catalogue, "en")).services.values()
    assert again.schedules == service.schedules
    assert [each.unclear for each in again.schedules] == [False, False, False, True, True]


def packed(tables: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            archive.writestr(f"hsds/{name}", text)
    return written.getvalue()


UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
REQUIRED = {
    "service": ("id", "name", "status"),
    "organization": ("id", "name", "description"),
    "location": ("id", "location_type"),
    "service_at_location": ("id",),
    "phone": ("id", "number"),
    "schedule": ("id",),
    "language": ("id",),
    "required_document": ("id",),
    "accessibility": ("id",),
    "address": ("id", "address_1", "city", "state_province", "postal_code", "country", "address_type"),
    "attribute": ("id", "link_id", "link_entity"),
    "taxonomy_term": ("id", "name", "description"),
}
"""What the JSON schemas of HSDS 3.0 require of each object."""
INSIDE = {
    "phones": "phone",
    "schedules": "schedule",
    "languages": "language",
    "required_documents": "required_document",
    "service_at_locations": "service_at_location",
    "attributes": "attribute",
    "addresses": "address",
    "accessibility": "accessibility",
    "organization": "organization",
    "location": "location",
    "taxonomy_term": "taxonomy_term",
}
ONE_OF = {
    "status": STATUSES,
    "freq": ("WEEKLY", "MONTHLY"),
    "location_type": ("physical", "postal", "virtual"),
    "address_type": ("physical", "postal", "virtual"),
}
NUMBERS = ("latitude", "longitude", "minimum_age", "maximum_age", "interval")
DATES = ("assured_date", "dtstart", "until", "valid_from", "valid_to")


def wrong(found: dict[str, Any], kind: str) -> Iterator[str]:
    """What of an object the schema would refuse."""
    yield from (f"{kind} lacks {key}" for key in REQUIRED[kind] if key not in found)
    if not UUID.fullmatch(found["id"]):
        yield f"{kind}.id is no UUID"
    for key, value in found.items():
        if key in INSIDE:
            for each in value if isinstance(value, list) else [value]:
                yield from wrong(each, INSIDE[key])
        elif not is_right(key, value):
            yield f"{kind}.{key} is {value!r}"


def is_right(key: str, value: object) -> bool:
    if key in NUMBERS:
        return isinstance(value, int | float)
    if key in DATES:
        return isinstance(value, str) and str(date.fromisoformat(value)) == value
    return isinstance(value, str) and value in ONE_OF.get(key, (value,))


@pytest.mark.parametrize(("name", "zone"), [("Gate A", ""), ("Gate B", ""), ("A gate", ""), ("Gate", "gate")])
def test_a_place_whose_name_is_nearly_that_of_a_zone_is_not_there_and_what_is_taken_for_one_is_said(
    read: ReadFile, nested: Nested, name: str, zone: str
) -> None:
    nested["service_at_locations"] = [{"id": "x", "location": {"id": "l", "name": name}}]
    batch = read("one.json", [nested])
    (place,) = batch.locations.values()
    assert place.zone == zone
    lines = [line for line in batch.report.sentences() if "is taken for the zone" in line]
    assert len(lines) == bool(zone)
