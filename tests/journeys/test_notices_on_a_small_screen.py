"""What is pushed about a meeting, on a phone of 360 × 640 points: when, where and the question are seen at once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.async_api import Browser

from handlers.chat import keyboards
from locales import Words
from sandbox import Sandbox
from services.documents import Seen
from services.forums import start_parameter
from services.meetings import meetings, reminders
from services.meetings.meeting import ALWAYS, MeetingDraft, occasion_id
from services.publishing import telling
from services.publishing.meeting_changes import CancelOccasion, ChangeMeeting, MeetingPlan, MoveOccasion, PublishMeeting
from services.recurrence import Rule, Series, WallTime
from services.request import Request
from tests.journeys.test_meetings_on_a_small_screen import AGENDA, PLACE, enrol
from tests.support.contents import LANGUAGES
from tests.support.meetings.planning import TUESDAY
from tests.support.pages.small_screens import Screen, Walk, open_phone
from tests.support.patience import PATIENCE
from tests.support.running_bot import Press, RunningBot

LATER = WallTime(TUESDAY.day + timedelta(days=1), TUESDAY.at)
LONG = MeetingDraft(
    "security",
    Series(TUESDAY, "Asia/Baghdad", 90, Rule.parse("FREQ=WEEKLY")),
    title={"en": "Water and light"},
    place={"en": PLACE},
    place_shown=ALWAYS,
    agenda={"en": AGENDA},
)


class Office:
    """The organisers' rules, run as their handlers run them; nothing waits for the minute to take it back."""

    def __init__(self, bot: RunningBot, chat: int) -> None:
        self._bot = bot
        self._chat = chat

    async def does(self, plan: MeetingPlan) -> None:
        content, chat, now = self._bot.found.content, self._chat, self._bot.clock()
        await self._bot.turns.write(
            lambda store: telling.tell(Request(store.session, store.runtime, content, chat, now), plan, at_once=True)
        )

    async def reminds(self) -> None:
        """A day before."""
        self._bot.clock.pass_(days=4, hours=3)
        await self._bot.turns.write(reminders.fire, self._bot.found.content, self._bot.clock())

    def meeting(self) -> Seen[int]:
        with self._bot.found.reading() as store:
            (found,) = meetings.everything(store)
        return Seen(found.id, found.version)

    def occasion(self) -> Seen[int]:
        found = self.meeting()
        return Seen(occasion_id(found.id, TUESDAY), found.version)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_needed_now_is_visible(
    browser: Browser, bot: RunningBot, telegram: Sandbox, press: Press, language: str
) -> None:
    organiser, phone = telegram.phone(language="en"), telegram.phone(language=language)
    enrol(bot, organiser, "organiser")
    office, page = Office(bot, organiser.chat), await open_phone(browser, telegram.url)
    walk = Walk(bot, phone, page, press, language)
    await phone.start(start_parameter("security", language))
    await bot.answered()
    await walk.look("a poster's link", Screen(shows=("👥", "👇")))
    await press(phone, Words(language)(keyboards.JOIN))

    async def sees(sign: str, *shows: str) -> None:
        await phone.sees(lambda phone: any(sign in text for text in phone.texts), PATIENCE)
        await walk.look(sign, Screen(shows=shows))

    await office.does(PublishMeeting(LONG))
    await sees("🗓 ", "🗓", "📍", "👇")
    await office.does(ChangeMeeting(office.meeting(), replace(LONG, title={"en": "Light"})))
    await sees("✏️", "🗓", "📍", "👇")
    await office.reminds()
    await sees("🔔", "🗓", "📍", "👇")
    await office.does(MoveOccasion(office.occasion(), LATER))
    await sees("📅", "🗓", "📍", "👇")
    await office.does(CancelOccasion(office.occasion()))
    await sees("❌", "❌")
    assert not walk.faults, "\n".join(walk.faults)
