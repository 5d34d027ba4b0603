"""Long forms in the chat: every text arrives whole, the last piece has the buttons, any answer can be changed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handlers.chat.app import App
from services.authoring.texts import length
from services.forms import load_form
from tests.handlers.forms.test_chat import Survey
from tests.support.phones import NewPhone, Phone
from tests.support.plain_text import plain

LIMIT = 4096
MANY = 121
Ask = Callable[[str], tuple[Phone, Survey]]
SETTINGS = "| settings |\n| | form_title | form_id | default_language |\n| | Long | long | English (en) |\n"


@pytest.fixture
def ask(app: App, new_phone: NewPhone, tmp_path: Path) -> Ask:
    def asked(table: str) -> tuple[Phone, Survey]:
        (tmp_path / "long.md").write_text(table + SETTINGS, encoding="utf-8")
        survey = Survey(load_form(tmp_path / "long.md"))
        content = replace(app.content, forms={survey.form.name: survey.form})
        states = {**app.states, survey.state.name: survey.state}
        return new_phone(app=replace(app, content=content, states=states), switchboard=survey.switchboard), survey

    return asked


HEAD = "| survey |\n| | type | name | label::English (en) | hint::English (en) |\n"


async def to_the_review(person: Phone) -> None:
    await person.send("/survey")
    for _ in range(MANY):
        await person.send("7")


async def test_a_review_of_many_answers_arrives_whole_and_can_be_sent(ask: Ask) -> None:
    questions = "".join(f"| | integer | q{n} | How many of the kind {n} are there? | |\n" for n in range(1, MANY + 1))
    person, survey = ask(HEAD + questions)
    await to_the_review(person)
    shown = plain("\n\n".join(person.texts))
    assert all(f"{n}. How many of the kind {n} are there?\n7" in shown for n in range(1, MANY + 1))
    assert all(length(text) <= LIMIT for text in person.texts)
    assert person.buttons[0] == "✅ Send" and len(person.buttons) < 10
    await person.send("121")
    assert "of the kind 121" in person.last
    await person.send("8")
    await person.press("✅ Send")
    assert survey.sent[0]["q121"] == "8" and len(survey.sent[0]) == MANY


async def test_a_word_leads_to_an_answer_of_a_long_review(ask: Ask) -> None:
    things = ["goats", "sheep", "tents", *(f"thing {n}" for n in range(MANY - 3))]
    person, survey = ask(
        HEAD + "".join(f"| | integer | q{n} | How many {each}? | |\n" for n, each in enumerate(things))
    )
    await to_the_review(person)
    await person.send("sheep")
    assert "2. How many sheep?" in plain(person.last)
    assert [label for label in person.buttons if label.startswith("✏️")] == ["✏️ 2"]
    await person.press("✏️ 2")
    await person.send("40")
    await person.press("✅ Send")
    assert survey.sent[0]["q1"] == "40"


@pytest.mark.long_texts
async def test_long_questions_hints_notes_and_answers_arrive_whole(ask: Ask) -> None:
    words = " ".join(f"word{n}" for n in range(900))
    person, survey = ask(f"{HEAD}| | note | read | {words} note | |\n| | text | t | {words} label | {words} hint |\n")
    await person.send("/survey")
    shown = " ".join(person.texts)
    assert all(f"word899 {end}" in shown for end in ("note", "label", "hint"))
    assert all(length(text) <= LIMIT for text in person.texts)
    await person.send(words)
    assert "✅ Send" in person.buttons
    await person.press("✅ Send")
    assert survey.sent == [{"t": words}]


async def test_a_question_with_nothing_but_a_hint_is_asked_and_reviewed_by_it(ask: Ask) -> None:
    person, survey = ask(f"{HEAD}| | text | t | | Anything else? |\n")
    await person.send("/survey")
    assert person.last == "Anything else?"
    await person.send("No.")
    assert "1. Anything else?\nNo." in plain(person.last)
    await person.press("✅ Send")
    assert survey.sent == [{"t": "No."}]
