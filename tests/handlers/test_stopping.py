"""Whatever somebody wrote is kept locked for ten minutes when they stop, wherever that is: nothing is lost unasked."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from services.conversation import conversation
from services.store import Store
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.phones import Organiser, Phone
from tests.support.reports.mailboxes import report
from tests.support.reports.told_reports import reports
from tests.support.vaults import Template

STORY = "soldiers took my son last night near the bridge"
KEPT = "locked for about ten minutes"
Writing = Callable[[Phone], Awaitable[None]]


async def plainly(phone: Phone) -> None:
    await phone.send(STORY)


async def on_the_first_screen(phone: Phone) -> None:
    await phone.send("/report")
    await phone.send(STORY)


async def before_the_mailbox(phone: Phone) -> None:
    await phone.send("/mailbox")
    await phone.send(STORY)


async def in_the_mailbox(phone: Phone) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.send(STORY)


async def set_aside_in_the_mailbox(phone: Phone) -> None:
    await in_the_mailbox(phone)
    await phone.press("Back")


async def of_a_report_taken_back(phone: Phone) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.press("Take back", "👍 Yes")
    await phone.send(STORY)


async def as_a_topic(phone: Phone) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community", "Suggest a topic")
    await phone.send(STORY)


async def in_the_directory(phone: Phone) -> None:
    await phone.send("/services")
    await phone.send(STORY)


EVERYWHERE = [
    plainly,
    on_the_first_screen,
    before_the_mailbox,
    in_the_mailbox,
    set_aside_in_the_mailbox,
    of_a_report_taken_back,
    as_a_topic,
    in_the_directory,
]


@pytest.mark.parametrize("way", ["/stop", "⏹ Stop", "🔒 Close the mailbox"])
@pytest.mark.parametrize("write", EVERYWHERE)
async def test_words_are_kept_behind_the_way_back(
    phone: Phone, database: Database, founded: Template, write: Writing, way: str
) -> None:
    await write(phone)
    if way != "/stop" and way not in phone.buttons:
        return
    sent_before = len(reports(database, founded))
    await phone.send(way)
    assert KEPT in phone.last
    assert "↩️ Go on after all" in phone.buttons
    assert STORY not in "".join(phone.texts)
    await phone.press("Go on after all")
    if "✅ Go on" in phone.buttons:
        await phone.press("✅ Go on")
    else:
        await phone.press("Report with these words")
    await phone.press("Stopped, arrested", "Along the river", "👌 No", "✅ Send")
    told = [body.get("answers", {}).get("what_happened") for body in reports(database, founded)]
    assert len(told) == sent_before + 1 and STORY in told


@pytest.mark.parametrize("write", EVERYWHERE)
async def test_forget_erases_them_at_once(
    phone: Phone, database: Database, founded: Template, clock: Clock, write: Writing
) -> None:
    await write(phone)
    await phone.send("/stop")
    await phone.send("/forget")
    with database.reading() as session:
        kept = conversation.load(Store(session, founded.runtime), phone.chat, clock.now)
    assert "soldiers" not in kept.to_json()
    assert "Report with these words" not in "".join(phone.buttons)
    await phone.send("↩️ Go on after all")
    assert "nothing to go back to" in phone.last


async def test_after_ten_minutes_they_are_gone(phone: Phone, clock: Clock) -> None:
    await plainly(phone)
    await phone.send("/stop")
    clock.pass_(minutes=11)
    await phone.send("↩️ Go on after all")
    assert "nothing to go back to" in phone.last


async def test_the_key_of_a_mailbox_is_not_kept_with_them(
    phone: Phone, database: Database, founded: Template, clock: Clock
) -> None:
    await in_the_mailbox(phone)
    await phone.send("/stop")
    with database.reading() as session:
        kept = conversation.load(Store(session, founded.runtime), phone.chat, clock.now)
    assert "soldiers" in kept.to_json()
    assert "private" not in kept.to_json()


async def test_what_was_stopped_before_joins_what_is_stopped_now(phone: Phone) -> None:
    await plainly(phone)
    await phone.send("/stop")
    await phone.send("they also burned the house")
    await phone.send("/stop")
    assert "erased" not in phone.last
    await phone.press("Go on after all", "Report with these words", "Stopped, arrested", "Along the river", "👌 No")
    assert STORY in phone.last and "burned the house" in phone.last


async def test_answers_to_a_survey_are_kept_too(phone: Phone) -> None:
    await phone.send("/surveys")
    await phone.press("How was our answer", "✅ Go on", "💬 Yes")
    asked = phone.last
    await phone.press("⏹ Stop")
    assert KEPT in phone.last
    await phone.press("Go on after all")
    assert phone.last == asked


async def test_where_nothing_was_written_nothing_is_kept(phone: Phone) -> None:
    for door in ("/report", "/mailbox", "/surveys"):
        await phone.send(door)
        await phone.send("/stop")
        assert KEPT not in phone.last
        assert "↩️ Go on after all" not in phone.buttons


async def test_what_an_organiser_put_together_is_kept_too(organiser: Organiser) -> None:
    phone = organiser()
    await phone.send("/notices")
    await phone.press("Safety advice", "North quarter", "Next")
    await phone.send("Do not use the river road after dark.")
    asked = phone.last
    await phone.press("⏹ Stop")
    assert KEPT in phone.last
    await phone.press("Go on after all")
    assert phone.last == asked


@pytest.mark.parametrize("elsewhere", ["/forums", "/mailbox", "/surveys", "📬 My mailbox"])
async def test_whoever_goes_elsewhere_gets_there_and_finds_the_words_again(
    phone: Phone, database: Database, founded: Template, elsewhere: str
) -> None:
    await phone.send(elsewhere)
    there = phone.last
    await phone.send("/start")
    await plainly(phone)
    await phone.send(elsewhere)
    assert phone.last == there
    assert any("Your words wait, locked and not sent" in text for text in phone.texts)
    await phone.send("/start")
    assert "Your words wait" not in phone.last
    await phone.press("Report with these words", "Stopped, arrested", "Along the river", "👌 No", "✅ Send")
    (body,) = reports(database, founded)
    assert body["answers"]["what_happened"] == STORY


async def test_a_receipt_opens_its_mailbox_whatever_is_held(phone: Phone) -> None:
    held = await report(phone)
    await plainly(phone)
    await phone.send(held.receipt)
    assert "🔒 Close the mailbox" in phone.buttons
    await phone.press("Write back")
    assert "✅ Send" in phone.buttons
    assert "Other words wait here, locked and not sent" in phone.last


async def test_the_way_back_stands_in_the_menu_as_long_as_it_is_open(phone: Phone, clock: Clock) -> None:
    await phone.send("/report")
    await phone.press("Go on", "I feel unsafe")
    await phone.press("⏹ Stop")
    await phone.send("/start")
    assert phone.buttons[0] == "↩️ Go on after all"
    clock.pass_(minutes=11)
    await phone.send("/start")
    assert "↩️ Go on after all" not in phone.buttons


async def test_stopping_again_with_nothing_written_does_not_deny_what_is_still_locked(phone: Phone) -> None:
    await on_the_first_screen(phone)
    await phone.send("/stop")
    await phone.send("/start")
    await phone.send("/report")
    await phone.send("⏹ Stop")
    assert "is still locked" in phone.last
    assert "nothing was kept" not in phone.last
    assert "↩️ Go on after all" in phone.buttons


async def test_once_it_is_not_locked_any_more_nothing_was_kept(phone: Phone, clock: Clock) -> None:
    await on_the_first_screen(phone)
    await phone.send("/stop")
    clock.now += conversation.SECOND_THOUGHTS + timedelta(minutes=1)
    await phone.send("/report")
    await phone.send("⏹ Stop")
    assert "nothing was kept" in phone.last
