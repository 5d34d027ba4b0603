"""Meetings, notices and services on a phone of 360 × 640 points, for those who come and for those who organise or edit:
what a person needs now is seen, and little is pressed for it."""

from datetime import date, timedelta
from typing import Final

import pytest
from playwright.async_api import Browser

from handlers.chat import keyboards
from handlers.editing import change, shown, waiting
from handlers.meetings.shown import buttons
from handlers.pickers.day import OTHER_DAY
from handlers.pickers.repeat import repeat_keyboard
from locales import Words
from sandbox import Phone, Sandbox
from services import enrolment
from services.content.content import Content
from services.documents import new_id
from services.meetings import topics
from services.meetings.notices import WHOLE
from services.notices import subscriptions
from services.recurrence import WallTime
from tests.support.contents import LANGUAGES
from tests.support.meetings.planning import TUESDAY, meeting, plan
from tests.support.pages.small_screens import Journey, Screen, Text, walked
from tests.support.running_bot import Press, RunningBot

AGENDA: Final = (
    "Light at the well. Water for the tents along the river. Who opens the school in the morning, and who closes it."
    " What the municipality said about the road to the market, and what we want to ask them next time."
)
PLACE: Final = "The long blue tent behind the school"
EARLIER = WallTime(date(2026, 3, 3), TUESDAY.at)


def then(press: str | Text, *shows: str | Text) -> Screen:
    return Screen(press=press, shows=shows)


def wrote(text: str, *shows: str | Text) -> Screen:
    return Screen(write=text, shows=shows)


def forum(key: str) -> Text:
    """What the group is called."""
    return lambda content, language: content.forum(key).name.said(language)


def zone(name: str) -> Text:
    """What the area is called."""

    def said(content: Content, language: str) -> str:
        (found,) = [each for each in content.zones if each.name == name]
        return found.label.said(language)

    return said


def day(found: date) -> Text:
    """The day as buttons have it."""
    return lambda _content, language: Words(language).day(found)


def every_two_weeks(_content: Content, language: str) -> str:
    """The third of the ways to repeat."""
    return repeat_keyboard(Words(language), TUESDAY.day)[2][0]


IN_A_WEEK = day(TUESDAY.day)
RESIDENT: Final = (
    Journey(
        "joining, answering, leaving",
        (
            then(keyboards.FORUMS, "👥", "🤝"),
            then(forum("security"), "✅", "🗓", "📍"),
            then(keyboards.ABOUT_MEETING, "🗓", "📍", "👇"),
            then(keyboards.COMING, "👍", "🗓", "🤝"),
            then(keyboards.CALENDAR, "📅"),
            then(keyboards.FORUMS, "🗓", "📍"),
            then(keyboards.TOPIC, "💡", "👀"),
            wrote("More light at the well.", "🙏"),
            then(keyboards.FORUMS, "🗓"),
            then(keyboards.QUIET, "🌙"),
            then(keyboards.AT_ANY_HOUR, "🔔"),
            then(keyboards.FORUMS, "🗓"),
            then(keyboards.ADVICE, "⚠️"),
            then(zone("north"), "✅"),
            then(keyboards.STOP_NOTICES, "🔕"),
        ),
    ),
    Journey("a group of one's own", (then(keyboards.FORUMS, "👥"), then(forum("women"), "✅", "📭"))),
)
SHORTEST = Journey(
    "a new meeting",
    (
        then(keyboards.ORGANISE, "🗓"),
        then(buttons.NEW_MEETING, "📅"),
        then(IN_A_WEEK, "🕒"),
        then("15:00", "📅", "📍", "✋"),
        then(buttons.PUBLISH, "📨", "⏳"),
    ),
)
ORGANISER: Final = (
    SHORTEST,
    Journey(
        "everything of a meeting",
        (
            then(keyboards.ORGANISE, "🗓"),
            then(buttons.NEW_MEETING, "📅"),
            then(OTHER_DAY, "📅"),
            wrote("2026-03-10", "🕒"),
            wrote("15:30", "📅", "📍", "✋"),
            then(buttons.PLACE, "📍"),
            wrote(PLACE, "📍", "✋"),
            then(buttons.PLACE, "📍"),
            then(buttons.PLACE_LATE, "📍", "🤫", "✋"),
            then(buttons.AGENDA, "📋"),
            wrote(AGENDA, "📅", "📍", "✋"),
            then(buttons.TITLE, "🏷"),
            wrote("Water and light", "📅", "📍", "✋"),
            then(buttons.LENGTH, "⏱"),
            then("45", "⏱", "✋"),
            then(buttons.REPEAT, "🔁"),
            then(every_two_weeks, "🏁"),
            then("4", "📅", "✋"),
            then(buttons.EXCEPT, "📅"),
            then(day(TUESDAY.day + timedelta(days=14)), "📅"),
            then(keyboards.NEXT, "📅", "✋"),
            then(buttons.URGENT, "📅", "📍", "✋"),
            then(buttons.LANGUAGES, "Press a language to write its texts."),
            then(buttons.AS_WRITTEN, "✋"),
            then(buttons.PREVIEW, "👇", "👆", "✋"),
            then(buttons.PUBLISH, "📨", "⏳"),
        ),
    ),
    Journey(
        "what people know is changed",
        (
            then(keyboards.ORGANISE, "🗓"),
            then(buttons.OPEN, "🗓", "⏳"),
            then(buttons.MOVE_ONE, "📅"),
            then(day(date(2026, 3, 11)), "🕒"),
            then("16:00", "👆", "✋"),
            then(buttons.SEND_CHANGE, "📨"),
            then(buttons.TAKE_BACK, "↩️"),
            Screen(write="/meetings", shows=("🗓",)),
            then(buttons.OPEN, "🗓", "⏳"),
            then(buttons.CHANGE, "📅", "📍", "✋"),
            then(buttons.TITLE, "🏷"),
            wrote("Water", "🏷", "✋"),
            then(buttons.PREVIEW, "👆", "✋"),
            then(buttons.SEND_CHANGE, "📨"),
            then(keyboards.ORGANISE, "🗓"),
            then(buttons.OPEN, "🗓"),
            then(buttons.CANCEL_ONE, "❌", "✋"),
            then(buttons.CANCEL_IT, "📨"),
        ),
    ),
    Journey(
        "after a meeting",
        (
            then(keyboards.ORGANISE, "🗓"),
            then(buttons.AFTERWARDS, "🗒"),
            then(buttons.MINUTES_OF, "👩"),
            wrote("12 8 5", "🤝"),
            wrote("Light at the well", "🙋"),
            wrote("The municipality", "📅"),
            then(keyboards.SKIP, "•", "🤝"),
            then(buttons.NOTHING_MORE, "💬", "💡"),
            then(buttons.TALKED_ABOUT, "💬"),
            then(keyboards.NEXT, "👩", "•", "✋"),
            then(buttons.SAVE, "✅"),
            then(buttons.REPORT_BACK, "🗣"),
            wrote("The well is dark.", "✅"),
            wrote("A lamp was put there.", "👆", "👥", "✋"),
            then(buttons.PUBLISH, "📨", "⏳"),
        ),
    ),
    Journey(
        "a notice",
        (
            then(keyboards.ORGANISE, "🗓"),
            then(buttons.OTHER_NOTICE, "📢"),
            then(buttons.SAFETY_ADVICE, "👥"),
            then(zone("north"), "👥"),
            then(zone("river"), "👥"),
            then(keyboards.NEXT, "✍️"),
            wrote("Do not use the river road after dark.", "👆", "👥", "✋"),
            then(buttons.URGENT, "👆", "✋"),
            then(buttons.LANGUAGES, "⚠️"),
            then(buttons.AS_WRITTEN, "👆", "✋"),
            then(buttons.PUBLISH, "📨"),
            then(buttons.TAKE_BACK, "↩️"),
        ),
    ),
)
EDITOR: Final = (
    Journey(
        "a service is kept right",
        (
            then(keyboards.EDIT, "👇"),
            then(waiting.ALL_SERVICES, "1."),
            Screen(under="1.", shows=("☎️",)),
            then(shown.ALL_TRUE, "✅"),
            then(shown.CHANGE, "✏️"),
            then(change.PHONES, "✍️"),
            wrote("000", "✅"),
            then(shown.UNDO, "↩️"),
            then(shown.CHANGE, "✏️"),
            then(change.HOURS, "✍️"),
            wrote("Su-Th 08:30-16:00", "✅"),
            then(shown.SUSPEND, "✅"),
            then(shown.RESUME, "✅"),
            then(shown.TELL_AN_AREA, "👥"),
            then(zone("north"), "👥"),
            then(keyboards.NEXT, "✍️"),
            wrote("The health centre opens at half past eight.", "👆", "👥", "✋"),
            then(buttons.PUBLISH, "📨"),
        ),
    ),
)
RESIDENTS: Final = "resident"
JOURNEYS: Final = {RESIDENTS: RESIDENT, enrolment.ORGANISER: ORGANISER, enrolment.EDITOR: EDITOR}
MOST_TAPS: Final = {SHORTEST.name: 5}


def enrol(bot: RunningBot, phone: Phone, role: str) -> None:
    """Give the phone's owner the role."""
    with bot.found.writing() as store:
        code = enrolment.new_code(
            store, role, "Rojin", ("security",) if role == enrolment.ORGANISER else (), bot.clock()
        )
        enrolment.enrol(store, code, phone.chat, phone.language or "", bot.clock())


def furnish(bot: RunningBot) -> None:
    """Somebody hears of everything, a meeting is planned, another is over, and a topic is wished for."""
    told = {WHOLE: new_id()}
    plan(
        bot.found.database,
        bot.found.runtime,
        meeting(agenda={"en": AGENDA}, notices=told),
        meeting(wall=EARLIER, notices=told),
    )
    with bot.found.writing() as store:
        topics.suggest(store, "security", "Where children can play in the afternoon", bot.clock() - timedelta(days=1))
        for audience in bot.found.content.audiences:
            subscriptions.join(store, audience, 77, "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", JOURNEYS)
async def test_what_is_needed_now_is_visible(
    browser: Browser, bot: RunningBot, telegram: Sandbox, press: Press, role: str, language: str
) -> None:
    furnish(bot)
    faults = []
    for journey in JOURNEYS[role]:
        phone = telegram.phone(language=language)
        if role != RESIDENTS:
            enrol(bot, phone, role)
        faults += (await walked(browser, bot, press, phone, journey)).faults
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("journey", [each for each in ORGANISER if each.name in MOST_TAPS], ids=lambda each: each.name)
def test_little_is_pressed(journey: Journey) -> None:
    assert journey.taps <= MOST_TAPS[journey.name]
