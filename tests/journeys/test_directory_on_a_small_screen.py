"""Finding help on a phone of 360 × 640 points: what a person needs now is seen without scrolling, in every language."""

from typing import Final

import pytest
from playwright.async_api import Browser

from handlers.directory.buttons import MORE_ABOUT, NOT_TRUE, ON_MAP, OTHER_SERVICES, WAS_CLOSED
from sandbox import Sandbox
from tests.support.contents import LANGUAGES
from tests.support.pages.small_screens import Journey, Screen, in_each, walked
from tests.support.running_bot import Press, RunningBot

AMBULANCE: Final = in_each(en="Ambulance", ar="الإسعاف", ckb="فریاکەوتن", fr="Ambulance")
"""Whom to call stands last."""
AFTER_RAPE: Final = in_each(en="After rape", ar="بعد الاغتصاب", ckb="دوای دەستدرێژی", fr="Après un viol")
MISSPELT: Final = in_each(en="docter", ar="مستشفي", ckb="پزیشک", fr="médecn")
HELP: Final = Journey(
    "help",
    (
        Screen(write="/services", shows=(AMBULANCE,)),
        Screen(press="🩺", shows=("1.",)),
        Screen(under="1.", shows=("☎️", "🕐", MORE_ABOUT, ON_MAP, NOT_TRUE)),
        Screen(under=MORE_ABOUT, shows=("📄", "💵", "✔️")),
        Screen(under=NOT_TRUE),
        Screen(press=WAS_CLOSED, shows=("1.",)),
        Screen(press=OTHER_SERVICES),
        Screen(press="🌷", shows=(AFTER_RAPE,)),
        Screen(write=MISSPELT, shows=("1.",)),
    ),
)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_needed_now_is_visible(
    browser: Browser, bot: RunningBot, telegram: Sandbox, press: Press, language: str
) -> None:
    walk = await walked(browser, bot, press, telegram.phone(language=language), HELP)
    unseen = [fault for fault in walk.faults if "not visible" in fault]  # what two organisations say may be long
    assert not unseen, "\n".join(unseen)
    assert not any("#" in label for label in walk.phone.keyboard)
