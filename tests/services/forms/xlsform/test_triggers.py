"""A value that another question triggers is computed when that one changes, and only then."""

from datetime import UTC, date, datetime

import pytest

from services.forms import FormRule, Interview
from tests.support.forms.form_tables import MakeForm, ProblemsOf
from tests.support.forms.interviewing import answered, asked

TODAY = date(2026, 3, 5)
MORNING = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
EVENING = datetime(2026, 3, 5, 20, 0, tzinfo=UTC)

ARRIVED = """
    | survey |
    |        | type      | name | label  | calculation     | trigger |
    |        | text      | who  | Who?   |                 |         |
    |        | calculate | at   |        | now()           | ${who}  |
    |        | text      | nick | Nick?  | concat(${who}, '!') | ${who} |
    |        | text      | more | More?  |                 |         |
"""


def proposed(interview: Interview) -> str:
    proposal = asked(interview).proposal
    return proposal.value if proposal else ""


def later(interview: Interview, now: datetime) -> Interview:
    return Interview.resume(interview.form, interview.to_json(), TODAY, "default", now=now)


def test_the_hour_of_an_answer_stays_until_the_answer_changes(make_form: MakeForm) -> None:
    begun = Interview.begin(make_form(ARRIVED), TODAY, "default", now=MORNING)
    assert begun.value("at") == ""
    interview = answered(begun, "Ava", "Vee", "")
    assert later(interview, EVENING).value("at").startswith("2026-03-05T08:00")
    same = later(interview, EVENING).change("who").answer("Ava")
    assert same.value("at").startswith("2026-03-05T08:00")
    changed = answered(later(interview, EVENING).change("who"), "Ben")
    assert changed.value("at").startswith("2026-03-05T20:00")
    assert "at" not in changed.hurry().submission(), "when somebody answered is not sent"


def test_a_question_whose_value_is_set_anew_is_asked_again_with_it(make_form: MakeForm) -> None:
    interview = answered(Interview.begin(make_form(ARRIVED), TODAY, "default", now=MORNING), "Ava")
    assert (asked(interview).name, proposed(interview)) == ("nick", "Ava!")
    interview = answered(interview, "Vee", "").change("who").answer("Ben")
    assert (asked(interview).name, proposed(interview)) == ("nick", "Ben!")
    assert interview.answer("Bee").submission()["nick"] == "Bee"


def test_a_triggered_value_may_count_on_from_itself(make_form: MakeForm) -> None:
    form = make_form(ARRIVED.replace("now()      ", "coalesce(${at}, 0) + 1"))
    interview = answered(Interview.begin(form, TODAY, "default"), "Ava", "", "")
    assert interview.change("who").answer("Ben").value("at") == "2"


def test_in_a_repeat_a_row_triggers_its_own_values(make_form: MakeForm) -> None:
    form = make_form(
        """
        | survey |
        |        | type         | name | label | calculation | trigger | repeat_count |
        |        | begin_repeat | kid  | K     |             |         | 2            |
        |        | integer      | age  | A     |             |         |              |
        |        | calculate    | born |       | 2026 - ${age} | ${age} |            |
        |        | end_repeat   |      |       |             |         |              |
        """
    )
    interview = answered(Interview.begin(form, TODAY, "default"), "4", "9")
    assert (interview.value("kid[1]/born"), interview.value("kid[2]/born")) == ("2022", "2017")


@pytest.mark.parametrize("trigger", ["${nobody}", "who"])
def test_a_trigger_that_is_no_question_is_named(trigger: str, problems_of: ProblemsOf) -> None:
    problems = problems_of(ARRIVED.replace("| now()           | ${who}", f"| now()           | {trigger}"))
    assert {(one.row, one.column) for one in problems} == {(3, "trigger")}
    assert problems[0].rule in (FormRule.REFERENCE_UNKNOWN, FormRule.EXPRESSION_UNREADABLE, FormRule.XLSFORM_RULE)
