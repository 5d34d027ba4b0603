"""Files as people save them: any ending, commas or semicolons; tables and places beside a form."""

import json
from datetime import date
from pathlib import Path

import pytest

from services.forms import FormBroken, FormRule, Interview, load_form
from services.forms.xlsform.files import is_form_file
from tests.support.forms.form_tables import MakeForm, ProblemsOf
from tests.support.forms.interviewing import answered, asked

TODAY = date(2026, 3, 5)
SEMICOLONS = (
    "survey;;;\n;type;name;label\n;select_one yn;ill;Are you ill, or hurt?\nchoices;;;\n;list_name;name;label\n"
)
CHOICES = ";yn;yes;Yes, ill\n;yn;no;No\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_form_saved_by_a_spreadsheet_with_semicolons_is_read(delimiter: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "form.CSV"
    path.write_bytes((SEMICOLONS + CHOICES).replace(";", delimiter).encode(encoding))
    assert is_form_file(path)
    question = asked(Interview.begin(load_form(path), TODAY, "default"))
    assert question.label == "Are you ill, or hurt?"
    assert [choice.label for choice in question.choices] == ["Yes, ill", "No"]


@pytest.mark.parametrize("name", ["form.xlsx", "FORM.XLSX", "form.xls", "form.Xls", "form.md"])
def test_forms_are_found_whatever_the_case_of_their_ending(name: str, tmp_path: Path) -> None:
    (tmp_path / name).touch()
    assert is_form_file(tmp_path / name)


@pytest.mark.parametrize("name", ["~$form.xlsx", "form.docx", "list.csv", "form.xlsx.bak"])
def test_what_is_no_form_is_left_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("name;label\na;A\n", encoding="utf-8")
    assert not is_form_file(tmp_path / name)


def test_choices_beside_a_form_may_have_semicolons(make_form: MakeForm, tmp_path: Path) -> None:
    (tmp_path / "zones.csv").write_text("name;label\nn;North, upper\n", encoding="utf-8")
    form = make_form("| survey |\n| | type | name | label |\n| | select_one_from_file zones.csv | zone | Where? |")
    assert [choice.label for choice in asked(Interview.begin(form, TODAY, "default")).choices] == ["North, upper"]


def test_places_beside_a_form_can_be_chosen(make_form: MakeForm, tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [44.0, 36.2]}
    features = [
        {"type": "Feature", "id": "a", "geometry": point, "properties": {"title": "Old well", "kind": "well"}},
        {"type": "Feature", "geometry": point, "properties": {"id": "b", "title": "School", "kind": "school"}},
    ]
    table = {"type": "FeatureCollection", "features": features}
    (tmp_path / "places.geojson").write_text(json.dumps(table), encoding="utf-8")
    form = make_form(
        """
        | survey |
        |        | type                                | name | label | choice_filter |
        |        | select_one_from_file places.geojson | at   | At?   | kind = 'well' |
        """
    )
    offered = asked(Interview.begin(form, TODAY, "default")).choices
    assert [(one.name, one.label) for one in offered] == [("a", "Old well")]


PULLED = """
    | survey |
    |        | type      | name | label             | calculation                             |
    |        | text      | code | Which card?       |                                         |
    |        | calculate | who  |                   | pulldata('cards', 'family', 'key', ${code}) |
    |        | note      | hi   | Hello ${who}      |                                         |
    |        | text      | it   | What is it?       |                                         |
"""


def test_a_value_is_pulled_from_a_table_beside_the_form(make_form: MakeForm, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text("key,family\n1,Ava's\n2,Ben's\n", encoding="utf-8")
    interview = Interview.begin(make_form(PULLED), TODAY, "default").answer("2")
    assert asked(interview).notes[0].label == "Hello Ben's"
    assert Interview.begin(make_form(PULLED), TODAY, "default").answer("9").value("who") == ""


def test_a_table_that_is_not_there_is_named_with_the_cell_that_wants_it(problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(PULLED)
    assert (problem.rule, problem.row, problem.column) == (FormRule.FILE_MISSING, 3, "calculation")


def test_a_column_that_a_table_has_not_is_named(problems_of: ProblemsOf, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text("key, name\n1,Ava\n", encoding="utf-8")
    (problem,) = problems_of(PULLED)
    assert (problem.rule, problem.row, problem.column) == (FormRule.FILE_COLUMN_MISSING, 3, "calculation")
    assert "'family'" in problem.sentence and "cards.csv" in problem.sentence


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_a_form_in_an_encoding_of_one_language_is_found_and_refused_with_what_to_do(
    encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "form.csv"
    path.write_bytes((SEMICOLONS + CHOICES).replace("hurt", "blessé").encode(encoding))
    assert is_form_file(path)
    with pytest.raises(FormBroken) as broken:
        load_form(path)
    (problem,) = broken.value.problems
    assert problem.rule is FormRule.FILE_ENCODING and "CSV UTF-8" in problem.remedy


TABLE_BESIDE = """
    | survey |
    |        | type         | name   | label | calculation                                       |
    |        | {type}       | cities |       |                                                   |
    |        | text         | city   | City? |                                                   |
    |        | calculate    | people |       | instance('{list}')/root/item[name = ${{city}}]/people |
    |        | text         | last   | Last? |                                                   |
"""


def test_a_table_that_a_row_names_is_looked_into(make_form: MakeForm, tmp_path: Path) -> None:
    (tmp_path / "cities.csv").write_text("name,people\nava,500\nbel,900\n", encoding="utf-8")
    form = make_form(TABLE_BESIDE.format(type="csv-external", list="cities"))
    interview = answered(Interview.begin(form, TODAY, "default"), "bel")
    assert interview.value("people") == "900" and asked(interview).name == "last"
    assert "cities" not in form.items, "it is no column of the answers"


@pytest.mark.parametrize(
    ("type", "list", "expected"),
    [
        ("csv-external", "cities", (FormRule.FILE_MISSING, 2)),
        ("xml-external", "cities", (FormRule.FILE_KIND, 2)),
        ("hidden", "cities", (FormRule.CHOICES_MISSING, 4)),
    ],
)
def test_a_table_that_is_not_there_is_named(
    type: str, list: str, expected: tuple[FormRule, int], problems_of: ProblemsOf
) -> None:
    problems = problems_of(TABLE_BESIDE.format(type=type, list=list))
    assert [(one.rule, one.row) for one in problems] == [expected]
