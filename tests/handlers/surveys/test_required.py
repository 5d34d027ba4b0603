"""What a person is told before a survey whose form requires answers is so, whichever way the organisation set it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from services.content.content import Content
from services.forms import load_form
from services.keys import envelopes
from storage.engine import Database
from tests.support.phones import Phone
from tests.support.vaults import Template

TABLE = """
| survey  |
| | type | name | label::English (en) | required | constraint |
| | select_one yn | hurt | Were you hurt? | yes | |
| | integer | age | How old are you? | yes | . > 5 |
| choices |
| | list_name | name | label::English (en) |
| | yn | yes | Yes |
| | yn | no | No |
| settings |
| | form_title | form_id | default_language |
| | Hurt | hurt | English (en) |
"""
NOT_SAID = "🤐 I would rather not say"
Ask = Callable[[bool], None]
"""From now on the house offers only this survey, with or without the right to decline."""


@pytest.fixture
def ask(phone: Phone, tmp_path: Path) -> Ask:
    (tmp_path / "hurt.md").write_text(TABLE, encoding="utf-8")
    form = load_form(tmp_path / "hurt.md")

    def offered(may_decline: bool) -> None:
        old: Content = phone.app.content
        survey = replace(old.survey("answer"), key="hurt", form=form.name)
        organisation = replace(old.organisation, may_decline=may_decline)
        forms = {**old.forms, form.name: form}
        content = replace(old, surveys=(survey,), forms=forms, organisation=organisation)
        phone.app = replace(phone.app, content=content)

    return offered


def papers(database: Database, founded: Template) -> list[dict[str, Any]]:
    with database.reading() as session:
        return [
            each.body["answers"]
            for each in envelopes.open_new(session, founded.unlocked("caseworker").keys, frozenset())
        ]


async def test_where_people_may_decline_no_question_is_compulsory(
    phone: Phone, ask: Ask, database: Database, founded: Template
) -> None:
    ask(True)
    await phone.send("/surveys")
    assert "You need not answer any question" in phone.last
    await phone.press("Go on", NOT_SAID, NOT_SAID, "✅ Send")
    assert "Your answers are saved" in phone.last
    assert papers(database, founded) == [{}]


async def test_where_they_may_not_it_is_not_promised(
    phone: Phone, ask: Ask, database: Database, founded: Template
) -> None:
    ask(False)
    await phone.send("/surveys")
    assert "You need not answer any question" not in phone.last
    assert "Some questions need an answer" in phone.last
    await phone.press("Go on")
    assert NOT_SAID not in phone.buttons
    await phone.press("Yes")
    await phone.send("30")
    await phone.press("✅ Send")
    assert papers(database, founded) == [{"hurt": "yes", "age": "30"}]


async def test_an_answer_that_breaks_a_rule_is_still_refused(phone: Phone, ask: Ask) -> None:
    ask(True)
    await phone.send("/surveys")
    await phone.press("Go on", "Yes")
    await phone.send("3")
    assert "does not fit" in phone.last
