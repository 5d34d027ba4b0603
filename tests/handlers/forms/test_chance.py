"""What a form leaves to chance in a chat: another for each person, the same when Telegram repeats itself."""

from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from handlers.chat.app import App
from services.forms import load_form
from tests.handlers.forms.test_chat import Survey
from tests.support.phones import NewPhone, Phone

LETTERS = "abcdefghij"
TABLE = "\n".join(
    [
        "| survey |",
        "| | type | name | label::English (en) | parameters | calculation |",
        "| | select_one letter | it | Which one? | randomize=true | |",
        "| | calculate | key | | | uuid() |",
        "| choices |",
        "| | list_name | name | label::English (en) |",
        *(f"| | letter | {letter} | {letter.upper()} |" for letter in LETTERS),
    ]
)


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    (tmp_path / "mixed.md").write_text(TABLE, encoding="utf-8")
    return Survey(load_form(tmp_path / "mixed.md"))


@pytest.fixture
def people(app: App, survey: Survey, new_phone: NewPhone) -> list[Phone]:
    content = replace(app.content, forms={survey.form.name: survey.form})
    asked = {**app.states, survey.state.name: survey.state}
    together = replace(app, content=content, states=asked)
    numbers = count(1)
    return [new_phone(app=together, switchboard=survey.switchboard, chat=chat, updates=numbers) for chat in (901, 902)]


def offered(person: Phone) -> str:
    return "".join(label for row in person.telegram.keyboard for label in row if len(label) == 1)


async def test_a_repeated_update_shows_what_was_shown(people: list[Phone]) -> None:
    one, other = people
    await one.send("/survey")
    first = offered(one)
    assert sorted(first) == sorted(LETTERS.upper())
    await one.repeat()
    assert offered(one) == first
    await one.send("no letter")
    assert offered(one) == first
    await other.send("/survey")
    assert offered(other) != first


async def test_two_people_send_two_identifiers(people: list[Phone], survey: Survey) -> None:
    for person in people:
        await person.send("/survey")
        await person.press("C", "✅ Send")
    assert [sent["it"] for sent in survey.sent] == ["c", "c"]
    assert len({sent["key"] for sent in survey.sent}) == 2
