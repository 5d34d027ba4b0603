"""Where a confidential place is, is not kept, whichever words and whichever record say that it is confidential."""

import pytest

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
    ("name", "is_shown"),
    [("Shelter, 12 Hidden Lane", False), ("HIDDEN LANE 12, women’s room", False), ("Example Town women’s room", True)],
)
def test_a_name_that_tells_the_way_to_a_confidential_place_is_not_kept_either(
    read: ReadFile, nested: Nested, name: str, is_shown: bool
) -> None:
    place = nested["service_at_locations"][0]["location"]
    place |= {"location_type": "confidential", "name": name}
    place["addresses"][0] |= {"address_1": "12 Hidden Lane", "address_2": "Hidden Lane 12", "city": "Town"}
    (kept,) = read("one.json", [nested]).locations.values()
    assert bool(kept.name.by_language) is is_shown
