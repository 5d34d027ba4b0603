"""Promises of words to the team: all that goes was written for it, or shown and agreed to."""

from functools import partial

import pytest

from services.reports import receipts
from storage.engine import Database
from tests.support.phones import Phone
from tests.support.reports.mailboxes import Desk, OpenDesk, report
from tests.support.vaults import Template

WAITING = "my cousin Karim hides in the old mill"
"""Written at the menu, perhaps by somebody else on the same phone, and called not sent."""
OWN = "it was at the market"


@pytest.fixture
def desk(database: Database, founded: Template) -> OpenDesk:
    return partial(Desk, database, founded)


def sent(desk: OpenDesk) -> list[str]:
    return [entry.text for entry in desk().case().entries if entry.kind == "message"]


async def opened_with_words_waiting(phone: Phone) -> None:
    held = await report(phone)
    await phone.send(WAITING)
    assert "They are not sent" in phone.last
    await phone.send("/mailbox")
    await phone.send(held.receipt)


async def test_words_that_wait_do_not_go_along(phone: Phone, desk: OpenDesk) -> None:
    await opened_with_words_waiting(phone)
    await phone.send(OWN)
    assert "Other words wait here" in phone.last
    assert not any("Karim" in text for text in phone.texts), "somebody else may hold the phone now"
    await phone.press("✅ Send")
    assert sent(desk) == [OWN]


async def test_they_do_not_go_along_with_a_press_either(phone: Phone, desk: OpenDesk) -> None:
    await opened_with_words_waiting(phone)
    await phone.press("Write back")
    assert "Other words wait here" in phone.last
    await phone.send(OWN)
    await phone.press("✅ Send")
    assert sent(desk) == [OWN]


async def test_they_are_shown_and_only_a_yes_adds_them(phone: Phone, desk: OpenDesk) -> None:
    await opened_with_words_waiting(phone)
    await phone.send(OWN)
    await phone.press("Show the words that wait")
    assert WAITING in phone.last
    await phone.press("👎 No")
    assert WAITING not in phone.last
    await phone.press("Show the words that wait", "👍 Yes")
    assert f"{WAITING}\n{OWN}" in phone.last, "what is about to go is shown"
    await phone.press("✅ Send")
    assert sent(desk) == [f"{WAITING}\n{OWN}"]


async def test_more_written_while_it_is_asked_is_for_the_team_and_joins_nothing(phone: Phone, desk: OpenDesk) -> None:
    await opened_with_words_waiting(phone)
    await phone.send(OWN)
    await phone.press("Show the words that wait")
    await phone.send("near the well")
    await phone.press("✅ Send")
    assert sent(desk) == [f"{OWN}\nnear the well"]


async def test_they_wait_on_where_they_were(phone: Phone) -> None:
    await opened_with_words_waiting(phone)
    await phone.send(OWN)
    await phone.press("✅ Send")
    await phone.send("/start")
    assert "📝 Report with these words" in phone.buttons


async def test_what_was_set_aside_in_the_mailbox_comes_back_alone_and_is_shown(phone: Phone, desk: OpenDesk) -> None:
    await opened_with_words_waiting(phone)
    await phone.send(OWN)
    await phone.press("Back")
    assert "What you wrote is not sent" in phone.last
    await phone.send("near the well")
    assert f"{OWN}\nnear the well" in phone.last
    await phone.press("✅ Send")
    assert sent(desk) == [f"{OWN}\nnear the well"]


async def test_what_was_set_aside_in_another_mailbox_does_not_go_to_this_one(phone: Phone, desk: OpenDesk) -> None:
    first, second = await report(phone), await report(phone)
    await phone.send(first.receipt)
    await phone.send(OWN)
    await phone.press("Back")
    await phone.send(second.receipt)
    await phone.send("thank you")
    await phone.press("✅ Send")
    texts = [entry.text for case in desk().cases() for entry in case.entries if entry.kind == "message"]
    assert texts == ["thank you"]


async def test_of_words_that_waited_it_is_not_said_that_the_last_ones_are_not_sent(phone: Phone) -> None:
    await opened_with_words_waiting(phone)
    await phone.send(OWN)
    await phone.press("✅ Send")
    assert "not sent" not in phone.last
    assert "Nothing was sent" not in phone.last


async def test_once_it_is_sent_no_button_on_the_phone_tells_of_it(phone: Phone) -> None:
    await phone.start()
    menu = phone.buttons
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.send(OWN)
    await phone.press("✅ Send")
    assert phone.buttons == menu
    assert "The mailbox is closed" in phone.last
    await phone.send("and near the well")
    assert "They are not sent" in phone.last, "whoever holds the phone now writes nothing to the team"


async def test_it_is_said_that_it_adds_to_what_was_sent_and_how_to_correct_that(phone: Phone) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.press("Write back")
    assert "It is added to your report" in phone.last
    assert "to correct something" in phone.last


@pytest.mark.parametrize("around", ["{}", "my receipt is {}"])
@pytest.mark.parametrize("is_asked_to_join", [False, True])
async def test_a_receipt_is_no_word_for_the_team(
    phone: Phone, desk: OpenDesk, around: str, is_asked_to_join: bool
) -> None:
    await opened_with_words_waiting(phone)
    other = receipts.new_receipt().shown
    await phone.send(OWN)
    if is_asked_to_join:
        await phone.press("Show the words that wait")
    await phone.send(around.format(other))
    assert "That is the number of a receipt" in phone.last
    assert not any(other in text for text in [*phone.texts, *phone.own_texts])
    await phone.press("✅ Send")
    assert sent(desk) == [OWN]


async def test_other_numbers_and_a_story_with_one_are_words_for_the_team(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.press("Write back")
    await phone.send("123 456 789 012 345 678")
    story = f"The guard at the gate wanted this number from my sister: {held.receipt}"
    await phone.send(story)
    await phone.press("✅ Send")
    assert sent(desk) == [f"123 456 789 012 345 678\n{story}"]


@pytest.mark.parametrize("answer", ["yes", "no", "oui", "نعم"])
async def test_a_bare_yes_or_no_answers_what_the_team_wrote(phone: Phone, desk: OpenDesk, answer: str) -> None:
    held = await report(phone)
    desk().reply("Is it safe for you if we write here?")
    await phone.send(held.receipt)
    await phone.send(answer)
    assert "✅" in phone.buttons[0]
    await phone.send("✅ Send")
    assert sent(desk) == [answer]


async def test_nobody_whose_words_were_sent_hears_that_nothing_was(phone: Phone) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.send(OWN)
    await phone.press("✅ Send")
    await phone.send(held.receipt)
    await phone.send("thank you")
    await phone.press("Back", "Close")
    assert "Some of your words are not sent. What you sent before stays sent." in phone.last
    assert "Nothing was sent" not in phone.last
