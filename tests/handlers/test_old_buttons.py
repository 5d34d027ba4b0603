"""A button of something that is over is never taken for words, whatever it was of and wherever somebody stands."""

import pytest

from handlers.chat.meant import has_picture
from locales import Words
from tests.handlers.test_labels import marks
from tests.support.phones import Organiser, Phone

TELL = "📝 Report with these words"
LABELS = [label for label in marks() if has_picture(label) and label != TELL]


@pytest.mark.parametrize("code", ["en", "ar", "ckb", "fr"])
async def test_no_label_is_taken_for_words(phone: Phone, code: str) -> None:
    words, taken = Words(code), []
    for label in LABELS:
        await phone.send("/forget")
        await phone.send(words(label))
        if words(TELL) in phone.buttons:
            taken.append(label)
    assert taken == []


async def test_a_label_is_no_text_of_an_organiser(organiser: Organiser) -> None:
    phone = organiser()
    await phone.send("/notices")
    await phone.press("Safety advice", "North quarter", "Next")
    asked = phone.last
    await phone.send("✅ Publish")
    assert asked.splitlines()[-1] in phone.last


async def test_the_number_of_an_answer_is_no_text_either(phone: Phone) -> None:
    await phone.send("They took the goats.")
    await phone.send("✏️ 1")
    assert "Added to your words" not in phone.last
