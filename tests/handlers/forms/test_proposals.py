"""What a form proposes, in the chat: a button to press, a line that says so, and nothing sent that was not shown."""

from dataclasses import replace
from pathlib import Path

import pytest

from handlers.chat.app import App
from services.forms import load_form
from tests.handlers.forms.test_chat import Survey
from tests.support.phones import NewPhone, Phone
from tests.support.plain_text import plain

TABLE = """
| survey  |
| | type | name | label::English (en) | default | calculation |
| | integer | people | How many people? | | |
| | select_one yn | police | May we tell the police? | yes | |
| | text | village | Your village | Al-Salam, behind the river and the old mill | |
| | calculate | many | | | ${people} > 8 |
| | hidden | consent | | yes | |
| choices |
|         | list_name | name | label::English (en) |
|         | yn        | yes  | Yes                 |
|         | yn        | no   | No                  |
| settings |
|         | form_title | form_id | default_language |
|         | Needs      | needs   | English (en)     |
"""
VILLAGE = "Al-Salam, behind the river and the old mill"


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    (tmp_path / "needs.md").write_text(TABLE, encoding="utf-8")
    return Survey(load_form(tmp_path / "needs.md"))


@pytest.fixture
def person(app: App, survey: Survey, new_phone: NewPhone) -> Phone:
    content = replace(app.content, forms={survey.form.name: survey.form})
    asked = {**app.states, survey.state.name: survey.state}
    return new_phone(app=replace(app, content=content, states=asked), switchboard=survey.switchboard)


async def test_send_now_sends_no_consent_that_nobody_gave(person: Phone, survey: Survey) -> None:
    await person.send("/survey")
    await person.send("4")
    await person.press("Check and send")
    assert "police" not in person.last
    await person.press("✅ Send")
    assert survey.sent == [{"people": "4", "many": "false", "consent": "yes"}]


async def test_no_choice_is_favoured_by_what_the_form_proposes(person: Phone) -> None:
    await person.send("/survey")
    await person.send("4")
    assert person.telegram.keyboard[0] == ["Yes", "No"]
    assert "suggests" not in person.last


async def test_what_is_proposed_is_said_whole_and_taken_with_a_button(person: Phone, survey: Survey) -> None:
    await person.send("/survey")
    await person.send("4")
    await person.press("No")
    assert f"The form suggests: {VILLAGE}" in plain(person.last)
    await person.press("👉 Al-Salam")
    assert VILLAGE in person.last
    await person.press("✅ Send")
    assert survey.sent[0]["village"] == VILLAGE


async def test_somebody_who_answers_otherwise_has_answered(person: Phone, survey: Survey) -> None:
    await person.send("/survey")
    await person.send("4")
    await person.press("No")
    await person.send("Al-Noor")
    await person.press("✅ Send")
    assert survey.sent[0]["village"] == "Al-Noor"


async def test_the_review_names_what_goes_along_unless_it_follows_from_the_answers(person: Phone) -> None:
    await person.send("/survey")
    await person.send("4")
    await person.press("Check and send")
    assert "➕ Also sent, though nobody asked you:\n\nconsent\nyes" in person.last
    assert "many" not in person.last.replace("How many", "")


async def test_words_right_after_a_suggestion_was_pressed_answer_the_next_question(
    app: App, new_phone: NewPhone, tmp_path: Path
) -> None:
    (tmp_path / "needs.md").write_text(TABLE.replace("calculate | many", "text | why"), encoding="utf-8")
    asked = Survey(load_form(tmp_path / "needs.md"))
    content = replace(app.content, forms={asked.form.name: asked.form})
    states = {**app.states, asked.state.name: asked.state}
    person = new_phone(app=replace(app, content=content, states=states), switchboard=asked.switchboard)
    await person.send("/survey", date=1_000)
    await person.send("4", date=1_010)
    await person.send("No", date=1_020)
    await person.send(next(label for label in person.buttons if "👉" in label), date=1_030)
    await person.send("because of war", date=1_031)
    assert "added this" not in person.last
    await person.press("✅ Send")
    assert (asked.sent[0]["village"], asked.sent[0]["why"]) == (VILLAGE, "because of war")
