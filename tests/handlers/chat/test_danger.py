"""Words of danger bring help wherever a resident writes them: what was written is taken, and nothing is asked more."""

import pytest

from locales import Words
from services.directory import records
from services.directory.model import Service
from services.store import Store
from storage.engine import Database
from tests.support.phones import NewPhone, Phone
from tests.support.reports.mailboxes import report
from tests.support.reports.told_reports import reports
from tests.support.vaults import Template

NUMBERS = "🆘 In danger now? Call:"
LISTENING = "Example listening line"


def helped(phone: Phone, who: str = "") -> list[str]:
    """Messages that give the numbers, and name that service."""
    return [text for text in phone.texts if NUMBERS in text and who in text]


@pytest.mark.parametrize("said", ["I want to die", "أريد أن أموت"])
async def test_in_the_free_words_of_a_report_they_bring_help_beside_the_answer_and_it_goes_on(
    phone: Phone, said: str, database: Database, founded: Template
) -> None:
    await phone.start()
    await phone.press("Report", "Go on", "Tension or a rumour", "North quarter", "👌 No", "Today")
    await phone.send(said)
    (help_,) = helped(phone, LISTENING)
    assert phone.texts.index(help_) < len(phone.texts) - 1, "the question stands below it"
    assert "I have this. Write more" in phone.last
    await phone.press("Next", "Check and send", "✅ Send")
    (body,) = reports(database, founded)
    assert body["answers"]["what_happened"] == said


async def test_a_long_story_is_answered_once_for_each_kind(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Go on", "Tension or a rumour", "North quarter", "👌 No", "Today")
    for said in ("he raped me", "he raped my sister too", "they raped us", "I want to die", "I really want to die"):
        await phone.send(said)
    assert len(helped(phone, "women’s room")) == 1
    assert len(helped(phone)) == 2


async def test_where_the_report_itself_names_who_helps_it_is_not_said_twice(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Go on", "Sexual violence")
    assert any("women’s room" in text for text in phone.texts)
    await phone.press("👤 No")
    await phone.send("he raped me")
    assert helped(phone) == []


async def test_numbers_that_the_first_screen_told_are_not_told_again(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Go on", "Stopped, arrested")
    await phone.press("North quarter", "👌 No", "Today")
    await phone.send("soldiers took my son")
    assert helped(phone) == []


async def test_a_pressed_label_is_no_story(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Go on", "A mine or explosive")
    assert helped(phone) == []


async def test_words_held_before_a_report_are_not_answered_again_in_it(phone: Phone) -> None:
    await phone.send("he raped me")
    await phone.press("Report with these words", "Tension or a rumour")
    await phone.send("he raped me again")
    assert len(helped(phone)) == 1


async def test_in_a_survey_too_where_they_are_kept_as_they_are(phone: Phone) -> None:
    await phone.send("/surveys")
    await phone.press("✍️ Answer · 💬 How was our answer", "Go on")
    while "better" not in phone.last:
        await phone.press("I would rather not")
    await phone.send("I want to die")
    *_, who, numbers, asked = phone.texts
    assert LISTENING in who
    assert NUMBERS in numbers
    assert NUMBERS not in asked
    while "✅ Send" not in phone.buttons:
        await phone.press("Next" if any("Next" in button for button in phone.buttons) else "I would rather not")
    assert "I want to die" in phone.last


async def test_in_a_mailbox_too(phone: Phone, database: Database, founded: Template) -> None:
    held = await report(phone)
    await phone.press("My mailbox")
    await phone.send(held.receipt)
    await phone.press("Write back")
    await phone.send("he raped me")
    assert helped(phone, "women’s room")
    assert "I have this" in phone.last
    await phone.press("✅ Send")
    assert "Saved: the team will read it" in phone.last
    assert "he raped me" in [body.get("text") for body in reports(database, founded)]


async def test_before_the_door_of_a_mailbox_too(phone: Phone) -> None:
    await phone.send("/mailbox")
    await phone.send("I want to die")
    assert helped(phone, LISTENING)
    assert "18 digits" in phone.last


async def test_after_saying_that_a_service_is_not_as_told(phone: Phone) -> None:
    await phone.send("/services")
    await phone.press("🩺 Health")
    await phone.press_under("Health centre")
    await phone.press_under("Not true?")
    await phone.send("they raped me there")
    assert NUMBERS in phone.last
    assert "women’s room" in phone.answer


async def test_help_is_told_in_the_language_spoken(new_phone: NewPhone) -> None:
    person = new_phone(hint="fr")
    await person.send("/mailbox")
    await person.send("je veux mourir")
    assert any(Words("fr")("🆘 In danger now? Call:") in text for text in person.texts)


@pytest.mark.parametrize("said", ["police", "phone number of police", "numero police", "رقم الشرطة", "ژمارەی پۆلیس"])
async def test_who_asks_for_whom_the_emergency_lines_name_gets_them_as_often_as_asked(phone: Phone, said: str) -> None:
    for _ in range(2):
        await phone.send(said)
        assert "☎️ " in phone.answer
        assert "000" in phone.answer
        assert "Mines and explosives" not in phone.answer


async def test_violence_at_home_leads_to_the_womens_space_not_to_mines(phone: Phone) -> None:
    await phone.send("my husband hits me")
    assert helped(phone)
    assert "Women’s space" in phone.answer
    assert "Mines and explosives" not in phone.answer


async def test_where_the_list_has_nobody_for_it_that_is_said_plainly_with_whom_to_ask(
    phone: Phone, database: Database, founded: Template
) -> None:
    with database.writing() as session:
        store = Store(session, founded.runtime)
        records.remove(store, [each for each in records.everything(store) if isinstance(each, Service)])
    await phone.send("/services")
    await phone.send("/start")
    await phone.send("soldiers took my son")
    assert "My list has no service for this" in phone.answer
    assert "📝" in phone.answer
    assert NUMBERS in phone.answer
    await phone.send("what is the number of the police")
    assert "My list has no service" not in phone.answer
