"""Promises about thumbs that press twice: what ended is said again, and no press answers a question nobody has read."""

import pytest

from handlers.chat.screen.shown_keyboards import ShownKeyboards
from services import enrolment
from services.store import Store
from storage import conversations
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.phones import Hear, Organiser, Phone
from tests.support.reports.mailboxes import report
from tests.support.reports.told_reports import TO_QUESTIONS, how_many, reports
from tests.support.vaults import Template

TO_THE_STORY = (*TO_QUESTIONS, "Belongings taken", "Along the river", "👌 No")


def story(database: Database, founded: Template) -> str | None:
    (body,) = reports(database, founded)
    answers = {path.rsplit("/", 1)[-1]: value for path, value in body["answers"].items()}
    found: str | None = answers.get("what_happened")
    return found


async def survey_to_the_review(phone: Phone) -> None:
    await phone.send("/surveys")
    await phone.press("✍️ Answer · 💬 How was our answer", "Go on")
    while "✅ Send" not in phone.buttons:
        await phone.press("🤐 I would rather not say")


async def test_a_survey_sent_with_two_taps_was_sent(phone: Phone) -> None:
    await survey_to_the_review(phone)
    await phone.press_twice("✅ Send")
    assert "Your answers are saved, once" in phone.last
    assert phone.own_texts == [], "the second tap tells nothing to who looks at the phone"


async def test_a_tap_minutes_later_hears_the_same_and_after_that_nothing_untrue(phone: Phone, clock: Clock) -> None:
    await survey_to_the_review(phone)
    await phone.press("✅ Send")
    clock.pass_(minutes=9)
    await phone.send("✅ Send")
    assert "Your answers are saved, once" in phone.last
    clock.pass_(minutes=2)
    await phone.send("✅ Send")
    assert "If I told you that it is saved, or showed you a receipt, it is with us" in phone.last


async def test_what_ended_is_remembered_for_ten_minutes_only(phone: Phone, clock: Clock, database: Database) -> None:
    await survey_to_the_review(phone)
    await phone.press("✅ Send")
    clock.pass_(minutes=11)
    await phone.app.turns.forget_old(clock.now)  # type: ignore[attr-defined]
    with database.reading() as session:
        assert conversations.everything(session) == []


async def test_after_the_receipt_is_noted_no_old_button_says_that_nothing_was_sent(phone: Phone, clock: Clock) -> None:
    """Nothing is remembered of the chat then, so what is said has to be true of a report that was sent as well."""
    await report(phone)
    for minutes, old in ((0, "✅ Send"), (1, "📨 Check and send"), (1, "↩️ Go on after all"), (90, "✅ Send")):
        clock.pass_(minutes=minutes)
        await phone.send(old)
        assert "othing was sent" not in phone.last and "othing of it was sent" not in phone.last
        assert "receipt" in phone.last and "it is with us" in phone.last


async def test_a_report_leaves_nothing_behind_once_the_receipt_is_noted(phone: Phone, database: Database) -> None:
    await report(phone)
    with database.reading() as session:
        assert conversations.everything(session) == []


async def test_a_report_sent_with_two_taps_is_one_and_its_receipt_stays(phone: Phone, database: Database) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "Check and send", "👌 No")
    await phone.press_twice("✅ Send")
    assert how_many(database) == (1, 1)
    assert "It is saved, once" in phone.last
    assert phone.buttons == ["✅ I noted it"]
    await phone.press_twice("I noted it")
    assert "I removed the messages" in phone.last


async def test_stopping_twice_says_that_nothing_was_sent(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe")
    await phone.press_twice("Stop")
    assert "I keep it locked for about ten minutes" in phone.last
    assert sum("Stopped" in text for text in phone.telegram.said) == 1


async def test_stopping_twice_where_nothing_was_told_says_that_nothing_was_kept(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS)
    await phone.press_twice("⏹ Stop")
    assert phone.last == "⏹ Stopped. Nothing was sent and nothing was kept."


async def test_words_to_the_team_are_sent_once_and_that_is_said(phone: Phone) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.press_twice("Write back")
    await phone.send("There is more.")
    await phone.press_twice("✅ Send")
    assert "That is sent already, once" in phone.last
    await phone.send(held.receipt)
    await phone.press_twice("Take back my report", "Yes")
    assert "You took your report back" in phone.last


async def test_a_meeting_published_with_two_taps_is_published(organiser: Organiser, hear: Hear) -> None:
    hear("forum:security", en=3)
    rojin = organiser("security")
    await rojin.send("/meetings")
    await rojin.press_twice("New meeting", "Tue, Mar 10", "15:00", "✅ Publish")
    assert "I have that, once" in rojin.last
    assert not any("something earlier" in text or "could not use" in text for text in rojin.texts)
    await rojin.press_twice("Take back")
    assert "It was taken back. This press changed nothing" in rojin.last
    assert sum("Nobody got it" in text for text in rojin.texts) == 1


async def test_publish_pressed_after_it_was_taken_back_is_told_that_nothing_was_sent(
    organiser: Organiser, hear: Hear
) -> None:
    hear("forum:security", en=3)
    rojin = organiser("security")
    await rojin.send("/meetings")
    await rojin.press("New meeting", "Tue, Mar 10", "15:00", "✅ Publish", "Take back")
    await rojin.send("✅ Publish")
    assert "This press changed nothing and sent nothing" in rojin.last
    assert "to take back" not in rojin.last


async def test_the_second_tap_is_not_the_first_line_of_the_story(
    phone: Phone, database: Database, founded: Template
) -> None:
    await phone.start()
    await phone.press(*TO_THE_STORY)
    await phone.press_twice("This week")
    assert "What happened" in phone.last
    await phone.send("They took the goats.")
    await phone.press("Next", "Check and send", "✅ Send")
    assert story(database, founded) == "They took the goats."


async def test_a_slip_to_the_button_beside_is_no_story_either(
    phone: Phone, database: Database, founded: Template
) -> None:
    await phone.start()
    await phone.press(*TO_THE_STORY)
    await phone.send_quickly("📅 This week", "☀️ Today")
    await phone.press("Check and send", "✅ Send")
    assert story(database, founded) is None


async def test_a_late_second_tap_is_told_and_who_means_it_writes_it_once_more(
    phone: Phone, database: Database, founded: Template, clock: Clock
) -> None:
    await phone.start()
    await phone.press(*TO_THE_STORY, "This week")
    clock.pass_(seconds=6)
    await phone.send("📅 This week")
    assert any("I took that once, for the question before" in text for text in phone.texts)
    assert "What happened" in phone.last
    await phone.repeat()
    assert "What happened" in phone.last, "a repeated update is answered as the first time"
    await phone.send("📅 This week")
    await phone.press("Next", "Check and send", "✅ Send")
    assert story(database, founded) == "📅 This week"


async def test_who_has_read_the_question_may_write_what_a_button_said(
    phone: Phone, database: Database, founded: Template, clock: Clock
) -> None:
    await phone.start()
    await phone.press(*TO_THE_STORY, "This week")
    clock.pass_(seconds=15)
    await phone.send("📅 This week")
    await phone.press("Next", "Check and send", "✅ Send")
    assert story(database, founded) == "📅 This week"


async def test_two_quick_taps_on_skip_skip_one_question(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "Belongings taken")
    await phone.press("Skip")
    second = phone.last
    await phone.press("Back")
    await phone.press_twice("Skip")
    assert phone.last == second
    await phone.press("Skip")
    assert phone.last != second, "a press after the answer counts"


async def test_a_tap_is_known_for_what_it_is_after_a_restart(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "Belongings taken")
    object.__setattr__(phone.app, "keyboards", ShownKeyboards())
    await phone.press_twice("Skip")
    before = len(phone.texts)
    await phone.repeat()
    assert len(phone.texts) == before, "a repeated tap is passed over again"


async def test_the_same_words_after_an_answer_are_words(phone: Phone, database: Database, founded: Template) -> None:
    await phone.start()
    await phone.press(*TO_THE_STORY, "This week")
    await phone.send("Help.")
    await phone.send("Help.")
    await phone.press("Next", "Check and send", "✅ Send")
    assert story(database, founded) == "Help.\nHelp."


async def test_a_report_begun_after_a_stop_can_be_stopped(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Stop", "Report", "Stop")
    assert phone.last == "⏹ Stopped. Nothing was sent and nothing was kept."
    await phone.send("hello")
    assert "Welcome" in phone.last, "nothing is under way"


async def test_a_tick_does_what_its_label_said_however_often_it_is_pressed(organiser: Organiser, hear: Hear) -> None:
    hear("forum:security", en=3)
    rojin = organiser("security")
    await rojin.send("/meetings")
    await rojin.press("New meeting", "Tue, Mar 10", "15:00")
    await rojin.press_twice("⬜ 🔔 Rings at night too")
    await rojin.send("⬜ 🔔 Rings at night too")
    assert "✅ 🔔 Rings at night too" in rojin.buttons
    await rojin.send_quickly("✅ 🔔 Rings at night too", "✏️ Agenda")
    assert "What will be talked about" in rojin.last, "a tick is no question: what follows it counts"
    await rojin.press("Back")
    assert "⬜ 🔔 Rings at night too" in rojin.buttons


async def test_a_pencil_pressed_twice_is_no_agenda(organiser: Organiser, hear: Hear) -> None:
    hear("forum:security", en=3)
    rojin = organiser("security")
    await rojin.send("/meetings")
    await rojin.press("New meeting", "Tue, Mar 10", "15:00")
    await rojin.press_twice("✏️ Agenda")
    await rojin.send("Water and light")
    assert "Water and light" in rojin.last and "✏️ Agenda" not in rojin.last


async def test_a_command_means_the_same_whenever_it_comes(phone: Phone) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community security", "Menu", "Report")
    await phone.send("/stop")
    assert phone.last == "⏹ Stopped. Nothing was sent and nothing was kept."
    await phone.send("/stop")
    assert "🔕 Stop all messages" in phone.last, "who wants to hear nothing more is shown how"


async def test_an_invitation_opened_twice_is_no_false_alarm(
    phone: Phone, database: Database, founded: Template, clock: Clock
) -> None:
    with database.writing() as session:
        store = Store(session, founded.runtime)
        code = enrolment.new_code(store, enrolment.ORGANISER, "Rojin", ("*",), clock.now)
    for _ in range(2):
        await phone.send(f"/start {enrolment.start_parameter(code)}")
    assert "You are enrolled already" in phone.last


@pytest.mark.parametrize("said", [("Help", "help"), ("Help", "Help"), ("no", "no"), ("😟", "😟")])
async def test_words_that_are_written_twice_quickly_are_words(
    phone: Phone, database: Database, founded: Template, said: tuple[str, str]
) -> None:
    await phone.start()
    await phone.press(*TO_THE_STORY, "This week")
    await phone.send_quickly(*said)
    await phone.press("Next", "Check and send", "✅ Send")
    assert story(database, founded) == "\n".join(said)


async def test_words_that_read_like_a_button_in_other_letters_are_words_too(
    phone: Phone, database: Database, founded: Template
) -> None:
    await phone.start()
    await phone.press(*TO_THE_STORY)
    await phone.send_quickly("📅 This week", "📅 THIS WEEK")
    await phone.press("Next", "Check and send", "✅ Send")
    assert story(database, founded) == "📅 THIS WEEK"
