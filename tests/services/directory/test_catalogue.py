"""The copy in memory: it follows every change, and reads nothing again where nothing changed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypedDict, Unpack

from services.authoring.parts import Texts
from services.directory import finding, records
from services.directory.card import card
from services.directory.catalogue import AT_ONCE, ServiceCatalogue
from services.directory.finding import ServiceWish
from services.directory.model import (
    LOCATION,
    ORGANIZATION,
    SERVICE,
    Location,
    Organization,
    ServiceAtLocation,
    identifier,
)
from services.directory.needs import OTHER, Needs
from services.recurrence.wall_time import WallTime
from services.store import Store
from storage import directory as rows
from storage.engine import Database
from tests.support.directory.believing import as_it_lies
from tests.support.directory.some_services import CHECKED, RUNTIME, a_service, keep, many

NOON = WallTime.parse("2026-03-10T12:00")
CARD_DAY = datetime(2026, 3, 10, 12, tzinfo=UTC)


class Wish(TypedDict, total=False):
    """What somebody looks for; the rest does not matter to them."""

    need: str
    zone: str
    audience: str
    open_now: bool
    text: str


def found(database: Database, catalogue: ServiceCatalogue, **wish: Unpack[Wish]) -> list[str]:
    with database.reading() as session:
        page = finding.find(session, catalogue, ServiceWish(**wish), 0, NOON)
    return [each.service.name.said("en") for each in page.shown]


def test_what_is_kept_comes_back_as_it_was(database: Database) -> None:
    things = list(many(9))
    keep(database, *things)
    with database.reading() as session:
        again = records.everything(Store(session, RUNTIME))
    assert sorted(again, key=lambda thing: thing.id) == sorted(things, key=lambda thing: thing.id)


def test_a_change_is_found_under_its_new_words_and_not_under_the_old(database: Database, needs: Needs) -> None:
    catalogue = ServiceCatalogue(needs, as_it_lies)
    service = a_service(name=Texts({"en": "Bakery"}))
    keep(database, service)
    assert found(database, catalogue, text="bakery") == ["Bakery"]
    keep(database, replace(service, name=Texts({"en": "Tailor"})))
    assert found(database, catalogue, text="bakery") == []
    assert found(database, catalogue, text="tailor") == ["Tailor"]


def test_only_what_changed_is_read_again(database: Database, needs: Needs) -> None:
    catalogue = ServiceCatalogue(needs, as_it_lies)
    keep(database, *many(20))
    assert found(database, catalogue)
    with database.reading() as session:
        latest = rows.revision(session)
    keep(database, a_service("new"))
    with database.reading() as session:
        assert len(rows.records_since(session, latest)) == 1
    assert found(database, catalogue, text="new") == ["Service new"]


def test_an_index_full_of_old_words_is_made_anew(database: Database, needs: Needs) -> None:
    catalogue = ServiceCatalogue(needs, as_it_lies)
    for number in range(12):
        keep(database, a_service(name=Texts({"en": f"Name number{number}"})))
        assert found(database, catalogue, text=f"number{number}") == [f"Name number{number}"]
    assert found(database, catalogue, text="name") == ["Name number11"]


def test_a_place_that_changes_changes_what_its_services_are_found_by(database: Database, needs: Needs) -> None:
    catalogue = ServiceCatalogue(needs, as_it_lies)
    place = Location(identifier(LOCATION, "p"), Texts({"en": "Mosque"}), zone="north")
    keep(database, place, a_service(locations=(ServiceAtLocation("at", place.id),)))
    assert found(database, catalogue, text="mosque")
    assert found(database, catalogue, zone="north")
    keep(database, replace(place, name=Texts({"en": "Library"}), zone="river"))
    assert found(database, catalogue, text="library")
    assert not found(database, catalogue, zone="north")


def test_an_older_copy_of_the_database_is_read_anew(database: Database, needs: Needs) -> None:
    catalogue = ServiceCatalogue(needs, as_it_lies)
    keep(database, a_service("one"))
    keep(database, a_service("two"))
    assert len(found(database, catalogue)) == 2
    with database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM directory WHERE revision = 2")
    assert found(database, catalogue) == ["Service one"]


def test_what_ended_or_is_too_old_is_not_shown(database: Database, needs: Needs) -> None:
    catalogue = ServiceCatalogue(needs, as_it_lies)
    keep(
        database,
        a_service("fresh"),
        a_service("ended", status="defunct"),
        a_service("old", assured=date(2025, 1, 1)),
        a_service("never", assured=None),
    )
    assert sorted(found(database, catalogue)) == ["Service fresh", "Service never"]


def test_the_nearest_come_first(database: Database, needs: Needs) -> None:
    catalogue = ServiceCatalogue(needs, as_it_lies)
    keep(database, *many(50))
    with database.reading() as session:
        near = finding.nearest(session, catalogue, ServiceWish(), (0.0031, 0.0), NOON)
    distances = [each.km for each in near]
    assert len(near) == finding.NEAREST
    assert distances == sorted(distances, key=lambda km: km or 0)
    assert distances[0] is not None
    assert distances[0] < 0.02


def test_somebody_asked_for_comes_before_everybody(database: Database, needs: Needs) -> None:
    catalogue = ServiceCatalogue(needs, as_it_lies)
    keep(database, a_service("all"), a_service("women", audiences=("women",)), a_service("men", audiences=("men",)))
    assert found(database, catalogue, audience="women") == ["Service women", "Service all"]
    assert NOON.day > CHECKED


def test_of_doctors_the_one_that_is_open_at_night_is_first_when_it_is_night(database: Database, needs: Needs) -> None:
    """Though all the others answer the word better, and by day nothing of it shows."""
    by_day = [
        a_service(key, "Mo-Su 08:00-14:00", name=Texts({"en": f"Doctor {key}"}), needs=("health",))
        for key in ("one", "two", "three", "four")
    ]
    night = a_service(
        "night", "Mo-Su 20:00-24:00", name=Texts({"en": "Night ward"}), needs=("health",),
        description=Texts({"en": "A nurse, and a doctor who comes"}),
    )  # fmt: skip
    keep(database, *by_day, night)
    catalogue = ServiceCatalogue(needs, as_it_lies)
    with database.reading() as session:
        first = [
            [each.service.name.said("en") for each in finding.find(session, catalogue, wish, 0, wall).shown]
            for wall in (WallTime.parse("2026-03-10T22:00"), WallTime.parse("2026-03-10T10:00"))
            for wish in (ServiceWish(text="doctor"), ServiceWish(need="health"))
        ]
    assert [names[0] for names in first[:2]] == ["Night ward", "Night ward"], "at ten in the evening"
    assert not any("Night ward" in names for names in first[2:]), "at ten in the morning"


def test_what_has_no_place_is_for_every_zone(database: Database, needs: Needs) -> None:
    tent = Location(identifier(LOCATION, "tent"), Texts({"en": "Tent"}), zone="tents")
    there = (ServiceAtLocation(identifier("at", "tent"), tent.id),)
    line = a_service("line", name=Texts({"en": "Line"}))
    keep(database, tent, line, a_service("kitchen", name=Texts({"en": "Kitchen"}), locations=there))
    catalogue = ServiceCatalogue(needs, as_it_lies)
    assert set(found(database, catalogue, zone="tents")) == {"Line", "Kitchen"}
    assert found(database, catalogue, zone="river") == ["Line"]


def test_a_source_that_is_known_is_named_in_every_language(database: Database, needs: Needs) -> None:
    name = Texts({"en": "Example team", "ar": "فريق المثال"})
    keep(database, Organization(identifier(ORGANIZATION, "team"), name), a_service(source="Example team"))
    keep(database, a_service("other", source="A passer-by"))
    catalogue = ServiceCatalogue(needs, as_it_lies)
    with database.reading() as session:
        told = [
            card(Store(session, RUNTIME), catalogue, identifier(SERVICE, key), "UTC", CARD_DAY).source.said("ar")
            for key in ("one", "other")
        ]
    assert told == ["فريق المثال", "A passer-by"]


def test_the_nearest_are_looked_for_among_what_fits(database: Database, needs: Needs) -> None:
    """Nobody is sent to a closed door, nor to a school when they asked for a doctor, because it is near."""
    catalogue = ServiceCatalogue(needs, as_it_lies)
    places = [
        Location(identifier(LOCATION, key), Texts({"en": key}), latitude=north, longitude=0.0)
        for key, north in (("here", 0.0), ("near", 0.001), ("far", 0.01))
    ]
    at = [(ServiceAtLocation(identifier("at", place.id), place.id),) for place in places]
    keep(
        database,
        *places,
        a_service("closed", "Sa 08:00-09:00", locations=at[0]),
        a_service("school", needs=("education",), locations=at[1]),
        a_service("doctor", locations=at[2]),
    )
    wish = ServiceWish(need="health", open_now=True)
    with database.reading() as session:
        near = finding.nearest(session, catalogue, wish, (0.0, 0.0), NOON)
    assert [each.service.name.said("en") for each in near] == ["Service doctor"]


def test_how_many_there_are_is_counted_for_each_need_whatever_need_was_asked_for(
    database: Database, needs: Needs
) -> None:
    catalogue = ServiceCatalogue(needs, as_it_lies)
    keep(
        database,
        a_service("one"),
        a_service("two", needs=("health", "education")),
        a_service("women", audiences=("women",)),
        a_service("men", audiences=("men",)),
        a_service("something", needs=()),
    )
    wish = ServiceWish(need="education", audience="women", text="one")
    with database.reading() as session:
        counts = finding.how_many_by_need(session, catalogue, wish, NOON)
    assert counts == {"health": 3, "education": 1, OTHER: 1}


def test_an_import_keeps_nobody_waiting_and_is_known_once_it_is_built_anew(database: Database, needs: Needs) -> None:
    """Until then the answers are those of before, and what is put right meanwhile is in them after the change-over."""
    catalogue = ServiceCatalogue(needs, as_it_lies)
    keep(database, a_service("one"))
    assert found(database, catalogue) == ["Service one"]
    keep(database, *many(AT_ONCE + 1))
    assert found(database, catalogue) == ["Service one"]
    assert catalogue.is_behind
    with database.reading() as session:
        fresh = catalogue.built_anew(session)
    keep(database, a_service("late"))
    assert found(database, catalogue) == ["Service one"]
    catalogue.take_over(fresh)
    assert found(database, catalogue, text="late") == ["Service late"]
    assert len(catalogue.services) == AT_ONCE + 3
    assert not catalogue.is_behind


def test_also_the_first_import_into_an_empty_directory_keeps_nobody_waiting(database: Database, needs: Needs) -> None:
    catalogue = ServiceCatalogue(needs, as_it_lies)
    assert found(database, catalogue) == []
    keep(database, *many(AT_ONCE + 1))
    assert found(database, catalogue) == []
    assert catalogue.is_behind


def test_a_name_that_changes_for_very_many_services_is_found_once_it_is_built_anew(
    database: Database, needs: Needs
) -> None:
    catalogue = ServiceCatalogue(needs, as_it_lies)
    team = Organization(identifier(ORGANIZATION, "team"), Texts({"en": "Team"}))
    keep(database, team, *(a_service(f"s{each}", organization=team.id) for each in range(AT_ONCE + 1)))
    assert len(found(database, catalogue, text="team")) > 0
    keep(database, replace(team, name=Texts({"en": "Solidarity"})))
    assert found(database, catalogue, text="solidarity") == []
    assert catalogue.is_behind
    with database.reading() as session:
        catalogue.take_over(catalogue.built_anew(session))
    assert len(found(database, catalogue, text="solidarity")) > 0
