"""Whether something may be passed on: the person reads it whole, decides, and can change their mind."""

from functools import partial

import pytest

from handlers.chat.app import App
from services.reports.referrals import PassedItem, Recipient, Terms, terms
from storage.engine import Database
from tests.support.broken_storage import broken
from tests.support.phones import Phone
from tests.support.reports.mailboxes import Desk, OpenDesk, report, waiting
from tests.support.vaults import Template

CLINIC = Recipient("partner:example_clinic", "Example clinic", "Treats injuries.")


def wanted(text: str = "Needs a doctor.") -> Terms:
    items = [
        PassedItem(key="summary", label="Summary", text=text),
        PassedItem(key="zone", label="Area", text="Block C"),
    ]
    return terms(CLINIC, items)


@pytest.fixture
def desk(database: Database, founded: Template) -> OpenDesk:
    return partial(Desk, database, founded)


async def test_the_question_is_read_whole_and_its_first_button_sends_nothing(
    phone: Phone, desk: OpenDesk, database: Database
) -> None:
    held = await report(phone)
    worker = desk()
    worker.ask(wanted())
    await phone.send(held.receipt)
    assert "The team asks you something" in phone.last and phone.buttons[0] == "🤝 The team asks you something"
    await phone.press("The team asks")
    question = next(text for text in phone.texts if "Example clinic" in text)
    for said in ("Treats injuries.", "Needs a doctor.", "Block C", held.pictures):
        assert said in question
    assert phone.buttons[0] == "⏳ Not now"
    await phone.press("Not now")
    assert "Nothing was sent" in phone.last and waiting(database) == 1
    assert [entry.kind for entry in worker.case().entries] == ["report", "referral_asked"]


async def test_a_yes_reaches_the_case_and_the_question_is_gone(
    phone: Phone, desk: OpenDesk, database: Database
) -> None:
    held = await report(phone)
    worker = desk()
    worker.ask(wanted())
    await phone.send(held.receipt)
    await phone.press("The team asks", "Yes, pass it on")
    assert "You said yes" in phone.last and waiting(database) == 0
    assert not any("Needs a doctor" in text for text in phone.texts)
    assert worker.case().can_be_handed_over
    assert "✋ Take back my yes" in phone.buttons and "🤝 The team asks you something" not in phone.buttons


async def test_a_second_press_gives_one_yes_and_no_doubt(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    worker = desk()
    worker.ask(wanted())
    await phone.send(held.receipt)
    await phone.press("The team asks")
    await phone.press_twice("Yes, pass it on")
    assert [entry.kind for entry in worker.case().entries] == ["report", "referral_asked", "consent"]
    assert "You said yes" in phone.last


async def test_a_no_is_told_and_nothing_is_passed_on(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    worker = desk()
    worker.ask(wanted())
    await phone.send(held.receipt)
    await phone.press("The team asks", "No, do not pass it on")
    assert "You said no" in phone.last and "✋ Take back my yes" not in phone.buttons
    (referral,) = worker.case().referrals
    assert referral.answer == "no" and not worker.case().can_be_handed_over


async def test_a_yes_is_taken_back_days_later_with_the_receipt_and_only_by_a_clear_yes(
    phone: Phone, desk: OpenDesk
) -> None:
    held = await report(phone)
    worker = desk()
    worker.ask(wanted())
    await phone.send(held.receipt)
    await phone.press("The team asks", "Yes, pass it on", "Close")
    await phone.send(held.receipt)
    await phone.press("Take back my yes")
    assert "Example clinic" in phone.last
    await phone.press("👎 No")
    assert worker.case().referrals[0].answer == "yes"
    await phone.press("Take back my yes", "👍 Yes")
    assert "You took your yes back" in phone.last and "✋ Take back my yes" not in phone.buttons
    case = worker.case()
    assert case.referrals[0].answer == "withdrawn" and case.took_back
    await phone.press("Close")
    await phone.send(held.receipt)
    assert "✋ Take back my yes" not in phone.buttons


async def test_a_yes_that_was_not_saved_is_not_called_saved(phone: Phone, app: App, desk: OpenDesk) -> None:
    held = await report(phone)
    worker = desk()
    worker.ask(wanted())
    await phone.send(held.receipt)
    await phone.press("The team asks")
    with broken(app):
        await phone.press("Yes, pass it on")
    assert "NOT saved" in phone.last and worker.case().referrals[0].answer == ""
    await phone.press("Yes, pass it on")
    assert worker.case().can_be_handed_over


async def test_a_repeated_update_gives_the_same_answer_and_one_yes(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    worker = desk()
    worker.ask(wanted())
    await phone.send(held.receipt)
    await phone.press("The team asks", "Yes, pass it on")
    await phone.repeat()
    assert [entry.kind for entry in worker.case().entries].count("consent") == 1


async def test_other_words_are_for_the_team_and_pass_nothing_on(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    worker = desk()
    worker.ask(wanted())
    await phone.send(held.receipt)
    await phone.press("The team asks")
    await phone.send("What would they do with it?")
    assert "It is not sent yet" in phone.last
    await phone.press("✅ Send")
    assert worker.case().wrote_again and worker.case().referrals[0].answer == ""
    await phone.send(held.receipt)
    assert "🤝 The team asks you something" in phone.buttons


async def test_reading_answers_does_not_erase_a_question(phone: Phone, desk: OpenDesk, database: Database) -> None:
    held = await report(phone)
    worker = desk()
    worker.ask(wanted())
    worker.reply("We are looking into it.")
    await phone.send(held.receipt)
    await phone.press("I have read it")
    assert waiting(database) == 1 and "🤝 The team asks you something" in phone.buttons


async def test_two_questions_are_answered_one_after_the_other(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    worker = desk()
    worker.ask(wanted("First."))
    worker.ask(wanted("Second."))
    await phone.send(held.receipt)
    await phone.press("The team asks")
    assert any("First." in text for text in phone.texts) and not any("Second." in text for text in phone.texts)
    await phone.press("No, do not pass it on", "The team asks", "Yes, pass it on")
    assert [each.answer for each in worker.case().referrals] == ["no", "yes"]


async def test_a_report_that_was_taken_back_asks_nothing(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    worker = desk()
    worker.ask(wanted())
    await phone.send(held.receipt)
    await phone.press("Take back my report", "👍 Yes", "Close")
    await phone.send(held.receipt)
    assert "🤝 The team asks you something" not in phone.buttons and "asks you something" not in phone.last
