"""Finding help over real HTTP, in English and in Arabic: a card, a word with mistakes, and what is nearest."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from handlers.chat import keyboards
from handlers.directory.buttons import HAS_MOVED, NOT_TRUE, OTHER_SERVICES
from locales import Words
from sandbox import Phone, Sandbox
from tests.support.patience import PATIENCE
from tests.support.running_bot import Press, RunningBot

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
WHERE = (0.00219, 0.00331)
TALKS = {
    "en": ("Health centre (example)", "Behind the market", "docter", "lawer"),
    "ar": ("المركز الصحي (مثال)", "خلف السوق", "مستشفي", "محامى"),
}


def under(phone: Phone, wanted: str) -> tuple[str, int]:
    """The newest button with this text, and the message it stands under."""
    for message in reversed(phone.messages):
        for label, _ in (button for row in message.buttons for button in row):
            if wanted in label:
                return label, message.id
    raise AssertionError(wanted)


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_from_the_menu_to_a_card_to_a_word_of_truth(
    bot: RunningBot, telegram: Sandbox, press: Press, language: str
) -> None:
    bot.clock.now = MONDAY
    name, reach, misspelt, lawyer = TALKS[language]
    words = Words(language)
    phone = telegram.phone(language=language)
    await phone.start()
    await press(phone, words(keyboards.SERVICES), "🩺")
    await phone.press_inline(*under(phone, name[:10]))
    card = await phone.expects(reach, PATIENCE)
    assert "15:00" in card.text
    await phone.press_inline(*under(phone, words(NOT_TRUE)))
    await press(phone, words(HAS_MOVED), words(OTHER_SERVICES))
    bot.clock.now = MONDAY + timedelta(days=1)  # what is said is told from the next day on
    await phone.send(misspelt)
    await phone.expects(name, PATIENCE)
    await phone.press_inline(*under(phone, name[:10]))
    again = await phone.expects(reach, PATIENCE)
    assert again.text.count("🚚") == 1
    await phone.send(lawyer)
    await phone.expects("Papers and identity" if language == "en" else "الأوراق", PATIENCE)


async def test_a_shared_location_is_used_once_and_is_nowhere_afterwards(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    bot.clock.now = MONDAY
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "Services")
    sent = await phone.location(*WHERE)
    await phone.expects("Nearest to you", PATIENCE)
    nearest = await phone.expects("1. ", PATIENCE)
    assert nearest.text.index("1. ") < nearest.text.index("2. ")
    await phone.sees(lambda phone: all(message.id != sent for message in phone.messages), PATIENCE)
    folder = bot.found.settings.folder
    await bot.answered()
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError, IsADirectoryError):  # a journal may go while we look
            found = path.read_bytes()
            assert b"0.00219" not in found
            assert b"0.00331" not in found
