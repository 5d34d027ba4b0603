"""The simple spreadsheet: the template that is given out can be filled in and read back, row by row."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

from openpyxl import load_workbook

from services.directory.files.batch import ImportSetting
from services.directory.files.pack import Pack
from services.directory.files.report import ImportReport
from services.directory.files.spreadsheet_columns import COLUMNS, headings, template
from services.directory.files.taking import take_as_own
from services.directory.needs import Needs
from services.store import Store
from storage.engine import Database
from tests.services.directory.conftest import CONTENT, LANGUAGES, TODAY
from tests.support.directory.some_services import RUNTIME
from tests.support.directory.source_files import CatalogueNow, ReadFile, TakeFile


def test_the_template_explains_every_column_and_its_example_can_be_imported(
    read: ReadFile, setting: ImportSetting
) -> None:
    written = template(LANGUAGES, setting.needs, setting.zones)
    workbook = load_workbook(io.BytesIO(written))
    explained = {str(row[0].value) for row in workbook["columns"].iter_rows()}
    assert set(COLUMNS) <= explained
    assert {f"zone: {zone.name}" for zone in setting.zones} <= explained
    assert [cell.value for cell in workbook["services"][1]] == headings(LANGUAGES)
    batch = read("template.xlsx", written)
    assert batch.report.skipped == batch.report.left_out == []
    (service,) = batch.services.values()
    assert (service.is_example, service.assured) == (True, TODAY)


def test_what_cannot_be_read_is_said_by_row_and_column_and_the_rest_is_taken(read: ReadFile) -> None:
    table = (
        "id;name::Arabic (ar);name;needs;zone;hours;checked;colour;latitude;audiences;status\n"
        "1;عيادة;Clinic;doctor, magic;Market and bus stop (example);Mo 8-9;2026-03-01;green;95;women, cats;active\n"
        ";;;;;;;;;;\n"
        "2;;;health;;;;;;;\n"
        "3;;Well;water;moon;sometimes;01/03/2026;;0,5;;broken\n"
    )
    batch = read("table.csv", table)
    clinic, well = batch.services.values()
    assert (clinic.name.said("en"), clinic.name.said("ar")) == ("Clinic", "عيادة")
    assert (clinic.needs, clinic.audiences, clinic.assured) == (("health",), ("women",), date(2026, 3, 1))
    assert (well.status, well.assured) == ("inactive", None)
    assert [each.sentence for each in batch.report.skipped] == ["line 4, name: a service needs a name"]
    assert {(each.where, each.field) for each in batch.report.left_out} == {
        ("headings", "colour"),
        ("line 2", "needs"),
        ("line 2", "latitude"),
        ("line 2", "audiences"),
        ("line 5", "zone"),
        ("line 5", "hours"),
        ("line 5", "checked"),
        ("line 5", "status"),
    }


def test_a_row_without_an_identifier_stays_the_same_service(taken: TakeFile, catalogue: CatalogueNow) -> None:
    for cost in ("Free", "One coin"):
        taken("table.csv", f"name,organization,zone,cost\nClinic,Org,north,{cost}\nClinic,Org,river,Free\n")
    services = catalogue().services.values()
    assert sorted(service.fees.said("en") for service in services) == ["Free", "One coin"]


def taken_as_own(database: Database, pack: Pack, now: datetime) -> ImportReport:
    """What came of taking them in, as a start does."""
    batch = pack.read_if_untouched(database, now)
    assert batch is not None
    with database.writing() as session:
        take_as_own(Store(session, RUNTIME), batch)
    return batch.report


def test_the_example_services_are_whole_in_every_language_and_load_once(
    database: Database, needs: Needs, setting: ImportSetting, catalogue: CatalogueNow
) -> None:
    assert Pack(CONTENT, LANGUAGES, needs, setting.zones).problems(TODAY) == []
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    report = taken_as_own(database, Pack(CONTENT, LANGUAGES, needs, setting.zones), now)
    assert report.taken == 25
    again = taken_as_own(database, Pack(CONTENT, LANGUAGES, needs, setting.zones), now)
    assert (again.taken, again.unchanged) == (0, 25)
    found = catalogue()
    covered = {need for service in found.services.values() for need in service.needs}
    assert covered == {need.key for need in needs.needs}
    for service in found.services.values():
        assert service.is_example
        assert "(example)" in service.name.said("en")
        assert all(phone.number == "000" for phone in service.phones)


def test_examples_go_when_the_organisation_has_services_of_its_own(
    tmp_path: Path, database: Database, needs: Needs, setting: ImportSetting, catalogue: CatalogueNow
) -> None:
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    taken_as_own(database, Pack(CONTENT, LANGUAGES, needs, setting.zones), now)
    with_examples = catalogue()
    assert with_examples.search("kitchen")
    (tmp_path / "services").mkdir()
    (tmp_path / "services/services.csv").write_text("id,name,needs,checked\n1,Our clinic,health,2026-03-01\n")
    report = taken_as_own(database, Pack(tmp_path, ("en",), needs, setting.zones), now)
    assert report.taken == 1
    with database.reading() as session:
        with_examples.refresh(session)
    for found in (with_examples, catalogue()):
        assert [service.name.said("en") for service in found.services.values()] == ["Our clinic"]
        assert found.search("kitchen") == {}
    assert Pack(CONTENT, LANGUAGES, needs, setting.zones).read_if_untouched(database, now) is None


def test_the_check_names_missing_languages_dead_references_and_old_dates(
    tmp_path: Path, needs: Needs, setting: ImportSetting
) -> None:
    folder = tmp_path / "services"
    folder.mkdir()
    (folder / "services.csv").write_text(
        "name::en,name::ar,needs,zone,checked,what::en\n"
        f"Clinic,,health,nowhere,2024-01-01,{'long ' * 900}\nWell,بئر,water,north,2026-03-01,\n",
        encoding="utf-8",
    )
    problems = Pack(tmp_path, ("en", "ar"), needs, setting.zones).problems(TODAY)
    said = "\n".join(problem.sentence for problem in problems)
    for part in ("no zone of the site", "has no ar", "not shown", "do not fit one message"):
        assert part in said
    (folder / "services.csv").write_bytes(b"name\n\xff")
    (problem,) = Pack(tmp_path, ("en",), needs, setting.zones).problems(TODAY)
    assert "not UTF-8" in problem.sentence


def test_what_is_no_telephone_number_is_named_and_not_shown(
    read: ReadFile, tmp_path: Path, setting: ImportSetting
) -> None:
    wrong = ["2026-11-30", "https://x.y/12345678", "US$ 1000000", "36.19"]
    table = f'name,needs,phones\nClinic,health,"{", ".join(wrong)}, 000 111 2222"\n'
    batch = read("table.csv", table)
    (service,) = batch.services.values()
    assert [each.number for each in service.phones] == ["000 111 2222"]
    told = [f"line 2, phones: “{each}” is no telephone number" for each in wrong]
    assert [each.sentence for each in batch.report.left_out] == told
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "services.csv").write_text(table, "utf-8")
    problems = Pack(tmp_path, LANGUAGES, setting.needs, setting.zones).problems(TODAY)
    assert [each.rule for each in problems if "telephone" in each.rule] == [why.split(": ", 1)[1] for why in told]
