"""What is reviewed, changed, hurried and sent once the questions have been gone through."""

import pytest

from services.forms import (
    ConstraintBroken,
    Finished,
    Form,
    Interview,
    Kind,
    NoSuchQuestion,
    NotAChoice,
    NothingBefore,
    Review,
    StillRequired,
    WrongKind,
    read_answers,
)
from tests.support.forms.form_tables import Begin
from tests.support.forms.interviewing import answered, asked, reviewed


def test_the_review_shows_labels_and_what_was_skipped(start: Interview) -> None:
    review = reviewed(answered(start, "yes", "4", "water medicine", "", "2026-03-01", "no", "end"))
    assert review.complete
    assert [(row.path, row.shown) for row in review.rows] == [
        ("consent", "Yes"),
        ("home/size", "4"),
        ("home/needs", "Water, Medicine"),
        ("home/which", ""),
        ("home/arrived", "2026-03-01"),
        ("home/person[1]", "no"),
        ("story", "end"),
    ]
    assert review.rows[5].kind is Kind.ANOTHER


def test_a_change_is_asked_again_and_leads_back_to_the_review(start: Interview) -> None:
    done = answered(start, "yes", "4", "", "", "no", "end")
    changing = done.change("home/size")
    assert asked(changing).answer == "4"
    assert reviewed(changing.answer("5")).rows[1].shown == "5"
    assert reviewed(changing.back()).rows == reviewed(done).rows


def test_a_change_that_opens_new_questions_asks_them(start: Interview) -> None:
    done = answered(start, "yes", "4", "water", "", "no", "end")
    interview = done.change("home/needs").answer("medicine")
    assert asked(interview).path == "home/which"
    assert reviewed(interview.answer("insulin")).complete


@pytest.mark.parametrize("path", ["nothing", "home/years", "home/person[7]/name", "home/which", "home", ""])
def test_only_questions_that_can_be_asked_can_be_changed(path: str, start: Interview) -> None:
    with pytest.raises(NoSuchQuestion):
        answered(start, "yes", "4", "water").change(path)


def test_sending_can_be_hurried_and_taken_up_again(start: Interview) -> None:
    hurried = answered(start, "yes", "4").hurry()
    review = reviewed(hurried)
    assert not review.complete
    assert [row.path for row in review.rows] == ["consent", "home/size"]
    assert asked(hurried.carry_on()).path == asked(hurried.back()).path == "home/needs"
    assert hurried.submission() == {"consent": "yes", "home/size": "4", "home/years": "0"}


def test_hurrying_says_what_is_still_needed(start: Interview) -> None:
    with pytest.raises(StillRequired) as missing:
        start.hurry()
    assert missing.value.paths == ("consent",)


def test_hurrying_keeps_what_was_written_and_chosen_so_far(start: Interview) -> None:
    assert start.answer("no").add_text("Half a story").hurry().submission()["story"] == "Half a story"
    assert answered(start, "yes", "4").toggle("water").hurry().submission()["home/needs"] == "water"


def test_a_hurried_change_leads_back_to_the_hurried_review(start: Interview) -> None:
    hurried = answered(start, "yes", "4").hurry().change("home/size").answer("5")
    assert not reviewed(hurried).complete
    assert hurried.submission()["home/size"] == "5"


def test_what_does_not_apply_is_not_sent_and_comes_back_when_it_applies_again(start: Interview) -> None:
    done = answered(start, "yes", "4", "medicine", "insulin", "", "no", "end")
    assert done.submission()["home/which"] == "insulin"
    without = done.change("home/needs").answer("water")
    assert "home/which" not in without.submission()
    assert "home/size" not in done.change("consent").answer("no").submission()
    assert without.change("home/needs").answer("medicine").submission()["home/which"] == "insulin"


def test_a_submission_is_in_the_order_of_the_form_with_computed_values(start: Interview) -> None:
    done = answered(start, "yes", "2", "", "", "yes", "Ava", "7", "no", "end")
    assert list(done.submission().items()) == [
        ("consent", "yes"),
        ("home/size", "2"),
        ("home/person[1]/name", "Ava"),
        ("home/person[1]/age", "7"),
        ("home/years", "7"),
        ("story", "end"),
    ]


def test_after_finishing_nothing_more_is_asked(start: Interview) -> None:
    finished = answered(start, "no", "end").finish()
    assert isinstance(finished.current(), Finished)
    for operation in (finished.back, lambda: finished.answer("x"), lambda: finished.change("story")):
        with pytest.raises((NothingBefore, WrongKind, NoSuchQuestion)):
            operation()


def test_a_constraint_that_broke_through_a_later_change_stops_the_sending(begin: Begin) -> None:
    table = """
        | survey |
        |        | type    | name  | label    | constraint  |
        |        | integer | most  | Most?    |             |
        |        | integer | taken | Taken?   | . <= ${most} |
    """
    changed = answered(begin(table), "5", "4").change("most").answer("3")
    with pytest.raises(ConstraintBroken) as broken:
        changed.submission()
    assert broken.value.path == "taken"


def test_a_question_that_a_later_answer_opens_further_up_is_asked_before_the_review(
    begin: Begin,
) -> None:
    table = """
        | survey |
        |        | type | name  | label  | relevant      |
        |        | text | why   | Why?   | ${much} = '9' |
        |        | text | much  | Much?  |               |
        |        | text | last  | Last?  |               |
    """
    assert isinstance(answered(begin(table), "8", "end").current(), Review)
    opened = answered(begin(table), "9", "end")
    assert asked(opened).name == "why"
    assert list(opened.answer("so").submission()) == ["why", "much", "last"]


def test_a_choice_that_a_later_change_filters_away_is_asked_again(begin: Begin) -> None:
    table = """
        | survey  |
        |         | type              | name  | label  | choice_filter    |
        |         | select_one town   | town  | Town?  |                  |
        |         | select_one street | where | Where? | town = ${town}   |
        | choices |
        |         | list_name | name | label | town |
        |         | town      | a    | A     |      |
        |         | town      | b    | B     |      |
        |         | street    | one  | One   | a    |
        |         | street    | two  | Two   | b    |
    """
    done = answered(begin(table), "a", "one")
    changed = done.change("town").answer("b")
    assert [choice.name for choice in asked(changed).choices] == ["two"]
    assert changed.hurry().submission() == {"town": "b"}
    with pytest.raises(NotAChoice):
        changed.answer("one")


def test_kept_answers_are_read_with_the_labels_of_their_form(start: Interview, household: Form) -> None:
    kept = answered(start, "yes", "2", "water", "", "yes", "Ava", "7", "no", "end").submission()
    rows = read_answers(household, kept, "default")
    assert [(row.path, row.label, row.shown) for row in rows] == [
        ("consent", "May I ask you?", "Yes"),
        ("home/size", "How many are you?", "2"),
        ("home/needs", "What do you need?", "Water"),
        ("home/person[1]/name", "Which name?", "Ava"),
        ("home/person[1]/age", "How old is Ava?", "7"),
        ("story", "Anything else?", "end"),
    ]


def test_a_computed_value_that_breaks_a_rule_of_its_own_keeps_nobody_from_sending(begin: Begin) -> None:
    """Nobody is asked for it, so nobody could mend it."""
    table = """
        | survey |           |       |              |             |            |
        |        | type      | name  | label        | calculation | constraint |
        |        | integer   | size  | How many?    |             |            |
        |        | calculate | twice |              | ${size} * 2 | . < 10     |
    """
    assert answered(begin(table), "7").submission() == {"size": "7", "twice": "14"}
