"""Orders, numbers of long ranges and counted rows, asked for in a chat."""

from dataclasses import replace
from pathlib import Path

import pytest

from handlers.chat.app import App
from services.forms import load_form
from tests.handlers.forms.test_chat import Survey
from tests.support.phones import NewPhone, Phone
from tests.support.plain_text import plain

TABLE = """
| survey   |
|          | type         | name | label::English (en) | parameters       | repeat_count |
|          | rank need    | top  | What comes first?   |                  |              |
|          | range        | km   | How far, in km?     | start=0 end=100  |              |
|          | range        | kg   | How much, in kg?    | start=0 end=50 step=0.5 |       |
|          | begin_repeat | kid  | Child               |                  | 3            |
|          | integer      | age  | How old?            |                  |              |
|          | end_repeat   |      |                     |                  |              |
| choices  |
|          | list_name | name  | label::English (en) |
|          | need      | water | Water               |
|          | need      | food  | Food                |
| settings |
|          | form_title | form_id | default_language |
|          | Needs      | needs   | English (en)     |
"""


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    (tmp_path / "needs.md").write_text(TABLE, encoding="utf-8")
    return Survey(load_form(tmp_path / "needs.md"))


@pytest.fixture
def person(app: App, survey: Survey, new_phone: NewPhone) -> Phone:
    content = replace(app.content, forms={survey.form.name: survey.form})
    asked = {**app.states, survey.state.name: survey.state}
    return new_phone(app=replace(app, content=content, states=asked), switchboard=survey.switchboard)


async def test_an_order_is_pressed_and_shown_as_it_grows(person: Phone, survey: Survey) -> None:
    await person.send("/survey")
    assert "Press what comes first" in person.last and "1." not in person.last
    await person.press("⬜ Food", "⬜ Water")
    assert "1. Food" in person.last and "2. Water" in person.last
    await person.press("➡️ Next", "Skip", "Skip", "Skip", "Skip", "Skip")
    assert "1. Food, 2. Water" in person.last
    await person.press("✅ Send")
    assert survey.sent == [{"top": "food water"}]


async def test_what_was_put_in_order_is_said_without_asking_all_over(person: Phone) -> None:
    await person.send("/survey")
    assert person.telegram.keyboard[0] == ["➡️ Next"], "no button moves under a thumb that taps twice"
    await person.press("⬜ Food")
    assert "1. Food" in person.last and "What comes first?" not in person.last
    await person.send("⬜ Food")
    assert "1. Food" in person.last, "the label says which way was meant"
    await person.press("✅ Food")
    assert "Nothing is chosen" in person.last


async def test_a_number_of_a_long_range_is_typed_and_asked_again_with_its_ends(person: Phone) -> None:
    await person.send("/survey")
    await person.press("Skip")
    assert "from 0 to 100" in plain(person.last) and person.telegram.keyboard[0] == ["📨 Check and send"]
    await person.send("101")
    assert "🔢" in person.last and "from 0 to 100" in plain(person.last) and "How far" in person.last
    await person.send("٩٩")
    assert "in steps of 0.5" in plain(person.last)
    await person.send("0.3")
    assert "🔢" in person.last and "How much" in person.last


async def test_counted_rows_say_which_of_them_is_asked_about(person: Phone) -> None:
    await person.send("/survey")
    await person.press("Skip", "Skip", "Skip")
    assert "Child · 1 of 3" in plain(person.last)
    await person.send("4")
    assert "Child · 2 of 3" in plain(person.last)
