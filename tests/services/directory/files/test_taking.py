"""Taking a file: new, updated, as it was; never doubled; translations stay; editors' changes stay."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Concatenate, Protocol

import pytest

from services import enrolment
from services.directory import feedback, records
from services.directory.catalogue import ServiceCatalogue
from services.directory.files.report import ImportReport
from services.documents import Seen
from services.editing import editing
from services.editing.editing import Edited, ServiceChanged
from services.enrolment import NotAnEditor
from services.request import Request
from services.store import Store
from storage.engine import Database
from tests.support.directory.some_services import RUNTIME
from tests.support.directory.source_files import CatalogueNow, Nested, ReadFile, TakeFile
from tests.support.meetings.meeting_room import content
from tests.support.vaults import Vault

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
FEATURE: dict[str, Any] = {
    "type": "Feature",
    "id": 7,
    "properties": {
        "locationName": "market",
        "partnerName": "Example Org",
        "activity": 5,
        "activityCategory": "HEALTH",
        "activityName": "Health Services",
        "startDate": "2026-02-01",
        "endDate": "2026-12-31",
        "indicators": {"Doctor": 1, "Surgery": 0},
        "3. Intake Criteria": {"Open to all": True},
        "6. Availability": {"Every Day": True},
        "7. Availability Day": {"Sun-Thurs": True},
        "8. Office Open at": {"8:30am": True, "13:00pm": True},
        "9. Office close at": {"Close at 17:00pm": True},
    },
    "geometry": {"type": "Point", "coordinates": [0.2, 0.1]},
}
ARABIC = {
    **FEATURE,
    "properties": {
        "locationName": "السوق",
        "partnerName": "Example Org",
        "activity": 5,
        "activityCategory": "الصحة",
        "activityName": "الخدمات الصحية",
        "indicators": {"طبيب": 1},
        "6. مدى التوفر": {"كل يوم": True},
        "7. تاريخ التوفر": {"الأحد-الخميس": True},
    },
}

Rule = Callable[Concatenate[Request, Seen[str], ...], Edited]


class Edit(Protocol):
    """An editor does something, standing before the service as it is."""

    def __call__(self, catalogue: ServiceCatalogue, rule: Rule, *more: str, chat: int = ...) -> Edited: ...


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.taken, report.updated, report.unchanged, len(report.skipped)


def test_a_second_import_changes_nothing_and_a_changed_file_updates(
    taken: TakeFile, nested: Nested, catalogue: CatalogueNow
) -> None:
    assert counts(taken("a.json", [nested])) == (1, 0, 0, 0)
    assert counts(taken("a.json", [nested])) == (0, 0, 1, 0)
    changed = {**nested, "description": "Somebody who listens"}
    assert counts(taken("a.json", [changed])) == (0, 1, 0, 0)
    (service,) = catalogue().services.values()
    assert service.description.said("en") == "Somebody who listens"


def test_what_the_file_does_not_have_any_more_stays_and_is_counted(
    taken: TakeFile, nested: Nested, catalogue: CatalogueNow
) -> None:
    taken("a.json", [nested, {**nested, "id": "other"}])
    assert taken("a.json", [nested]).missing == 1
    assert len(catalogue().services) == 2


def test_a_dry_run_reports_and_changes_nothing(taken: TakeFile, nested: Nested, catalogue: CatalogueNow) -> None:
    assert counts(taken("a.json", [nested], dry=True)) == (1, 0, 0, 0)
    assert catalogue().services == {}


def test_a_broken_file_leaves_what_is_in_use(taken: TakeFile, nested: Nested, catalogue: CatalogueNow) -> None:
    taken("a.json", [nested])
    before = catalogue().services
    with pytest.raises(Exception, match="not JSON"):
        taken("a.json", '[{"id": ')
    assert catalogue().services == before


def test_features_are_read_by_the_documented_mapping(read: ReadFile) -> None:
    other = {**FEATURE, "properties": {**FEATURE["properties"], "activity": 6, "activityName": "Cash For Rent"}}
    batch = read("features.geojson", {"type": "FeatureCollection", "features": [FEATURE, other, {"type": "Feature"}]})
    first, second = batch.services.values()
    assert (first.needs, second.needs) == (("health",), ("shelter", "health"))
    assert batch.setting.needs.named("Psychosocial & mental health services") == "mind"
    assert first.description.said("en") == "Doctor"
    assert first.schedules[0].byday == "MO,TU,WE,TH,SU"
    assert str(first.schedules[0].opens_at) == "08:30:00"
    assert str(first.schedules[0].closes_at) == "17:00:00"
    place = batch.locations[first.locations[0].location]
    assert (place.latitude, place.longitude, place.zone) == (0.1, 0.2, "market")
    assert [each.where for each in batch.report.skipped] == ["feature 3"]


def test_a_file_in_another_language_adds_its_texts_and_doubles_nothing(
    taken: TakeFile, catalogue: CatalogueNow
) -> None:
    taken("en.json", [FEATURE])
    assert counts(taken("ar.json", [ARABIC], language="ar")) == (0, 1, 0, 0)
    assert counts(taken("ar.json", [ARABIC], language="ar")) == (0, 0, 1, 0)
    assert counts(taken("en.json", [FEATURE])) == (0, 0, 1, 0)
    (service,) = catalogue().services.values()
    assert (service.name.said("en"), service.name.said("ar")) == ("Health Services", "الخدمات الصحية")
    assert service.schedules[0].closes_at is not None
    assert next(iter(catalogue().search("الخدمات الصحيه"))) == service.id


def test_what_has_ended_or_is_old_is_taken_and_said_not_to_be_shown(taken: TakeFile, catalogue: CatalogueNow) -> None:
    old = {**FEATURE, "properties": {**FEATURE["properties"], "startDate": "2014-01-01", "endDate": "2014-12-31"}}
    assert taken("old.json", [old]).hidden == 1
    assert [service.status for service in catalogue().services.values()] == ["inactive"]
    assert taken("old.json", [old], checked=NOW.date()).hidden == 0
    assert list(catalogue().shown(NOW.date()))


@pytest.fixture
def edit(database: Database, vault: Vault) -> Edit:
    with database.writing() as session:
        code = enrolment.new_code(Store(session, RUNTIME), enrolment.EDITOR, "Dilan", (), NOW)
        enrolment.enrol(Store(session, RUNTIME), code, 5, "en", NOW)

    def do(catalogue: ServiceCatalogue, rule: Rule, *more: str, chat: int = 5) -> Edited:
        (service,) = catalogue.services.values()
        with database.writing() as session:
            version = records.version_of(service, *catalogue.places(service))
            return rule(Request(session, RUNTIME, content(), chat, NOW), Seen(service.id, version), *more)

    return do


def test_what_an_editor_changed_stays_until_the_file_is_checked_later(
    taken: TakeFile, nested: Nested, catalogue: CatalogueNow, edit: Edit
) -> None:
    taken("a.json", [nested])
    edit(catalogue(), editing.change, "cost", "en", "One coin")
    report = taken("a.json", [{**nested, "name": "Renamed"}])
    assert counts(report) == (0, 0, 0, 1)
    assert "an editor changed it here on 2026-03-10" in report.skipped[0].why
    assert counts(taken("a.json", [{**nested, "assured_date": "2026-03-11"}])) == (0, 1, 0, 0)
    (service,) = catalogue().services.values()
    assert service.fees.said("en").startswith("Free")
    edit(catalogue(), editing.change, "cost", "en", "One coin")
    assert counts(taken("a.json", [nested], overwrite=True)) == (0, 1, 0, 0)


def test_changing_where_it_is_moves_this_service_alone(
    taken: TakeFile, nested: Nested, catalogue: CatalogueNow, edit: Edit
) -> None:
    other = {**nested, "id": "other", "service_at_locations": nested["service_at_locations"]}
    taken("a.json", [nested])
    edit(catalogue(), editing.change, "zone", "en", "river")
    taken("b.json", [other])
    found = catalogue()
    zones = {service.id: found.zones(service) for service in found.services.values()}
    assert zones.pop(nested["id"]) == ["river"]
    assert list(zones.values()) == [["north"]]


def test_only_editors_edit_and_only_what_they_saw(
    taken: TakeFile, nested: Nested, catalogue: CatalogueNow, edit: Edit
) -> None:
    taken("a.json", [nested])
    seen = catalogue()
    with pytest.raises(NotAnEditor):
        edit(seen, editing.confirm, chat=6)
    edit(seen, editing.confirm)
    with pytest.raises(ServiceChanged):
        edit(seen, editing.confirm)


def test_a_check_settles_what_people_said_but_not_that_they_were_refused(
    taken: TakeFile, nested: Nested, catalogue: CatalogueNow, edit: Edit, database: Database
) -> None:
    taken("a.json", [nested])
    with database.writing() as session:
        for kind in (feedback.CLOSED, *[feedback.REFUSED] * 5):
            feedback.say(Store(session, RUNTIME), nested["id"], kind, NOW - timedelta(days=1))
    edit(catalogue(), editing.confirm)
    with database.reading() as session:
        said = feedback.said_lately(Store(session, RUNTIME), nested["id"], NOW + timedelta(weeks=1))
        assert [each.kind for each in said] == [feedback.REFUSED]


def test_no_later_file_tells_where_a_confidential_service_is(
    taken: TakeFile, nested: Nested, catalogue: CatalogueNow
) -> None:
    """Another service at the same place brings its address along; what was said to be confidential stays so."""
    taken("one.json", [{**nested, "is_confidential": True}])
    other = {**nested, "id": "another", "name": "Another"}
    taken("two.json", [other])
    (place,) = catalogue().locations.values()
    assert (place.latitude, place.longitude, place.address.by_language) == (None, None, {})
    assert (place.description.by_language, place.transportation.by_language) == ({}, {})


def test_a_translation_that_calls_it_confidential_hides_the_place_and_the_way_there_in_every_language(
    taken: TakeFile, nested: Nested, catalogue: CatalogueNow
) -> None:
    place = nested["service_at_locations"][0]["location"]
    place["addresses"][0] |= {"address_1": "12 Hidden Lane", "city": "Town"}
    nested["description"] = "Somebody listens. Ask at 12 Hidden Lane."
    taken("a.json", [nested])
    arabic = {**nested, "name": "غرفة", "description": "مأوى سري. العنوان: شارع الجامعة."}
    taken("b.json", [arabic], language="ar")
    (service,) = catalogue().services.values()
    (kept,) = catalogue().locations.values()
    assert service.is_confidential
    assert service.description.by_language == {"en": "Somebody listens.", "ar": "مأوى سري."}
    assert (kept.latitude, kept.address.by_language) == (None, {})


def test_what_stands_beside_the_hours_of_a_feature_is_kept_and_hours_nobody_can_read_are_unknown(
    read: ReadFile,
) -> None:
    beside = {**FEATURE["properties"], "8. Office Open at": {"8:30am": True, "by appointment only": True}}
    beside["8. Office Open at"] = {"8:30am by appointment only": True}
    unread = {**FEATURE["properties"], "8. Office Open at": "2-5", "activity": 6}
    both = [{**FEATURE, "properties": each} for each in (beside, unread)]
    batch = read("features.geojson", {"type": "FeatureCollection", "features": both})
    first, second = (service.schedules[0] for service in batch.services.values())
    assert (first.is_opening, first.description.said("en").split("; ")[0]) == (True, "8:30am by appointment only")
    assert first.may_be_closed
    assert (second.is_opening, second.unclear) == (False, True)
    assert "2-5" in second.description.said("en")
    assert any("“2-5” is no time like 8:30am" in each.why for each in batch.report.left_out)
