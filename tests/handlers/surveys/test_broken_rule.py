"""An answer that breaks a rule only since another was changed: whoever sends is led to it."""

from dataclasses import replace
from pathlib import Path

from services.forms import load_form
from tests.support.phones import Phone

TABLE = """
| survey  |
| | type | name | label::English (en) | constraint |
| | integer | people | How many people are you? | |
| | integer | children | How many are children? | . <= ${people} |
| settings |
| | form_title | form_id | default_language |
| | People | people | English (en) |
"""


async def test_sending_leads_to_the_answer_that_breaks_a_rule(phone: Phone, tmp_path: Path) -> None:
    (tmp_path / "people.md").write_text(TABLE, encoding="utf-8")
    form, old = load_form(tmp_path / "people.md"), phone.app.content
    survey = replace(old.survey("answer"), key="people", form=form.name)
    content = replace(old, surveys=(survey,), forms={**old.forms, form.name: form})
    phone.app = replace(phone.app, content=content)
    await phone.send("/surveys")
    await phone.press("Go on")
    await phone.send("5")
    await phone.send("4")
    await phone.press("✏️ 1")
    await phone.send("3")
    await phone.press("✅ Send")
    assert "How many are children?" in phone.last
    assert "How many people are you?" not in phone.last
    await phone.send("2")
    await phone.press("✅ Send")
    assert "Your answers are saved" in phone.last
