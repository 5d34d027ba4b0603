"""Promises of forms that are sent like a report: whole in four languages, hardly anything asked, sealed right."""

from datetime import date
from pathlib import Path

import pytest

from services.forms import Form, Interview, Kind, Question, Review, load_form
from services.reports import reports

FORMS = Path(__file__).resolve().parents[3] / "content" / "forms"
LANGUAGES = ("en", "ar", "ckb", "fr")
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module", params=["agreement_report", "accompaniment_request"])
def form(request: pytest.FixtureRequest) -> Form:
    return load_form(FORMS / f"{request.param}.md")


@pytest.fixture(scope="module")
def agreement() -> Form:
    return load_form(FORMS / "agreement_report.md")


def test_every_text_is_there_in_every_language_and_no_two_choices_look_alike(form: Form) -> None:
    assert form.languages == LANGUAGES
    for language in LANGUAGES:
        assert form.titles[language]
        for item in form.items.values():
            assert item.kind is Kind.CALCULATE or item.label[language], (item.name, language)
            assert not item.hint or item.hint[language], (item.name, language)
        for name, choices in form.choices.items():
            labels = [choice.label[language] for choice in choices if name != "rule"]
            assert len(set(labels)) == len(labels), (name, language)


def test_two_answers_at_most_have_to_be_given(form: Form) -> None:
    interview, given = Interview.begin(form, TODAY, "en"), 0
    while isinstance(question := interview.current(), Question):
        interview = interview.answer(question.choices[0].name) if question.required else interview.skip()
        given += question.required
    assert given <= 2
    assert isinstance(interview.current(), Review)


def test_it_goes_to_the_team_and_not_to_the_focal_points(form: Form) -> None:
    interview = Interview.begin(form, TODAY, "en")
    for name in ("compartment", "urgent", "contact"):
        assert interview.value(name) in ("safety", "false", "true")
    assert interview.value("compartment") == "safety"


def test_danger_now_makes_a_broken_agreement_urgent_and_is_not_asked_of_a_kept_one(agreement: Form) -> None:
    broken = Interview.begin(agreement, TODAY, "en").answer("safe_passage").answer("broken")
    names = []
    while isinstance(question := broken.current(), Question):
        names.append(question.name)
        broken = broken.answer("yes") if question.name == "danger_now" else broken.skip()
    assert "danger_now" in names
    assert reports.draft_of(broken, agreement, "en", 7).urgent
    kept = Interview.begin(agreement, TODAY, "en").answer("safe_passage").answer("kept")
    while isinstance(question := kept.current(), Question):
        assert question.name != "danger_now"
        kept = kept.skip()


def test_only_the_rules_of_the_chosen_agreement_can_be_chosen(agreement: Form) -> None:
    for name in ("herders_farmers", "no_weapons", "safe_passage"):
        question = Interview.begin(agreement, TODAY, "en").answer(name).answer("kept").current()
        assert isinstance(question, Question)
        assert question.choices
        assert all(choice.name.startswith(name) for choice in question.choices)
    other = Interview.begin(agreement, TODAY, "en").answer("other").answer("kept").current()
    assert isinstance(other, Question)
    assert other.name == "zone"


def test_what_is_known_already_is_not_asked_and_what_does_not_fit_is(agreement: Form) -> None:
    begun = Interview.begin(agreement, TODAY, "en")
    known = reports.prefilled(begun, {"agreement": "no_weapons", "kept": "broken", "zone": "market"})
    question = known.current()
    assert isinstance(question, Question)
    assert question.name == "rule"
    assert reports.prefilled(begun, {"agreement": "peace on earth"}) == begun
    assert reports.prefilled(begun, {"kept": "broken"}) == begun
