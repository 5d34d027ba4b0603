"""The safety report asks little, harms nobody by asking, and goes to those who may read it."""

from datetime import date

import pytest

from services.forms import Form, Interview, Kind, Question, Review
from services.forms.definition.items import plain
from services.forms.definition.model import in_language
from tests.support.forms.interviewing import answered, asked

TODAY = date(2026, 3, 5)
LANGUAGES = ("en", "ar", "ckb", "fr")
CATEGORIES = (
    *("unsafe", "attacked", "sexual", "stopped", "property", "movement", "pressure"),
    *("child", "explosive", "aid_worker", "refused", "tension", "other"),
)


@pytest.fixture
def start(safety_report: Form) -> Interview:
    return Interview.begin(safety_report, TODAY, "en")


def names_asked(interview: Interview) -> list[str]:
    """The questions from here to the review, all skipped."""
    names = []
    while isinstance(step := interview.current(), Question):
        names.append(step.name)
        interview = interview.skip()
    return names


def test_every_text_is_there_in_every_language(safety_report: Form) -> None:
    assert safety_report.languages == LANGUAGES
    for language in LANGUAGES:
        assert safety_report.titles[language]
        for item in safety_report.items.values():
            shown = item.kind is not Kind.CALCULATE
            assert not shown or item.label[language], (item.name, language)
            assert not item.hint or item.hint[language], (item.name, language)
        for choices in safety_report.choices.values():
            assert all(choice.label[language] for choice in choices)


def test_every_door_of_the_menu_has_a_picture(start: Interview, safety_report: Form) -> None:
    question = asked(start)
    assert tuple(choice.name for choice in question.choices) == CATEGORIES
    for choice in safety_report.choices["category"]:
        pictures = {plain(label).split()[0] for label in choice.label.values()}
        assert len(pictures) == 1 and not pictures.pop().isalnum()


def test_labels_of_one_question_differ_in_every_language(safety_report: Form) -> None:
    for choices in safety_report.choices.values():
        for language in LANGUAGES:
            labels = [plain(in_language(choice.label, language, LANGUAGES, ())) for choice in choices]
            assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_category_alone_is_a_report(category: str, start: Interview) -> None:
    interview = start.answer(category).hurry()
    review = interview.current()
    assert isinstance(review, Review) and len(review.rows) == 1
    assert interview.submission()["category"] == category


def test_category_and_zone_can_be_sent_right_away(start: Interview) -> None:
    interview = start.answer("tension").answer("market").hurry()
    assert interview.submission() == {
        "category": "tension",
        "quiet": "false",
        "by_aid_worker": "false",
        "zone": "market",
        "before_sending": "who ",
        "compartment": "safety",
        "urgent": "false",
        "contact": "false",
    }


def test_everything_but_the_category_can_be_skipped(start: Interview) -> None:
    assert names_asked(start.answer("other")) == ["zone", "danger_now", "when", "what_happened", "reply_wanted"]


def test_only_who_wants_an_answer_is_asked_whether_the_bot_may_say_so(start: Interview) -> None:
    until_reply = start.answer("other").skip().skip().skip().skip()
    assert asked(until_reply.answer("yes")).name == "notice_wanted"
    assert isinstance(until_reply.answer("no").current(), Review)
    assert until_reply.answer("yes").answer("yes").value("contact") == "true"
    assert until_reply.answer("yes").answer("no").value("contact") == "false"
    assert until_reply.answer("yes").skip().value("contact") == "false"


SURVIVOR = (("sexual",), ("attacked", "sexual"), ("aid_worker", "sexual"))
CHILD = (("child",), ("aid_worker", "child"))


@pytest.mark.parametrize("answers", [*SURVIVOR, *CHILD])
def test_where_asking_would_harm_little_is_asked_and_help_is_shown(answers: tuple[str, ...], start: Interview) -> None:
    interview = answered(start, *answers)
    by_aid_worker = answers[0] == "aid_worker"
    who = () if by_aid_worker else ("who",)
    where = () if answers in SURVIVOR else ("zone",)
    assert "show_services" in [note.name for note in asked(interview).notes]
    assert names_asked(interview) == [*who, *where, "what_happened", "specialist_contact"]
    last = answered(interview, *("" for _ in (*who, *where)), "")
    assert last.answer("yes").value("contact") == "true"
    assert last.answer("no").value("contact") == "false"
    assert interview.value("urgent") == "true"
    assert interview.value("compartment") == ("psea" if by_aid_worker else "safety")


@pytest.mark.parametrize("answers", [("sexual", "aid_worker"), ("attacked", "sexual", "aid_worker"), SURVIVOR[2]])
def test_sexual_abuse_by_an_aid_worker_is_both_from_whichever_door(answers: tuple[str, ...], start: Interview) -> None:
    interview = answered(start, *answers)
    assert set(interview.value("branch").split()) == {"sexual_violence", "aid_worker"}
    assert interview.value("compartment") == "psea"
    assert interview.value("urgent") == "true"
    assert names_asked(interview) == ["what_happened", "specialist_contact"]


@pytest.mark.parametrize("answers", [("sexual", "aid_worker"), ("child", "aid_worker"), SURVIVOR[2]])
def test_whoever_says_that_it_was_an_aid_worker_hears_of_a_way_outside(
    answers: tuple[str, ...], start: Interview
) -> None:
    heard, interview = set(), start
    for answer in answers:
        interview = interview.answer(answer)
        heard |= {note.name.rstrip("_2") for note in asked(interview).notes}
    assert "outside_route" in heard


@pytest.mark.parametrize("answers", [("sexual", "not_said"), ("child", "not_said"), ("aid_worker", "not_said")])
def test_nobody_has_to_say_who_or_what_it_was(answers: tuple[str, ...], start: Interview) -> None:
    interview = answered(start, *answers)
    assert interview.value("compartment") == ("psea" if answers[0] == "aid_worker" else "safety")
    assert interview.hurry().submission()["category"] == answers[0]


def test_what_somebody_writes_is_kept_where_asking_would_harm(start: Interview) -> None:
    told = answered(start, "child", "other", "river", "She is alone at the bridge.", "no").submission()
    assert told["what_happened"] == "She is alone at the bridge."
    assert told["zone"] == "river"
    survivor = answered(start, "sexual", "", "At the well.", "yes").submission()
    assert survivor["what_happened"] == "At the well."


def test_what_was_told_before_is_kept_where_asking_would_harm_and_the_rest_is_not_sent(start: Interview) -> None:
    told = answered(start, "unsafe", "river", "no", "today", "much").hurry()
    quiet = told.change("category").answer("sexual").hurry().submission()
    assert quiet["what_happened"] == "much"
    assert not quiet.keys() & {"zone", "when"}


def test_an_attack_that_is_not_sexual_is_asked_about_like_the_rest(start: Interview) -> None:
    for kind in ("beating", "not_said"):
        assert names_asked(start.answer("attacked").answer(kind))[0] == "zone"


def test_a_complaint_about_an_aid_worker_goes_to_the_focal_points_and_shows_another_way(start: Interview) -> None:
    interview = start.answer("aid_worker")
    assert interview.value("compartment") == "psea"
    assert "outside_route" in {note.name for note in asked(interview).notes}
    assert "show_services" in {note.name for note in asked(interview.answer("favour")).notes}
    for category in set(CATEGORIES) - {"aid_worker"}:
        assert start.answer(category).value("compartment") == "safety"


def test_explosives_bring_advice_before_the_next_question(start: Interview) -> None:
    interview = start.answer("explosive")
    assert asked(interview).notes[-1].name == "explosive_advice", "nearest to the question"
    assert interview.value("urgent") == "true"


def test_danger_now_brings_advice_and_makes_the_report_urgent(start: Interview) -> None:
    until_danger = start.answer("stopped").skip()
    assert asked(until_danger.answer("yes")).notes[0].name == "danger_advice"
    assert until_danger.answer("yes").value("urgent") == "true"
    assert until_danger.answer("unknown").value("urgent") == "false"


def test_no_question_asks_for_a_name_and_the_text_question_warns_not_to_write_one(
    start: Interview, safety_report: Form
) -> None:
    texts = [item.name for item in safety_report.items.values() if item.kind is Kind.TEXT]
    assert texts == ["what_happened"]
    question = asked(start.answer("other").skip().skip().skip())
    assert question.multiline and "no names" in question.hint


def test_the_submission_does_not_tell_which_language_was_read(safety_report: Form) -> None:
    sent = [
        Interview.begin(safety_report, TODAY, language).answer("tension").answer("river").hurry().submission()
        for language in LANGUAGES
    ]
    assert all(one == sent[0] for one in sent)
