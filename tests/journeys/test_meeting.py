"""A meeting from the organiser's first tap to what became of it, over real HTTP, with the real poll loop and outbox."""

from datetime import UTC, datetime

import pytest

from bot.ticks.reminding import reminding
from handlers.chat import keyboards
from handlers.meetings.shown import buttons
from locales import Words
from sandbox import Phone, Sandbox
from services import enrolment
from services.forums import start_parameter
from services.meetings import meetings
from services.meetings.meeting import PLACE_AHEAD, PUBLISHED
from services.store import Store
from services.surveys import surveys
from services.surveys.surveys import Everybody
from tests.support.patience import PATIENCE
from tests.support.plain_text import plain
from tests.support.running_bot import Press, RunningBot

TUESDAY_AT_THREE = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
"""15:00 in Baghdad, five days after the journeys' NOW."""


async def sees(phone: Phone, wanted: str) -> None:
    """Wait until some message of the bot says this."""
    await phone.sees(lambda phone: any(wanted in plain(text) for text in phone.texts), PATIENCE)


async def enrol(bot: RunningBot, telegram: Sandbox, language: str = "en") -> Phone:
    """A phone that has sent its code."""
    with bot.found.database.writing() as session:
        role = enrolment.ORGANISER
        code = enrolment.new_code(Store(session, bot.found.runtime), role, "Rojin", ("security",), bot.clock())
    phone = telegram.phone(language=language)
    await phone.send(f"/organiser {code}")
    await phone.sees(lambda phone: Words(language)(keyboards.ORGANISE) in phone.keyboard, PATIENCE)
    return phone


async def join(telegram: Sandbox, press: Press, language: str) -> Phone:
    """A resident who came by the poster's link in their language."""
    phone = telegram.phone(language=language)
    await phone.start(start_parameter("security", language))
    await press(phone, Words(language)(keyboards.JOIN))
    return phone


async def tick(bot: RunningBot) -> None:
    """The clock has moved: look for reminders that are due."""
    await reminding(bot.turns, bot.found.content, bot.clock).work()


async def hears_of_something_later(bot: RunningBot, resident: Phone) -> None:
    """What is announced now has come: whatever was due before it would have come first."""
    content = bot.found.content
    everybody = Everybody(content.audiences, content.languages, content.organisation.timezone)
    with bot.found.database.writing() as session:
        surveys.invite(Store(session, bot.found.runtime), content.survey("answer"), everybody, bot.clock())
    await sees(resident, "There are new questions for you")


async def send(organiser: Phone, press: Press, label: str) -> None:
    """Press what sends, and wait until the organiser knows when it leaves."""
    organiser.forget_arrivals()
    await press(organiser, label)
    await organiser.expects("It is sent in", PATIENCE)


async def make(press: Press, organiser: Phone) -> None:
    """A meeting on Tuesday, published."""
    await organiser.send("/meetings")
    await press(organiser, "New meeting", "Tue, Mar 10", "15:00")
    await send(organiser, press, "✅ Publish")


async def change_agenda(bot: RunningBot, press: Press, organiser: Phone, agenda: str) -> None:
    """The agenda is written anew, looked at and sent."""
    await organiser.send("/meetings")
    await press(organiser, "Open", "✏️ Change", "✏️ Agenda")
    await organiser.send(agenda)
    await press(organiser, "👀 Preview")
    await sees(organiser, "The message they have is replaced")
    await send(organiser, press, "Send the change")
    bot.clock.pass_(seconds=61)


async def test_a_meeting_is_published_reminded_of_and_changed(bot: RunningBot, telegram: Sandbox, press: Press) -> None:
    bot.clock.now = TUESDAY_AT_THREE.replace(day=8, hour=9)  # what is older than two days cannot be removed
    organiser = await enrol(bot, telegram)
    english, sorani = await join(telegram, press, "en"), await join(telegram, press, "ckb")
    await make(press, organiser)
    await sees(organiser, "Nobody has it yet")
    assert not any("New meeting" in text for text in english.texts)
    bot.clock.pass_(seconds=61)
    await sees(english, "New meeting: Community security forum")
    await sees(sorani, "بنکەی کۆمەڵایەتی نموونە")
    await sees(organiser, "Done.")
    await press(english, "I will come")
    bot.clock.now = TUESDAY_AT_THREE.replace(day=9, minute=1)
    for _ in range(3):
        await tick(bot)
    await sees(english, "Reminder: Community security forum")
    assert sum("Reminder:" in text for text in english.texts) == 1, "never twice"
    await change_agenda(bot, press, organiser, "Light at the well")
    await sees(english, "Light at the well")
    await sees(sorani, "Light at the well")
    assert sum("New meeting:" in text for text in english.texts) == 0, "the old notice is replaced"
    assert not any("Reminder:" in text for text in english.texts), "nor does a reminder of the old stay"
    assert telegram.complaints == []


async def test_what_came_of_a_meeting_is_noted_and_told(bot: RunningBot, telegram: Sandbox, press: Press) -> None:
    organiser, sorani = await enrol(bot, telegram), await join(telegram, press, "ckb")
    await make(press, organiser)
    bot.clock.now = TUESDAY_AT_THREE.replace(day=11)
    await organiser.send("/meetings")
    await press(organiser, "After a meeting", "Minutes")
    await organiser.send("12 8 5")
    await press(organiser, "Nothing more", "Next", "✅ Save", "You said, we did")
    await organiser.send("The well is dark.")
    await sees(organiser, "What was done about it?")
    await organiser.send("A lamp was put there.")
    await sees(organiser, "People who read English get this")
    await send(organiser, press, "✅ Publish")
    bot.clock.pass_(seconds=61)
    await sees(sorani, "A lamp was put there.")
    assert telegram.complaints == []


async def test_a_meeting_that_is_cancelled_is_not_reminded_of(bot: RunningBot, telegram: Sandbox, press: Press) -> None:
    organiser = await enrol(bot, telegram)
    resident = await join(telegram, press, "en")
    await make(press, organiser)
    bot.clock.pass_(seconds=61)
    await sees(resident, "New meeting")
    await organiser.send("/meetings")
    await press(organiser, "Open", "Cancel this one")
    await send(organiser, press, "Yes, cancel")
    bot.clock.pass_(seconds=61)
    await sees(resident, "Cancelled: Community security forum")
    bot.clock.now = TUESDAY_AT_THREE.replace(day=9, minute=1)
    await tick(bot)
    await hears_of_something_later(bot, resident)
    assert not any("Reminder" in text for text in resident.texts)


async def test_what_is_taken_back_within_the_minute_reaches_nobody(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    organiser = await enrol(bot, telegram)
    resident = await join(telegram, press, "en")
    await make(press, organiser)
    await press(organiser, "Take back")
    await sees(organiser, "Nobody got it, and everything is as it was before")
    bot.clock.pass_(seconds=120)
    await hears_of_something_later(bot, resident)
    assert not any("New meeting" in text for text in resident.texts)


async def test_the_place_is_told_late_and_only_to_those_who_come(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    organiser = await enrol(bot, telegram)
    coming, other = await join(telegram, press, "en"), await join(telegram, press, "en")
    await organiser.send("/meetings")
    await press(organiser, "New meeting", "Tue, Mar 10", "15:00", "✏️ Place", "Place late")
    await send(organiser, press, "✅ Publish")
    bot.clock.pass_(seconds=61)
    await sees(coming, "The place is told later")
    await press(coming, "I will come")
    bot.clock.now = TUESDAY_AT_THREE - PLACE_AHEAD
    await tick(bot)
    await sees(coming, "You said you will come. This is the place")
    assert any("Example community centre" in text for text in coming.texts)
    assert not any("Example community centre" in text for text in other.texts)


async def test_a_publish_pressed_offline_is_heard_once_the_phone_is_back(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    organiser = await enrol(bot, telegram)
    await organiser.send("/meetings")
    await press(organiser, "New meeting", "Tue, Mar 10", "15:00")
    await organiser.go_offline()
    await organiser.press("✅ Publish")
    bot.clock.pass_(hours=20)
    await organiser.go_online()
    await sees(organiser, "belongs to something earlier")
    assert "➕ New meeting" in organiser.keyboard


@pytest.mark.parametrize("language", ["en", "ar", "ckb", "fr"])
async def test_the_shortest_meeting_is_five_taps_and_nothing_typed(
    bot: RunningBot, telegram: Sandbox, press: Press, language: str
) -> None:
    words = Words(language)
    organiser = await enrol(bot, telegram, language)
    day = words.day(TUESDAY_AT_THREE.date())
    taps = (words(keyboards.ORGANISE), words(buttons.NEW_MEETING), day, "15:00", words(buttons.PUBLISH))
    await press(organiser, *taps)
    with bot.found.database.reading() as session:
        (made,) = meetings.everything(Store(session, bot.found.runtime))
    assert made.status == PUBLISHED
    assert len(taps) == 5
