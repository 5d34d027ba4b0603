"""What KoBo's form builder saves in its own way runs here as it does there."""

import pytest

from services.forms import ConstraintBroken, FormRule, Interview
from tests.support.forms.form_tables import Begin, ProblemsOf
from tests.support.forms.interviewing import answered, asked, reviewed

MATRIX = """
    | survey  |
    |         | type              | name  | label           | kobo--matrix_list | relevant          | required |
    |         | begin_kobomatrix  | goods | What you have   | items             |                   |          |
    |         | integer           | many  | How many?       |                   |                   | true     |
    |         | select_one state  | state | In which state? |                   | ${many} > 0       |          |
    |         | end_kobomatrix    |       |                 |                   |                   |          |
    |         | text              | last  | Else?           |                   |                   |          |
    | choices |
    |         | list_name | name | label   |
    |         | state     | good | Good    |
    |         | state     | bad  | Bad     |
    |         | items     | bed  | Beds    |
    |         | items     | pot  | Pots    |
"""


def test_a_matrix_asks_each_question_for_each_line(begin: Begin) -> None:
    interview = begin(MATRIX)
    assert [part.label for part in asked(interview).heading] == ["What you have", "Beds"]
    interview = answered(interview, "2", "good", "0", "")
    assert interview.submission() == {
        "goods/goods_bed/goods_bed_many": "2",
        "goods/goods_bed/goods_bed_state": "good",
        "goods/goods_pot/goods_pot_many": "0",
    }


def test_what_is_wrong_in_a_matrix_is_named_by_the_row_that_was_written(problems_of: ProblemsOf) -> None:
    problems = problems_of(MATRIX.replace("${many} > 0", "${manny} > 0"))
    assert {(problem.rule, problem.row) for problem in problems} == {(FormRule.REFERENCE_UNKNOWN, 4)}
    problems = problems_of(MATRIX.replace("| text              | last  |", "| text              | 1last |"))
    assert [(problem.sheet, problem.row, problem.column) for problem in problems] == [("survey", 6, "name")]


def test_a_score_gives_every_line_the_same_choices(begin: Begin) -> None:
    interview = begin(
        """
        | survey  |
        |         | type        | name  | label       | kobo--score-choices | required |
        |         | begin_score | help  | Was it good | marks               | true     |
        |         | score__row  | food  | Food        |                     |          |
        |         | score__row  | water | Water       |                     |          |
        |         | end_score   |       |             |                     |          |
        | choices |
        |         | list_name | name | label |
        |         | marks     | m1   | Good  |
        |         | marks     | m2   | Bad   |
        """
    )
    assert asked(interview).required
    done = answered(interview, "Good", "Bad")
    assert [(row.label, row.shown) for row in reviewed(done).rows] == [("Food", "Good"), ("Water", "Bad")]


def test_a_ranking_takes_nothing_twice(begin: Begin) -> None:
    interview: Interview = begin(
        """
        | survey  |
        |         | type        | name | label | kobo--rank-items | kobo--rank-constraint-message |
        |         | begin rank  | top  | Top?  | need             | Each only once.               |
        |         | rank__level | n1   | First |                  |                               |
        |         | rank__level | n2   | Next  |                  |                               |
        |         | end rank    |      |       |                  |                               |
        | choices |
        |         | list_name | name  | label |
        |         | need      | water | Water |
        |         | need      | food  | Food  |
        """
    ).answer("Food")
    with pytest.raises(ConstraintBroken) as refused:
        interview.answer("Food")
    assert refused.value.message("default") == "Each only once."
    assert interview.answer("Water").submission() == {"top/n1": "food", "top/n2": "water"}
