"""Files of others: only services are taken, what else there is is said, and older packages are read where they can."""

import csv
import io
import zipfile
from datetime import date, time
from typing import Any

import pytest
from openpyxl import Workbook

from services.directory.catalogue import ServiceCatalogue
from services.directory.files.export import exported
from services.directory.files.report import SourceUnusable
from services.directory.hours import closes_on, is_open, opening
from services.directory.needs import Needs
from services.recurrence.wall_time import WallTime
from tests.support.directory.believing import as_it_lies
from tests.support.directory.source_files import Nested, ReadFile

PLACE = {"id": "l", "name": "Hall", "location_type": "physical", "latitude": 0.1, "longitude": 0.2}
OWNER = {"id": "o", "name": "Example Org", "description": "Helps", "website": "https://example.org", "tax_id": "1"}
TERM = {"id": "t", "name": "Food", "description": "-", "parent_id": "u", "taxonomy": "-"}
VOCABULARY = {"id": "v", "name": "Needs", "description": "-", "uri": "https://example.org", "version": "1"}
SOMETHING = {"id": "s", "name": "Something", "description": "-"}


def packed(tables: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, text in tables.items():
            archive.writestr(f"data/{name}", text)
    return written.getvalue()


def table(rows: list[dict[str, Any]]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def workbook(rows: list[dict[str, Any]]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def point(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": "1",
        "geometry": {"type": "Point", "coordinates": [1, 2]},
        "properties": properties,
    }


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        (PLACE, "locations"),
        (OWNER, "organizations"),
        ({**OWNER, "services": []}, "organizations"),
        (TERM, "terms of a taxonomy"),
        (VOCABULARY, "taxonomies"),
        (SOMETHING, "nothing says that they are services"),
    ],
)
@pytest.mark.parametrize("shape", ["list", "page", "named", "csv", "xlsx"])
def test_a_list_of_something_else_is_said_to_be_that(
    read: ReadFile, thing: dict[str, Any], said: str, shape: str
) -> None:
    flat = {key: value for key, value in thing.items() if not isinstance(value, list)}
    things = [{**thing, "id": str(number)} for number in range(173)]
    name, data = {
        "list": ("a.json", things),
        "page": ("a.json", {"totalElements": 173, "content": things}),
        "named": ("a.json", {"organizations" if thing is OWNER else "locations": things}),
        "csv": ("a.csv", table([flat, flat])),
        "xlsx": ("a.xlsx", workbook([flat, flat])),
    }[shape]
    with pytest.raises(SourceUnusable) as refused:
        read(name, data)
    assert (said if shape not in ("csv", "xlsx") else said.split(" that ")[0]) in refused.value.why
    if isinstance(data, list):
        assert "173" in refused.value.why


def test_features_that_are_places_are_said_to_be_no_services(read: ReadFile) -> None:
    with pytest.raises(SourceUnusable, match="none of its 2 features says which service"):
        read("places.geojson", {"type": "FeatureCollection", "features": [point({"name": "Hall"}), point({})]})


def test_what_else_lies_beside_services_is_counted_and_the_services_are_taken(read: ReadFile, nested: Nested) -> None:
    batch = read("mixed.json", [nested, PLACE, PLACE, TERM])
    assert len(batch.services) == 1
    said = list(batch.report.sentences())
    assert "Not taken: 2 locations, no services (first at [1])." in said
    assert "Not taken: 1 term of a taxonomy, no service (first at [3])." in said


def test_services_of_an_organization_or_at_a_place_are_found_where_they_lie(read: ReadFile, nested: Nested) -> None:
    bare = {key: value for key, value in nested.items() if key not in ("organization", "service_at_locations")}
    of_owner = {**OWNER, "phones": [{"number": "112"}], "services": [{**bare, "id": "1", "phones": []}]}
    at_its_place = {**OWNER, "id": "o2", "locations": [{**PLACE, "services": [{**bare, "id": "2"}]}]}
    batch = read("nested.json", [of_owner, at_its_place, {**PLACE, "services": [{**bare, "id": "3"}]}])
    first, second, third = batch.services.values()
    assert [phone.number for phone in first.phones] == ["112"], "the number of who runs it, where it has none"
    assert batch.locations[second.locations[0].location].name.said("en") == "Hall"
    assert second.organization
    assert batch.locations[third.locations[0].location].latitude == 0.1


def test_fields_columns_sheets_and_tables_that_are_not_read_are_named(read: ReadFile, nested: Nested) -> None:
    batch = read("a.json", [{**nested, "wait_time": "Long", "mood": "good"}, {**nested, "id": "b", "mood": "bad"}])
    said = list(batch.report.sentences())
    assert "Not read: “wait_time” of service (1 time)." in said
    assert "Not read: “mood” of service (2 times)." in said
    assert "Not read: “contacts” of service (2 times)." in said
    book = read("b.xlsx", workbook([{"name": "Clinic", "hours": "24/7", "mood": "good"}]))
    assert ("headings", "mood") in {(each.where, each.field) for each in book.report.left_out}
    package = read(
        "c.zip", packed({"services.csv": "id,name,status,mood\n1,Clinic,active,good\n", "moods.csv": "id\n1\n"})
    )
    said = list(package.report.sentences())
    assert "Not read: “moods.csv” of the tables (1 time)." in said
    assert "Not read: “mood” of service (1 time)." in said


def test_the_services_table_of_hsds_alone_is_read_as_what_it_is(read: ReadFile) -> None:
    text = "id,organization_id,name,description,status,application_process\n1,,Clinic,For all,active,Just come\n"
    (service,) = read("whatever.csv", text).services.values()
    assert (service.description.said("en"), service.application_process.said("en")) == ("For all", "Just come")


OLD = {
    "organizations.csv": "id,name,description,url\no1,Example Org,Helps,https://example.org\n",
    "services.csv": (
        "id,organization_id,program_id,name,description,status,fees,wait_time\ns1,o1,,Clinic,A nurse,active,Free,Long\n"
    ),
    "locations.csv": "id,organization_id,name,latitude,longitude\nl1,o1,Hall,0.1,0.2\n",
    "services_at_location.csv": "id,service_id,location_id\nx1,s1,l1\n",
    "phones.csv": "id,location_id,service_id,number,type\np1,l1,,111,voice\np2,,s1,112,voice\np3,,s1,113,fax\n",
    "physical_addresses.csv": "id,location_id,attention,address_1,city\na1,l1,Somebody,First row,Example Town\n",
    "postal_addresses.csv": "id,location_id,address_1\na2,l1,Box 1\n",
    "regular_schedules.csv": (
        "id,service_id,location_id,service_at_location_id,weekday,opens_at,closes_at\n"
        "r1,s1,,,1,09:00:00,17:00:00\nr2,s1,,,7,09:00:00,12:00:00\n"
    ),
    "holiday_schedules.csv": (
        "id,service_id,location_id,service_at_location_id,closed,opens_at,closes_at,start_date,end_date\n"
        "h1,s1,,,true,,,2026-12-24,2026-12-26\nh2,s1,,,false,10:00,11:00,2025-01-02,2025-01-02\n"
    ),
    "languages.csv": "id,service_id,language\ng1,s1,Arabic\n",
    "eligibility.csv": "id,service_id,eligibility\ne1,s1,adult\n",
    "accessibility_for_disabilities.csv": "id,location_id,accessibility,details\nb1,l1,ramp,At the back\n",
    "taxonomy.csv": "id,name,parent_id\nt1,Health,\n",
    "services_taxonomy.csv": "id,service_id,taxonomy_id\nq1,s1,t1\n",
    "payments_accepted.csv": "id,service_id,payment\ny1,s1,cash\n",
}


def test_a_package_of_hsds_1_is_read_and_the_rest_is_named(read: ReadFile) -> None:
    batch = read("old.zip", packed(OLD))
    (service,) = batch.services.values()
    (place,) = batch.locations.values()
    assert (service.fees.said("en"), service.eligibility.said("en")) == ("Free", "adult")
    assert (service.needs, service.languages) == (("health",), ("Arabic",))
    assert [phone.number for phone in (*service.phones, *place.phones)] == ["112", "111"]
    assert place.address.said("en") == "First row, Example Town"
    assert place.accessibility.said("en") == "ramp\nAt the back"
    assert batch.organizations[service.organization].website == "https://example.org"
    for day, at, is_open_then in (
        ("2026-11-30", "10:00", True),
        ("2026-11-29", "10:00", True),
        ("2026-11-29", "13:00", False),
        ("2026-12-01", "10:00", False),
    ):
        assert is_open(service.schedules, WallTime(date.fromisoformat(day), time.fromisoformat(at))) is is_open_then
    assert closes_on(service.schedules, date(2026, 12, 25))
    said = " ".join(batch.report.sentences())
    for name in ("postal_addresses.csv", "payments_accepted.csv", "wait_time", "fax", "attention"):
        assert f"“{name}”" in said


OHANA = {
    "organizations.csv": "id,name,description,website\n1,Example Org,Helps,\n",
    "locations.csv": (
        "id,organization_id,accessibility,description,languages,latitude,longitude,name,short_desc,virtual\n"
        '7,1,"ramp, disabled_parking",,"Arabic, Kurdish",0.1,0.2,Hall,A hall,false\n'
    ),
    "services.csv": (
        "id,location_id,program_id,accepted_payments,application_process,audience,description,eligibility,fees,"
        "keywords,languages,name,required_documents,status,website,taxonomy_ids\n"
        '3,7,,Cash,Just come,Everybody,A nurse,Adults,Free,"doctor, clinic",Arabic,Clinic,"Card, Letter",active,'
        "https://example.org,\n"
    ),
    "addresses.csv": "id,location_id,address_1,city\n1,7,First row,Example Town\n",
    "mail_addresses.csv": "id,location_id,address_1\n1,7,Box 1\n",
    "contacts.csv": "id,location_id,name\n9,7,A Person\n",
    "phones.csv": (
        "id,contact_id,location_id,organization_id,service_id,country_prefix,department,extension,number,number_type\n"
        "1,,7,,,+964,Reception,12,770 123 4567,voice\n2,9,,,,,,,111,voice\n3,,7,,,,,,112,fax\n"
    ),
    "regular_schedules.csv": "id,location_id,service_id,weekday,opens_at,closes_at\n1,7,,Monday,9am,5pm\n",
    "holiday_schedules.csv": (
        "id,location_id,service_id,start_date,end_date,closed,opens_at,closes_at\n"
        '1,7,,"January 01, 0001","January 01, 0001",true,,\n2,7,,12/24/2015,12/24/15,false,10:00,16:00\n'
    ),
    "taxonomy.csv": "taxonomy_id,name,parent_id,parent_name\n101,Emergency,,\n",
}


def test_a_package_of_ohana_is_read_and_the_rest_is_named(read: ReadFile) -> None:
    batch = read("ohana.zip", packed(OHANA))
    (service,) = batch.services.values()
    (place,) = batch.locations.values()
    assert service.locations[0].location == place.id
    assert batch.organizations[service.organization].name.said("en") == "Example Org"
    assert service.needs == ("health",)
    assert service.eligibility.said("en") == "Everybody\nAdults"
    assert [document.said("en") for document in service.required_documents] == ["Card", "Letter"]
    assert service.url == "https://example.org"
    assert place.address.said("en") == "First row, Example Town"
    assert place.description.said("en") == "A hall"
    assert place.accessibility.said("en") == "ramp\ndisabled parking"
    (phone,) = place.phones
    assert (phone.number, phone.description.said("en")) == ("+964 770 123 4567 (12)", "Reception")
    assert is_open(place.schedules, WallTime(date(2026, 11, 30), time(10)))
    assert closes_on(place.schedules, date(2027, 1, 1))
    assert "A Person" not in repr(batch.things)
    said = " ".join(batch.report.sentences())
    for name in ("mail_addresses.csv", "contacts.csv", "accepted_payments", "virtual"):
        assert f"“{name}”" in said


@pytest.mark.parametrize(
    ("weekday", "opens", "closes"),
    [("0", "09:00", "17:00"), ("8", "09:00", "17:00"), ("", "09:00", "17:00"), ("Monday", "9am", "03:00")],
)
def test_what_of_older_hours_is_not_understood_is_unknown(
    read: ReadFile, weekday: str, opens: str, closes: str
) -> None:
    rows = f"id,location_id,service_id,weekday,opens_at,closes_at\n1,7,,{weekday},{opens},{closes}\n"
    batch = read("ohana.zip", packed({**OHANA, "regular_schedules.csv": rows}))
    (place,) = batch.locations.values()
    assert opening(place.schedules, WallTime(date(2026, 11, 30), time(10))) is None
    assert any("hours are unknown" in each.why for each in batch.report.left_out)


@pytest.mark.parametrize(("start", "closed"), [("03/04/2027", "true"), ("2027-03-04", "false"), ("soon", "true")])
def test_a_holiday_that_is_not_understood_makes_the_hours_unknown(read: ReadFile, start: str, closed: str) -> None:
    rows = (
        "id,location_id,service_id,start_date,end_date,closed,opens_at,closes_at\n"
        f"1,7,,{start},{start},{closed},10:00,11:00\n"
    )
    batch = read("ohana.zip", packed({**OHANA, "holiday_schedules.csv": rows}))
    (place,) = batch.locations.values()
    assert opening(place.schedules, WallTime(date(2026, 11, 30), time(10))) is None
    said = " ".join(batch.report.sentences())
    assert "what is said of this holiday" in said and "special hours" not in said


TABULAR: dict[str, Any] = {
    "organization": [{"id": "o", "name": "Example Org", "year_incorporated": 2011}],
    "service": [
        {"id": "s", "organization_id": "o", "name": "Clinic", "status": "active", "minimum_age": 12, "licenses": "-"}
    ],
    "location": [{"id": 5, "name": "Hall", "location_type": "physical", "latitude": 0.1, "longitude": 0.2}],
    "service_at_location": [{"id": "x", "service_id": "s", "location_id": 5, "description": "Upstairs"}],
    "phone": [
        {
            "id": "p",
            "service_at_location_id": "nowhere",
            "service_id": "s",
            "number": '"+44 20 7946 0000"',
            "type": "voice",
        }
    ],
    "schedule": [
        {"id": "c", "service_id": "s", "freq": "WEEKLY", "byday": "MO", "opens_at": "9:00", "closes_at": "17:00"}
    ],
    "contact": [{"id": "k", "service_id": "s", "name": "Ann Person"}],
    "funding": [{"id": "f", "service_id": "s", "source": "-"}],
    "taxonomy": [VOCABULARY],
}


@pytest.mark.parametrize("is_plural", [False, True])
def test_tables_in_one_json_are_read_whatever_else_is_among_them(read: ReadFile, is_plural: bool) -> None:
    data = {f"{key}s": rows for key, rows in TABULAR.items()} if is_plural else TABULAR
    batch = read("tabular.json", data)
    (service,) = batch.services.values()
    assert batch.locations[service.locations[0].location].latitude == 0.1
    assert [phone.number for phone in service.phones] == ["+44 20 7946 0000"]
    assert is_open(service.schedules, WallTime(date(2026, 11, 30), time(10)))
    assert "Ann" not in repr(batch.things)
    said = " ".join(batch.report.sentences())
    for name in ("contact", "funding", "licenses", "year_incorporated"):
        assert f"“{name}" in said


@pytest.mark.parametrize("where", ["service", "location", "address", "attribute", "place", "term"])
def test_where_a_confidential_service_is_is_not_even_kept(read: ReadFile, nested: Nested, where: str) -> None:
    at = nested["service_at_locations"][0]
    if where == "service":
        nested["is_confidential"] = True
    elif where == "location":
        at["location"]["confidential"] = "Yes"
    elif where == "address":
        at["location"]["addresses"][0]["confidentiality"] = "Address is confidential"
    elif where == "attribute":
        nested["attributes"].append({"id": "z", "link_type": "flag", "value": "Confidential location"})
    elif where == "place":
        at["attributes"] = [{"id": "z", "link_type": "confidential", "value": "yes"}]
    else:
        nested["attributes"].append({"id": "z", "taxonomy_term": {"name": "Confidential shelter"}})
    batch = read("one.json", [nested])
    (service,) = batch.services.values()
    (place,) = batch.locations.values()
    assert service.is_confidential
    assert (place.latitude, place.longitude, place.address.by_language) == (None, None, {})
    assert "confidential" in {each.field for each in batch.report.left_out}


def test_what_is_said_not_to_be_confidential_is_not(read: ReadFile, nested: Nested) -> None:
    nested["confidential"] = False
    nested["service_at_locations"][0]["location"]["confidential"] = "no"
    (service,) = read("one.json", [nested]).services.values()
    assert not service.is_confidential


def test_a_row_of_the_spreadsheet_can_be_confidential_and_is_so_again_after_an_export(read: ReadFile) -> None:
    rows = "name,needs,hours,place,latitude,longitude,confidential\nHouse,women,24/7,Somewhere,1,2,yes\n"
    (service,) = (batch := read("a.csv", rows)).services.values()
    assert service.is_confidential
    assert [place.latitude for place in batch.locations.values()] == [None]
    catalogue = ServiceCatalogue(Needs(), as_it_lies)
    catalogue.services[service.id] = service
    (again,) = read("out.json", exported(catalogue, "en")).services.values()
    assert again.is_confidential


def test_a_number_that_is_none_is_left_out_with_a_line_and_the_others_are_taken(read: ReadFile, nested: Nested) -> None:
    sheet = read("a.csv", 'name,hours,phones\nClinic,24/7,"112, ask at the gate, 0770 123 4567"\n')
    nested["phones"] = [{"number": "112"}, {"number": "n/a"}, {"number": "0770 123 4567", "extension": "4"}]
    for batch, numbers in (
        (sheet, ["112", "0770 123 4567"]),
        (read("a.json", [nested]), ["112", "0770 123 4567 (4)"]),
    ):
        (service,) = batch.services.values()
        assert [phone.number for phone in service.phones] == numbers
        assert any("is no telephone number" in each.why for each in batch.report.left_out)
