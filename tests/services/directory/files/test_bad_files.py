"""Files that are broken, hostile or huge: a clear sentence with the place, and nothing of them is used."""

import io
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from services.directory.files.batch import ImportSetting
from services.directory.files.report import SourceUnusable
from services.directory.files.source_files import MOST_BYTES, SMALL
from tests.support.directory.source_files import Nested, ReadFile
from tests.support.torn_archives import torn, zipped

BOMB = zipped(services_csv=b"id,name\n" + b"0" * (2 * SMALL))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("broken.json", '[{"id": 1,\n "name": }]', "line 2, column 10"),
        ("deep.json", "[" * 200_000, "nested too deeply"),
        ("latin.json", '{"name": "école"}'.encode("latin-1"), "line 1 is not UTF-8"),
        ("excel.csv", "id,name\n1,عيادة\n".encode("cp1256"), "line 2 is not UTF-8"),
        ("numbers.json", '[{"name": NaN}]', "number that is none"),
        ("empty.json", "[]", "no service"),
        ("other.json", '{"a": [1, 2]}', "no service"),
        ("empty.csv", "", "no row below headings"),
        ("other.csv", "a,b\n1,2\n", "no row below headings"),
        ("quote.csv", 'id,name\n1,"' + "x" * 300_000, "breaks off"),
        ("binary.csv", b"\0\1\2", "not a text file"),
        ("bomb.zip", BOMB, "zip bomb"),
        ("bomb.xlsx", BOMB, "zip bomb"),
        ("nested.zip", zipped(inner_zip=BOMB), "archive inside"),
        ("broken.zip", b"PK\3\4 and nothing", "damaged"),
        ("torn.zip", torn(zipped(services_csv=b"id,name\n1,Clinic\n")), "damaged"),
        ("broken.xlsx", b"not a workbook", "not a workbook that can be read"),
        ("half.xlsx", zipped(hello_txt=b"hello"), "not a workbook that can be read"),
        ("empty.zip", zipped(a_txt=b"", b_txt=b""), "no services.csv"),
        ("picture.png", b"\x89PNG", "not known"),
    ],
)
def test_it_is_refused_with_a_sentence_that_helps(read: ReadFile, name: str, data: str | bytes, said: str) -> None:
    with pytest.raises(SourceUnusable) as refused:
        read(name, data)
    assert said in refused.value.sentence
    assert name.rsplit(".", 1)[0] in refused.value.sentence
    assert refused.value.remedy


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path, setting: ImportSetting) -> None:
    from services.directory.files.importing import read_source

    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(SourceUnusable, match="at most 64 MB"):
        read_source(path, setting)
    with pytest.raises(SourceUnusable, match="no such file"):
        read_source(tmp_path / "missing.json", setting)


def test_objects_of_wrong_kinds_are_passed_over_one_by_one(read: ReadFile, nested: Nested) -> None:
    strange = [
        nested,
        None,
        5,
        {"name": ["a", "list"]},
        {"id": "x", "name": "Strange", "phones": "000", "schedules": [1, {"freq": "DAILY", "opens_at": "late"}]},
        {"id": "y", "name": "Late", "assured_date": "yesterday", "minimum_age": -5, "status": "open"},
        {"id": "z", "name": "Half \ud800 letter\u202e\0", "service_at_locations": [{"id": "at"}, "there"]},
    ]
    batch = read("strange.json", json.dumps(strange))
    assert [service.name.said("en") for service in batch.services.values()] == [
        "Community counselling",
        "Strange",
        "Late",
        "Half  letter",
    ]
    assert [(each.where, each.field) for each in batch.report.skipped] == [("[3]", "name")]
    fields = {(each.where, each.field) for each in batch.report.left_out}
    assert {("[4]", "phones"), ("[4]", "schedules.freq"), ("[4]", "schedules.opens_at")} <= fields
    assert {("[5]", "assured_date"), ("[5]", "minimum_age"), ("[5]", "status")} <= fields
    assert any(where.startswith("[6].service_at_locations[0]") for where, _ in fields)


def test_an_identifier_that_is_used_twice_is_said_with_both_places(read: ReadFile, nested: Nested) -> None:
    report = read("twice.json", [nested, nested, {**nested, "name": "Another"}]).report
    assert [each.sentence for each in report.skipped] == [
        "[1], id: the same as [0]",
        "[2], id: this identifier is used before, at [0]",
    ]


def test_formulas_are_left_out_and_the_rest_of_the_row_is_taken(read: ReadFile) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["name::en", "what::en", "phones", "cost::en"])
    sheet.append(["Clinic", "=HYPERLINK(1)", 770, "=1+1"])
    written = io.BytesIO()
    workbook.save(written)
    for batch in (
        read("formula.xlsx", written.getvalue()),
        read("formula.csv", "name::en,what::en,phones,cost::en\nClinic,=HYPERLINK(1),770,=1+1\n"),
    ):
        (service,) = batch.services.values()
        assert service.phones[0].number == "770"
        assert not service.description.by_language
        assert [each.field for each in batch.report.left_out] == ["what::en", "cost::en"]
        assert "formula" in batch.report.left_out[0].why


def test_a_report_of_a_file_that_is_wrong_from_end_to_end_comes_to_an_end(read: ReadFile) -> None:
    rows = "".join(f"S{number},nonsense\n" for number in range(3000))
    report = read("wrong.csv", "name,hours\n" + rows).report
    assert len(list(report.sentences())) < 2100
    assert report.more == 1000
