"""What may be a refuge is taken without its place until somebody says that it may be told; hospitals stay findable."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from services.directory.needs import Needs
from services.directory.refuges import FILE, NOT_KNOWN, read_refuges
from tests.support.directory.source_files import CatalogueNow, Nested, ReadFile, TakeFile

HEALTH = {"id": "a1", "link_type": "service", "label": "Health", "value": "Health"}


def described(nested: Nested, name: str, description: str, **more: Any) -> Nested:
    """The service with these words, and no need that a map may show."""
    return {**nested, "name": name, "description": description, "attributes": [], **more}


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("Casa Violeta", "Un refugio para mujeres y sus hijos que huyen de la violencia"),
        ("Mala Jinan", "Ji bo jinan û zarokan penageh û parastin heye"),
        ("Kadın Dayanışma", "Kadınlar ve çocuklar için sığınma evi"),
        ("خانه مهر", "این خانه برای زنان است که از خشونت فرار کرده اند"),
        ("Guriga Haweenka", "Guri ay ku nool yihiin haween laga badbaadiyay rabshad"),
        ("Safe House Programme", "For all"),
        ("Domestic violence shelter", ""),
        ("GBV refuge", "Rooms"),
        ("Rooms for mothers", "The place is Confidental"),
        ("Rooms for mothers", "L’adresse n’est pas communiquée"),
        ("Zxqv wrtp", "Qwrt zxpl mnbv kjhg trew yuio"),
    ],
)
def test_what_may_be_a_refuge_or_cannot_be_read_is_taken_without_its_place(
    taken: TakeFile, catalogue: CatalogueNow, nested: Nested, name: str, description: str
) -> None:
    report = taken("one.json", [described(nested, name, description)], is_of_others=True)
    now = catalogue()
    (service,), (place,) = now.services.values(), now.locations.values()
    assert service.is_confidential
    assert (place.latitude, place.longitude, place.address.by_language) == (None, None, {})
    hidden_already = [each for each in report.left_out if each.field == "confidential"]
    assert [each.field for each in report.withheld] == [service.id] or hidden_already


def test_a_kind_that_stands_in_a_taxonomy_or_an_object_counts(taken: TakeFile, nested: Nested) -> None:
    term = {"taxonomy_term": {"name": "Domestic Violence Shelters"}}
    in_terms = described(nested, "Rooms", "For the night", attributes=[term])
    assert taken("one.json", [in_terms], is_of_others=True).withheld
    in_object = described(nested, "Rooms", "For the night", extra={"Additional info": {"for": "survivors only"}})
    assert taken("two.json", [{**in_object, "id": "2"}], is_of_others=True).withheld


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("Hospital Central", "También para víctimas de violencia"),
        ("Isbitaalka Guud", "Waxaan daryeelnaa dhammaan dadka"),
        ("General hospital", "Care after violence, and for survivors"),
        ("Shelter kits", "Rope and plastic sheets"),
        ("Legal office", "Advice about papers and land, for all"),
    ],
)
def test_everyday_services_stay_findable(
    taken: TakeFile, catalogue: CatalogueNow, nested: Nested, name: str, description: str
) -> None:
    report = taken("one.json", [described(nested, name, description)], is_of_others=True)
    (service,) = catalogue().services.values()
    assert (service.is_confidential, report.withheld) == (False, [])


def test_once_somebody_said_that_the_place_may_be_told_it_stays_told(
    taken: TakeFile, catalogue: CatalogueNow, nested: Nested
) -> None:
    refuge = described(nested, "Women’s refuge", "Rooms")
    (remark,) = taken("one.json", [refuge], is_of_others=True).withheld
    taken("one.json", [refuge], is_of_others=True, told=[remark.field])
    (place,) = catalogue().locations.values()
    assert place.latitude is not None
    assert taken("one.json", [refuge], is_of_others=True).unchanged == 1
    (service,) = catalogue().services.values()
    assert not service.is_confidential


def test_a_hospital_keeps_its_place_beside_what_is_withheld_there(
    taken: TakeFile, catalogue: CatalogueNow, nested: Nested
) -> None:
    hospital, refuge = (described(nested, name, "Open") for name in ("Hospital", "Refuge"))
    taken("one.json", [hospital, {**refuge, "id": "2"}], is_of_others=True)
    now = catalogue()
    (place,) = now.locations.values()
    assert place.latitude is not None
    (withheld,) = (service for service in now.services.values() if service.is_confidential)
    assert withheld.id not in now.search(place.name.said("en"))


def test_a_column_that_says_no_lets_the_place_be_told(read: ReadFile) -> None:
    rows = 'id,name,what,place,confidential\n1,"Women’s refuge",Rooms,"Big house",no\n2,"Refuge",Rooms,"Big hall",\n'
    batch = read("services.csv", rows, is_of_others=True)
    assert [service.is_place_told for service in batch.services.values()] == [True, False]
    assert len(batch.withheld) == 1


def test_what_runs_a_hidden_service_leads_nowhere_either(
    taken: TakeFile, catalogue: CatalogueNow, nested: Nested
) -> None:
    owner = {"id": "o1", "name": "Example Org", "description": "We help. Take bus 4 to the mill and ask for Rosa."}
    taken("one.json", [described(nested, "Refuge", "Rooms", organization=owner)], is_of_others=True)
    (organization,) = catalogue().organizations.values()
    assert organization.description.by_language == {"en": "We help."}


def test_without_the_words_of_the_organisation_no_place_is_told(read: ReadFile, nested: Nested, needs: Needs) -> None:
    hospital = described(nested, "General hospital", "Open")
    assert read("one.json", [hospital], is_of_others=True).withheld == {}
    bare = replace(needs, refuges=NOT_KNOWN)
    (why,) = read("two.json", [hospital], is_of_others=True, needs=bare).withheld.values()
    assert FILE in why


def test_the_words_are_those_of_the_organisation_and_what_only_sounds_like_them_is_harmless(tmp_path: Path) -> None:
    (tmp_path / FILE).parent.mkdir()
    names = 'hiding = ["undisclosed"]\neveryday = ["school*"]\n'
    (tmp_path / FILE).write_text(f'{names}[words]\nxx = ["nest", "*burg*"]\n[harmless]\nen = ["nest egg"]\n')
    found, problems = read_refuges(tmp_path)
    assert problems == []
    assert [found.first_in([said]) for said in ("A Nést egg", "Our nest", "Hamburger", "Undisclozed")] == [
        *("", "nest", "hamburger", "undisclozed"),
    ]
    assert found.is_everyday("Schoolhouse")


def test_a_content_folder_without_the_words_is_warned_about(tmp_path: Path) -> None:
    found, (problem,) = read_refuges(tmp_path)
    assert (found.are_known, problem.is_warning) == (False, True)
