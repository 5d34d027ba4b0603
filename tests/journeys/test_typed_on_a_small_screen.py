"""Whoever simply types, on a phone of 360 × 640 points: what is needed now is visible without scrolling."""

from typing import Final

import pytest
from playwright.async_api import Browser

from handlers.chat import keyboards
from sandbox import Sandbox
from tests.support.contents import LANGUAGES
from tests.support.pages.small_screens import Journey, Screen, choice, in_each, of_organisation, question, walked
from tests.support.running_bot import Press, RunningBot

HEALTH_CENTRE: Final = of_organisation(lambda organisation: organisation.safe_services[0].reach)
LISTENING: Final = of_organisation(lambda organisation: organisation.safe_services[2].reach)
NOT_SENT: Final = "✍️"
FORM: Final = "safety_report"


NEED: Final = in_each(
    en="we need food", ar="نحتاج طعام", ckb="پێویستمان بە خواردنە", fr="nous avons besoin de nourriture"
)
STORY: Final = in_each(
    en="the water is dirty since the day before yesterday and nobody comes",
    ar="الماء وسخ منذ أول أمس ولا أحد يأتي إلينا",
    ckb="ئاوەکە لە دوو ڕۆژەوە پیسە و کەس نایەت بۆ لامان",
    fr="l’eau est sale depuis avant-hier et personne ne vient nous voir",
)
RAPE: Final = in_each(en="he raped me", ar="اغتصبني", ckb="دەستدرێژی کردە سەرم", fr="il m’a violée")
EXPLOITED: Final = in_each(
    en="the aid worker asked me for sex for food",
    ar="عامل الإغاثة طلب مني الجنس مقابل الطعام",
    ckb="کارمەندی ڕێکخراوەکە داوای سێکسی لێ کردم بۆ خۆراک",
    fr="l’agent humanitaire m’a demandé du sexe contre de la nourriture",
)
DESPAIR: Final = in_each(en="I want to die", ar="أريد أن أموت", ckb="دەمەوێت بمرم", fr="je veux mourir")
TYPED: Final = (
    Journey("a need", (Screen(write=NEED, shows=("2.", "1.", NOT_SENT)),)),
    Journey("a story", (Screen(write=STORY, shows=(NOT_SENT,)),)),
    Journey(
        "sexual violence, and more of it",
        (
            Screen(write=RAPE, shows=(HEALTH_CENTRE, "🆘", "☎️", NOT_SENT)),
            Screen(write=STORY, shows=("➕",)),
            Screen(write=DESPAIR, shows=(LISTENING, "🆘", "☎️", "➕")),
            Screen(press=keyboards.TELL, shows=(question(FORM, "category"),)),
        ),
    ),
    Journey(
        "exploitation by an aid worker",
        (
            Screen(write=EXPLOITED, shows=(HEALTH_CENTRE, "🆘", "☎️", NOT_SENT)),
            Screen(press=keyboards.TELL, shows=(question(FORM, "category"),)),
            Screen(press=choice(FORM, "category", "unsafe"), shows=(question(FORM, "who"),)),
            Screen(
                press=choice(FORM, "who", "aid_worker"),
                shows=(question(FORM, "kind_words"), question(FORM, "specialist_contact")),
            ),
            Screen(press=choice(FORM, "specialist_contact", "no"), shows=("👀",)),
        ),
    ),
    Journey("despair", (Screen(write=DESPAIR, shows=(LISTENING, "🆘", "☎️", NOT_SENT)),)),
)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_needed_now_is_visible(
    browser: Browser, bot: RunningBot, telegram: Sandbox, press: Press, language: str
) -> None:
    faults = []
    for journey in TYPED:
        faults += (await walked(browser, bot, press, telegram.phone(language=language), journey)).faults
    assert not faults, "\n".join(faults)
