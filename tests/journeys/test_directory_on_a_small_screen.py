"""Finding help on a phone of 360 × 640: what a person needs now is seen without scrolling, in every language."""

import asyncio
import time

from playwright.async_api import Browser, Locator, ViewportSize

from handlers.directory.buttons import MORE_ABOUT, NOT_TRUE, ON_MAP, OTHER_SERVICES, WAS_CLOSED
from locales import Words
from tests.journeys.practice_room import TRAINING_ORDER, PhonePage, Room, practice_room
from tests.support.patience import PATIENCE

SMALL = ViewportSize(width=360, height=640)
LANGUAGES = {
    "en": ("Ambulance", "After rape", "docter"),
    "ar": ("الإسعاف", "بعد الاغتصاب", "مستشفي"),
    "ckb": ("فریاکەوتن", "دوای دەستدرێژی", "پزیشک"),
    "fr": ("Ambulance", "Après un viol", "médecn"),
}
"""Whom to call last, what is said after rape, and a word with a mistake in it."""


async def test_what_matters_is_seen_at_once(browser: Browser) -> None:
    hidden = []
    async with practice_room() as room:
        for language in LANGUAGES:
            hidden += await hidden_lines(await small_phone(browser, room, language), language)
    assert hidden == []


async def small_phone(browser: Browser, room: Room, language: str) -> PhonePage:
    context = await browser.new_context(viewport=SMALL)
    context.set_default_timeout(PATIENCE * 1000)
    page = await context.new_page()
    await page.goto(room.phones)
    if language in TRAINING_ORDER:
        phone = PhonePage(page, room, language)
        await phone.start()
        return phone
    phone = PhonePage(page, room, "en")
    await phone.write("/language")
    await phone.press("Français")
    phone.words = Words(language)
    return phone


async def hidden_lines(phone: PhonePage, language: str) -> list[str]:
    """The marked lines of each screen that are not seen on it."""
    words, (ambulance, after_rape, misspelt) = phone.words, LANGUAGES[language]
    await phone.write("/services")
    hidden = await unseen(phone, "services", ambulance)
    await phone.press("🩺")
    hidden += await unseen(phone, "list", "1.")
    best = phone.phone.locator(".message button").filter(has_text="1.").last
    assert await is_seen(phone, best), f"{language}: the button of the best"
    await best.click()
    await under(phone, words(ON_MAP)).wait_for()
    for line in ("☎️", "🕐"):
        hidden += await unseen(phone, "card", line)
    for label in (MORE_ABOUT, ON_MAP, NOT_TRUE):
        assert await is_seen(phone, under(phone, words(label))), f"{language}: {label}"
    await under(phone, words(MORE_ABOUT)).click()
    for line in ("📄", "💵", "✔️"):
        hidden += await unseen(phone, "more", line)
    await under(phone, words(NOT_TRUE)).click()
    await phone.press(words(WAS_CLOSED))
    hidden += await unseen(phone, "closed", "1.")
    await phone.press(words(OTHER_SERVICES))
    await phone.press("🌷")
    hidden += await unseen(phone, "women", after_rape)
    await phone.write(misspelt)
    hidden += await unseen(phone, "search", "1.")
    assert not any("#" in label for label in await phone.phone.locator(".keys button").all_inner_texts())
    return hidden


def under(phone: PhonePage, label: str) -> Locator:
    return phone.phone.locator(".message .inline button").filter(has_text=label).last


async def unseen(phone: PhonePage, screen: str, line: str) -> list[str]:
    """The screen and the line, where the line is not seen on it."""
    is_there = await is_seen(phone, phone.phone.locator(".bubble p").filter(has_text=line).last)
    return [] if is_there else [f"{screen}: {line}"]


async def is_seen(phone: PhonePage, what: Locator) -> bool:
    """Whether all of it is inside the chat, as it stands without scrolling; waits until the chat has come to rest."""
    end = time.monotonic() + PATIENCE / 4
    while time.monotonic() < end:
        chat, box = await phone.phone.locator(".chat").bounding_box(), await what.bounding_box()
        assert chat is not None
        assert box is not None, "the line is there"
        if chat["y"] - 1 <= box["y"] and box["y"] + box["height"] <= chat["y"] + chat["height"] + 1:
            return True
        await asyncio.sleep(0.1)
    return False
