"""Where a confidential place is, is not kept, whichever words and whichever record say that it is confidential."""

import io

import pytest
from openpyxl import Workbook

from services.directory.files.batch import Batch
from services.directory.model import NOTHING
from tests.support.directory.source_files import Nested, ReadFile


@pytest.mark.parametrize(
    ("whose", "field", "value"),
    [
        ("location", "location_type", "Confidential"),
        ("location", "location_type", "physical (confidential)"),
        ("address", "address_type", "CONFIDENTIAL"),
        ("location", "description", "Confidential. Ring first."),
        ("location", "name", "Women’s safe house"),
        ("location", "description", "Sensitive location, do not publish"),
        ("organization", "description", "The address is confidential"),
        ("organization", "name", "Safe-house network"),
        ("service", "description", "Shelter. Adresse confidentielle."),
    ],
)
def test_a_place_is_confidential_whichever_words_say_so(
    read: ReadFile, nested: Nested, whose: str, field: str, value: str
) -> None:
    place = nested["service_at_locations"][0]["location"]
    nested.setdefault("organization", {"id": "o", "name": "Example Org"})
    records = {"location": place, "address": place["addresses"][0], "organization": nested["organization"]}
    records.get(whose, nested)[field] = value
    batch = read("one.json", [nested])
    (service,), (kept,) = batch.services.values(), batch.locations.values()
    assert service.is_confidential
    assert (kept.latitude, kept.longitude, kept.address.by_language) == (None, None, {})


@pytest.mark.parametrize(
    "said", ["Free and confidential counselling", "Confidential support for all", "Not confidential"]
)
@pytest.mark.parametrize("whose", ["location", "organization", "service"])
def test_talk_that_is_confidential_hides_no_place(read: ReadFile, nested: Nested, whose: str, said: str) -> None:
    place = nested["service_at_locations"][0]["location"]
    nested.setdefault("organization", {"id": "o", "name": "Example Org"})
    {"location": place, "organization": nested["organization"]}.get(whose, nested)["description"] = said
    (service,) = read("one.json", [nested]).services.values()
    assert not service.is_confidential


def test_an_organization_around_its_services_says_it_for_all_of_them(read: ReadFile, nested: Nested) -> None:
    attributes = [{"id": "z", "link_type": "flag", "value": "Confidential locations"}]
    owner = {"id": "o", "name": "Example Org", "attributes": attributes, "services": [nested]}
    nested.pop("organization", None)
    (service,) = read("one.json", [owner]).services.values()
    assert service.is_confidential


@pytest.mark.parametrize(
    "name", ["Shelter, 12 Hidden Lane", "HIDDEN LANE 12, women’s room", "Example Road by the mill"]
)
def test_the_name_of_a_confidential_place_is_not_kept_either(read: ReadFile, nested: Nested, name: str) -> None:
    """People write into it what is near, and no list knows every word for that."""
    place = nested["service_at_locations"][0]["location"]
    place |= {"location_type": "confidential", "name": name}
    place["addresses"][0] |= {"address_1": "12 Hidden Lane", "address_2": "Hidden Lane 12", "city": "Town"}
    nested["alert"] = f"We have moved to {name}."
    batch = read("one.json", [nested])
    ((service,), (kept,)) = batch.services.values(), batch.locations.values()
    assert kept.name.by_language == {}
    assert service.alert.by_language == {}


WORDS = [
    "Confidential women's shelter",
    "Confidential domestic violence shelter. Location: confidential.",
    "Location: confidential",
    "Address withheld",
    "Do not publish",
    "Confidentially located",
    "undisclosed location",
    "البيت الآمن",
    "مأوى سري",
    "العنوان غير معلن",
    "شوێنەکە نهێنییە",
    "ناونیشان نهێنییە",
    "Adresse non communiquée",
    "Le lieu est tenu secret",
]
FIELDS = [
    ("is_private", "true"),
    ("private", "yes"),
    ("hidden", "1"),
    ("visibility", "private"),
    ("visibility", "hidden"),
    ("visibility", "restricted"),
    ("is_public", "false"),
    ("public", "no"),
    ("is_confidential", "yes"),
    ("confidential?", "y"),
    ("Confidential (y/n)", "Y"),
    ("confidential", "perhaps"),
    ("is_public", "ask us"),
]


def is_hidden(batch: Batch) -> bool:
    """Nothing of the one service leads to its place, and the report says so."""
    (service,) = batch.services.values()
    kept = [
        (at.latitude, at.longitude, at.address, at.transportation, at.description) for at in batch.locations.values()
    ]
    told = [each.why for each in batch.report.left_out if each.field == "confidential" and "may learn" in each.why]
    return service.is_confidential and kept == [(None, None, NOTHING, NOTHING, NOTHING)] and len(told) == 1


@pytest.mark.parametrize("said", WORDS)
@pytest.mark.parametrize("field", ["description", "alert", "eligibility_description"])
def test_any_text_of_a_service_hides_its_place(read: ReadFile, nested: Nested, field: str, said: str) -> None:
    assert is_hidden(read("one.json", [{**nested, field: said}]))


@pytest.mark.parametrize("said", WORDS)
def test_the_way_there_or_the_address_itself_hides_the_place(read: ReadFile, nested: Nested, said: str) -> None:
    nested["service_at_locations"][0]["location"]["transportation"] = said
    assert is_hidden(read("one.json", [nested]))


@pytest.mark.parametrize("said", ["Confidential", "Confidential, ring us", "Withheld", "سري", "نهێنی"])
def test_an_address_that_is_a_word_for_secret_hides_the_place(read: ReadFile, nested: Nested, said: str) -> None:
    nested["service_at_locations"][0]["location"]["addresses"][0]["address_1"] = said
    assert is_hidden(read("one.json", [nested]))


@pytest.mark.parametrize("said", WORDS)
@pytest.mark.parametrize("column", ["what", "alert", "who", "reach", "notes"])
def test_any_cell_of_a_table_hides_the_place(read: ReadFile, column: str, said: str) -> None:
    cells = {"name": "House", "needs": "women", "place": "Somewhere", "latitude": "1", "longitude": "2", column: said}
    assert is_hidden(read("one.csv", table_of(cells)))


@pytest.mark.parametrize(("field", "value"), FIELDS)
def test_a_column_made_for_it_hides_the_place(read: ReadFile, field: str, value: str) -> None:
    cells = {"name": "House", "needs": "women", "place": "Somewhere", "latitude": "1", "longitude": "2", field: value}
    assert is_hidden(read("one.csv", table_of(cells)))
    workbook = Workbook()
    for row in (list(cells), list(cells.values())):
        workbook.worksheets[0].append(row)
    written = io.BytesIO()
    workbook.save(written)
    assert is_hidden(read("one.xlsx", written.getvalue()))


@pytest.mark.parametrize(("field", "value"), [*FIELDS, ("location_type", "undisclosed"), ("type", "undisclosed")])
@pytest.mark.parametrize("whose", ["service", "location", "address"])
def test_a_field_made_for_it_hides_the_place(
    read: ReadFile, nested: Nested, whose: str, field: str, value: str
) -> None:
    place = nested["service_at_locations"][0]["location"]
    {"location": place, "address": place["addresses"][0]}.get(whose, nested)[field] = value
    assert is_hidden(read("one.json", [nested]))


@pytest.mark.parametrize(
    ("field", "value"), [*FIELDS, ("confidential", True), ("is_public", False), ("notes", "Do not publish")]
)
def test_a_property_made_for_it_hides_the_place(read: ReadFile, field: str, value: object) -> None:
    assert is_hidden(read("one.geojson", feature_with(**{field: value})))


@pytest.mark.parametrize("said", WORDS)
def test_the_words_of_a_map_hide_the_place(read: ReadFile, said: str) -> None:
    assert is_hidden(read("one.geojson", feature_with(activityName=said)))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("is_private", "no"),
        ("hidden", "0"),
        ("visibility", "public"),
        ("is_public", "true"),
        ("confidential?", "n"),
        ("Confidential (y/n)", ""),
        ("public_transport", "Bus 7"),
        ("private_notes", "none"),
        ("what", "A safe place for children, with confidential counselling for women"),
        ("what", "A private clinic. Confidential home visits"),
    ],
)
def test_what_hides_nothing_leaves_the_place_as_it_is(read: ReadFile, field: str, value: str) -> None:
    cells = {"name": "House", "needs": "women", "place": "Somewhere", "latitude": "1", "longitude": "2", field: value}
    batch = read("one.csv", table_of(cells))
    assert [at.latitude for at in batch.locations.values()] == [1]


def table_of(cells: dict[str, str]) -> str:
    """One row below its headings."""
    return "\n".join(",".join(f'"{each}"' for each in row) for row in (cells, cells.values()))


def feature_with(**properties: object) -> dict[str, object]:
    """One activity at a point."""
    known = {"activityName": "Shelter", "partnerName": "Example Org", "locationName": "North"}
    geometry = {"type": "Point", "coordinates": [1, 2]}
    feature = {"type": "Feature", "id": 7, "geometry": geometry, "properties": known | properties}
    return {"type": "FeatureCollection", "features": [feature]}
