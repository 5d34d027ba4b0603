"""Promises of guides in the chat: two taps to a step, nothing kept of what is read, one tap to tell of pressure."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.chat import keyboards
from handlers.chat.app import App
from handlers.chat.screen.short_messages import MOST_WORDS, words_in
from handlers.guides import pages
from locales import Words
from services.guides.guides import Guides
from services.keys import envelopes
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.database_files import at_rest
from tests.support.phones import NewPhone, Phone
from tests.support.vaults import Template

LANGUAGES = ("en", "ar", "ckb", "fr")
DATA_LIMIT = 64
TO_AN_AREA = ("What is known about my area", "Three Wells")


async def choose(phone: Phone, wanted: str) -> None:
    """Press a step, turning to where it stands."""
    while not any(wanted in label for label in phone.pages):
        await phone.press_under("More to choose")
    await phone.press_under(wanted)


async def read_to_the_end(phone: Phone) -> str:
    """All pages of what stands there."""
    read = phone.last
    while not any("Text to pass on" in label for label in phone.pages):
        await phone.press_under("Read on")
        read += phone.last
    return read


def data_of(phone: Phone) -> list[str]:
    return [data for message in phone.telegram.messages.values() for row in message.pages for _, data in row]


async def test_a_step_is_two_taps_from_the_menu_and_that_it_is_ones_own_choice_comes_first(phone: Phone) -> None:
    await phone.start()
    before = phone.taps
    await phone.press("Going back home")
    assert "You may go, stay, wait or change your mind. Nobody may push you" in phone.last
    await phone.press_under("Documents and procedure")
    assert phone.taps - before == 2
    assert "Rules change" in phone.last
    assert "1/" in phone.last


async def test_every_page_of_every_step_in_every_language_is_short_and_says_it(new_phone: NewPhone) -> None:
    for number, language in enumerate(LANGUAGES):
        person = new_phone(hint=language, chat=800 + number)
        words = Words(language)
        for command, name in (("/return", "return"), ("/safety", "safety")):
            await person.send(command)
            guide = person.app.content.guides.guide(name)
            await person.press_under(guide.steps[0].page(language).title)
            for step in guide.steps:
                read = ""
                while True:
                    read += person.last
                    assert step.page(language).title in person.last
                    assert words_in(person.last) <= MOST_WORDS, person.last
                    assert all(len(data.encode()) <= DATA_LIMIT for data in data_of(person))
                    if words.date(step.page(language).checked) in person.last:
                        break
                    await person.press_under(words(keyboards.READ_ON))
                assert all(line in read for line in step.page(language).text.splitlines())
                assert guide.always.said(language)[5:25] in read
                if guide.after(step):
                    await person.press_under(words(keyboards.READ_ON))


async def test_turning_pages_leaves_one_message_and_nothing_at_rest(phone: Phone, database: Database) -> None:
    await phone.send("/return")
    shown, rest = len(phone.texts), at_rest(database)
    await phone.press_under("Your own free choice")
    for label in ("Read on", "Read on", "Back", "Back", "All steps", *["More to choose"] * 3, *TO_AN_AREA):
        await phone.press_under(label)
    assert len(phone.texts) == shown
    assert at_rest(database) == rest
    assert phone.telegram.answered_presses == ["1"] * 11


async def test_an_area_shows_what_was_seen_when_and_what_nobody_knows(phone: Phone) -> None:
    await phone.send("/return")
    await choose(phone, "What is known about my area")
    assert "I do not keep what you choose" in phone.last
    await phone.press_under("Mill Valley")
    read = await read_to_the_end(phone)
    assert "two of five wells" in read
    assert "What nobody could tell us:" in read
    assert "Nov 10, 2026" in read
    await phone.press_under("What is known about my area")
    await phone.press_under("Three Wells")
    assert "armed men at night. We could not confirm it" in await read_to_the_end(phone)


async def test_what_was_checked_long_ago_says_so(phone: Phone, clock: Clock) -> None:
    page = phone.app.content.guides.guide("return").area("mill_valley").page("en")
    clock.now = clock.now.replace(year=page.checked.year, month=page.checked.month) + timedelta(days=80)
    await phone.send("/return")
    await choose(phone, "What is known about my area")
    await phone.press_under("Mill Valley")
    assert "may no longer be right" in phone.last
    await phone.press_under("All steps")
    await choose(phone, "Mines")
    assert "may no longer be right" not in phone.last


async def test_telling_of_pressure_is_one_tap_from_any_step_with_its_category_chosen(
    phone: Phone, database: Database, founded: Template
) -> None:
    await phone.send("/return")
    await choose(phone, "Pressure, promises, threats")
    await phone.press("Pushed or threatened?")
    assert "Who reads what you report" in phone.last
    await phone.press("Go on")
    assert "Where was it?" in phone.last
    await phone.press("Tents on the hill", "Check and send", "✅ Send")
    assert "Your report is saved" in phone.answer
    with database.reading() as session:
        (body,) = [each.body for each in envelopes.open_new(session, founded.unlocked("caseworker").keys, frozenset())]
    assert {path.rsplit("/", 1)[-1]: value for path, value in body["answers"].items()}["category"] == "pressure"


async def test_the_category_that_was_chosen_for_somebody_can_be_changed(phone: Phone) -> None:
    await phone.send("/return")
    await phone.press("Pushed or threatened?", "Go on", "Back")
    assert "What is it about?" in phone.last
    assert any("Pushed to go back" in label for label in phone.buttons)


async def test_somebody_who_wants_company_can_ask_and_hears_that_nothing_is_promised(phone: Phone) -> None:
    await phone.send("/return")
    await phone.press("Ask for somebody to come along", "Go on")
    assert "Nobody can promise safety" in phone.last
    await phone.press("To look at my home first", "Check and send")
    assert "Also sent" not in phone.last, "who opens it and how soon is nothing that somebody told of themselves"
    await phone.press("✅ Send")
    assert "What you sent is saved" in phone.answer


async def test_ticks_stand_in_a_message_of_their_own_and_nowhere_else(phone: Phone, database: Database) -> None:
    await phone.send("/return")
    await choose(phone, "A list for yourself")
    await read_to_the_end(phone)
    await phone.press_under("My own list to tick")
    rest = at_rest(database)
    await phone.press_under("All papers")
    await phone.press_under("It is my own decision")
    assert [label for label in phone.pages if label.startswith("✅")] == [
        "✅ 🕊 It is my own decision",
        "✅ 🪪 All papers are with me",
    ]
    await phone.press_under("All papers")
    assert [label for label in phone.pages if label.startswith("✅")] == ["✅ 🕊 It is my own decision"]
    assert at_rest(database) == rest
    assert "nowhere else" in phone.last


@pytest.mark.long_texts
async def test_the_text_to_pass_on_is_a_message_without_buttons_that_names_nobody(phone: Phone) -> None:
    await phone.send("/return")
    await choose(phone, "Mines and explosives")
    await read_to_the_end(phone)
    await phone.press_under("Text to pass on")
    newest = list(phone.telegram.messages.values())[-1]
    assert newest.pages == []
    assert "Do not touch" in newest.text
    assert phone.app.content.organisation.name.said("en") not in newest.text


async def test_who_helps_is_shown_where_it_is_apt_with_a_way_back(phone: Phone) -> None:
    await phone.send("/safety")
    await choose(phone, "Harassment of women and girls")
    await phone.press_under("Who helps, and keeps it secret")
    assert "Example health centre" in phone.last
    await phone.press_under("Back")
    assert "it is not your fault" in phone.last


async def test_services_for_a_need_come_as_a_list_of_their_own_and_the_guide_stays(phone: Phone) -> None:
    await phone.send("/return")
    await choose(phone, "House, land and property")
    shown = len(phone.texts)
    await phone.press_under("Legal help")
    assert len(phone.texts) == shown + 2, "what was looked for, and the list"
    legal = phone.app.content.needs.need("legal")
    assert legal is not None
    assert legal.name.said("en") in phone.texts[-2]
    assert "🏚 House, land and property" in phone.texts[-3]


async def test_a_link_leads_into_another_guide(phone: Phone) -> None:
    await phone.send("/safety")
    await choose(phone, "During an attack")
    await phone.press_under("Something has not exploded")
    assert "💣 Mines and explosives · 1/" in phone.last


async def test_a_button_keeps_its_language_after_the_conversation_is_forgotten(
    new_phone: NewPhone, clock: Clock
) -> None:
    person = new_phone(hint="en")
    await person.start()
    await person.press("Language", "العربية")
    await person.send("/return")
    clock.pass_(hours=3)
    title = person.app.content.guides.guide("return").step("mines").page("ar").title
    await person.press_under(Words("ar")(keyboards.MORE_CHOICES))
    await person.press_under(title)
    assert title in person.last
    assert "ممنوع اللمس" in person.last


async def test_after_looking_for_services_the_ways_out_of_the_guide_are_below(phone: Phone) -> None:
    await phone.start()
    await phone.press("Services and help")
    await phone.send("/return")
    assert any("Pushed or threatened?" in label for label in phone.buttons)
    before = len(phone.texts)
    await phone.send("water")
    assert any("Water and repairs" in text for text in phone.texts[before:])


async def test_reading_does_not_disturb_a_report_under_way(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Go on", "I feel unsafe")
    await phone.send("/safety")
    await choose(phone, "Rumours")
    await phone.press("North quarter")
    assert "danger right now" in phone.last


@pytest.mark.parametrize(
    "data",
    [
        "step:en:return:gone",
        "area:en:return:gone",
        "guide:en:return",
        "step:en",
        "areas:xx:return",
        "help:en:return:mines:",
    ],
)
async def test_an_old_or_forged_button_leads_somewhere_sensible(phone: Phone, data: str) -> None:
    await phone.send("/return")
    shown = phone._paged()
    message = {"message_id": shown.number, "date": 0, "chat": {"id": phone.chat, "type": "private"}}
    press = {"id": "9", "from": {"id": 1, "language_code": "en"}, "message": message, "data": data}
    await phone.deliver({"update_id": 9000, "callback_query": press})
    assert phone.telegram.answered_presses == ["9"]
    assert phone.pages != []


@pytest.mark.parametrize("data", ["pass:en:return:gone", "list:en:away:x", "tick:en:return:gone:1", "tick:en:away:x:1"])
async def test_a_button_of_a_step_that_is_gone_breaks_nothing(phone: Phone, data: str) -> None:
    await phone.send("/return")
    message = {"message_id": phone._paged().number, "date": 0, "chat": {"id": phone.chat, "type": "private"}}
    press = {"id": "9", "from": {"id": 1, "language_code": "en"}, "message": message, "data": data}
    await phone.deliver({"update_id": 9000, "callback_query": press})
    assert phone.telegram.answered_presses == ["9"]


async def test_without_a_guide_that_is_said(phone: Phone) -> None:
    phone.app = replace(phone.app, content=replace(phone.app.content, guides=Guides()))
    await phone.send("/return")
    assert "no guide on this yet" in phone.last
    await phone.press("Report")
    assert "Who reads what you report" in phone.last


def test_the_two_guides_of_the_menu_are_in_the_example(app: App) -> None:
    assert {pages.RETURN, pages.SAFETY} <= set(app.content.guides.by_name)
