"""What people get of a meeting on their phones, from the announcement to the cancellation, over real HTTP."""

from datetime import date, datetime, time, timedelta

import pytest

from bot.ticks.reminding import reminding
from handlers.chat import keyboards
from locales import Words
from sandbox import Phone, Sandbox
from services import enrolment
from services.documents import Seen
from services.forums import start_parameter
from services.meetings import meetings
from services.meetings.meeting import PLACE_AHEAD, Meeting, MeetingDraft, Occasion
from services.publishing import telling
from services.publishing.meeting_changes import CancelOccasion, MeetingPlan, MoveOccasion, PublishMeeting
from services.recurrence import Rule, Series, WallTime
from services.request import Request
from services.store import Store
from tests.support.patience import PATIENCE
from tests.support.running_bot import Press, RunningBot

FIRST = WallTime(date(2026, 3, 10), time(15))
"""A Tuesday, five days ahead."""
HOUR = timedelta(hours=1)
PLACE = {"en": "Example school", "ckb": "قوتابخانەی نموونە"}


class Organiser:
    """Somebody who organises by rule, as the organisers' own handlers do."""

    def __init__(self, bot: RunningBot) -> None:
        self._bot = bot
        self.phone = bot.telegram.phone(language="en")
        self.chat = self.phone.chat

    async def enrol(self) -> None:
        code = await self._bot.turns.write(enrolment.new_code, "organiser", "Amal", ("*",), self._bot.clock())
        await self._bot.turns.write(enrolment.enrol, code, self.chat, "en", self._bot.clock())
        await self.phone.start()

    async def publishes(self, place_shown: str = "always") -> Meeting:
        zone = self._bot.found.content.forum("security").zone
        series = Series(FIRST, zone, 90, Rule.parse("FREQ=WEEKLY"))
        draft = MeetingDraft("security", series, {"en": "Street lights"}, PLACE, place_shown, agenda={})
        await self._changes(PublishMeeting(draft))
        return self.meeting()

    async def moves(self, to: WallTime) -> None:
        await self._changes(MoveOccasion(Seen(self.next().id, self.meeting().version), to))

    async def cancels(self) -> None:
        await self._changes(CancelOccasion(Seen(self.next().id, self.meeting().version)))

    def meeting(self) -> Meeting:
        with self._bot.found.database.reading() as session:
            return meetings.everything(Store(session, self._bot.found.runtime))[0]

    def next(self) -> Occasion:
        with self._bot.found.database.reading() as session:
            return meetings.upcoming(Store(session, self._bot.found.runtime), ["security"], self._bot.clock(), 1)[0]

    async def _changes(self, plan: MeetingPlan) -> None:
        content, chat, now = self._bot.found.content, self.chat, self._bot.clock()

        def asked(store: Store) -> None:
            telling.tell(Request(store.session, store.runtime, content, chat, now), plan, at_once=True)

        await self._bot.turns.write(asked)


@pytest.fixture
async def organiser(bot: RunningBot) -> Organiser:
    made = Organiser(bot)
    await made.enrol()
    return made


async def joined(bot: RunningBot, press: Press, language: str = "en") -> Phone:
    phone = bot.telegram.phone(language=language)
    await phone.start(start_parameter("security", language))
    await press(phone, Words(language)(keyboards.JOIN))
    return phone


async def look(bot: RunningBot, at: datetime) -> None:
    """The reminders' tick, at that time."""
    bot.clock.now = at
    await reminding(bot.turns, bot.found.content, bot.clock).work()


async def test_announced_answered_reminded_moved_and_cancelled(
    bot: RunningBot, telegram: Sandbox, press: Press, organiser: Organiser
) -> None:
    phone = await joined(bot, press)
    starts = (await organiser.publishes(), organiser.next())[1].occurrence.starts
    await phone.expects("New meeting", PATIENCE)
    assert "Example school" in phone.last.text
    await press(phone, "I will come · ")
    await look(bot, starts - 24 * HOUR)
    await phone.expects("Reminder", PATIENCE)
    await organiser.moves(WallTime(date(2026, 3, 11), time(10)))
    await phone.expects("at another time", PATIENCE)
    assert any("Wed" in label and "10:00" in label for label in phone.keyboard)
    reminders = [message for message in phone.messages if "Reminder" in message.text]
    assert reminders == [], "the reminder of the old time is gone"
    await organiser.cancels()
    await phone.expects("Please do not come", PATIENCE)
    assert not any("I will come" in label for label in phone.keyboard)
    assert telegram.complaints == []


@pytest.mark.parametrize("language", ["en", "ckb"])
async def test_a_late_place_reaches_only_the_phone_that_said_yes(
    bot: RunningBot, press: Press, organiser: Organiser, language: str
) -> None:
    words = Words(language)
    coming, silent = await joined(bot, press, language), await joined(bot, press, language)
    await organiser.publishes(place_shown="late")
    for phone in (coming, silent):
        await phone.sees(lambda phone: any("15:00" in label for label in phone.keyboard), PATIENCE)
    await press(coming, words(keyboards.COMING))
    starts = organiser.next().occurrence.starts
    await look(bot, starts - PLACE_AHEAD)
    await coming.expects(PLACE[language], PATIENCE)
    await look(bot, starts - 2 * HOUR)
    await silent.expects("15:00", PATIENCE)
    assert not any(PLACE[language] in message.text for message in silent.messages)


async def test_after_a_night_without_the_bot_people_get_what_still_helps_and_the_organiser_hears_of_the_rest(
    bot: RunningBot, press: Press, organiser: Organiser
) -> None:
    phone = await joined(bot, press)
    await organiser.publishes()
    await phone.expects("New meeting", PATIENCE)
    await look(bot, organiser.next().occurrence.starts - HOUR)
    await phone.expects("Reminder", PATIENCE)
    await organiser.phone.expects("was not sent", PATIENCE)
    assert [message.text for message in phone.messages if "Reminder" in message.text] == [phone.last.text]
