"""Reading a guide over real HTTP: turning pages, ticking privately, and the way from there into a sealed report."""

import re

import pytest

from handlers.chat import keyboards
from locales import Words
from sandbox import ChatMessage, Phone, Sandbox
from tests.support.patience import PATIENCE
from tests.support.running_bot import Press, RunningBot

RECEIPT = re.compile(r"(\d{3} ){5}\d{3}")


def labels(message: ChatMessage) -> list[str]:
    return [label for row in message.buttons for label, _ in row]


async def under(phone: Phone, wanted: str) -> ChatMessage:
    """Press the button under the newest message that holds this text, and wait until that message changed."""
    message = next(each for each in reversed(phone.messages) if any(wanted in label for label in labels(each)))
    before = (message.text, labels(message))
    label = next(label for label in labels(message) if wanted in label)
    await phone.press_inline(label, message.id)
    await phone.sees(lambda phone: any(_is_other(each, message.id, before) for each in phone.messages), PATIENCE)
    return next(each for each in phone.messages if each.id == message.id)


def _is_other(message: ChatMessage, number: int, before: tuple[str, list[str]]) -> bool:
    return message.id == number and (message.text, labels(message)) != before


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_from_a_step_into_a_report_about_pressure(
    bot: RunningBot, telegram: Sandbox, press: Press, language: str
) -> None:
    words, guide = Words(language), bot.found.content.guides.guide("return")
    phone = telegram.phone(language=language)
    await phone.start()
    await press(phone, words(keyboards.RETURN))
    await phone.sees(lambda phone: bool(phone.last.buttons), PATIENCE)
    for _ in range(2):
        shown = await under(phone, words(keyboards.MORE_CHOICES))
    assert guide.first.said(language)[3:] in shown.text
    shown = await under(phone, guide.step("pressure").page(language).title)
    assert guide.step("pressure").page(language).title in shown.text
    shown = await under(phone, words(keyboards.ALL_STEPS))
    assert guide.step("pressure").page(language).title in labels(shown), "back to where it stands"
    await press(phone, words(keyboards.PRESSURE), words(keyboards.GO_ON), "⛺")
    await press(phone, words(keyboards.SEND_NOW), words(keyboards.SEND))
    await phone.sees(lambda phone: any(RECEIPT.search(text) for text in phone.texts), PATIENCE)
    (case,) = bot.cases()
    assert (case.category, case.zone) == ("pressure", "tents")
    assert telegram.complaints == []


async def test_ticks_and_pages_are_told_apart(bot: RunningBot, telegram: Sandbox, press: Press) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "Going back home")
    await phone.sees(lambda phone: bool(phone.last.buttons), PATIENCE)
    for label in ("More to choose", "More to choose", "A list for yourself"):
        shown = await under(phone, label)
    while "☑️ My own list to tick" not in labels(shown):
        shown = await under(phone, "Read on")
    before = len(phone.messages)
    await phone.press_inline("☑️ My own list to tick")
    await phone.sees(lambda phone: len(phone.messages) == before + 1, PATIENCE)
    listed = await under(phone, "All papers")
    assert "✅ 🪪 All papers are with me" in labels(listed)
    page = next(each for each in phone.messages if "☰ All steps" in labels(each))
    await phone.press_inline("☰ All steps", page.id)
    await phone.sees(lambda phone: not any("☰ All steps" in labels(each) for each in phone.messages), PATIENCE)
    assert "✅ 🪪 All papers are with me" in [label for each in phone.messages for label in labels(each)]
    assert telegram.complaints == []


async def test_forgetting_the_chat_takes_what_was_read_and_ticked_with_it(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "Staying safe")
    await phone.sees(lambda phone: bool(phone.last.buttons), PATIENCE)
    await under(phone, "More to choose")
    await under(phone, "Safe use of the phone")
    await phone.send("/forget")
    await phone.sees(lambda phone: len(phone.messages) == 1, PATIENCE)
    assert not phone.last.buttons
