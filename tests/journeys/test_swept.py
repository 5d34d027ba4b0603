"""What must not stay in the chat does not stay, whatever went wrong on the way."""

import re

from sandbox import FaultRule, Phone, Sandbox
from tests.support.patience import PATIENCE
from tests.support.running_bot import Press, RunningBot

TO_THE_REVIEW = ("Report", "Go on", "I feel unsafe", "Send now")
RECEIPT = re.compile(r"(\d{3} ){5}\d{3}")


async def is_alone(phone: Phone) -> None:
    await phone.sees(lambda phone: len(phone.messages) == 1, PATIENCE)


async def test_no_copy_of_the_receipt_stays_where_an_answer_was_lost_on_the_way(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    """Telegram had shown the receipt, we did not hear of it and said it again: both go when it is noted."""
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, *TO_THE_REVIEW)
    telegram.faults.add(FaultRule("lost_answer", methods=("sendMessage",), chats=(phone.chat,), times=1))
    await phone.press("✅ Send")
    await phone.sees(lambda phone: sum(bool(RECEIPT.search(text)) for text in phone.texts) >= 1, PATIENCE)
    await telegram.confirmed(PATIENCE)
    await press(phone, "I noted it")
    await is_alone(phone)
    assert not RECEIPT.search(phone.last.text)


async def test_one_message_too_old_to_be_removed_does_not_keep_the_others_in_the_chat(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    """A message that waited with Telegram while the bot was away is older than the bot knows."""
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "Help")
    telegram.advance(30 * 3600)
    await telegram.confirmed(PATIENCE)
    await press(phone, *TO_THE_REVIEW)
    telegram.advance(20 * 3600)
    await phone.send("/forget")
    await phone.expects("older messages", PATIENCE)
    await phone.sees(lambda phone: not any("Please check" in text for text in phone.texts), PATIENCE)


async def test_a_photo_of_the_receipt_does_not_stay_in_the_chat(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "My mailbox")
    phone.forget_arrivals()
    await phone.photo()
    await phone.expects("type the number", PATIENCE)
    assert all(message.kind == "text" for message in phone.messages)
