"""Whoever writes the database without the runtime key puts no telephone number into the directory."""

from typing import Final

import pytest
from sqlalchemy import text

from services.authoring.parts import Texts
from services.directory import records
from services.directory.catalogue import ServiceCatalogue
from services.directory.marks import is_ours, is_signed_with, nothing, signing_of
from services.directory.model import LOCATION, SERVICE, Location, PhoneNumber, ServiceAtLocation, identifier
from services.directory.needs import Needs
from services.keys.sealing import RuntimeKey
from services.store import Store
from storage.engine import Database
from tests.support.directory.some_services import RUNTIME, a_service, keep
from tests.support.directory.source_files import TakeFile

CLINIC, SCHOOL, HALL = identifier(SERVICE, "clinic"), identifier(SERVICE, "school"), identifier(LOCATION, "hall")
KEYS: Final = {"clinic": CLINIC, "school": SCHOOL}
NEWER = "UPDATE directory SET revision = revision + 10"
LURES: Final = {
    "another number": "UPDATE directory SET body = replace(body, '0750 111', '0666 999') WHERE id = :clinic",
    "another text": "UPDATE directory_translations SET text = 'At the bridge' WHERE id = :clinic",
    "one more text": "INSERT INTO directory_translations VALUES ('service', :clinic, 'name', 'fr', 'Au pont')",
    "a text less": "DELETE FROM directory_translations WHERE id = :clinic",
    "no mark": "UPDATE directory SET mark = NULL WHERE id = :clinic",
    "the mark of another": "UPDATE directory SET mark = (SELECT mark FROM directory WHERE id = :school)"
    " WHERE id = :clinic",
    "the record of another": "UPDATE directory SET body = (SELECT body FROM directory WHERE id = :school),"
    " mark = (SELECT mark FROM directory WHERE id = :school) WHERE id = :clinic",
}


@pytest.fixture
def clinic_and_school(database: Database) -> None:
    hall = Location(HALL, Texts({"en": "Hall"}))
    clinic = a_service("clinic", phones=(PhoneNumber("0750 111"),), locations=(ServiceAtLocation("at", HALL),))
    keep(database, hall, clinic, a_service("school"))


def altered(database: Database, words: str) -> None:
    """As somebody does who has the database and no key."""
    with database.writing() as session:
        given = {name: value for name, value in KEYS.items() if f":{name}" in words}
        assert session.connection().execute(text(words), given).rowcount


def looked_up(database: Database, catalogue: ServiceCatalogue) -> set[str]:
    with database.reading() as session:
        catalogue.refresh(session)
    return set(catalogue.services)


@pytest.mark.usefixtures("clinic_and_school")
@pytest.mark.parametrize("lure", LURES)
def test_what_was_changed_without_the_key_is_shown_to_nobody(database: Database, lure: str) -> None:
    known = ServiceCatalogue(Needs(), is_ours(RUNTIME))
    assert looked_up(database, known) == {CLINIC, SCHOOL}
    altered(database, LURES[lure])
    altered(database, NEWER)
    for catalogue in (known, ServiceCatalogue(Needs(), is_ours(RUNTIME))):
        assert looked_up(database, catalogue) == {SCHOOL}
        assert catalogue.search("0666 999") == {}
    with database.reading() as session:
        store = Store(session, RUNTIME)
        assert records.find(store, SERVICE, CLINIC) is None
        assert len(records.doubtful(store)) == 1


@pytest.mark.usefixtures("clinic_and_school")
def test_what_another_key_has_marked_is_not_ours(database: Database) -> None:
    keep(database, a_service("bridge"), runtime=RuntimeKey.generate())
    assert looked_up(database, ServiceCatalogue(Needs(), is_ours(RUNTIME))) == {CLINIC, SCHOOL}
    with database.reading() as session:
        assert records.doubtful(Store(session, RUNTIME)) == ["Service bridge"]


@pytest.mark.usefixtures("clinic_and_school")
def test_a_place_that_was_changed_leads_nobody_there(database: Database) -> None:
    altered(database, "UPDATE directory SET body = replace(body, 'Hall', 'Bridge')")
    catalogue = ServiceCatalogue(Needs(), is_ours(RUNTIME))
    assert looked_up(database, catalogue) == {CLINIC, SCHOOL}
    assert catalogue.places(catalogue.services[CLINIC]) == []


@pytest.mark.usefixtures("clinic_and_school")
def test_what_was_taken_away_by_somebody_else_is_named(database: Database) -> None:
    altered(database, "UPDATE directory SET body = '' WHERE id = :clinic")
    assert looked_up(database, ServiceCatalogue(Needs(), is_ours(RUNTIME))) == {SCHOOL}
    with database.reading() as session:
        assert records.doubtful(Store(session, RUNTIME)) == [CLINIC]


def test_an_import_marks_nothing_that_it_did_not_bring(database: Database, taken: TakeFile) -> None:
    table = "id,name,phones\n1,Clinic,0750 111 2233\n2,School,\n"
    taken("table.csv", table)
    altered(database, "UPDATE directory SET body = replace(body, '0750 111', '0666 999')")
    taken("other.csv", "id,name,phones\n3,Kitchen,\n")
    with database.reading() as session:
        assert records.doubtful(Store(session, RUNTIME)) == ["Clinic"]
    assert taken("table.csv", table).taken == 1
    with database.reading() as session:
        assert records.doubtful(Store(session, RUNTIME)) == []
    whole = ServiceCatalogue(Needs(), is_ours(RUNTIME))
    assert len(looked_up(database, whole)) == 3
    assert len(whole.search("0750 111 2233")) == 1


@pytest.mark.usefixtures("clinic_and_school")
def test_what_is_vouched_for_as_it_lies_is_believed_from_then_on(database: Database) -> None:
    altered(database, "UPDATE directory SET mark = NULL")
    with database.writing() as session:
        records.mark_as_they_lie(Store(session, RUNTIME))
    assert looked_up(database, ServiceCatalogue(Needs(), is_ours(RUNTIME))) == {CLINIC, SCHOOL}


@pytest.mark.usefixtures("clinic_and_school")
@pytest.mark.parametrize("lure", LURES)
def test_who_knows_the_public_half_alone_is_not_lured_either(database: Database, lure: str) -> None:
    believed = is_signed_with(signing_of(RUNTIME).verify)
    assert looked_up(database, ServiceCatalogue(Needs(), believed)) == {CLINIC, SCHOOL}
    altered(database, LURES[lure])
    assert looked_up(database, ServiceCatalogue(Needs(), believed)) == {SCHOOL}
    assert looked_up(database, ServiceCatalogue(Needs(), nothing)) == set()


@pytest.mark.usefixtures("clinic_and_school")
def test_marks_of_before_are_signed_and_nothing_else_is(database: Database) -> None:
    altered(database, "UPDATE directory SET mark = substr(mark, 1, 32)")
    altered(database, LURES["another number"])
    believed = is_signed_with(signing_of(RUNTIME).verify)
    assert looked_up(database, ServiceCatalogue(Needs(), believed)) == set()
    with database.writing() as session:
        records.sign_what_is_ours(Store(session, RUNTIME))
    assert looked_up(database, ServiceCatalogue(Needs(), believed)) == {SCHOOL}
