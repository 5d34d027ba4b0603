"""Promises of surveys: once a round without knowing who, answers that name nobody, errors with names."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from services.authoring.parts import Texts
from services.content import content
from services.forms import Interview, Question, Review
from services.keys import envelopes
from services.keys.envelopes import Opened
from services.keys.keyring import NoTrustedKey
from services.keys.sealing import RuntimeKey
from services.notices import subscriptions
from services.notices.broadcasts import Broadcast, told_row
from services.store import Store
from services.surveys import surveys
from services.surveys.surveys import AlreadyInvited, Everybody, NotOpen, Survey, SurveyAnswers
from storage import broadcasts as broadcast_rows
from storage import surveys as rows
from storage.engine import Database
from tests.support.contents import EXAMPLE, LANGUAGES, change, sentences
from tests.support.vaults import Vault

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
CHAT = 700
NEEDS = Survey("needs", "needs_survey", "spring", date(2026, 3, 1), date(2026, 3, 31), Texts({"en": "Needs."}))
GIVEN = SurveyAnswers("needs", "spring", "needs_survey", "ab" * 32, {"needs": "water food"})


@pytest.fixture
def runtime(vault: Vault) -> RuntimeKey:
    return vault.runtime


def of_the_surveys(vault: Vault, session: Session) -> list[Opened]:
    return envelopes.open_new(session, vault.unlocked_elsewhere("caseworker").keys, frozenset())


def test_answers_are_kept_in_the_compartment_of_surveys_and_open_to_nobody_else(
    vault: Vault, session: Session, runtime: RuntimeKey
) -> None:
    assert surveys.submit(Store(session, runtime), vault.trust, GIVEN, CHAT, NOW)
    (opened,) = of_the_surveys(vault, session)
    assert opened.compartment == "surveys"
    assert opened.body["answers"] == {"needs": "water food"}
    assert envelopes.open_new(session, vault.unlocked_elsewhere("focal_point").keys, frozenset()) == []


def test_nothing_in_the_answers_says_who_or_when(vault: Vault, session: Session, runtime: RuntimeKey) -> None:
    surveys.submit(Store(session, runtime), vault.trust, GIVEN, CHAT, NOW)
    (opened,) = of_the_surveys(vault, session)
    assert opened.body.keys() == {"kind", "survey", "round", "form", "form_hash", "answers"}
    assert str(CHAT) not in json.dumps(opened.body)


def test_each_person_answers_a_round_once_and_the_next_round_again(
    vault: Vault, session: Session, runtime: RuntimeKey
) -> None:
    assert surveys.submit(Store(session, runtime), vault.trust, GIVEN, CHAT, NOW)
    assert not surveys.submit(Store(session, runtime), vault.trust, GIVEN, CHAT, NOW)
    assert surveys.submit(Store(session, runtime), vault.trust, GIVEN, CHAT + 1, NOW)
    assert surveys.submit(Store(session, runtime), vault.trust, replace(GIVEN, round="autumn"), CHAT, NOW)
    assert surveys.submit(Store(session, runtime), vault.trust, replace(GIVEN, survey="other"), CHAT, NOW)
    assert len(of_the_surveys(vault, session)) == 4


def test_what_says_that_somebody_answered_joins_to_nothing(vault: Vault, session: Session, runtime: RuntimeKey) -> None:
    surveys.submit(Store(session, runtime), vault.trust, GIVEN, CHAT, NOW)
    surveys.submit(Store(session, runtime), vault.trust, replace(GIVEN, round="autumn"), CHAT, NOW)
    kept = session.connection().exec_driver_sql("SELECT tag, round FROM surveyed").all()
    ids = {opened.id for opened in of_the_surveys(vault, session)}
    words = {column for row in kept for column in row}
    assert len({row.tag for row in kept}) == len({row.round for row in kept}) == 2
    assert not any(id in word or word in id for id in ids for word in words)


def test_answers_and_the_mark_are_kept_both_or_neither(vault: Vault, runtime: RuntimeKey) -> None:
    vault.unlock("caseworker")
    with pytest.raises(NoTrustedKey), vault.database.writing() as session:
        surveys.submit(Store(session, runtime), vault.trust, GIVEN, CHAT, datetime(2046, 1, 1, tzinfo=UTC))
    with vault.database.writing() as session:
        assert surveys.submit(Store(session, runtime), vault.trust, GIVEN, CHAT, NOW)


def test_a_survey_is_offered_from_its_first_day_to_its_last(session: Session, runtime: RuntimeKey) -> None:
    def keys(today: date) -> list[str]:
        return [each.survey.key for each in surveys.offered(Store(session, runtime), [NEEDS], CHAT, today)]

    assert keys(date(2026, 2, 28)) == keys(date(2026, 4, 1)) == []
    assert keys(date(2026, 3, 1)) == keys(date(2026, 3, 31)) == ["needs"]


def test_who_has_answered_is_offered_it_as_answered(vault: Vault, session: Session, runtime: RuntimeKey) -> None:
    surveys.submit(Store(session, runtime), vault.trust, GIVEN, CHAT, NOW)
    other = replace(NEEDS, key="other")
    found = surveys.offered(Store(session, runtime), [NEEDS, other], CHAT, TODAY)
    assert [each.is_answered for each in found] == [True, False]


def test_a_survey_for_some_is_offered_to_those_who_hear_about_them(session: Session, runtime: RuntimeKey) -> None:
    youth = replace(NEEDS, audience="forum:youth")
    assert surveys.offered(Store(session, runtime), [youth], CHAT, TODAY) == ()
    subscriptions.join(Store(session, runtime), "forum:youth", CHAT, "en")
    assert len(surveys.offered(Store(session, runtime), [youth], CHAT, TODAY)) == 1


def test_an_invitation_passes_over_who_has_answered(vault: Vault, session: Session, runtime: RuntimeKey) -> None:
    only = {"survey": "needs", "round": "spring"}
    assert surveys.may_answer(Store(session, runtime), only, CHAT)
    surveys.submit(Store(session, runtime), vault.trust, GIVEN, CHAT, NOW)
    assert not surveys.may_answer(Store(session, runtime), only, CHAT)


def test_who_answered_is_forgotten_a_while_after_the_round_and_not_before(
    vault: Vault, session: Session, runtime: RuntimeKey
) -> None:
    surveys.submit(Store(session, runtime), vault.trust, GIVEN, CHAT, NOW)
    assert surveys.forget_rounds_over(Store(session, runtime), [NEEDS], datetime(2026, 5, 5, tzinfo=UTC)) == 0
    assert surveys.forget_rounds_over(Store(session, runtime), [NEEDS], datetime(2026, 5, 6, tzinfo=UTC)) == 1
    surveys.submit(Store(session, runtime), vault.trust, GIVEN, CHAT, NOW)
    assert surveys.forget_rounds_over(Store(session, runtime), [], NOW) == 1


def test_with_another_runtime_key_a_tag_says_nothing(vault: Vault, session: Session, runtime: RuntimeKey) -> None:
    surveys.submit(Store(session, runtime), vault.trust, GIVEN, CHAT, NOW)
    other = RuntimeKey.generate()
    assert surveys.may_answer(Store(session, other), {"survey": "needs", "round": "spring"}, CHAT)
    assert rows.find(session, [other.tag("survey:needs:spring", CHAT)]) == set()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('form = "needs_survey"', 'form = "nowhere"', "surveys[1].form: there is no form “nowhere”"),
        ('form = "needs_survey"', 'form = "safety_report"', "surveys[1].form: “safety_report” is a form for reports"),
        ('key = "needs"', 'key = "my needs"', "surveys[1].key: “my needs” does not fit into an address"),
        ('key = "needs"', 'key = "return"', "surveys[2].key: there are two surveys “return”"),
        ("opens = 2026-01-01", 'opens = "spring"', "surveys[1].opens: is not a day. Write opens = 2026-03-05"),
        ("opens = 2026-01-01", "opens = 2036-01-01", "surveys[1].closes: the survey closes before it opens"),
        ('round = "example-1"', 'round = "example-1"\nclose = 1', "surveys[1].close: nothing of this name is known"),
        ('round = "example-1"', 'round = "x"\naudience = "forum:none"', "surveys[1].audience: is not a known name"),
        ('en = "What people', 'eo = "What people', "surveys[1].about.en: this offered language has no text"),
        ("[[surveys]]", "[surveys", "surveys.toml: the file is not TOML"),
    ],
)
def test_what_is_wrong_with_the_list_of_surveys_is_named(folder: Path, old: str, new: str, said: str) -> None:
    change(folder / "surveys.toml", old, new)
    assert said in sentences(folder)


def test_an_organisation_without_the_file_has_no_surveys(folder: Path, database: Database) -> None:
    (folder / "surveys.toml").unlink()
    assert content.load(database, folder, NOW).surveys == ()


def test_a_survey_whose_form_lacks_an_offered_language_is_named(folder: Path) -> None:
    form = folder / "forms" / "needs_survey.md"
    form.write_text(form.read_text(encoding="utf-8").replace("French (fr)", "Français (xx)"), encoding="utf-8")
    assert "surveys[1].form: “needs_survey” lacks the offered language “fr”" in sentences(folder)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_survey_of_the_example_can_be_passed_through_without_saying_anything(
    database: Database, language: str
) -> None:
    """Nothing is compulsory: each question is skipped, or answered with "I would rather not say"."""
    loaded = content.load(database, EXAMPLE, NOW)
    for survey in loaded.surveys:
        interview = Interview.begin(loaded.form(survey.form), TODAY, language)
        for _ in range(100):
            step = interview.current()
            if isinstance(step, Review):
                break
            assert isinstance(step, Question)
            assert step.label
            assert all(choice.label for choice in step.choices)
            interview = interview.skip()
        assert interview.submission() == {}


def test_every_list_of_the_example_s_surveys_offers_not_to_say(database: Database) -> None:
    loaded = content.load(database, EXAMPLE, NOW)
    for survey in loaded.surveys:
        lists = loaded.form(survey.form).choices
        assert lists
        assert all(
            "not_say" in [choice.name for choice in choices] for name, choices in lists.items() if name != "zones"
        )


def test_an_invitation_goes_once_a_round_to_who_hears_from_the_bot_and_ends_with_the_round(
    session: Session, runtime: RuntimeKey
) -> None:
    def invite(survey: Survey, now: datetime = NOW) -> str:
        return surveys.invite(
            Store(session, runtime), survey, Everybody(("forum:a", "zone:b"), ("en", "ar"), "Asia/Baghdad"), now
        )

    kept = broadcast_rows.get(session, bytes.fromhex(invite(NEEDS)))
    assert kept is not None
    told = Broadcast.from_json(runtime.unlock(kept.body, told_row(kept.id)).decode())
    assert (told.audiences, told.languages, told.facts) == (("forum:a", "zone:b"), ("en", "ar"), {})
    assert told.only == {"survey": "needs", "round": "spring"}
    assert told.until is not None and told.until.date() == NEEDS.closes
    with pytest.raises(AlreadyInvited):
        invite(NEEDS)
    invite(replace(NEEDS, round="autumn"))
    with pytest.raises(NotOpen):
        invite(replace(NEEDS, key="later"), datetime(2026, 4, 1, tzinfo=UTC))


def test_a_survey_for_some_invites_those_alone(session: Session, runtime: RuntimeKey) -> None:
    youth = replace(NEEDS, audience="forum:youth")
    id = surveys.invite(Store(session, runtime), youth, Everybody(("forum:a",), ("en",), "Asia/Baghdad"), NOW)
    kept = broadcast_rows.get(session, bytes.fromhex(id))
    assert kept is not None
    told = Broadcast.from_json(runtime.unlock(kept.body, told_row(kept.id)).decode())
    assert told.audiences == ("forum:youth",)
