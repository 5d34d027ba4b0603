"""Times, ranges and places asked for in a chat. Of where somebody is, no more is kept than a rough square."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.incoming.turn_store import DatabaseTurnStore
from handlers.chat.app import App
from handlers.chat.screen.markup import WhereLabel
from handlers.chat.screen.short_messages import MOST_WORDS, words_in
from services.conversation import conversation
from services.forms import load_form
from services.keys.sealing import numbered_row
from services.store import Store
from storage import turns as turn_rows
from storage.engine import Database
from tests.handlers.forms.test_chat import Survey
from tests.support.clocks import Clock
from tests.support.contents import LANGUAGES
from tests.support.phones import NewPhone, Phone
from tests.support.vaults import Template

TABLE = """
| survey   |
|          | type     | name  | label::English (en) | parameters |
|          | geopoint | where | Where was it?       |            |
|          | time     | hour  | At what time?       |            |
|          | range    | worry | How worried?        | end=5      |
| settings |
|          | form_title | form_id | default_language |
|          | Needs      | needs   | English (en)     |
"""
WHERE = {"latitude": 36.191113, "longitude": 44.009268}


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    (tmp_path / "needs.md").write_text(TABLE, encoding="utf-8")
    return Survey(load_form(tmp_path / "needs.md"))


@pytest.fixture
def person(app: App, survey: Survey, new_phone: NewPhone) -> Phone:
    content = replace(app.content, forms={survey.form.name: survey.form})
    asked = {**app.states, survey.state.name: survey.state}
    return new_phone(app=replace(app, content=content, states=asked), switchboard=survey.switchboard)


DAYS = """
| survey   |
|          | type     | name | label::English (en) |
|          | date     | day  | On which day?       |
|          | dateTime | then | When was it?        |
| settings |
|          | form_title | form_id | default_language |
|          | Days       | days    | English (en)     |
"""


@pytest.fixture
def asked_days(app: App, tmp_path: Path, new_phone: NewPhone) -> tuple[Phone, Survey]:
    (tmp_path / "days.md").write_text(DAYS, encoding="utf-8")
    survey = Survey(load_form(tmp_path / "days.md"))
    content = replace(app.content, forms={survey.form.name: survey.form})
    asked = {**app.states, survey.state.name: survey.state}
    return new_phone(app=replace(app, content=content, states=asked), switchboard=survey.switchboard), survey


@pytest.mark.parametrize(
    ("day", "then"),
    [
        ("yesterday", "yesterday at 4 in the afternoon"),
        ("أمس", "أمس الساعة 4 عصرا"),
        ("hier", "hier à 16h"),
        ("دوێنێ", "yesterday 16:00"),
    ],
)
async def test_days_are_taken_as_people_say_them(
    asked_days: tuple[Phone, Survey], clock: Clock, day: str, then: str
) -> None:
    person, survey = asked_days
    yesterday = clock.now.date() - timedelta(days=1)
    await person.send("/survey")
    await person.send(day)
    assert "When was it?" in person.last
    await person.send(then)
    await person.press("✅ Send")
    assert survey.sent == [{"day": yesterday.isoformat(), "then": f"{yesterday}T16:00:00.000+03:00"}]


async def test_what_may_be_two_days_is_asked_back_with_both_as_buttons(
    asked_days: tuple[Phone, Survey], clock: Clock
) -> None:
    person, survey = asked_days
    await person.send("/survey")
    await person.send(f"{clock.now - timedelta(days=2):%A}")
    before = clock.now.date() - timedelta(days=2)
    assert person.buttons[:2] == [before.isoformat(), (before + timedelta(days=7)).isoformat()]
    await person.press(before.isoformat())
    await person.send("yesterday at 4")
    assert len([label for label in person.buttons if label.endswith(("04:00", "16:00"))]) == 2
    await person.press("04:00", "✅ Send")
    assert survey.sent[0]["day"] == before.isoformat()


async def test_a_place_is_sent_with_one_press_and_kept_roughly(person: Phone, survey: Survey) -> None:
    await person.send("/survey")
    assert isinstance(person.telegram.keyboard[0][0], WhereLabel)
    assert "one kilometre" in person.last
    await person.send(location=WHERE)
    assert "At what time?" in person.last and "I cannot take" not in person.last
    assert "" not in person.own_texts, "whoever looks at the phone later need not see the place"
    await person.send("6.45")
    await person.press("4", "✅ Send")
    assert survey.sent == [{"where": "36.19 44.01 0 800", "hour": "06:45:00.000+03:00", "worry": "4"}]


async def test_where_exactly_it_was_is_nowhere_at_rest(
    person: Phone, turns: DatabaseTurnStore, database: Database, founded: Template
) -> None:
    await person.send("/survey")
    await person.send(location=WHERE)
    await person.repeat()
    await turns.settle([], person.clock.now, is_quiet=True)
    with database.reading() as session:
        kept = conversation.load(Store(session, founded.runtime), person.chat, person.clock.now).to_json().encode()
        found = {numbered_row("turns", number): body for number, body in turn_rows.everything(session) if body}
    bodies = [founded.runtime.unlock(body, row) for row, body in found.items()]
    assert b"36.19 44.01" in kept and bodies
    for number in WHERE.values():
        assert not any(str(number).encode() in body for body in [kept, *bodies])


async def test_a_place_that_was_not_asked_for_is_not_taken(person: Phone) -> None:
    await person.send("/survey")
    await person.press("Skip")
    await person.send(location=WHERE)
    assert "I cannot take" in person.last and "At what time?" in person.last


@pytest.mark.parametrize(
    ("before", "written", "said"),
    [((), "by the well", "36.19, 44.01"), (("Skip",), "after prayer", "14:30"), (("Skip", "Skip"), "9", "buttons")],
)
async def test_what_cannot_be_read_is_asked_again_with_an_example(
    person: Phone, before: tuple[str, ...], written: str, said: str
) -> None:
    await person.send("/survey")
    await person.press(*before)
    question = person.last
    await person.send(written)
    assert said in person.last and question in person.last


@pytest.mark.parametrize("written", ["٩ مساء", "nine in the evening", "9 h du soir", "٩ی شەو", "21 h"])
async def test_a_time_may_be_written_as_it_is_said(person: Phone, survey: Survey, written: str) -> None:
    await person.send("/survey")
    await person.press("Skip")
    await person.send(written)
    await person.press("4", "✅ Send")
    assert survey.sent[0]["hour"] == "21:00:00.000+03:00"


@pytest.mark.parametrize("written", ["9", "half past nine", "التاسعة"])
async def test_a_time_that_may_be_by_night_is_confirmed_by_a_press(person: Phone, survey: Survey, written: str) -> None:
    await person.send("/survey")
    await person.press("Skip")
    await person.send(written)
    assert "Which one do you mean?" in person.last and "At what time?" in person.last
    night, morning = person.buttons[:2]
    assert (night[:2], morning[:2]) == ("21", "09")
    await person.press(night, "4", "✅ Send")
    assert survey.sent[0]["hour"].startswith(night)


@pytest.mark.parametrize(
    ("written", "said", "meant"),
    [("۱۳۶۰/۱/۱۵", "Solar Hijri", "1981-04-04"), ("3/4/2026", "2026-04-03", "2026-03-04")],
)
async def test_a_day_that_may_be_another_is_confirmed_by_a_press(
    app: App, new_phone: NewPhone, tmp_path: Path, written: str, said: str, meant: str
) -> None:
    (tmp_path / "born.md").write_text(TABLE.replace("| time     | hour ", "| date     | hour "), encoding="utf-8")
    survey = Survey(load_form(tmp_path / "born.md"))
    content = replace(app.content, forms={survey.form.name: survey.form})
    asked = {**app.states, survey.state.name: survey.state}
    person = new_phone(app=replace(app, content=content, states=asked), switchboard=survey.switchboard)
    await person.send("/survey")
    await person.press("Skip")
    await person.send(written)
    assert meant in person.answer and said in person.answer and "At what time?" in person.last
    await person.press(meant, "Skip", "✅ Send")
    assert survey.sent == [{"hour": meant}]


IN_TWO = """
| survey   |
|          | type           | name    | label::English (en) |
|          | text           | village | Which village?      |
|          | text           | river   | Which river?        |
|          | integer        | people  | How many people?    |
| settings |
|          | form_title | form_id | default_language |
|          | Needs      | needs   | English (en)     |
"""


@pytest.fixture
def in_two(tmp_path: Path) -> Survey:
    (tmp_path / "two.md").write_text(IN_TWO, encoding="utf-8")
    return Survey(load_form(tmp_path / "two.md"))


@pytest.fixture
def writer(app: App, in_two: Survey, new_phone: NewPhone) -> Phone:
    content = replace(app.content, forms={in_two.form.name: in_two.form})
    asked = {**app.states, in_two.state.name: in_two.state}
    return new_phone(app=replace(app, content=content, states=asked), switchboard=in_two.switchboard)


async def test_a_second_message_in_one_breath_belongs_to_the_same_answer(writer: Phone, in_two: Survey) -> None:
    await writer.send("/survey", date=1_000)
    await writer.send("Upper village", date=1_010)
    await writer.send("the one by the bridge", date=1_012)
    assert "added this" in writer.last and "Which river?" in writer.last
    await writer.send("near the mill", date=1_014)
    assert "added this" in writer.last and "Which river?" in writer.last
    await writer.send("The long one", date=1_020)
    assert "How many people?" in writer.last
    await writer.send("4", date=1_021)
    await writer.press("✅ Send")
    village = "Upper village\nthe one by the bridge\nnear the mill"
    assert in_two.sent == [{"village": village, "river": "The long one", "people": "4"}]


async def test_the_same_words_twice_at_once_answer_one_question(writer: Phone, in_two: Survey) -> None:
    await writer.send("/survey")
    await writer.send_quickly("Upper village", "Upper village")
    assert "Which river?" in writer.last
    await writer.send("The long one")
    await writer.send("4")
    await writer.press("✅ Send")
    assert in_two.sent == [{"village": "Upper village", "river": "The long one", "people": "4"}]


async def test_the_same_words_again_within_a_second_answer_one_question(
    writer: Phone, in_two: Survey, clock: Clock
) -> None:
    second = int(clock.now.timestamp())
    await writer.send("/survey", date=second)
    await writer.send("Upper village", date=second)
    await writer.send("Upper village", date=second)
    assert "Which river?" in writer.last
    clock.pass_(seconds=3)
    await writer.send("Upper village", date=second + 3)
    assert "How many people?" in writer.last


async def test_what_comes_later_or_presses_a_button_is_an_answer_of_its_own(writer: Phone, in_two: Survey) -> None:
    await writer.send("/survey", date=1_000)
    await writer.send("Upper village", date=1_010)
    await writer.send("⏭ Skip", date=1_011)
    assert "How many people?" in writer.last
    await writer.send("⬅️ Back", date=1_012)
    await writer.send("The long one", date=1_013)
    assert "How many people?" in writer.last
    await writer.send("and wide", date=1_016)
    assert "added this" not in writer.last and "🔢" in writer.last


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_said_of_another_calendar_does_not_push_the_question_out_of_sight(
    app: App, new_phone: NewPhone, tmp_path: Path, language: str
) -> None:
    table = TABLE.replace("time     | hour", "date     | hour").replace(
        "At what time?", "On which day? " + "Say it. " * 15
    )
    (tmp_path / "days.md").write_text(table, encoding="utf-8")
    survey = Survey(load_form(tmp_path / "days.md"))
    content = replace(app.content, forms={survey.form.name: survey.form})
    asked = {**app.states, survey.state.name: survey.state}
    person = new_phone(app=replace(app, content=content, states=asked), switchboard=survey.switchboard, hint=language)
    await person.send("/survey")
    await person.send(person.buttons[-2])
    await person.send("۱۳۶۰/۱/۱۵")
    assert "1981-04-04" in person.answer and "On which day?" in person.last
    assert all(words_in(text) <= MOST_WORDS for text in person.telegram.said)
