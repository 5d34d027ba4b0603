"""From a poster on a wall to the calendar and out again: a resident and a forum, over real HTTP."""

from dataclasses import replace

import pytest

from handlers.chat import keyboards
from locales import Words
from sandbox import Phone, Sandbox
from services.forums import start_parameter
from services.meetings import rsvp
from services.meetings.meeting import Meeting, occasion_id
from services.notices import outbox, subscriptions
from services.notices.outbox import Lane, Notice
from services.store import Store
from tests.support.meetings.planning import TUESDAY, meeting, plan
from tests.support.patience import PATIENCE, becomes
from tests.support.running_bot import Press, RunningBot

AGENDA = {"en": "Street lights", "ckb": "گڵۆپی شەقام", "ar": "أضواء الشارع", "fr": "L’éclairage"}


@pytest.fixture
def planned(bot: RunningBot) -> Meeting:
    """The security forum meets on Tuesday."""
    made = meeting(agenda=AGENDA)
    plan(bot.found.database, bot.found.runtime, made)
    return made


def joined(bot: RunningBot, phone: Phone) -> list[str]:
    with bot.found.database.reading() as session:
        return subscriptions.joined(Store(session, bot.found.runtime), bot.found.content.audiences, phone.chat)


def answer_of(bot: RunningBot, phone: Phone, planned: Meeting) -> str | None:
    with bot.found.database.reading() as session:
        id = occasion_id(planned.id, planned.series.first)
        return rsvp.answer_of(Store(session, bot.found.runtime), id, phone.chat)


@pytest.mark.parametrize("language", ["en", "ar", "ckb", "fr"])
async def test_from_the_poster_to_the_calendar_and_out_again(
    bot: RunningBot, telegram: Sandbox, press: Press, planned: Meeting, language: str
) -> None:
    words = Words(language)
    phone = telegram.phone(language="en")
    await phone.start(start_parameter("security", language))
    await press(phone, words(keyboards.JOIN))
    assert joined(bot, phone) == ["forum:security"]
    await phone.expects("15:00", PATIENCE)
    await press(phone, words(keyboards.ABOUT_MEETING))
    await phone.expects(AGENDA[language], PATIENCE)
    await press(phone, words(keyboards.COMING))
    assert answer_of(bot, phone, planned) == "yes"
    await press(phone, words(keyboards.CALENDAR))
    assert phone.last.filename == "meeting.ics"
    assert phone.last.file is not None
    assert f"UID:{planned.id}@amana".encode() in phone.last.file
    await press(phone, words(keyboards.FORUMS), words(keyboards.STOP_NOTICES))
    assert joined(bot, phone) == []
    assert telegram.complaints == []


async def test_a_notices_buttons_work_after_a_night_and_after_the_meeting_moved(
    bot: RunningBot, telegram: Sandbox, press: Press, planned: Meeting
) -> None:
    phone = telegram.phone(language="en")
    await phone.start(start_parameter("security", "en"))
    await press(phone, "Join · ", "About the meeting")
    bot.clock.pass_(hours=14)
    await press(phone, "I will come")
    assert answer_of(bot, phone, planned) == "yes"
    await press(phone, "Meetings and news", "About the meeting")
    later = TUESDAY._replace(day=TUESDAY.day.replace(day=12))
    moved = replace(planned, version=2, series=replace(planned.series, first=later))
    plan(bot.found.database, bot.found.runtime, moved)
    await press(phone, "I cannot come")
    await phone.expects("has changed, or it is over", PATIENCE)
    assert "Mar 12" in phone.last.text


async def test_joining_takes_two_taps_from_the_menu_and_stopping_one(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    phone = telegram.phone(language="ckb")
    words = Words("ckb")
    await phone.start()
    await press(phone, words(keyboards.FORUMS), words(keyboards.JOIN))
    assert len(joined(bot, phone)) == 1
    await press(phone, words(keyboards.STOP_NOTICES))
    assert joined(bot, phone) == []


async def test_who_has_blocked_the_bot_is_on_no_list_any_more(bot: RunningBot, telegram: Sandbox, press: Press) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "Meetings and news", "Join · Community", "Join a group", "Join · Youth")
    assert len(joined(bot, phone)) == 2
    await phone.block()
    runtime = bot.found.runtime
    with bot.found.database.writing() as session:
        outbox.enqueue(Store(session, runtime), Notice("mailbox", phone.chat, "en"), Lane.BROADCAST, bot.clock())
    await becomes(lambda: joined(bot, phone) == [], "an empty list")


async def test_who_comes_back_after_a_block_hears_once_that_it_ended_everything_and_not_what(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "Meetings and news", "Join · Women")
    await phone.block()
    with bot.found.writing() as store:
        outbox.enqueue(store, Notice("mailbox", phone.chat, "en"), Lane.REPLY, bot.clock())
    await becomes(lambda: joined(bot, phone) == [], "an empty list")
    await phone.unblock()
    await phone.start()
    told = await phone.expects("This bot was blocked", PATIENCE)
    assert not any(word in told.text for word in ("Women", "group", "joined"))
    await bot.answered()
    await phone.send("/start")
    await bot.answered()
    assert sum("This bot was blocked" in text for text in phone.texts) == 1
