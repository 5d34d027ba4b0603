"""Nothing at rest says which language a chat reads: the buttons on the phone do, and digits alone never change it."""

from itertools import count

import pytest

from locales import Words
from tests.support.clocks import Clock
from tests.support.phones import NewPhone, Phone
from tests.support.reports.mailboxes import report

MAILBOX = "📬 My mailbox"


@pytest.fixture
async def phone_in_arabic(new_phone: NewPhone) -> Phone:
    """Its Telegram tells no language; its person has chosen Arabic, a while ago."""
    phone = new_phone(hint=None, chat=701)
    await phone.start()
    await phone.send("/language")
    await phone.press("العربية")
    return phone


@pytest.mark.parametrize("said", ["123456", "123 456 789 012 345 67", "٧٧٧", "???", "👍"])
async def test_digits_and_signs_alone_change_no_language(phone_in_arabic: Phone, clock: Clock, said: str) -> None:
    phone = phone_in_arabic
    clock.pass_(hours=2)
    await phone.send(said)
    assert Words("ar")(MAILBOX) in phone.buttons or any("\u0600" <= sign <= "\u06ff" for sign in phone.last)


async def test_a_receipt_opens_the_mailbox_in_the_language_of_the_buttons(phone_in_arabic: Phone, clock: Clock) -> None:
    phone = phone_in_arabic
    other = await report(Phone(phone.app, clock, chat=702, updates=count(5000)))
    clock.pass_(hours=2)
    await phone.send(other.receipt)
    assert Words("ar")("🔒 Close the mailbox") in phone.buttons


async def test_the_button_pressed_last_tells_the_language_inside_a_conversation_too(phone: Phone) -> None:
    await phone.send("/mailbox")
    await phone.send(Words("ar")("⏹ Stop"))
    assert Words("ar")(MAILBOX) in phone.buttons
