"""A question for a telephone number: what nobody could dial is asked for once again, then kept as it was written."""

from dataclasses import replace
from pathlib import Path

import pytest

from handlers.chat.app import App
from services.forms import load_form
from tests.handlers.forms.test_chat import Survey
from tests.support.phones import NewPhone, Phone

TABLE = """
| survey   |
|          | type    | name    | label::English (en)   | appearance |
|          | text    | {name}  | How can we reach you? | {appearance} |
|          | integer | people  | How many people?      |            |
| settings |
|          | form_title | form_id | default_language |
|          | Needs      | needs   | English (en)     |
"""


@pytest.fixture(params=[("reach", "numbers"), ("contact_phone", "")])
def asked(request: pytest.FixtureRequest, app: App, new_phone: NewPhone, tmp_path: Path) -> tuple[Phone, Survey]:
    name, appearance = request.param
    (tmp_path / "reach.md").write_text(TABLE.format(name=name, appearance=appearance), encoding="utf-8")
    survey = Survey(load_form(tmp_path / "reach.md"))
    content = replace(app.content, forms={survey.form.name: survey.form})
    states = {**app.states, survey.state.name: survey.state}
    return new_phone(app=replace(app, content=content, states=states), switchboard=survey.switchboard), survey


async def answered(person: Phone, survey: Survey, *said: str) -> str:
    await person.send("/survey")
    for each in said:
        assert "How can we reach you?" in person.last
        await person.send(each)
    assert "How many people?" in person.last
    await person.press("Check and send", "✅ Send")
    return next(iter(survey.sent[-1].values()))


@pytest.mark.parametrize("doubtful", ["12345", "0770 123"])
async def test_what_is_none_is_asked_for_once_and_then_kept(asked: tuple[Phone, Survey], doubtful: str) -> None:
    person, survey = asked
    assert await answered(person, survey, doubtful, doubtful) == doubtful
    assert any("does not look like a telephone number" in text for text in person.texts)


async def test_a_better_one_takes_its_place(asked: tuple[Phone, Survey]) -> None:
    assert await answered(*asked, "0770 123", "0770 123 4567") == "0770 123 4567"


@pytest.mark.parametrize(
    "said", ["0770 123 4567", "٠٧٧٠ ١٢٣ ٤٥٦٧", "my sister: 0770 123 4567", "I have no phone", "112"]
)
async def test_numbers_and_words_are_taken_at_once(asked: tuple[Phone, Survey], said: str) -> None:
    assert await answered(*asked, said) == said
