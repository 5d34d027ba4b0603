"""What is wrong with a form is named, all of it at once, with the place and the remedy; no file breaks the loading."""

import contextlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.errors import Refusal
from services.forms import Form, FormBroken, FormRule, Interview, load_form
from tests.support.forms.form_tables import MakeForm, ProblemsOf

EACH_EXAMPLE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
"""A fixture may serve all examples here, and a busy machine may take its time over each."""

TODAY = date(2026, 3, 5)


def test_a_missing_file_or_column_of_choices_is_named(problems_of: ProblemsOf, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name,title\nn,North\n", encoding="utf-8")
    problems = problems_of(
        """
        | survey |
        |        | type                           | name | label  |
        |        | select_one_from_file zones.csv | zone | Where? |
        |        | select_one_from_file names.csv | name | Who?   |
        """
    )
    assert [(problem.rule, problem.row) for problem in problems] == [
        (FormRule.FILE_MISSING, 2),
        (FormRule.FILE_COLUMN_MISSING, 3),
    ]
    assert "zones.csv" in problems[0].sentence and "'label'" in problems[1].sentence


def test_a_file_of_choices_in_another_encoding_is_named(problems_of: ProblemsOf, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_bytes("name,label\nn,Élan\n".encode("latin-1"))
    (problem,) = problems_of(
        """
        | survey |
        |        | type                           | name | label |
        |        | select_one_from_file names.csv | name | Who?  |
        """
    )
    assert (problem.rule, problem.row) == (FormRule.FILE_NOT_A_TABLE, 2)
    assert "names.csv" in problem.sentence and "UTF-8" in problem.remedy


@pytest.mark.parametrize(("written", "meant"), [("integr", "integer"), ("selct_one yn", "select_one yn"), ("foto", "")])
def test_a_type_that_is_not_known_is_refused_with_the_one_that_was_meant(
    written: str, meant: str, problems_of: ProblemsOf
) -> None:
    (problem,) = problems_of(f"| survey |\n| | type | name | label |\n| | text | a | A |\n| | {written} | b | B |\n")
    assert (problem.rule, problem.row, problem.column) == (FormRule.TYPE_UNKNOWN, 3, "type")
    assert f"'{written}'" in problem.broken
    assert (f"Was '{meant}' meant?" in problem.remedy) == bool(meant)


def test_which_types_there_are_is_said_once(problems_of: ProblemsOf) -> None:
    rows = "".join(f"| | strange | q{number} | Q |\n" for number in range(20))
    problems = problems_of("| survey |\n| | type | name | label |\n" + rows)
    assert len(problems) == 20
    assert sum("Supported:" in problem.sentence for problem in problems) == 1


@pytest.mark.parametrize(
    ("column", "cell", "named"),
    [
        ("trigger", "${first}", "trigger"),
        ("parameters", "thing=2", "thing"),
        ("appearance", "search('places')", "search('places')"),
    ],
)
def test_a_column_that_is_not_supported_is_refused_by_its_name(
    column: str, cell: str, named: str, problems_of: ProblemsOf
) -> None:
    problems = problems_of(
        f"""
        | survey  |
        |         | type           | name   | label  | {column} |
        |         | text           | first  | First? |          |
        |         | select_one yes | second | Sure?  | {cell}   |
        | choices |
        |         | list_name | name | label |
        |         | yes       | yes  | Yes   |
        """
    )
    assert {problem.row for problem in problems} == {3}
    assert any(f"'{named}'" in problem.sentence for problem in problems)


def test_everything_wrong_is_said_at_once_with_sheet_row_rule_and_remedy(problems_of: ProblemsOf) -> None:
    problems = problems_of(
        """
        | survey  |
        |         | type           | name  | label         | relevant     | constraint      | calculation  |
        |         | integer        | age   | How old?      |              | . > (           |              |
        |         | text           | a     | A?            | ${agee} > 18 |                 |              |
        |         | text           | b     | B of ${nobody} |             | regex(., '[a')  |              |
        |         | calculate      | c     |               |              |                 | pulldata(1)  |
        |         | select_one sex | d     | D?            |              |                 |              |
        |         | trace          | e     | E?            |              |                 |              |
        """
    )
    assert [(problem.row, problem.column, problem.rule) for problem in problems] == [
        (2, "constraint", FormRule.EXPRESSION_UNREADABLE),
        (3, "relevant", FormRule.REFERENCE_UNKNOWN),
        (4, "label", FormRule.REFERENCE_UNKNOWN),
        (4, "constraint", FormRule.PATTERN_UNREADABLE),
        (5, "calculation", FormRule.FUNCTION_UNKNOWN),
        (6, "type", FormRule.CHOICES_MISSING),
        (7, "type", FormRule.TYPE_UNKNOWN),
    ]
    for problem in problems:
        assert problem.sheet == "survey" and problem.broken and problem.remedy
        assert problem.sentence.startswith(f"sheet 'survey', row {problem.row}, column '{problem.column}': ")
    assert "pulldata()" in problems[4].sentence


def test_the_error_itself_reads_as_one_line_for_each_problem(make_form: MakeForm) -> None:
    with pytest.raises(FormBroken) as broken:
        make_form("| survey |\n| | type | name | label |\n| | imag | a | A |\n| | odio | b | B |")
    assert [line.split(":")[0] for line in str(broken.value).splitlines()] == ["form.md", "form.md"]


def test_rules_of_xlsform_itself_are_reported_with_their_row(problems_of: ProblemsOf) -> None:
    problems = problems_of(
        """
        | survey |
        |        | type | name | label |
        |        | text | a    | A?    |
        |        | text | a    | B?    |
        """
    )
    assert [(problem.rule, problem.row) for problem in problems] == [(FormRule.XLSFORM_RULE, 3)]


def test_values_that_are_computed_from_themselves_are_refused(problems_of: ProblemsOf) -> None:
    problems = problems_of(
        """
        | survey |
        |        | type      | name | label | calculation |
        |        | calculate | a    |       | ${b} + 1    |
        |        | calculate | b    |       | ${c} + 1    |
        |        | calculate | c    |       | ${a} + 1    |
        """
    )
    assert [problem.rule for problem in problems] == [FormRule.REFERENCE_CIRCLE]
    assert "a → b → c → a" in problems[0].sentence


@pytest.mark.parametrize("content", ["", "no table at all", "| choices |\n| | list_name | name | label |", "\x00\x01"])
def test_a_file_that_is_no_form_is_refused_and_not_half_read(content: str, tmp_path: Path) -> None:
    path = tmp_path / "form.md"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FormBroken) as broken:
        load_form(path)
    assert broken.value.problems[0].sentence


def test_a_workbook_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"PK\x03\x04 this is not a workbook")
    with pytest.raises(FormBroken):
        load_form(path)


def test_a_group_without_a_name_is_refused_and_not_walked_forever(problems_of: ProblemsOf) -> None:
    problems = problems_of(
        """
        | survey |
        |        | type        | name | label |
        |        | begin_group |      | G     |
        |        | text        | a    | A?    |
        |        | end_group   |      |       |
        """
    )
    assert [(problem.rule, problem.row) for problem in problems] == [(FormRule.XLSFORM_RULE, 2)]


HOSTILE_CELLS = """
begin_repeat; end_repeat; end_group; begin_group; select_one; select_one nothing; select_multiple yes_no; calculate
select_one_from_file ../../secret.csv; text text; ${; ${}; ${nobody}; ${home}; ${consent}; ${person}; '; ((; 1 div 0
. + ..; yes; no; 0; person; home; a b; é; \u202e; regex(., '('; count(${person}); position(..); if(1,2); once(.)
jr:choice-name(1, 2); instance('x')/root/item; //*[1]
""".replace("\n", ";").split(";")
HOSTILE = st.sampled_from(HOSTILE_CELLS) | st.just("x" * 3000)
CELLS = Path(__file__).parents[1].joinpath("household.md").read_text(encoding="utf-8").split("|")


@given(st.lists(st.tuples(st.integers(0, len(CELLS) - 1), HOSTILE), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None, suppress_health_check=EACH_EXAMPLE)
def test_a_form_with_anything_in_its_cells_is_loaded_or_refused(tmp_path: Path, changes: list[tuple[int, str]]) -> None:
    cells = list(CELLS)
    for place, cell in changes:
        cells[place] = f" {cell} " if "\n" not in cells[place] else cells[place]
    path = tmp_path / "form.md"
    path.write_text("|".join(cells), encoding="utf-8")
    try:
        form = load_form(path)
    except FormBroken as broken:
        assert broken.problems and str(broken)
        return
    interview = Interview.begin(Form.from_json(form.to_json()), TODAY, "default")
    for answer in ("yes", "3", "water", "2026-01-01", "yes", "Ava", "7"):
        with contextlib.suppress(Refusal):
            interview = interview.answer(answer)
    interview.current()
    with contextlib.suppress(Refusal):
        interview.hurry().submission()
