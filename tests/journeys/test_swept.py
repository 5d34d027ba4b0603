"""What must not stay in the chat does not stay, whatever went wrong on the way."""

import re

import pytest

from handlers.notices import MAILBOX
from sandbox import FaultRule, Phone, Sandbox
from services.notices import outbox
from services.notices.outbox import Lane, Notice
from services.surveys.surveys import INVITATION
from storage import outbox as outbox_rows
from tests.support.patience import PATIENCE, becomes
from tests.support.running_bot import Press, RunningBot

TO_THE_REVIEW = ("Report", "Go on", "I feel unsafe", "Check and send", "👌 No")
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
    await press(phone, "How it works")
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


def push(bot: RunningBot, phone: Phone, kind: str = MAILBOX) -> None:
    with bot.found.writing() as store:
        notice = Notice(kind, phone.chat, "en", {})
        outbox.enqueue(store, notice, Lane.REPLY, bot.clock())


@pytest.mark.parametrize("lost", [0, 1], ids=["its answer heard", "its answer lost"])
@pytest.mark.parametrize("kind", [MAILBOX, INVITATION])
async def test_forgetting_the_chat_takes_what_was_pushed_with_it(
    bot: RunningBot, telegram: Sandbox, press: Press, kind: str, lost: int
) -> None:
    """Also where nobody heard which message it was; one of another kind is then said again."""
    phone = telegram.phone(language="en")
    await phone.start()
    await bot.answered()
    if lost:
        telegram.faults.add(FaultRule("lost_answer", methods=("sendMessage",), chats=(phone.chat,), times=1))
    push(bot, phone, kind)
    await phone.expects("new", PATIENCE)
    await becomes(lambda: not waiting_later(bot), "the notice's account")
    await phone.send("/forget")
    await is_alone(phone)
    assert "removed the messages" in phone.last.text


async def test_the_end_of_a_report_takes_what_was_pushed_with_it(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, *TO_THE_REVIEW)
    push(bot, phone)
    await phone.expects("something new", PATIENCE)
    await becomes(lambda: not waiting(bot), "the notice's account")
    await press(phone, "✅ Send", "I noted it")
    await is_alone(phone)


async def test_what_is_pushed_after_a_sweep_is_known_to_the_next(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await phone.send("/forget")
    await is_alone(phone)
    push(bot, phone)
    await phone.expects("something new", PATIENCE)
    await becomes(lambda: not waiting(bot), "the notice's account")
    await bot.answered()
    await phone.send("/forget")
    await is_alone(phone)
    assert "removed the messages" in phone.last.text


def waiting_later(bot: RunningBot) -> int:
    """With time going by, so that what is to be tried again is."""
    bot.clock.pass_(seconds=1)
    return waiting(bot)


def waiting(bot: RunningBot) -> int:
    with bot.found.reading() as store:
        return outbox_rows.count(store.session)
