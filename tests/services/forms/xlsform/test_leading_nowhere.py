"""What the check says of names, columns and numbers that lead nowhere, and of what nobody could be asked."""

from pathlib import Path

import pytest

from services.forms import FormProblem, FormRule, read_form
from tests.support.forms.form_tables import ProblemsOf

HEAD = (
    "| survey |\n"
    "| | type | name | label | required | relevant | constraint | choice_filter | repeat_count | parameters |\n"
    "| | integer | n | N? | | | | | | |\n"
)
TAIL = "\n| choices |\n| | list_name | name | label | district |\n| | l | x | X | a |\n| | l | y | Y | b |\n"


def remarks(row: str, tmp_path: Path) -> list[FormProblem]:
    path = tmp_path / "form.md"
    path.write_text(HEAD + row + TAIL, encoding="utf-8")
    return list(read_form(path).remarks)


def around(inside: str) -> str:
    return f"| | begin repeat | r | R | | | | | {inside} | |\n| | text | t | T? | | | | | | |\n| | end repeat | | |"


@pytest.mark.parametrize(
    ("row", "rule", "column"),
    [
        ("| | text | a | A? | maybe | | | | | |", FormRule.NAME_ALONE, "required"),
        ("| | text | a | A? | | n > 3 | | | | |", FormRule.NAME_ALONE, "relevant"),
        (around("n"), FormRule.NAME_ALONE, "repeat_count"),
        ("| | select_one l | a | A? | | | | prov=${n} | | |", FormRule.COLUMN_OF_NO_CHOICE, "choice_filter"),
        ("| | text | a | A? | | ${n} > 'x' | | | | |", FormRule.NO_NUMBER, "relevant"),
        ("| | text | a | A? | | today() + 'x' = 3 | | | | |", FormRule.NO_NUMBER, "relevant"),
        (around("0"), FormRule.REPEATED_NEVER, "repeat_count"),
        ("| | range | a | A? | | | | | | start=0 end=10 step=3 |", FormRule.RANGE_ENDS_EARLIER, "parameters"),
    ],
)
def test_it_is_told_with_its_row_and_column(row: str, rule: FormRule, column: str, tmp_path: Path) -> None:
    (problem,) = remarks(row, tmp_path)
    assert (problem.rule, problem.row, problem.column) == (rule, 3, column)
    assert problem.sentence.startswith(f"sheet 'survey', row 3, column '{column}': ")


@pytest.mark.parametrize(
    "row",
    [
        "| | text | a | A? | yes | ${n} > 3 | . != 'maybe' | | | |",
        "| | select_one l | a | A? | | | | district=${n} or name='x' | | |",
        "| | date | a | A? | | | . > '2026-01-31' and . <= today() + 3 | | | |",
        around("2"),
        around("${n}"),
        "| | range | a | A? | | | | | | start=0 end=9 step=3 |",
    ],
)
def test_what_leads_somewhere_is_left_alone(row: str, tmp_path: Path) -> None:
    assert remarks(row, tmp_path) == []


@pytest.mark.parametrize("rule", [". <= '2026-13-45'", ". > today() + 'x'", ". > '2026-05-01' and . < '2026-01-01'"])
def test_a_day_that_keeps_no_rule_and_is_required_is_refused(rule: str, problems_of: ProblemsOf) -> None:
    found = problems_of(HEAD + f"| | date | a | A? | yes | | {rule} | | | |" + TAIL)
    assert [(each.rule, each.row, each.column) for each in found] == [(FormRule.REQUIRED_IMPOSSIBLE, 3, "constraint")]


@pytest.mark.parametrize(("count", "told"), [("-1", "-1"), ("-2", "-2"), ("2.5", "2.5"), ("'many'", "many")])
def test_a_number_of_rows_that_there_cannot_be_is_refused(count: str, told: str, problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(HEAD + around(count) + TAIL)
    assert (problem.rule, problem.row, problem.column) == (FormRule.REPEAT_COUNT_IMPOSSIBLE, 3, "repeat_count")
    assert f"cannot be repeated '{told}' times" in problem.sentence and "1 or more" in problem.remedy


@pytest.mark.parametrize("condition", ["${a} > 1", "${n} = 1 and ${a} != ''"])
def test_a_question_that_is_asked_after_itself_is_refused(condition: str, problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(HEAD + f"| | integer | a | A? | | {condition} | | | | |" + TAIL)
    assert (problem.rule, problem.row, problem.column) == (FormRule.ASKED_AFTER_ITSELF, 3, "relevant")


def test_two_columns_of_one_language_are_told(tmp_path: Path) -> None:
    path = tmp_path / "form.md"
    path.write_text(
        "| survey |\n| | type | name | label::Arabic (ar) | label::Arabic(ar) |\n| | text | a | ا؟ | ب؟ |\n"
    )
    (problem,) = read_form(path).remarks
    assert (problem.rule, problem.row, problem.column) == (FormRule.LANGUAGE_TWICE, 1, "label::Arabic(ar)")


def test_a_language_whose_parentheses_hold_no_code_is_told_with_it(tmp_path: Path) -> None:
    path = tmp_path / "form.md"
    path.write_text("| survey |\n| | type | name | label::Arabic (arabic) |\n| | text | a | ا؟ |\n", encoding="utf-8")
    (problem,) = read_form(path).remarks
    assert (problem.rule, problem.column) == (FormRule.LANGUAGE_UNCODED, "label::Arabic (arabic)")
    assert "'Arabic (ar)'" in problem.remedy


def test_a_sheet_with_nothing_below_its_headings_is_there(problems_of: ProblemsOf) -> None:
    (problem,) = problems_of("| survey |\n| | type | name | label |\n" + TAIL)
    assert (problem.rule, problem.sheet) == (FormRule.SHEET_WITHOUT_ROWS, "survey")
