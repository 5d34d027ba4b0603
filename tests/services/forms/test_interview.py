"""Being led through a form: what is asked, what is taken, how one goes back."""

from collections.abc import Callable
from datetime import date

import pytest

from services.forms import (
    AnswerNotANumber,
    AnswerRequired,
    AnswerTooLong,
    ConstraintBroken,
    Form,
    Heading,
    Interview,
    Kind,
    NotAChoice,
    NotAcknowledged,
    NotADate,
    NotAWholeNumber,
    NothingBefore,
    OtherForm,
    Review,
    TooManyRows,
    WrongKind,
)
from tests.support.forms.form_tables import Begin
from tests.support.forms.interviewing import answered, asked

TODAY = date(2026, 3, 5)


def test_only_what_applies_is_asked(start: Interview) -> None:
    assert asked(start.answer("no")).path == "story"
    assert asked(start.answer("yes")).path == "home/size"
    assert asked(answered(start, "yes", "4", "water")).path == "home/arrived"
    assert asked(answered(start, "yes", "4", "water medicine")).path == "home/which"


def test_a_question_says_all_that_has_to_be_shown(start: Interview) -> None:
    question = asked(start)
    assert (question.kind, question.label, question.required) == (Kind.ONE, "May I ask you?", True)
    assert [(choice.name, choice.label, choice.chosen) for choice in question.choices] == [
        ("yes", "Yes", False),
        ("no", "No", False),
    ]
    assert asked(start.answer("yes")).heading == (Heading("Your home"),)


def test_a_choice_is_taken_by_its_label_or_its_name_whatever_its_case(start: Interview) -> None:
    assert start.answer("YES ").state.answers == start.answer("yes").state.answers == {"consent": "yes"}


@pytest.mark.parametrize(
    ("before", "refused", "error"),
    [
        ((), "maybe", NotAChoice),
        (("yes",), "four", AnswerNotANumber),
        (("yes",), "4.5", NotAWholeNumber),
        (("yes",), "20", ConstraintBroken),
        (("yes", "4"), "bread", NotAChoice),
        (("yes", "4"), "none water", ConstraintBroken),
        (("yes", "4", "water"), "31.02.2026", NotADate),
        (("yes", "4", "water"), "2026-03-06", ConstraintBroken),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_and_changes_nothing(
    before: tuple[str, ...], refused: str, error: type[Exception], start: Interview
) -> None:
    interview = answered(start, *before)
    stored = interview.to_json()
    with pytest.raises(error):
        interview.answer(refused)
    assert interview.to_json() == stored


def test_a_broken_constraint_says_what_the_author_wrote(start: Interview) -> None:
    with pytest.raises(ConstraintBroken) as broken:
        answered(start, "yes", "20")
    assert broken.value.path == "home/size"
    assert broken.value.message("ar") == broken.value.message("default") == "Below twenty."


def test_what_is_required_cannot_be_skipped_and_the_rest_can(start: Interview) -> None:
    for refused in (start.skip, lambda: start.answer("  ")):
        with pytest.raises(AnswerRequired):
            refused()
    assert asked(answered(start, "yes", "", "", "")).path == "home/person[1]"


def test_choices_are_switched_on_and_off_until_done(start: Interview) -> None:
    interview = answered(start, "yes", "4").toggle("Medicine").toggle("water").toggle("medicine")
    assert [choice.name for choice in asked(interview).choices if choice.chosen] == ["water"]
    taken = interview.done()
    assert taken.value("home/needs") == "water"
    assert asked(taken).path == "home/arrived"


def test_choices_done_with_none_chosen_count_as_skipped(start: Interview) -> None:
    interview = answered(start, "yes", "4").done()
    assert interview.value("home/needs") == ""
    assert asked(interview).path == "home/arrived"


def test_text_in_several_messages_is_joined(start: Interview) -> None:
    interview = start.answer("no").add_text("First.").add_text("Second.")
    assert asked(interview).so_far == "First.\nSecond."
    assert asked(interview).multiline
    assert interview.done().value("story") == "First.\nSecond."
    assert interview.answer("Third.").value("story") == "First.\nSecond.\nThird."


def test_text_that_would_not_fit_in_an_envelope_is_refused_and_what_was_written_stays(start: Interview) -> None:
    interview = start.answer("no").add_text("kept")
    with pytest.raises(AnswerTooLong) as refused:
        interview.add_text("ب" * 30_000)
    assert refused.value.limit == 40_000
    assert interview.done().value("story") == "kept"


def test_operations_that_do_not_fit_the_question_are_refused(start: Interview) -> None:
    operations: tuple[Callable[[], Interview], ...] = (
        lambda: start.toggle("yes"),
        lambda: start.add_text("x"),
        start.done,
    )
    for operation in operations:
        with pytest.raises(WrongKind):
            operation()
    with pytest.raises(WrongKind):
        answered(start, "no", "").answer("too late")


def test_back_undoes_one_answer_after_the_other(start: Interview) -> None:
    first, second = start.answer("yes"), answered(start, "yes", "4")
    assert second.back().current() == first.current()
    assert second.back().back().current() == start.current()
    with pytest.raises(NothingBefore):
        second.back().back().back()
    assert second.can_go_back and not start.can_go_back


def test_back_keeps_what_was_put_together_of_several_messages_or_choices(start: Interview) -> None:
    told = start.answer("no").add_text("First.").done()
    assert asked(told.back()).so_far == "First."
    assert told.back().back().answer("no").add_text("Second.").done().value("story") == "First.\nSecond."
    chosen = answered(start, "yes", "4").toggle("water").done()
    assert [choice.name for choice in asked(chosen.back()).choices if choice.chosen] == ["water"]
    assert chosen.back().done().value("home/needs") == "water"


def test_back_passes_over_answers_that_no_longer_apply(start: Interview) -> None:
    interview = answered(start, "yes", "4", "water", "", "no", "end")
    changed = interview.change("consent").answer("no")
    assert asked(changed.back()).path == "story"
    assert asked(changed.back().back()).path == "consent"


def test_rows_are_asked_for_one_after_the_other(start: Interview) -> None:
    interview = answered(start, "yes", "2", "", "")
    question = asked(interview)
    assert (question.kind, question.path, question.rows, question.label) == (
        Kind.ANOTHER,
        "home/person[1]",
        0,
        "Person",
    )
    interview = answered(interview, "yes", "Ava", "7")
    question = asked(interview)
    assert (question.kind, question.rows) == (Kind.ANOTHER, 1)
    interview = answered(interview, "yes", "Ben", "30", "no")
    assert asked(interview).path == "story"
    assert interview.value("home/years") == "37"


def test_labels_speak_of_earlier_answers_in_the_same_row(start: Interview) -> None:
    interview = answered(start, "yes", "", "", "", "yes", "Ava", "7", "yes", "Ben")
    assert asked(interview).label == "How old is Ben?"


def test_a_note_stands_above_the_next_question_and_needs_no_answer(start: Interview) -> None:
    minor = answered(start, "yes", "", "", "", "yes", "Ava", "7")
    assert [note.name for note in asked(minor).notes] == ["minor"]
    assert asked(answered(start, "yes", "", "", "", "yes", "Ava", "18")).notes == ()
    assert asked(minor.answer("no")).notes == ()


def test_back_takes_a_row_away_again(start: Interview) -> None:
    interview = answered(start, "yes", "", "", "", "yes")
    assert asked(interview).path == "home/person[1]/name"
    assert asked(interview.back()).path == "home/person[1]"
    assert asked(interview.back().answer("no")).path == "story"


def test_a_question_with_nothing_left_to_choose_is_passed_over_and_holds_nobody_up(
    begin: Begin,
) -> None:
    table = """
        | survey  |
        |         | type              | name  | label  | choice_filter  | required |
        |         | select_one town   | town  | Town?  |                |          |
        |         | select_one street | where | Where? | town = ${town} | yes      |
        |         | text              | last  | Last?  |                |          |
        | choices |
        |         | list_name | name | label | town |
        |         | town      | a    | A     |      |
        |         | town      | b    | B     |      |
        |         | street    | one  | One   | a    |
    """
    assert asked(answered(begin(table), "a")).name == "where"
    passed = answered(begin(table), "b")
    assert asked(passed).name == "last"
    assert passed.hurry().submission() == {"town": "b"}


def test_answers_belong_to_the_form_they_were_given_to(start: Interview, safety_report: Form) -> None:
    stored = start.answer("no").to_json()
    with pytest.raises(OtherForm) as other:
        Interview.resume(safety_report, stored, TODAY, "en")
    assert other.value.hash == start.form_hash


def test_more_rows_than_may_be_are_refused_at_the_answer_that_asks_for_them(begin: Begin) -> None:
    table = """
        | survey |
        |        | type         | name   | label | repeat_count |
        |        | integer      | size   | Size? |              |
        |        | begin_repeat | person | P     | ${size}      |
        |        | integer      | age    | Age?  |              |
        |        | end_repeat   |        |       |              |
    """
    with pytest.raises(TooManyRows) as refused:
        begin(table).answer("1000000")
    assert refused.value.limit == 50
    assert asked(begin(table).answer("50")).path == "person[1]/age"
    assert isinstance(begin(table).answer("0").current(), Review)


def test_a_repeat_that_is_called_required_keeps_nobody_from_sending(begin: Begin) -> None:
    table = """
        | survey |
        | | type         | name   | label | required |
        | | begin_repeat | person | P     | yes      |
        | | integer      | age    | Age?  |          |
        | | end_repeat   |        |       |          |
    """
    assert answered(begin(table), "no").finish().state.finished
    assert answered(begin(table), "yes", "7", "no").submission() == {"person[1]/age": "7"}


def test_an_acknowledgement_is_only_given_by_ok(begin: Begin) -> None:
    table = "| survey |\n| | type | name | label |\n| | acknowledge | seen | Seen? |"
    with pytest.raises(NotAcknowledged):
        begin(table).answer("no")
    assert begin(table).answer("ok").submission() == {"seen": "OK"}


TOGETHER = """
    | survey |
    | | type      | name   | label  | required | constraint      | constraint_message | calculation                  |
    | | integer   | first  | Boys?  | yes      | int(${sum}) = 2 | Two children       |                              |
    | | integer   | second | Girls? | yes      | int(${sum}) = 2 | Two children       |                              |
    | | integer   | most   | Most?  |          |                 |                    |                              |
    | | calculate | sum    |        |          |                 |                    | int(${first})+int(${second}) |
"""


def test_a_rule_about_a_question_that_is_still_to_come_waits_for_its_answer(begin: Begin) -> None:
    interview = begin(TOGETHER).answer("1")
    assert asked(interview).name == "second"
    with pytest.raises(ConstraintBroken):
        interview.answer("5")
    interview = interview.answer("1").skip()
    assert interview.submission() == {"first": "1", "second": "1", "sum": "2"}
    with pytest.raises(ConstraintBroken):
        interview.change("first").answer("4")
