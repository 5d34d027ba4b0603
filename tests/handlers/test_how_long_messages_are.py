"""No message to a resident is longer than a small screen shows, in any language: 60 words.

Two kinds are longer, and meant to be, with nothing to press under them: the text of a guide to pass on, and what an
organiser is about to send, as its readers get it. Whatever a test of this folder has the bot say is counted when it
ends (`chats` in `conftest.py`). Journeys through the phone page look at what is seen
(`tests/journeys/test_small_screen.py`); here everything there is to read is opened once.
"""

from datetime import date
from typing import Final

import pytest

from handlers.chat import keyboards
from handlers.chat.screen.short_messages import MOST_WORDS, words_in
from handlers.directory.buttons import CARD, CARD_MORE, card_data
from locales import Words
from locales.catalogues import catalogue
from services.recurrence import WallTime
from storage.engine import Database
from tests.support.contents import LANGUAGES
from tests.support.meetings.planning import TUESDAY, meeting, plan
from tests.support.phones import NewPhone, Phone, too_long
from tests.support.vaults import Template

TITLE: Final = "Light at the well and water for the tents along the river, with the municipality and the police"
PLACE: Final = "The long blue tent behind the school, beside the two tall trees, second entrance from the market"


@pytest.fixture(params=LANGUAGES)
def person(request: pytest.FixtureRequest, new_phone: NewPhone) -> Phone:
    return new_phone(hint=request.param)


async def press(phone: Phone, data: str) -> None:
    """Press what lies under some message."""
    await phone.send("/services")
    message = {"message_id": 1, "date": 0, "chat": {"id": phone.chat, "type": "private"}}
    query = {"id": "9", "from": {"id": phone.chat, "language_code": phone.hint}, "message": message, "data": data}
    await phone.deliver({"update_id": next(phone.updates), "callback_query": query})


async def test_every_card_and_the_rest_of_it(person: Phone) -> None:
    await person.send("/services")
    services = list(person.app.catalogue.services)
    assert len(services) > 20
    for id in services:
        for what in (CARD, CARD_MORE):
            await press(person, card_data(str(person.hint), id, what))
    assert too_long(person.telegram.said) == []


async def test_every_survey_is_introduced_shortly(person: Phone) -> None:
    for survey in person.app.content.surveys:
        title = person.app.content.form(survey.form).title_in(str(person.hint))
        await person.send("/surveys")
        await person.press(title)
        assert too_long(person.telegram.said) == []
        await person.send("/stop")


async def test_every_agreement_and_every_place_that_helps(person: Phone) -> None:
    language, words = str(person.hint), Words(str(person.hint))
    for each in person.app.content.agreements:
        await person.send("/agreements")
        await person.press_under(each.page(language).title)
        while any(words(keyboards.READ_ON) in label for label in person.pages):
            assert too_long([person.last]) == []
            await person.press_under(words(keyboards.READ_ON))
        assert too_long([person.last]) == []
    for guide in person.app.content.guides.by_name.values():
        for step in guide.steps:
            for link in step.page(language).links:
                await press(person, f"help:{language}:{guide.name}:{step.name}:{link.target}")
    assert too_long(person.telegram.said) == []


@pytest.mark.parametrize("command", ["start", "menu", "help", "language", "services", "surveys", "forums", "forget"])
async def test_every_door(person: Phone, command: str) -> None:
    await person.send(f"/{command}")
    assert too_long(person.telegram.said) == []


async def sent(person: Phone, words: Words, *chosen: str) -> None:
    """A report told to its end: where nothing of `chosen` is offered, the first answer, or words."""
    await person.send("/menu")
    await person.press(words(keyboards.REPORT), words(keyboards.GO_ON))
    navigation = {words(label) for label in (keyboards.STOP, keyboards.BACK, keyboards.SKIP, keyboards.MENU)}
    wanted = [*map(words, (keyboards.SEND, keyboards.NEXT)), *chosen]
    for _ in range(40):
        offered = [label for label in person.buttons if label not in navigation]
        best = next((label for label in wanted if label in offered), next(iter(offered), ""))
        await person.send(best or "They took the bread of three families at the gate.")
        if words(keyboards.NOTED) in person.buttons:
            return
    raise AssertionError(person.texts[-3:])


async def test_a_report_from_its_first_screen_to_its_receipt(person: Phone) -> None:
    words = Words(str(person.hint))
    for chosen in ((), (words(keyboards.NO),), (words(keyboards.YES),)):
        await sent(person, words, *chosen)
        await person.press(words(keyboards.NOTED))
    assert too_long(person.telegram.said) == []


async def test_what_is_near(person: Phone) -> None:
    for far in range(5):
        await person.send("/services")
        await person.send(location={"latitude": 0.002 * far, "longitude": 0.003 * far})
    assert too_long(person.telegram.said) == []


async def test_the_safe_services_whatever_is_looked_for(person: Phone) -> None:
    for need in person.app.content.needs.needs:
        await person.send("/services")
        await person.send(need.label(str(person.hint)))
    assert too_long(person.telegram.said) == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_meetings_however_many_and_however_long_their_names(
    new_phone: NewPhone, database: Database, founded: Template, language: str
) -> None:
    days = [WallTime(date(2026, 3, number), TUESDAY.at) for number in range(10, 15)]
    there = [meeting(wall=day, title={language: TITLE}, place={language: PLACE}) for day in days]
    plan(database, founded.runtime, *there)
    person = new_phone(hint=language)
    await person.send("/forums")
    for place, forum in enumerate(person.app.content.forums):
        if place:
            await person.press(Words(language)(keyboards.JOIN_A_GROUP))
        await person.press(forum.name.said(language))
    await person.send("/forums")
    assert TITLE in person.last
    assert PLACE in person.last
    assert too_long(person.telegram.said) == []


def test_no_sentence_of_the_catalogues_alone_is_longer() -> None:
    """Plural forms included: none of them is a message that fits."""
    said = {(code, key): text for code in LANGUAGES for key, text in catalogue(code).translations.items()}
    said |= {("en", key): key for key in catalogue("fr").translations}
    texts = {key: (text,) if isinstance(text, str) else text for key, text in said.items()}
    long = {key: text for key, forms in texts.items() for text in forms if words_in(text) > MOST_WORDS}
    assert long == {}
