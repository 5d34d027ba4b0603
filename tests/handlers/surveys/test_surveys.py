"""Promises of answering a survey in the chat: consent first, nothing compulsory, once a round, nothing that names."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from handlers.chat import keyboards
from handlers.chat.app import App
from locales import Words
from services.content import content
from services.content.content import Content
from services.forms import archive
from services.keys import envelopes
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.phones import NewPhone, Phone
from tests.support.plain_text import plain
from tests.support.vaults import Template

EXAMPLE = Path(__file__).resolve().parents[3] / "content"
NOT_SAID = "🤐 I would rather not say"


Answers = Callable[[], list[dict[str, Any]]]
"""What the caseworker could open by now: the answers of each envelope."""


@pytest.fixture
def answers(database: Database, founded: Template) -> Answers:
    def opened() -> list[dict[str, Any]]:
        with database.reading() as session:
            found = envelopes.open_new(session, founded.unlocked("caseworker").keys, frozenset())
        return [each.body for each in found]

    return opened


async def enter(phone: Phone, title: str = "How was our answer") -> None:
    """Up to what a person should know before the first question."""
    await phone.send("/surveys")
    await phone.press(f"✍️ Answer · 💬 {title}")


async def begin(phone: Phone, title: str = "How was our answer") -> None:
    await enter(phone, title)
    await phone.press("Go on")


async def pass_to_the_review(phone: Phone) -> None:
    for _ in range(20):
        if "✅ Send" in phone.buttons:
            return
        await phone.press(NOT_SAID)


async def test_the_surveys_that_are_open_can_be_chosen_by_title(phone: Phone) -> None:
    await phone.start()
    await phone.press("📋 Surveys")
    assert "It is up to you" in phone.last
    assert [label for label in phone.buttons if label.startswith("✍️")] == [
        "✍️ Answer · 🧺 Needs and obstacles",
        "✍️ Answer · 🧭 Staying, returning, moving on",
        "✍️ Answer · 💬 How was our answer?",
    ]


async def test_before_the_first_question_a_person_learns_what_it_is_for_who_reads_and_that_nothing_depends_on_it(
    phone: Phone,
) -> None:
    await enter(phone)
    for promise in (
        "Your opinion is not joined to any report",
        "Example Town protection team",
        "changes nothing about the help you get",
        "I keep no name, no number and no chat",
        "cannot be changed or taken back later",
        "Telegram itself can see this chat",
        "You can stop at any time",
        "You need not answer any question",
    ):
        assert promise in plain("\n".join(phone.texts))
    for promise in ("Example Town protection team", "changes nothing", "You can stop at any time"):
        assert promise in plain(phone.last), "what it takes to decide is seen"
    assert phone.buttons == ["✅ Go on", "⏹ Stop"]


async def test_words_before_the_consent_are_no_answer(phone: Phone) -> None:
    await enter(phone)
    await phone.send("yes they did answer")
    assert phone.buttons == ["✅ Go on", "⏹ Stop"]


async def test_every_question_can_be_left_unsaid_and_the_empty_paper_still_counts(
    phone: Phone, answers: Answers
) -> None:
    await begin(phone)
    while "✅ Send" not in phone.buttons:
        assert NOT_SAID in phone.buttons
        await phone.press(NOT_SAID)
    await phone.press("✅ Send")
    (paper,) = answers()
    assert set(paper["answers"].values()) == {"not_say"}


async def test_answers_reach_the_desk_without_anything_that_names_the_person(phone: Phone, answers: Answers) -> None:
    await begin(phone)
    await phone.press("💬 Yes", "It took too long", "🙂 Yes", "😐 Partly", "🙂 Yes", "🙂 Yes", "🙂 Yes")
    await phone.send("Answer in the evening")
    await phone.press("➡️ Next", "✅ Send")
    (paper,) = answers()
    assert paper["survey"] == "answer"
    assert paper["answers"]["quick"] == "slow"
    assert paper["answers"]["better"] == "Answer in the evening"
    assert not {"chat", "route", "language", "day", "mailbox"} & paper.keys()


async def test_after_sending_questions_and_answers_are_gone_from_the_chat(phone: Phone) -> None:
    await begin(phone)
    await pass_to_the_review(phone)
    await phone.press("✅ Send")
    assert "Your answers are saved. Thank you." in phone.last
    assert len(phone.texts) == 1
    assert phone.own_texts == []
    assert "📝 Report a concern" in phone.buttons


async def test_who_has_answered_is_told_kindly_and_is_not_asked_again(phone: Phone, answers: Answers) -> None:
    await begin(phone)
    await pass_to_the_review(phone)
    await phone.press("✅ Send")
    await phone.send("✍️ Answer · 💬 How was our answer?")
    assert "You have answered already, thank you" in phone.last
    await phone.send("/surveys")
    assert not any("How was our answer" in label for label in phone.buttons)
    assert len(answers()) == 1


async def test_another_person_answers_for_themselves(phone: Phone, new_phone: NewPhone, answers: Answers) -> None:
    for person in (phone, new_phone(chat=701, updates=count(5000))):
        await begin(person)
        await pass_to_the_review(person)
        await person.press("✅ Send")
    assert len(answers()) == 2


async def test_an_update_that_comes_twice_is_one_answer_and_the_same_thanks(phone: Phone, answers: Answers) -> None:
    await begin(phone)
    await pass_to_the_review(phone)
    await phone.press("✅ Send")
    await phone.repeat()
    assert "Your answers are saved" in phone.last
    assert len(answers()) == 1


async def test_two_phones_of_one_account_send_one_answer(phone: Phone, answers: Answers) -> None:
    """The same chat sends the same review from an old keyboard once more: nothing is doubled, nobody is blamed."""
    await begin(phone)
    await pass_to_the_review(phone)
    await phone.press("✅ Send")
    await phone.send("✅ Send")
    assert len(answers()) == 1


async def test_stop_sends_nothing_and_leaves_the_person_free_to_answer_later(phone: Phone, answers: Answers) -> None:
    await begin(phone)
    await phone.press("💬 Yes", "⏹ Stop")
    assert "Nothing was sent" in phone.last
    await enter(phone)
    await phone.press("⏹ Stop")
    assert answers() == []
    await begin(phone)
    await phone.press("💬 Yes")
    await phone.send("/stop")
    assert "Stopped" in phone.last
    assert answers() == []


async def test_an_answer_begun_goes_on_after_something_else_came_between(phone: Phone, answers: Answers) -> None:
    await begin(phone)
    await phone.press("💬 Yes")
    await phone.send("/report")
    assert "answers that are not sent yet" in phone.last
    await phone.press("Go on")
    assert "How long did it take?" in phone.last
    await phone.send("/help")
    assert "How long did it take?" in phone.last
    await phone.send("/language")
    await phone.send("/report")
    await phone.press("Go on")
    await phone.press("🐇 It was quick", "📨 Check and send", "✅ Send")
    (paper,) = answers()
    assert (paper["survey"], paper["round"], paper["answers"]["quick"]) == ("answer", "example-1", "quick")


async def test_the_questions_go_on_in_another_language(phone: Phone) -> None:
    await enter(phone)
    await phone.send("/language")
    await phone.press("Français")
    assert "Que pensez-vous de notre réponse" in phone.texts[-3]
    await phone.press(Words("fr")(keyboards.GO_ON))
    assert "Avez-vous reçu une réponse" in phone.last


async def test_a_question_without_its_own_choice_not_to_say_has_the_button(phone: Phone) -> None:
    await phone.send("/surveys")
    await phone.press("🧺 Needs")
    await phone.press("Go on")
    assert "Where do you live now" in phone.last
    assert NOT_SAID in phone.buttons
    assert not any("Skip" in label for label in phone.buttons)
    await phone.press(NOT_SAID)
    assert phone.buttons.count(NOT_SAID) == 1


@pytest.mark.parametrize("said", ["we are seven", "٧ أشخاص", "سبعة", "حەوت کەس", "nous sommes sept", "we are 7"])
async def test_a_number_may_be_said_in_words(phone: Phone, said: str) -> None:
    await phone.send("/surveys")
    await phone.press("🧺 Needs", "Go on", NOT_SAID, NOT_SAID, NOT_SAID)
    for unclear in ("seven or eight", "two adults and five children", "many", "seven and a half", "-7 people"):
        await phone.send(unclear)
        assert "How many people live" in phone.last
    await phone.send("two adults and five children")
    assert "more than one number" in phone.last
    await phone.send(said)
    assert "need most" in phone.last
    await phone.press(*[NOT_SAID, "Next"] * 2)
    await pass_to_the_review(phone)
    assert "\n⁨7⁩" in phone.last or "\n7" in phone.last


async def test_at_most_three_needs_and_not_to_say_stands_alone(phone: Phone) -> None:
    await phone.send("/surveys")
    await phone.press("🧺 Needs", "Go on", NOT_SAID, NOT_SAID, NOT_SAID, NOT_SAID)
    await phone.press("Water", "Food", "Money", "Safety", "Next")
    assert "at most 3" in phone.last
    await phone.press("Safety", "Next")
    assert "What keeps you" in phone.last
    await phone.press("The language", NOT_SAID, "Next")
    assert "stand alone" in phone.last


def with_surveys(phone: Phone, **changes: Any) -> None:
    """From now on the house offers only the survey about answers, changed like this."""
    old: Content = phone.app.content
    phone.app = replace(phone.app, content=replace(old, surveys=(replace(old.survey("answer"), **changes),)))


async def test_where_one_survey_waits_it_is_shown_at_once(phone: Phone) -> None:
    with_surveys(phone)
    await phone.send("/surveys")
    assert phone.buttons == ["✅ Go on", "⏹ Stop"]


async def test_where_none_is_open_that_is_said(phone: Phone) -> None:
    with_surveys(phone, opens=date(2030, 1, 1))
    await phone.send("/surveys")
    assert "no questions to answer at the moment" in phone.last


async def test_a_round_that_ended_before_the_first_question_is_over(phone: Phone) -> None:
    await enter(phone)
    with_surveys(phone, round="autumn")
    await phone.press("Go on")
    assert "These questions are over. Nothing was kept." in phone.last


async def test_who_began_while_the_round_was_open_may_finish(phone: Phone, answers: Answers) -> None:
    await begin(phone)
    await phone.press("💬 Yes")
    with_surveys(phone, closes=date(2026, 3, 1))
    await phone.press("🐢 It took too long", "📨 Check and send", "✅ Send")
    assert "Your answers are saved" in phone.last
    assert len(answers()) == 1


async def test_a_survey_for_a_group_is_seen_by_its_members_only(phone: Phone) -> None:
    with_surveys(phone, audience="forum:youth")
    await phone.send("/surveys")
    assert "no questions" in phone.last


def changed_content(tmp_path: Path) -> Path:
    """The example content with another version of one form."""
    folder = tmp_path / "changed"
    shutil.copytree(EXAMPLE, folder)
    file = folder / "forms" / "answer_survey.md"
    old = file.read_text(encoding="utf-8")
    file.write_text(old.replace("How long did it take?", "Was it quick?"), encoding="utf-8")
    return folder


async def test_who_is_inside_when_the_form_changes_finishes_the_one_they_began(
    phone: Phone, database: Database, answers: Answers, tmp_path: Path
) -> None:
    await begin(phone)
    await phone.press("💬 Yes")
    old = phone.app.content.form("answer_survey").hash
    changed = content.load(database, changed_content(tmp_path), datetime(2026, 3, 5, tzinfo=UTC))
    phone.app = replace(phone.app, content=changed)
    assert phone.app.content.form("answer_survey").hash != old
    await phone.send("/help")
    assert "How long did it take?" in phone.last
    await phone.press("🐢 It took too long", "📨 Check and send", "✅ Send")
    (paper,) = answers()
    assert paper["form_hash"] == old
    assert paper["answers"]["quick"] == "slow"


async def test_where_the_form_they_began_is_nowhere_any_more_that_is_said_and_stop_works(
    phone: Phone, database: Database
) -> None:
    await begin(phone)
    await phone.press("💬 Yes")
    hash = phone.app.content.form("answer_survey").hash
    kept = {name: form for name, form in phone.app.content.forms.items() if form.hash != hash}
    phone.app = replace(phone.app, content=replace(phone.app.content, forms=kept, surveys=()))
    with database.writing() as session:
        session.connection().exec_driver_sql(f"DELETE FROM forms WHERE hash = '{hash}'")
    archive._read.cache_clear()
    await phone.send("hello")
    assert "These questions have changed meanwhile. Nothing was sent." in phone.last
    await phone.press("⏹ Stop")
    assert "Nothing was sent" in phone.last


async def test_without_a_key_for_answers_nobody_is_asked_in_vain(phone: Phone, clock: Clock) -> None:
    clock.pass_(days=500)
    await phone.send("/surveys")
    await phone.press("💬 How was")
    assert "Nothing was saved" in phone.last
    assert "📝 Report a concern" in phone.buttons


@pytest.fixture
def half_translated(app: App, database: Database, tmp_path: Path) -> App:
    """The app with one survey, of which one cell is not translated into French."""
    folder = tmp_path / "content"
    shutil.copytree(EXAMPLE, folder)
    surveys = (folder / "surveys.toml").read_text(encoding="utf-8").split("[[surveys]]")
    (folder / "surveys.toml").write_text("[[surveys]]".join(surveys[:2]), encoding="utf-8")
    form = folder / "forms" / "needs_survey.md"
    sheets = form.read_text(encoding="utf-8")
    form.write_text(sheets.replace("| 👩 Femme |", "| |"), encoding="utf-8")
    return replace(app, content=content.load(database, folder, Clock().now))


async def test_who_reads_a_language_that_a_survey_is_not_whole_in_is_told_and_not_asked(
    half_translated: App, new_phone: NewPhone
) -> None:
    phone = new_phone(app=half_translated)
    await phone.send("/surveys")
    assert Words("en")(keyboards.GO_ON) in phone.buttons
    reader = new_phone(app=half_translated, hint="fr", chat=702, updates=count(7_000))
    await reader.send("/surveys")
    assert "English" in reader.last and "العربية" in reader.last and "Français" not in reader.last
    assert Words("fr")(keyboards.GO_ON) not in reader.buttons
