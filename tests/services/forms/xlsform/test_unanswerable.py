"""What the check says of questions whose default is no answer, or that no answer satisfies."""

from pathlib import Path

import pytest

from services.forms import FormProblem, FormRule, read_form
from tests.support.forms.form_tables import ProblemsOf

HEAD = (
    "| survey |\n"
    "| | type | name | label | default | calculation | constraint | required |\n"
    "| | text | z | Z? | | | | |\n"
)
TAIL = "\n| choices |\n| | list_name | name | label |\n| | l | x | X |\n| | l | y | Y |\n"


def remarks(row: str, tmp_path: Path) -> list[FormProblem]:
    path = tmp_path / "form.md"
    path.write_text(HEAD + row + TAIL, encoding="utf-8")
    return list(read_form(path).remarks)


@pytest.mark.parametrize(
    ("type", "default"),
    [
        ("integer", "abc"),
        ("integer", "1.5"),
        ("decimal", "much"),
        ("date", "2026-13-45"),
        ("time", "25:00"),
        ("select_one l", "unknown"),
        ("select_multiple l", "x unknown"),
    ],
)
def test_a_default_that_is_no_answer_is_told_with_its_row(type: str, default: str, tmp_path: Path) -> None:
    (problem,) = remarks(f"| | {type} | a | A? | {default} | | | |", tmp_path)
    assert (problem.rule, problem.row, problem.column) == (FormRule.DEFAULT_IMPOSSIBLE, 3, "default")
    assert f"'{default}'" in problem.sentence


@pytest.mark.parametrize(
    ("type", "default"),
    [("integer", "3"), ("date", "2026-03-31"), ("select_one l", "x"), ("select_multiple l", "x y"), ("text", "abc")],
)
def test_a_default_that_is_an_answer_is_left_alone(type: str, default: str, tmp_path: Path) -> None:
    assert remarks(f"| | {type} | a | A? | {default} | | | |", tmp_path) == []


@pytest.mark.parametrize("cells", ["${a} + 1 | | |", "| ${a} + 1 | |"])
def test_an_answer_worked_out_from_itself_is_told(cells: str, tmp_path: Path) -> None:
    (problem,) = remarks(f"| | integer | a | A? | {cells} |", tmp_path)
    assert (problem.rule, problem.row) == (FormRule.WORKED_OUT_FROM_ITSELF, 3)


IMPOSSIBLE = [". > 5 and . < 3", ". >= 1 and . < 1", ". = 1 and . = 2", "5 < . and . <= -1", "(. > 9) and (. < 2)"]


@pytest.mark.parametrize("rule", IMPOSSIBLE)
def test_a_required_question_that_no_number_satisfies_is_refused(rule: str, problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(HEAD + f"| | integer | a | A? | | | {rule} | yes |" + TAIL)
    assert (problem.rule, problem.row, problem.column) == (FormRule.REQUIRED_IMPOSSIBLE, 3, "constraint")


OF_NOTHING = [
    "nowhere",
    "../nowhere",
    "nowhere/deeper",
    "nowhere = 'x'",
    "'x' != nowhere",
    ". = nowhere",
    "nowhere and . > 1",
]


@pytest.mark.parametrize("rule", OF_NOTHING)
def test_a_required_question_whose_rule_asks_for_what_is_nowhere_is_refused(rule: str, problems_of: ProblemsOf) -> None:
    found = problems_of(HEAD + f"| | integer | a | A? | | | {rule} | yes |" + TAIL)
    assert [(each.rule, each.row, each.column) for each in found] == [(FormRule.REQUIRED_IMPOSSIBLE, 3, "constraint")]


@pytest.mark.parametrize("rule", ["not(nowhere)", "nowhere = false()", "nowhere or . > 1"])
def test_one_whose_rule_can_be_kept_all_the_same_is_taken(rule: str, tmp_path: Path) -> None:
    told = remarks(f"| | integer | a | A? | | | {rule} | yes |", tmp_path)
    assert [each.rule for each in told] == [FormRule.NAME_ALONE]


def test_one_that_may_be_left_out_is_told_all_the_same(tmp_path: Path) -> None:
    (problem,) = remarks("| | integer | a | A? | | | . > 5 and . < 3 | |", tmp_path)
    assert problem.rule is FormRule.ANSWER_IMPOSSIBLE


@pytest.mark.parametrize("rule", [". > 5 or . < 3", ". > 3 and . < 5", ". >= 1 and . <= 1", ". > 5 and . < 3 or . = 4"])
def test_a_rule_that_some_number_keeps_is_left_alone(rule: str, tmp_path: Path) -> None:
    assert remarks(f"| | integer | a | A? | | | {rule} | yes |", tmp_path) == []
