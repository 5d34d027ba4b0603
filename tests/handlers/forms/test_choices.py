"""Choices in the chat: each can be chosen whatever it is called, and a list may be as long as it likes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from handlers import start
from handlers.chat import keyboards
from handlers.chat.app import App
from handlers.chat.routing import Route, Switchboard
from handlers.chat.screen.shown_keyboards import ShownKeyboards
from services.forms import load_form
from tests.handlers.forms.test_chat import Survey
from tests.support.phones import NewPhone, Phone
from tests.support.plain_text import plain

MOST_BUTTONS = 100
Choice = tuple[str, str]
Ask = Callable[..., tuple[Phone, Survey]]
"""A person before one question with these choices (name, label)."""


@pytest.fixture
def ask(app: App, new_phone: NewPhone, tmp_path: Path) -> Ask:
    def asked(choices: Sequence[Choice], kind: str = "select_one", default: str = "") -> tuple[Phone, Survey]:
        lines = [
            "| survey |",
            "| | type | name | label::English (en) | default |",
            f"| | {kind} place | place | Which place? | {default} |",
            "| | integer | people | How many people? | |",
            "| choices |",
            "| | list_name | name | label::English (en) |",
            *(f"| | place | {name} | {label} |" for name, label in choices),
            "| settings |",
            "| | form_title | form_id | default_language |",
            "| | Places | places | English (en) |",
        ]
        (tmp_path / "places.md").write_text("\n".join(lines), encoding="utf-8")
        survey = Survey(load_form(tmp_path / "places.md"))
        doors = [Route(survey.begin, command="survey"), Route(start.help_, label=keyboards.HELP)]
        doors += [Route(start.help_, label=keyboards.OLD_JOINED), Route(start.help_, label=keyboards.JOIN)]
        switchboard = Switchboard(doors, fallback=start.fallback, elsewhere=start.elsewhere)
        content = replace(app.content, forms={survey.form.name: survey.form})
        states = {**app.states, survey.state.name: survey.state}
        return new_phone(app=replace(app, content=content, states=states), switchboard=switchboard), survey

    return asked


async def sent_after(person: Phone, survey: Survey, button: str) -> str:
    """What is sent after the button that reads exactly so was pressed."""
    await person.send("/survey")
    assert button in [plain(label) for label in person.buttons]
    await person.send(button)
    if "➡️ Next" in person.buttons:
        await person.press("➡️ Next")
    await person.press("Check and send", "✅ Send")
    return survey.sent[-1].get("place", "")


SALAM = [("north", "Al-Salam"), ("south", "Al-Salam"), ("other", "Another place")]


@pytest.mark.parametrize("kind", ["select_one", "select_multiple"])
@pytest.mark.parametrize(("number", "name"), [(1, "north"), (2, "south")])
async def test_two_choices_with_one_label_can_both_be_chosen(ask: Ask, kind: str, number: int, name: str) -> None:
    person, survey = ask(SALAM, kind)
    tick = "⬜ " if kind == "select_multiple" else ""
    assert await sent_after(person, survey, f"{tick}Al-Salam ({number})") == name


async def test_the_review_tells_which_of_them_it_was(ask: Ask) -> None:
    person, _ = ask(SALAM)
    await person.send("/survey")
    await person.press("Al-Salam (2)", "Check and send")
    assert "Al-Salam (2)" in plain(person.last)


async def test_words_that_could_mean_both_choose_neither(ask: Ask) -> None:
    person, _ = ask(SALAM)
    await person.send("/survey")
    await person.send("al-salam")
    assert "press one of the buttons" in person.last


OURS = ("⏹ Stop", "⬅️ Back", "⏭ Skip", "➡️ Next", "📨 Check and send", "🔽 More to choose from", "❓ How it works")


@pytest.mark.parametrize("kind", ["select_one", "select_multiple"])
@pytest.mark.parametrize("label", [*OURS, "❓ How it works · here", "Joined", "Join"])
async def test_a_choice_called_as_a_button_of_ours_can_be_chosen(ask: Ask, kind: str, label: str) -> None:
    person, survey = ask([("first", "One"), ("ours", label)], kind)
    await person.send("/survey")
    (button,) = [one for one in person.buttons if label in one and one != label] or [label]
    await person.send(button)
    if "➡️ Next" in person.buttons:
        await person.press("➡️ Next")
    await person.press("Check and send", "✅ Send")
    assert survey.sent == [{"place": "ours"}]


async def test_a_label_that_is_another_choices_name_is_still_its_own(ask: Ask) -> None:
    person, survey = ask([("1", "2"), ("2", "1")])
    assert await sent_after(person, survey, "2") == "1"
    assert await sent_after(person, survey, "1") == "2"


LONG = "A place with so long a name that no button of a small phone shows it to its end: "


async def test_labels_longer_than_a_button_stand_in_the_message_and_are_told_apart(ask: Ask) -> None:
    person, survey = ask([("a", LONG + "north"), ("b", LONG + "south"), ("c", "Elsewhere")])
    await person.send("/survey")
    assert f"1. {LONG}north\n2. {LONG}south" in plain(person.last)
    assert all(len(label) <= 64 for label in person.buttons)
    await person.press("2. A place", "Check and send", "✅ Send")
    assert survey.sent == [{"place": "b"}]


TOWNS = [(f"t{number}", f"Town {number}") for number in range(1, 238)]


async def test_a_list_of_hundreds_is_delivered_page_by_page(ask: Ask) -> None:
    person, survey = ask(TOWNS)
    await person.send("/survey")
    seen = set()
    for _ in range(30):
        assert len(person.buttons) < MOST_BUTTONS / 2
        seen |= {label for label in person.buttons if label.startswith("Town")}
        if not any("More to choose" in label for label in person.buttons):
            break
        await person.press("More to choose")
    assert seen == {label for _, label in TOWNS}
    await person.press("Those before", "Town 211", "Check and send", "✅ Send")
    assert survey.sent == [{"place": "t211"}]


async def test_whatever_is_on_the_page_every_choice_of_the_list_can_be_written(ask: Ask) -> None:
    person, survey = ask(TOWNS)
    assert await sent_after(person, survey, "Town 3") == "t3"
    await person.send("/survey")
    await person.send("town 200")
    assert "How many people?" in person.last


async def test_a_name_without_its_article_is_the_choice(ask: Ask) -> None:
    person, survey = ask([*TOWNS, ("m1", "الموصل")])
    await person.send("/survey")
    await person.send("موصل")
    await person.press("Check and send", "✅ Send")
    assert survey.sent == [{"place": "m1"}]


async def test_a_part_of_a_name_is_looked_for(ask: Ask) -> None:
    person, survey = ask([*TOWNS, ("k7", "Kafr as-Salāma"), ("m1", "الموصل")])
    await person.send("/survey")
    await person.send("salama")
    assert [label for label in person.buttons if label.startswith(("Kafr", "Town"))] == ["Kafr as-Salāma"]
    await person.send("nothing like it")
    assert "I found nothing like" in person.last
    assert "Town 1" in person.buttons
    await person.press("The whole list")
    await person.send("salma")
    await person.press("Kafr", "Check and send", "✅ Send")
    assert survey.sent == [{"place": "k7"}]


async def test_what_was_looked_for_is_forgotten_with_the_answer(ask: Ask) -> None:
    person, _ = ask(TOWNS)
    await person.send("/survey")
    await person.send("own 12")
    await person.press("Town 12")
    await person.press("Back")
    assert "Town 1" in person.buttons and "What I found" not in person.last


async def test_several_can_be_ticked_on_several_pages_and_each_tick_is_answered_shortly(ask: Ask) -> None:
    person, survey = ask(TOWNS, "select_multiple")
    await person.send("/survey")
    await person.press("⬜ Town 3", "More to choose", "More to choose", "⬜ Town 50")
    assert "Which place?" not in person.last
    assert "Town 3" in person.last and "Town 50" in person.last
    await person.press("➡️ Next", "Check and send", "✅ Send")
    assert survey.sent == [{"place": "t3 t50"}]


async def test_would_rather_not_say_is_on_every_page(ask: Ask) -> None:
    person, _ = ask([*TOWNS, ("not_say", "I keep it to myself")])
    await person.send("/survey")
    assert "I keep it to myself" in person.buttons
    await person.press("More to choose")
    assert "I keep it to myself" in person.buttons


async def test_what_the_form_proposes_is_on_the_first_page(ask: Ask) -> None:
    person, survey = ask(TOWNS, default="t230")
    assert await sent_after(person, survey, "Town 230") == "t230"


async def test_no_button_moves_when_the_first_choice_is_ticked(ask: Ask) -> None:
    person, _ = ask([("a", "Water"), ("b", "Food")], "select_multiple")
    await person.send("/survey")
    places = {plain(label)[1:]: place for place, label in enumerate(person.buttons)}
    await person.press("⬜ Water")
    assert {plain(label)[1:]: place for place, label in enumerate(person.buttons)}[" Food"] == places[" Food"]


@pytest.mark.parametrize("kind", ["select_one", "select_multiple"])
@pytest.mark.parametrize("label", ["✅ Send", "Send", "⏹ Stop", "stop", "back", "⬅️ Back", "✅ Go on", "Retour", "رجوع"])
async def test_a_choice_that_is_called_like_an_act_has_a_number_and_is_never_taken_for_it(
    ask: Ask, label: str, kind: str
) -> None:
    person, survey = ask([("here", "Here"), ("act", label)], kind)
    await person.send("/survey")
    drawn = [plain(button) for button in person.buttons]
    assert any(button.removeprefix("⬜ ") == f"2. {label}" for button in drawn)
    assert f"2. {label}" in plain(person.last)
    await person.send("2")
    if kind == "select_multiple":
        await person.press("➡️ Next")
    assert "How many people?" in person.last
    assert survey.sent == []
    await person.press("Check and send", "✅ Send")
    assert survey.sent[-1]["place"] == "act"


async def test_the_word_for_an_act_is_the_act_though_a_choice_is_called_so(ask: Ask) -> None:
    person, survey = ask([("here", "Here"), ("act", "Back")])
    await person.send("/survey")
    await person.send("back")
    assert "Which place?" in person.last
    assert survey.sent == []


async def test_yes_and_no_stay_what_they_are(ask: Ask) -> None:
    person, survey = ask([("yes", "Yes"), ("no", "No")])
    assert await sent_after(person, survey, "Yes") == "yes"


async def test_a_choice_that_reads_like_a_command_can_be_chosen(ask: Ask) -> None:
    person, survey = ask([("/survey", "/survey"), ("other", "Other")])
    assert await sent_after(person, survey, "/survey") == "/survey"


@pytest.mark.parametrize("written", ["⬜ /survey", "/survey"])
async def test_one_that_is_ticked_can_be_too(ask: Ask, written: str) -> None:
    person, _survey = ask([("/survey", "/survey"), ("other", "Other")], "select_multiple")
    await person.send("/survey")
    await person.send(written)
    assert "✅ /survey" in person.buttons


async def test_where_it_is_no_longer_known_what_stood_below_it_can_be_chosen_once_it_is_asked_again(ask: Ask) -> None:
    person, _survey = ask([("/survey", "/survey"), ("other", "Other")])
    await person.send("/survey")
    object.__setattr__(person.app, "keyboards", ShownKeyboards())
    await person.send("/survey")
    assert "Which place?" in person.last
    await person.send("/survey")
    assert "How many people?" in person.last


async def test_a_command_is_one_where_no_choice_reads_like_it(ask: Ask) -> None:
    person, _survey = ask([("one", "/one"), ("other", "Other")])
    await person.send("/survey")
    await person.send("/survey")
    assert "Which place?" in person.last
