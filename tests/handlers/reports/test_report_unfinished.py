"""Promises of a report not sent yet and a receipt not noted yet: neither is lost, nothing stays behind."""

import pytest

from services.conversation import conversation
from services.store import Store
from storage import conversations
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.database_files import at_rest
from tests.support.phones import Phone
from tests.support.reports.told_reports import TO_QUESTIONS, how_many, receipt_in, reports
from tests.support.vaults import Template


async def test_a_conversation_goes_on_within_the_hour_and_is_forgotten_after_it(
    phone: Phone, clock: Clock, database: Database
) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe")
    clock.pass_(minutes=59)
    await phone.press("North quarter", "👌 No")
    assert "When was it?" in phone.last
    clock.pass_(minutes=61)
    await phone.press("Today")
    assert "What happened" not in phone.last
    assert "please start again" in phone.last
    assert how_many(database) == (0, 0)


async def test_an_old_button_of_a_forgotten_report_is_explained(phone: Phone, clock: Clock) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "Check and send", "👌 No")
    clock.pass_(minutes=61)
    await phone.press("✅ Send")
    assert "If not, please start again" in phone.last
    assert len(phone.texts) == 1


async def test_start_in_the_middle_offers_the_unfinished_report(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe")
    await phone.send("/start")
    assert "not sent yet" in phone.last
    await phone.press("Go on")
    assert "Where was it?" in phone.last


@pytest.mark.parametrize("way", ["/report", "/mailbox", "/help", "/services", "📝 Report a concern", "/language"])
async def test_no_command_in_the_middle_loses_an_unfinished_report(phone: Phone, way: str) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "North quarter", "👌 No")
    await phone.send(way)
    if way == "/language":
        await phone.press("Français")
        assert "Quand était-ce" in phone.last
        return
    if "Go on" in " ".join(phone.buttons):
        await phone.press("Go on")
    await phone.press("Today")
    assert "What happened?" in phone.last


async def test_stop_removes_the_report_from_the_chat_and_sends_nothing(phone: Phone, database: Database) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "North quarter", "👌 No", "Today")
    await phone.send("A secret that must go.")
    await phone.press("Stop")
    assert "Nothing was sent" in phone.last
    assert len(phone.texts) == 1
    assert phone.own_texts == []
    assert how_many(database) == (0, 0)


@pytest.mark.parametrize("way", ["/start", "/report", "/mailbox", "/stop", "📝 Report a concern"])
async def test_a_receipt_that_is_not_noted_is_not_lost_by_another_button(phone: Phone, way: str) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "Check and send", "👌 No", "✅ Send")
    receipt = receipt_in(phone.last)
    await phone.send(way)
    assert "Your receipt is above" in phone.last
    assert any(receipt in text for text in phone.texts)
    assert "✅ I noted it" in phone.buttons


async def test_choosing_a_language_beside_the_receipt_keeps_the_receipt(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "Check and send", "👌 No", "✅ Send")
    receipt = receipt_in(phone.last)
    await phone.send("/language")
    await phone.send("/stop")
    assert any(receipt in text for text in phone.texts)
    assert "✅ I noted it" in phone.buttons


async def test_after_sending_only_the_receipt_stays_and_after_noting_it_nothing(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "North quarter", "👌 No", "Today")
    await phone.send("A secret that must go.")
    await phone.press("Check and send", "✅ Send")
    assert len(phone.texts) == 2, "that it is saved, and the receipt"
    assert phone.own_texts == []
    receipt = receipt_in(phone.last)
    await phone.press("I noted it")
    assert len(phone.texts) == 1
    assert receipt not in phone.last
    assert "report" not in phone.last.lower()
    assert phone.own_texts == []


async def test_the_receipt_can_be_removed_even_after_the_conversation_was_forgotten(phone: Phone, clock: Clock) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "Check and send", "👌 No", "✅ Send")
    clock.pass_(hours=5)
    await phone.press("I noted it")
    assert len(phone.texts) == 1
    assert phone.own_texts == []


async def test_the_receipt_is_at_rest_nowhere_in_the_clear(phone: Phone, database: Database, founded: Template) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "Check and send", "👌 No", "✅ Send")
    digits = receipt_in(phone.last).replace(" ", "")
    assert digits.encode() not in at_rest(database)
    (body,) = reports(database, founded)
    assert digits not in str(body)


async def test_what_was_stopped_by_mistake_can_be_gone_on_with_for_ten_minutes(
    phone: Phone, clock: Clock, database: Database, founded: Template
) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "Skip", "Skip", "Skip")
    await phone.send("They stood at the gate.")
    await phone.press("⏹ Stop")
    assert "Nothing was sent" in phone.last
    assert "gate" not in phone.last
    clock.pass_(minutes=9)
    await phone.press("↩️ Go on after all")
    assert "What happened?" in phone.last
    await phone.press("Check and send", "✅ Send")
    (body,) = reports(database, founded)
    assert body["answers"]["what_happened"] == "They stood at the gate."


@pytest.mark.parametrize("also", ["⏹ Stop", "/stop"])
async def test_after_ten_minutes_nothing_of_it_is_left(
    phone: Phone, clock: Clock, database: Database, founded: Template, also: str
) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe")
    await phone.send(also)
    clock.pass_(minutes=11)
    with database.writing() as session:
        conversation.forget_finished(Store(session, founded.runtime), clock())
        assert list(conversations.everything(session)) == []
    await phone.send("↩️ Go on after all")
    assert "nothing to go back to" in phone.last
    assert "📝 Report a concern" in phone.buttons


async def test_forgetting_the_chat_erases_what_was_stopped(phone: Phone, database: Database) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "⏹ Stop", "🧹 Forget this chat")
    with database.reading() as session:
        assert list(conversations.everything(session)) == []
    await phone.send("↩️ Go on after all")
    assert "nothing to go back to" in phone.last


async def test_where_nothing_was_said_nothing_is_kept(phone: Phone, database: Database, founded: Template) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "⏹ Stop")
    assert "nothing was kept" in phone.last
    assert not any("↩️" in label for label in phone.buttons)
    with database.reading() as session:
        held = conversation.load(Store(session, founded.runtime), phone.chat, phone.app.clock())
    assert (held.form, held.facts, held.stopped) == (None, {}, None)


async def test_the_way_back_drops_nothing_that_was_begun_since(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "⏹ Stop", "Report", "Go on", "Tension or a rumour")
    await phone.send("↩️ Go on after all")
    assert "not sent yet" in phone.last
    await phone.press("Go on")
    assert "Where was it?" in phone.last


@pytest.mark.parametrize("category", ["I feel unsafe", "Sexual violence", "child in danger"])
async def test_stop_stands_apart_from_sending_on_every_screen(phone: Phone, category: str) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, category)
    for _ in range(9):
        labels = phone.telegram.keyboard
        at = [number for number, row in enumerate(labels) if "⏹ Stop" in row]
        send = [number for number, row in enumerate(labels) if {"✅ Send", "📨 Check and send"} & set(row)]
        assert labels[at[0]] == ["⏹ Stop"]
        assert all(abs(at[0] - number) > 1 for number in send)
        if "✅ Send" in phone.buttons:
            return
        await phone.press("Skip")
    raise AssertionError("the review was not reached")


async def test_looking_for_help_in_between_does_not_end_the_way_back(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "⏹ Stop")
    await phone.send("/services")
    await phone.send("↩️ Go on after all")
    assert "Where was it?" in phone.last


async def test_where_there_is_no_way_back_any_more_nothing_untrue_is_said_of_it(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "⏹ Stop")
    await phone.send("/surveys")
    await phone.send("↩️ Go on after all")
    assert "something earlier" not in phone.last


async def test_the_old_label_of_the_way_to_the_review_still_leads_there(phone: Phone) -> None:
    await phone.send("/report")
    await phone.press("Go on", "I feel unsafe")
    await phone.send("📨 Send now")
    await phone.press("👌 No")
    assert "Nothing has been sent yet" in phone.last
