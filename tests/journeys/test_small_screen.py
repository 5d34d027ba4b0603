"""What a person needs now is visible without scrolling on a phone of 360 × 640 points, in every language."""

import pytest
from playwright.async_api import Browser

from handlers.chat import keyboards
from sandbox import Sandbox
from tests.support.contents import LANGUAGES
from tests.support.pages.small_screens import (
    Journey,
    Screen,
    Text,
    choice,
    of_organisation,
    question,
    walked,
)
from tests.support.running_bot import Press, RunningBot

FORM = "safety_report"
COMPANY = "accompaniment_request"
HEALTH_CENTRE = of_organisation(lambda organisation: organisation.safe_services[0].reach)
LISTENING = of_organisation(lambda organisation: organisation.safe_services[2].reach)
FIRST = (
    Screen(press=keyboards.REPORT, shows=("👀", "📱", "⏹", "🆘", "☎️")),
    Screen(press=keyboards.GO_ON, shows=(question(FORM, "category"),)),
)
SENT = Screen(press=keyboards.SEND, shows=("✅", "⏳", "🖼", "📬", "🔑", "✍️"))
LAST = (Screen(press=keyboards.SEND_NOW, shows=("👀",)), SENT)


def asked(category: str, *shows: str | Text) -> tuple[Screen, ...]:
    """A report of that category, up to what is shown then."""
    return (*FIRST, Screen(press=choice(FORM, "category", category), shows=shows))


def then(press: str | Text, *asks: str | Text) -> Screen:
    return Screen(press=press, shows=asks)


WITH_ZONE = Journey(
    "report",
    (
        *asked("unsafe", question(FORM, "zone")),
        then(choice(FORM, "zone", "north"), question(FORM, "danger_now")),
        *LAST,
    ),
)
SURVIVOR = Journey(
    "survivor", (*asked("sexual", HEALTH_CENTRE, question(FORM, "kind_words"), question(FORM, "who")), *LAST)
)
REPORTS = (
    WITH_ZONE,
    SURVIVOR,
    Journey(
        "survivor of an aid worker",
        (
            *asked("aid_worker", question(FORM, "outside_route"), question(FORM, "aid_kind")),
            then(
                choice(FORM, "aid_kind", "sexual"),
                HEALTH_CENTRE,
                question(FORM, "kind_words"),
                question(FORM, "what_happened"),
            ),
            Screen(write="It was at the gate.", shows=("✍️",)),
            then(keyboards.NEXT, question(FORM, "specialist_contact")),
            then(choice(FORM, "specialist_contact", "yes"), "👀"),
            SENT,
        ),
    ),
    Journey(
        "child",
        (
            *asked("child", question(FORM, "child_words"), question(FORM, "who")),
            then(choice(FORM, "who", "other"), question(FORM, "zone")),
            then(keyboards.SKIP, question(FORM, "what_happened")),
            Screen(write="She is alone at the bridge.", shows=("✍️",)),
            then(keyboards.NEXT, question(FORM, "specialist_contact")),
            *LAST,
        ),
    ),
    Journey(
        "words of danger in a report",
        (
            *asked("tension", question(FORM, "zone")),
            then(keyboards.SKIP, question(FORM, "danger_now")),
            then(keyboards.SKIP, question(FORM, "when")),
            then(keyboards.SKIP, question(FORM, "what_happened")),
            Screen(write="I want to die", shows=(LISTENING, "🆘", "☎️", "✍️")),
        ),
    ),
    Journey(
        "in danger, and in a hurry",
        (
            *asked("attacked", question(FORM, "attack_kind")),
            then(keyboards.SEND_NOW, question(FORM, "danger_now")),
            then(choice(FORM, "danger_now", "yes"), question(FORM, "danger_advice"), "☎️", "👀"),
            SENT,
        ),
    ),
    Journey("mine", (*asked("explosive", question(FORM, "explosive_advice"), "☎️", question(FORM, "zone")), *LAST)),
    Journey(
        "company on a way",
        (
            then(keyboards.RETURN),
            Screen(write=keyboards.ACCOMPANY, shows=("👀", "📱", "⏹", "🆘", "☎️")),
            then(
                keyboards.GO_ON,
                question(COMPANY, "no_promise"),
                question(COMPANY, "answer_time"),
                question(COMPANY, "what_for"),
            ),
            then(choice(COMPANY, "what_for", "hospital"), question(COMPANY, "zone")),
            then(keyboards.SKIP, question(COMPANY, "where_to")),
            Screen(write="Example Mills", shows=(question(COMPANY, "when"),)),
            *LAST,
        ),
    ),
)
MAILBOX = (
    Journey(
        "danger, an answer, and the mailbox",
        (
            *asked("unsafe", question(FORM, "zone")),
            then(keyboards.SKIP, question(FORM, "danger_now")),
            then(choice(FORM, "danger_now", "yes"), question(FORM, "danger_advice"), "☎️", question(FORM, "when")),
            then(keyboards.SKIP, question(FORM, "what_happened")),
            Screen(write="They stand at the gate.", shows=("✍️",)),
            then(keyboards.NEXT, question(FORM, "reply_wanted")),
            then(choice(FORM, "reply_wanted", "yes"), question(FORM, "notice_wanted")),
            then(choice(FORM, "notice_wanted", "yes"), "👀"),
            SENT,
            then(keyboards.NOTED, "🧹"),
            then(keyboards.MAILBOX, "📬"),
            Screen(write="123", shows=("🔢",)),
            Screen(write="receipt", shows=("📭", "⏳", "🤝")),
            then(keyboards.WRITE_BACK, "✍️"),
            Screen(write="They came back.", shows=("✍️",)),
            then(keyboards.SEND, "✅"),
            then(keyboards.MAILBOX, "📬"),
            Screen(write="receipt", shows=("📭",)),
            then(keyboards.WITHDRAW, "↩️"),
            then(keyboards.NO, "👇"),
            then(keyboards.CLOSE, "🔒"),
            Screen(answers="We come on Monday.", shows=("👋",)),
            then(keyboards.MAILBOX, "📬"),
            Screen(write="receipt", shows=("We come on Monday.", "🖼")),
            then(keyboards.READ, "🧹"),
        ),
    ),
)
MOST_TAPS = {WITH_ZONE.name: 6, SURVIVOR.name: 5}
MOST_WORDS_IN_ALL = {WITH_ZONE.name: 180}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("journeys", [REPORTS, MAILBOX], ids=["reports", "mailbox"])
async def test_what_is_needed_now_is_visible(
    browser: Browser, bot: RunningBot, telegram: Sandbox, press: Press, journeys: tuple[Journey, ...], language: str
) -> None:
    faults = []
    for journey in journeys:
        walk = await walked(browser, bot, press, telegram.phone(language=language), journey)
        faults += walk.faults
        if walk.words_in_all >= MOST_WORDS_IN_ALL.get(journey.name, 1000):
            faults.append(f"{journey.name}: {walk.words_in_all} words in all")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("journey", (WITH_ZONE, SURVIVOR), ids=lambda journey: journey.name)
def test_a_report_takes_few_taps(journey: Journey) -> None:
    assert journey.taps <= MOST_TAPS[journey.name]
