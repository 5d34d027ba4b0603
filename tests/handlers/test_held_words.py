"""What becomes of words that are held: an hour from when they were written, and never lost in silence."""

from handlers.chat.app import App
from services.conversation import conversation
from services.conversation.conversation import Conversation
from services.store import Store
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.phones import Phone
from tests.support.reports.told_reports import reports
from tests.support.vaults import Template

STORY = "soldiers took my son last night near the bridge"
MEANWHILE = "they also burned the house"
ERASED = "What was stopped before this is erased now"


def kept(database: Database, founded: Template, phone: Phone, clock: Clock) -> Conversation:
    with database.reading() as session:
        return conversation.load(Store(session, founded.runtime), phone.chat, clock.now)


async def test_the_hour_counts_from_when_they_were_written(
    phone: Phone, clock: Clock, database: Database, founded: Template
) -> None:
    await phone.send(STORY)
    clock.pass_(minutes=40)
    await phone.send("and his friend")
    clock.pass_(minutes=25)
    await phone.send("/language")
    await phone.press("English")
    assert "soldiers" not in kept(database, founded, phone, clock).to_json()
    await phone.press("Report with these words", "Stopped, arrested", "Along the river", "👌 No")
    assert "and his friend" in phone.last
    assert "soldiers" not in phone.last


async def test_the_sweep_takes_them_after_their_hour_however_lately_the_chat_was_touched(
    phone: Phone, clock: Clock, database: Database, founded: Template, app: App
) -> None:
    await phone.send(STORY)
    clock.pass_(minutes=50)
    await phone.send("/language")
    await phone.press("English")
    clock.pass_(minutes=11)
    await app.turns.forget_old(clock.now)  # type: ignore[attr-defined]
    clock.pass_(minutes=-11)
    assert not kept(database, founded, phone, clock).is_under_way


async def test_whoever_takes_the_phone_hears_that_something_is_here_and_not_what(phone: Phone) -> None:
    await phone.send("he raped me")
    before = len(phone.texts)
    await phone.send("/start")
    said = phone.texts[before:]
    assert any("Something that was written here is still kept" in text for text in said)
    assert not any("rape" in text or "women’s room" in text for text in said)
    assert phone.buttons[0] == "🧹 Forget this chat"
    assert phone.buttons.count("🧹 Forget this chat") == 1
    await phone.press("Forget")
    await phone.send("/start")
    assert "still kept" not in phone.last


async def stopped_in_the_middle(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Go on", "Stopped, arrested", "Along the river", "👌 No", "Today")
    await phone.send(STORY)
    await phone.press("⏹ Stop")


async def test_going_on_after_all_takes_along_what_was_written_meanwhile(
    phone: Phone, database: Database, founded: Template
) -> None:
    await stopped_in_the_middle(phone)
    await phone.send(MEANWHILE)
    await phone.send("↩️ Go on after all")
    assert "I added what you wrote meanwhile" in phone.last
    await phone.press("Check and send", "✅ Send")
    (body,) = reports(database, founded)
    assert body["answers"]["what_happened"] == f"{STORY}\n{MEANWHILE}"


async def test_a_report_with_other_words_asks_first_what_becomes_of_the_stopped_one(
    phone: Phone, database: Database, founded: Template
) -> None:
    await stopped_in_the_middle(phone)
    await phone.send(MEANWHILE)
    await phone.press("Report with these words")
    assert "You stopped something a moment ago" in phone.last
    assert "soldiers" not in phone.last
    await phone.press("Go on after all", "Check and send", "✅ Send")
    (body,) = reports(database, founded)
    assert body["answers"]["what_happened"] == f"{STORY}\n{MEANWHILE}"


async def test_a_new_one_can_be_begun_with_them(phone: Phone, database: Database, founded: Template) -> None:
    await stopped_in_the_middle(phone)
    await phone.send(MEANWHILE)
    await phone.press("Report with these words", "Begin a new one")
    await phone.press("Belongings taken", "North quarter", "👌 No", "✅ Send")
    (body,) = reports(database, founded)
    assert body["answers"]["what_happened"] == MEANWHILE


async def test_words_written_while_it_is_asked_are_not_lost(
    phone: Phone, database: Database, founded: Template
) -> None:
    await stopped_in_the_middle(phone)
    await phone.send("there is more")
    await phone.press("Report with these words")
    await phone.send(MEANWHILE)
    assert "You stopped something a moment ago" in phone.last
    await phone.send("/forums")
    assert "You stopped something a moment ago" in phone.last
    await phone.press("Go on after all", "Check and send", "✅ Send")
    (body,) = reports(database, founded)
    assert MEANWHILE in body["answers"]["what_happened"]


async def test_whoever_presses_report_hears_nothing_of_the_stopped_one_and_the_way_back_stays_open(
    phone: Phone,
) -> None:
    await stopped_in_the_middle(phone)
    await phone.press("Report a concern")
    assert "stopped" not in phone.last
    await phone.press("⏹ Stop")
    await phone.send("↩️ Go on after all")
    assert "What happened?" in phone.last


async def test_where_another_one_is_stopped_it_is_said_that_the_one_before_is_erased(phone: Phone) -> None:
    await stopped_in_the_middle(phone)
    assert ERASED not in phone.last
    await phone.press("Report a concern", "Go on", "Belongings taken")
    await phone.press("⏹ Stop")
    assert "leads back" in phone.last
    assert ERASED in phone.last
    await phone.press("Go on after all", "⏹ Stop")
    assert ERASED not in phone.last


async def test_what_is_past_anyway_is_not_spoken_of(phone: Phone, clock: Clock) -> None:
    await stopped_in_the_middle(phone)
    clock.pass_(minutes=11)
    await phone.press("Report a concern", "Go on", "Belongings taken", "⏹ Stop")
    assert "leads back" in phone.last
    assert ERASED not in phone.last


async def test_stop_keeps_both_behind_the_one_way_back(phone: Phone, database: Database, founded: Template) -> None:
    await stopped_in_the_middle(phone)
    await phone.send(MEANWHILE)
    await phone.press("Report with these words", "⏹ Stop")
    assert ERASED not in phone.last
    await phone.press("Go on after all", "Check and send", "✅ Send")
    (body,) = reports(database, founded)
    assert body["answers"]["what_happened"] == f"{STORY}\n{MEANWHILE}"


async def test_when_it_is_too_late_for_the_way_back_the_words_are_still_held(phone: Phone, clock: Clock) -> None:
    await stopped_in_the_middle(phone)
    clock.pass_(minutes=9)
    await phone.send(MEANWHILE)
    clock.pass_(minutes=2)
    await phone.send("↩️ Go on after all")
    assert any("nothing to go back to any more" in text for text in phone.texts)
    assert "I have your words" in phone.last
