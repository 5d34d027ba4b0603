"""What somebody forgot and writes after a report was sent: kept, and led to the report by its receipt alone."""

import re

import pytest

from tests.support.phones import Phone
from tests.support.plain_text import plain

SENT = ("Report", "Go on", "I feel unsafe", "Check and send", "👌 No", "✅ Send")
FORGOTTEN = "and one of them had a blue scarf"


async def sent(phone: Phone) -> str:
    """A report; its receipt."""
    await phone.start()
    await phone.press(*SENT)
    found = re.search(r"\d{3}(?: \d{3}){5}", plain(phone.answer))
    assert found
    return found[0]


async def test_words_after_a_report_are_kept_and_its_receipt_leads_them_to_it(phone: Phone) -> None:
    receipt = await sent(phone)
    await phone.send(FORGOTTEN)
    assert "They are not sent" in phone.last and "My mailbox" in phone.last
    assert receipt in plain("\n".join(phone.texts)), "the receipt is still there to be written down"
    await phone.press("I noted it")
    assert "is not sent" in phone.last and "My mailbox" in phone.last
    assert not any(FORGOTTEN in text for text in [*phone.texts, *phone.own_texts])
    await phone.press("My mailbox")
    await phone.send(receipt)
    await phone.press("Write back", "Show the words that wait", "👍 Yes", "✅ Send")
    assert "Saved: the team will read it" in phone.answer


async def test_they_may_become_a_report_of_their_own(phone: Phone) -> None:
    await sent(phone)
    await phone.send(FORGOTTEN)
    await phone.press("I noted it", "Report with these words")
    assert "Your words are part of this" in phone.answer


async def test_forgetting_the_chat_forgets_them(phone: Phone) -> None:
    await sent(phone)
    await phone.send(FORGOTTEN)
    await phone.press("I noted it")
    await phone.send("/forget")
    assert "Report with these words" not in " ".join(phone.buttons)


@pytest.mark.parametrize("said", ["thanks", "ok", "👍", "👍 Yes"])
async def test_thanks_and_old_buttons_are_no_words_for_it(phone: Phone, said: str) -> None:
    await sent(phone)
    await phone.send(said)
    assert "Your receipt is above" in phone.last
    await phone.press("I noted it")
    assert "is not sent" not in phone.last


async def test_the_receipt_itself_is_not_kept(phone: Phone) -> None:
    receipt = await sent(phone)
    await phone.send(receipt)
    assert "Your receipt is above" in phone.last
    await phone.press("I noted it")
    assert "is not sent" not in phone.last
