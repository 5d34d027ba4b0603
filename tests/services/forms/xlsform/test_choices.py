"""Choices as forms made elsewhere have them: answers to choose from, labels that speak, names that stand twice."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from services.forms import Form, FormRule, Interview, Kind, NotAChoice, NotInRange, Question, Review, read_form
from tests.support.forms.form_tables import Begin, MakeForm, ProblemsOf
from tests.support.forms.interviewing import answered, asked, reviewed

TODAY = date(2026, 3, 5)

CHILDREN = """
    | survey |
    |        | type              | name | label                | choice_filter | relevant |
    |        | begin_repeat      | kid  | Kid                  |               |          |
    |        | text              | nm   | Name?                |               |          |
    |        | integer           | age  | Age?                 |               |          |
    |        | end_repeat        |      |                      |               |          |
    |        | select_one ${nm}  | pick | Who is ill?          | ${age} < 18   |          |
    |        | note              | said | ${pick} then         |               |          |
    |        | select_multiple ${nm} | more | Who goes to school? |            |          |
"""


def family(form: Form, *children: tuple[str, str]) -> Interview:
    interview = Interview.begin(form, TODAY, "default")
    for name, age in children:
        interview = answered(interview, "yes", name, age)
    return interview.answer("no")


def labels(question: Question) -> list[str]:
    return [choice.label for choice in question.choices]


def test_who_was_named_in_a_repeat_can_be_chosen_afterwards(make_form: MakeForm) -> None:
    interview = family(make_form(CHILDREN), ("Ava", "4"), ("Ben Ali", "9"), ("Cem", "30"), ("Ava", "2"))
    question = asked(interview)
    assert (question.kind, labels(question)) == (Kind.ONE, ["Ava", "Ben Ali"])
    interview = interview.answer("Ben Ali")
    assert labels(asked(interview)) == ["Ava", "Ben Ali", "Cem"]
    interview = interview.toggle("Cem").toggle("Ben Ali").done()
    assert [row.shown for row in reviewed(interview).rows][-2:] == ["Ben Ali", "Ben Ali, Cem"]
    assert interview.submission()["pick"] == "Ben Ali"
    with pytest.raises(NotAChoice):
        interview.change("pick").answer("Cem")


def test_where_nobody_was_named_nobody_is_asked_to_choose(make_form: MakeForm) -> None:
    assert isinstance(family(make_form(CHILDREN)).current(), Review)


def test_a_name_that_was_changed_is_not_chosen_any_more(make_form: MakeForm) -> None:
    interview = family(make_form(CHILDREN), ("Ava", "4"), ("Ben", "9")).answer("Ben").skip()
    changed = interview.change("kid[2]/nm").answer("Bashir")
    assert changed.value("pick") == ""
    assert labels(asked(changed)) == ["Ava", "Bashir"]


def test_from_inside_a_row_all_rows_can_be_chosen(begin: Begin) -> None:
    interview = begin(
        """
        | survey |
        |        | type             | name   | label | repeat_count |
        |        | begin_repeat     | kid    | Kid   | 2            |
        |        | text             | nm     | Name? |              |
        |        | end_repeat       |        |       |              |
        |        | begin_repeat     | day    | Day   | 2            |
        |        | select_one ${nm} | who    | Who?  |              |
        |        | end_repeat       |        |       |              |
        """
    )
    interview = answered(interview, "Ava", "Ben", "Ben")
    assert (asked(interview).path, labels(asked(interview))) == ("day[2]/who", ["Ava", "Ben"])


def test_choosing_from_a_single_answer_is_refused_in_plain_words(problems_of: ProblemsOf) -> None:
    table = "| survey |\n| | type | name | label |\n| | text | nm | N |\n| | select_one ${nm} | pick | W |"
    (problem,) = problems_of(table)
    assert (problem.rule, problem.row, problem.column) == (FormRule.CHOICES_NOT_REPEATED, 3, "type")
    (problem,) = problems_of(table.replace("| text | nm |", "| text | mm |"))
    assert (problem.rule, problem.row, problem.column) == (FormRule.REFERENCE_UNKNOWN, 3, "type")


@pytest.mark.parametrize("command", ["select_one", "select_multiple", "select one", "rank"])
def test_a_choice_from_no_list_is_refused_in_plain_words(command: str, problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(f"| survey |\n| | type | name | label |\n| | {command} | pick | W |")
    assert (problem.rule, problem.row) == (FormRule.LIST_UNNAMED, 2)


def test_the_label_of_a_choice_may_speak_of_an_answer(begin: Begin) -> None:
    interview = begin(
        """
        | survey  |
        |         | type           | name | label | calculation                         |
        |         | text           | who  | Who?  |                                     |
        |         | select_one put | at   | How?  |                                     |
        |         | calculate      | said |       | jr:choice-name(${at}, '${at}')      |
        | choices |
        |         | list_name | name | label                |
        |         | put       | a    | Only **${who}**      |
        |         | put       | b    | Somebody else        |
        """
    ).answer("Ava")
    assert labels(asked(interview)) == ["Only Ava", "Somebody else"]
    interview = interview.answer("only ava")
    assert interview.submission() == {"who": "Ava", "at": "a", "said": "Only Ava"}
    assert reviewed(interview).rows[1].shown == "Only Ava"
    again = Form.from_json(interview.form.to_json())
    assert again.hash == interview.form.hash


def test_a_label_that_speaks_of_nothing_is_named_with_its_row(problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(
        """
        | survey  |
        |         | type           | name | label |
        |         | select_one put | at   | How?  |
        | choices |
        |         | list_name | name | label       |
        |         | put       | a    | A           |
        |         | put       | b    | To ${whoom} |
        """
    )
    assert (problem.rule, problem.sheet, problem.row) == (FormRule.REFERENCE_UNKNOWN, "choices", 3)


TWICE = """
    | survey  |
    |         | type            | name   | label  | choice_filter      |
    |         | select_one town | town   | Town?  |                    |
    |         | select_one camp | camp   | Camp?  | town = ${town}     |
    | choices |
    |         | list_name | name  | label     | town |
    |         | town      | t1    | One       |      |
    |         | town      | t2    | Two       |      |
    |         | camp      | north | North one | t1   |
    |         | camp      | north | North two | t2   |
    |         | camp      | south | South two | t2   |
"""


def remarks(folder: Path, table: str) -> Sequence[tuple[FormRule, str, int | None]]:
    path = folder / "form.md"
    path.write_text(dedent(table), encoding="utf-8")
    return [(one.rule, one.sheet, one.row) for one in read_form(path).remarks]


def test_one_name_in_two_towns_means_the_one_of_the_town(make_form: MakeForm, tmp_path: Path) -> None:
    interview = answered(Interview.begin(make_form(TWICE), TODAY, "default"), "t2", "north")
    assert [row.shown for row in reviewed(interview).rows] == ["Two", "North two"]
    assert remarks(tmp_path, TWICE) == []


def test_a_name_that_stands_twice_for_the_same_is_told_with_its_row(tmp_path: Path) -> None:
    table = TWICE.replace("| camp      | south | South two | t2", "| town      | t1    | Uno       |   ")
    assert remarks(tmp_path, table) == [(FormRule.CHOICE_TWICE, "choices", 6)]


RANKED = """
    | survey  |
    |         | type       | name | label       | required | calculation                |
    |         | rank need  | top  | What first? | yes      |                            |
    |         | calculate  | best |             |          | selected-at(${top}, 0)     |
    | choices |
    |         | list_name | name  | label |
    |         | need      | water | Water |
    |         | need      | food  | Food  |
    |         | need      | salt  | Salt  |
"""


def test_an_order_is_that_of_pressing_and_can_be_taken_back(begin: Begin) -> None:
    interview = begin(RANKED)
    assert asked(interview).kind is Kind.RANK
    interview = interview.toggle("Salt").toggle("Water").toggle("Food").toggle("Water").toggle("Water")
    assert [(choice.name, choice.place) for choice in asked(interview).choices] == [
        ("water", 3),
        ("food", 2),
        ("salt", 1),
    ]
    interview = interview.done()
    assert interview.submission() == {"top": "salt food water", "best": "salt"}
    assert reviewed(interview).rows[0].shown == "1. Salt, 2. Food, 3. Water"


def test_an_order_may_be_given_in_one_message_and_names_nothing_twice(begin: Begin) -> None:
    assert begin(RANKED).answer("food salt water").submission()["top"] == "food salt water"
    for wrong in ("food food", "food stones"):
        with pytest.raises(NotAChoice):
            begin(RANKED).answer(wrong)


LONG = "| survey |\n| | type | name | label | parameters |\n| | range | it | How many? | {} |"


@pytest.mark.parametrize(
    ("parameters", "taken", "refused"),
    [
        ("start=0 end=100 step=1", {"0": "0", "57": "57", "١٠٠": "100", "007": "7"}, ["101", "-1", "0.5"]),
        ("start=0 end=10 step=0.1", {"9.9": "9.9", "٩٫٩": "9.9", "3": "3"}, ["9.95", "10.1"]),
        ("start=100 end=-100 step=-2", {"-100": "-100", "4": "4"}, ["3", "102"]),
        ("start=1 end=1000000", {"1,000,000": "1000000"}, ["1000001"]),
    ],
)
def test_a_number_of_a_long_range_is_typed(
    begin: Begin, parameters: str, taken: dict[str, str], refused: Sequence[str]
) -> None:
    interview = begin(LONG.format(parameters))
    question = asked(interview)
    assert (question.kind, question.choices) == (Kind.RANGE, ()) and question.steps is not None
    for written, kept in taken.items():
        assert interview.answer(written).submission() == {"it": kept}
    for written in refused:
        with pytest.raises(NotInRange):
            interview.answer(written)


def test_choices_may_stand_in_the_sheet_of_external_ones(begin: Begin) -> None:
    interview = begin(
        """
        | survey           |
        |                  | type                     | name | label | choice_filter  |
        |                  | select_one town          | town | Town? |                |
        |                  | select_one_external camp | camp | Camp? | town=${town}   |
        | choices          |
        |                  | list_name | name | label |
        |                  | town      | t1   | One   |
        |                  | town      | t2   | Two   |
        | external_choices |
        |                  | list_name | name  | label | town |
        |                  | camp      | north | North | t1   |
        |                  | camp      | south | South | t2   |
        """
    )
    assert labels(asked(interview.answer("t2"))) == ["South"]
