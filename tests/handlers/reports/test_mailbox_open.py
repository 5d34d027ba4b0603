"""Promises of an open mailbox: reading leaves nothing behind, nothing is sent or erased by accident."""

from functools import partial

import pytest

from handlers.chat.app import App
from storage import mailbox as rows
from storage.engine import Database
from tests.support.broken_storage import broken
from tests.support.phones import Phone
from tests.support.reports.mailboxes import Desk, OpenDesk, report, waiting
from tests.support.vaults import Template

WRONG = "000 000 000 000 000 098"
"""Well-formed, but nobody has it."""


@pytest.fixture
def desk(database: Database, founded: Template) -> OpenDesk:
    return partial(Desk, database, founded)


async def test_reading_erases_the_answer_from_the_server_and_the_chat(
    phone: Phone, desk: OpenDesk, database: Database
) -> None:
    held = await report(phone)
    worker = desk()
    worker.reply("Read me once.")
    await phone.send(held.receipt)
    assert waiting(database) == 1
    await phone.press("I have read it")
    assert waiting(database) == 0
    assert not any("Read me once." in text for text in phone.texts)
    assert "I have read it" not in "".join(phone.buttons)
    await phone.press("Close")
    await phone.send(held.receipt)
    assert "No answer is waiting" in phone.last


async def test_an_answer_is_not_erased_before_it_was_read(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    worker = desk()
    worker.reply("First.")
    await phone.send(held.receipt)
    worker.reply("Came while the first was read.")
    await phone.press("I have read it", "Close")
    await phone.send(held.receipt)
    assert any("Came while" in text for text in phone.texts)


async def test_erased_is_said_only_when_it_is(phone: Phone, app: App, desk: OpenDesk, database: Database) -> None:
    held = await report(phone)
    desk().reply("Still here.")
    await phone.send(held.receipt)
    with broken(app):
        await phone.press("I have read it")
    assert "NOT saved" in phone.last
    assert waiting(database) == 1
    await phone.press("I have read it")
    assert waiting(database) == 0


async def test_writing_back_reaches_the_same_case(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    worker = desk()
    worker.reply("When did it happen?")
    await phone.send(held.receipt)
    await phone.press("Write back")
    await phone.send("At dusk.")
    await phone.send("Three men.")
    await phone.press("✅ Send")
    assert "Saved" in phone.last
    assert not any("dusk" in text for text in phone.own_texts)
    said = [entry for entry in worker.case().entries if entry.kind == "message"]
    assert [entry.text for entry in said] == ["At dusk.\nThree men."]
    assert worker.case().unanswered


async def test_a_complainants_later_words_reach_the_focal_point_and_not_the_caseworkers(
    phone: Phone, desk: OpenDesk
) -> None:
    held = await report(phone, "About an aid worker")
    await phone.send(held.receipt)
    await phone.press("Write back")
    await phone.send("He asked again.")
    await phone.press("✅ Send")
    focal_point = desk(who="focal_point").case()
    assert [entry.text for entry in focal_point.entries if entry.kind == "message"] == ["He asked again."]
    stranger = desk()
    with stranger.database.reading() as session:
        stranger.caseload.refresh(session, stranger.unlocked, stranger.trust)
    assert stranger.caseload.all() == []


async def test_later_words_that_are_not_saved_are_not_called_saved(phone: Phone, app: App, desk: OpenDesk) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.press("Write back")
    await phone.send("At dusk.")
    with broken(app):
        await phone.press("✅ Send")
    assert "NOT saved" in phone.last
    await phone.press("✅ Send")
    assert "Saved" in phone.last
    assert [entry.kind for entry in desk().case().entries] == ["report", "message"]


async def test_sending_nothing_sends_nothing(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.press("Write back", "✅ Send")
    assert "write something first" in phone.last
    await phone.press("Back")
    assert [entry.kind for entry in desk().case().entries] == ["report"]


async def test_a_photo_while_writing_back_is_answered_kindly_and_its_words_are_kept(
    phone: Phone, desk: OpenDesk
) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.press("Write back")
    await phone.send(photo=[{"file_id": "x"}], caption="The gate is broken.")
    assert "only the words with it count" in phone.last
    assert "still be in this chat" in phone.last
    await phone.press("✅ Send")
    assert desk().case().entries[-1].text == "The gate is broken."


async def test_the_route_can_be_cut(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone, told=True)
    await phone.send(held.receipt)
    await phone.press("Do not notify me")
    assert "I do not tell you when an answer has come" in phone.last
    assert [entry.kind for entry in desk().case().entries] == ["report", "route_cut"]
    await phone.press("Close")
    await phone.send(held.receipt)
    assert "🔕 Do not notify me" not in phone.buttons, "it is remembered for whoever brings the receipt"


async def test_a_report_is_taken_back_only_after_a_clear_yes(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.press("Take back", "👎 No")
    assert not desk().case().withdrawn
    await phone.press("Take back", "👍 Yes")
    assert "stops working on it" in phone.last
    assert desk().case().withdrawn


async def test_words_in_an_open_mailbox_are_neither_sent_by_accident_nor_lost(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.send("I thought this goes to the team")
    assert "It is not sent yet" in phone.last
    assert [entry.kind for entry in desk().case().entries] == ["report"]
    await phone.press("Back")
    assert "What you wrote is not sent" in phone.last
    await phone.press("Take back", "👎 No", "Write back", "✅ Send")
    assert [entry.text for entry in desk().case().entries[1:]] == ["I thought this goes to the team"]


async def test_words_to_whether_the_report_is_taken_back_are_for_the_team(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.press("Take back")
    await phone.send("because I am afraid of him")
    assert "It is not sent yet" in phone.last
    await phone.press("✅ Send")
    assert [entry.text for entry in desk().case().entries[1:]] == ["because I am afraid of him"]


async def test_a_button_that_is_over_is_no_word_to_the_team(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    for label in ("✅ Send", "👍 Yes", "⬅️ Back", "✅ I have read it"):
        await phone.send(label)
        assert "It is not sent yet" not in phone.last
    await phone.press("Close")
    assert "Nothing was sent" not in phone.last, "nothing was written"


AWAY = ("/start", "/forums", "/services", "/report", "/surveys", "/return", "/safety", "/agreements", "/mailbox")


@pytest.mark.parametrize("way", [*AWAY, "☎️ Services and help", "👥 Meetings and news", "🛡 Staying safe", "another"])
@pytest.mark.parametrize("on_the_way", [(), ("Take back my report",), ("/language",)])
async def test_whichever_way_somebody_leaves_nothing_that_was_read_stays(
    phone: Phone, desk: OpenDesk, way: str, on_the_way: tuple[str, ...]
) -> None:
    held = await report(phone)
    desk().reply("Read me once.")
    other = (await report(phone)).receipt
    await phone.send(held.receipt)
    assert any("Read me once." in text for text in phone.texts)
    for each in on_the_way:
        await (phone.send if each.startswith("/") else phone.press)(each)
    if way == "another" and "/language" in on_the_way:
        return
    await phone.send(other if way == "another" else way)
    assert not any("Read me once." in text for text in phone.texts)
    assert phone.texts
    if way in ("/forums", "/services", "/safety"):
        await phone.send("soldiers came to our street")
        assert "message to the team" not in phone.answer and "They are not sent" in phone.answer


@pytest.mark.parametrize("aside", ["/help", "/language"])
async def test_a_step_aside_leaves_the_mailbox_open(phone: Phone, desk: OpenDesk, aside: str) -> None:
    held = await report(phone)
    desk().reply("Read me once.")
    await phone.send(held.receipt)
    await phone.send(aside)
    if aside == "/language":
        await phone.press("English")
    await phone.send("thank you for this")
    assert "It is not sent yet" in phone.answer


async def test_of_words_that_closing_keeps_a_while_it_is_said_and_nothing_of_the_report(phone: Phone) -> None:
    held = await report(phone)
    for to_the_end in (("Back", "🔒 Close"), ("⏹ Stop",)):
        await phone.send(held.receipt)
        await phone.send("There was a second man")
        await phone.press(*to_the_end)
        assert "Some of your words are not sent" in phone.last
        assert "locked for about ten minutes" in phone.last
        assert "Nothing was sent" not in phone.last, "something may have been, before"
        assert "nothing was kept" not in phone.last, "the report is"


async def test_nobody_is_offered_an_end_to_notices_that_never_come(phone: Phone) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    assert "🔕 Do not notify me" not in phone.buttons
    told = await report(phone, told=True)
    await phone.send(told.receipt)
    assert "🔕 Do not notify me" in phone.buttons


async def test_of_a_report_that_was_taken_back_only_a_new_one_is_offered(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.press("Take back", "👍 Yes", "Close")
    await phone.send(held.receipt)
    assert "You took this report back" in phone.last
    assert "takes" not in phone.last and "up to" not in phone.last, "no answer comes, so no time is told"
    assert phone.buttons == ["📝 Report a concern", "🔒 Close the mailbox"]
    await phone.send("✍️ Write back")
    assert "You took this report back" in phone.last
    await phone.send("They came to our tent again last night")
    assert "I have your words. They are not sent." in phone.last
    await phone.press("Report with these words")
    await phone.press("I feel unsafe", "Check and send", "👌 No", "✅ Send")
    kinds = [[entry.kind for entry in case.entries] for case in desk().cases()]
    assert sorted(kinds) == [["report"], ["report", "withdrawn"]]


async def test_a_reply_nobody_entitled_signed_is_not_shown(phone: Phone, database: Database) -> None:
    held = await report(phone)
    with database.writing() as session:
        (tag,) = rows.idle_since(session, "9999-W01")
        rows.add_reply(session, rows.ReplyRow(b"\7" * 16, tag, "2026-W47", b"x" * 1100))
    await phone.send(held.receipt)
    assert "not from the team" in phone.last
    assert "xxxx" not in "".join(phone.texts)
    assert "I have read it" not in "".join(phone.buttons)


async def test_what_was_done_is_offered_no_more(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone, told=True)
    desk().reply("Come on Monday.")
    await phone.send(held.receipt)
    assert "✅ I have read it" in phone.buttons
    await phone.press("Write back")
    await phone.send("I will.")
    await phone.press("✅ Send")
    assert not any("Come on Monday." in text for text in phone.texts)
    assert "✅ I have read it" not in phone.buttons, "the answer was swept: nobody can read it now"
    await phone.send(held.receipt)
    await phone.press("Do not notify me")
    assert "🔕 Do not notify me" not in phone.buttons
    await phone.press("Take back my report", "Yes")
    assert "↩️ Take back my report" not in phone.buttons
    await phone.press("Close")
    assert not any("Come on Monday." in text for text in phone.texts)
    await phone.send(held.receipt)
    assert any("Come on Monday." in text for text in phone.texts), "the receipt shows it again"
    assert "✅ I have read it" in phone.buttons
