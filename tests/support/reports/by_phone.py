"""A report with words that stand nowhere else, made on a phone before the real bot."""

import re

from handlers.chat import keyboards
from sandbox import Phone
from tests.support.patience import PATIENCE

SENTENCE = "The lantern at the third bridge goes out at moonrise"
NAME = "Zebulon Quagmire"
RECEIPT = re.compile(r"(?:\d{3} ){5}\d{3}")


async def press(phone: Phone, label: str | None = None) -> None:
    """Press the button, or the first there is, once what was said before is answered whole."""
    await phone.is_heard()
    label = label or phone.keyboard[0]
    await phone.sees(lambda phone: label in phone.keyboard, timeout=PATIENCE)
    newest = max((message.id for message in phone.messages), default=0)
    await phone.press(label)
    await phone.sees(lambda phone: bool(phone.texts) and phone.last.id > newest + 1, timeout=PATIENCE)
    await phone.is_heard()


async def begin_report(phone: Phone, zone: str) -> None:
    """As far as the story, which is written but not sent."""
    await phone.start()
    await press(phone, keyboards.REPORT)
    await press(phone, keyboards.GO_ON)
    await press(phone)
    await press(phone, zone)
    await press(phone, keyboards.SKIP)
    await press(phone, keyboards.SKIP)
    phone.forget_arrivals()
    await phone.send(f"{SENTENCE}. {NAME} saw it.")
    await phone.next_message(timeout=PATIENCE)


async def finish_report(phone: Phone) -> str:
    """The receipt."""
    await press(phone, keyboards.NEXT)
    await press(phone)
    await press(phone)
    await press(phone, keyboards.SEND)
    found = RECEIPT.search(phone.last.text or "")
    assert found
    await press(phone, keyboards.NOTED)
    return found.group()
