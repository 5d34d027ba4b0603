"""Surveys, guides, agreements and the ways around them on a phone of 360 × 640 points: what a person needs is seen."""

from collections.abc import Callable
from typing import Final

import pytest
from playwright.async_api import Browser

from handlers.chat import keyboards
from sandbox import Sandbox
from services.content.content import Content
from services.guides.guides import Guide, Page
from tests.support.contents import LANGUAGES
from tests.support.pages.small_screens import Journey, Screen, Text, choice, question, walked
from tests.support.running_bot import Press, RunningBot

OPINION, NEEDS, INTENTION = "answer_survey", "needs_survey", "return_survey"


def guide(name: str, said: Callable[[Guide, str], str]) -> Text:
    """Something of a guide."""
    return lambda content, language: said(content.guides.guide(name), language)


def title(name: str, step: str) -> Text:
    """The button of a step."""
    return guide(name, lambda found, language: found.step(step).page(language).title)


def first_line(name: str, step: str) -> Text:
    """What a step begins with."""
    return guide(name, lambda found, language: found.step(step).page(language).text.partition("\n")[0])


def agreement(said: Callable[[Page], str]) -> Text:
    """Something of the first agreement."""

    def of_the_first(content: Content, language: str) -> str:
        return said(content.agreements[0].page(language))

    return of_the_first


def then(press: str | Text, *shows: str | Text) -> Screen:
    return Screen(press=press, shows=shows)


def under(button: str | Text, *shows: str | Text) -> Screen:
    return Screen(under=button, shows=shows)


SURVEYS: Final = (
    Journey(
        "survey about answers",
        (
            then(keyboards.SURVEYS, "📋"),
            then("💬", "👀", "🤝", "⏹"),
            then(keyboards.GO_ON, question(OPINION, "got")),
            then(choice(OPINION, "got", "yes"), question(OPINION, "quick")),
            then(choice(OPINION, "quick", "slow"), question(OPINION, "understood")),
            then(keyboards.BACK, question(OPINION, "quick")),
            then(keyboards.SEND_NOW, "👀"),
            then(keyboards.SEND, "✅", "🧹"),
        ),
    ),
    Journey(
        "survey about needs",
        (
            then(keyboards.SURVEYS, "📋"),
            then("🧺", "👀", "🤝", "⏹"),
            then(keyboards.GO_ON, question(NEEDS, "zone")),
            then(choice(NEEDS, "zone", "north"), question(NEEDS, "gender")),
            then(choice(NEEDS, "gender", "woman"), question(NEEDS, "age")),
            then(choice(NEEDS, "age", "from_18"), question(NEEDS, "people")),
            Screen(write="7", shows=(question(NEEDS, "needs"),)),
            then(choice(NEEDS, "needs", "water"), question(NEEDS, "needs"), "✅"),
            then(choice(NEEDS, "needs", "food"), question(NEEDS, "needs"), "✅"),
            then(keyboards.NEXT, question(NEEDS, "obstacles")),
            then(keyboards.SEND_NOW, "👀"),
            then(keyboards.STOP, "⏹"),
        ),
    ),
    Journey(
        "survey about returning",
        (
            then(keyboards.SURVEYS, "📋"),
            then("🧭", "👀", "🤝", "⏹"),
            then(keyboards.GO_ON, question(INTENTION, "your_choice"), question(INTENTION, "gender")),
            then(choice(INTENTION, "gender", "man"), question(INTENTION, "age")),
            then(choice(INTENTION, "age", "from_25"), question(INTENTION, "in_3_months")),
            then(choice(INTENTION, "in_3_months", "return"), question(INTENTION, "in_12_months")),
            then(choice(INTENTION, "in_12_months", "return"), question(INTENTION, "why_return")),
            then(choice(INTENTION, "why_return", "told"), question(INTENTION, "why_return"), "✅"),
            then(keyboards.NEXT, question(INTENTION, "pressure"), question(INTENTION, "tried")),
        ),
    ),
)
GUIDES: Final = (
    Journey(
        "going home",
        (
            then(keyboards.RETURN, "🕊", title("return", "free_choice")),
            under(keyboards.MORE_CHOICES, title("return", "mines")),
            under(title("return", "mines"), title("return", "mines"), first_line("return", "mines"), keyboards.READ_ON),
            under(keyboards.READ_ON, title("return", "mines"), keyboards.READ_ON),
            under(keyboards.BACK, first_line("return", "mines")),
            under(keyboards.ALL_STEPS, title("return", "mines")),
            under(title("return", "families"), first_line("return", "families")),
            then(keyboards.PRESSURE, "👀", "📱", "⏹", "🆘", "☎️"),
        ),
    ),
    Journey(
        "staying safe",
        (
            then(keyboards.SAFETY, "🆘", title("safety", "night")),
            under(
                title("safety", "attack"),
                title("safety", "attack"),
                first_line("safety", "attack"),
                keyboards.READ_ON,
            ),
            under(keyboards.ALL_STEPS, title("safety", "rumours")),
            under(keyboards.MORE_CHOICES, title("safety", "women_girls")),
            under(title("safety", "women_girls"), first_line("safety", "women_girls")),
        ),
    ),
    Journey(
        "agreements",
        (
            then(keyboards.SAFETY, "🆘"),
            then(keyboards.AGREEMENTS, "🛡", "📜", agreement(lambda page: page.title)),
            under(
                agreement(lambda page: page.title),
                agreement(lambda page: page.title),
                agreement(lambda page: page.text.partition("\n")[0]),
            ),
        ),
    ),
)
WHAT_STAYS: Final = (
    "What I cannot remove: older messages, and copies Telegram itself may keep."
    " To remove the older ones, open this chat’s own menu in Telegram and delete the chat."
)
DOOR: Final = (
    Journey(
        "the door",
        (
            Screen(shows=("👋", "👇", "🌐")),
            then(keyboards.LANGUAGE, "🌐"),
            then(keyboards.BACK, "👍"),
            then(keyboards.HELP, "📝", "📬", "☎️"),
            Screen(write="/stop", shows=("⏹",)),
            Screen(write="tents blankets", shows=("1.",)),
            then(keyboards.FORGET, WHAT_STAYS),
        ),
    ),
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("journeys", [SURVEYS, GUIDES, DOOR], ids=["surveys", "guides", "door"])
async def test_what_is_needed_now_is_visible(
    browser: Browser, bot: RunningBot, telegram: Sandbox, press: Press, journeys: tuple[Journey, ...], language: str
) -> None:
    faults = []
    for journey in journeys:
        faults += (await walked(browser, bot, press, telegram.phone(language=language), journey)).faults
    assert not faults, "\n".join(faults)
