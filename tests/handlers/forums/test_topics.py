"""Suggesting a topic: only the words are kept, and they do not stay in the chat."""

from typing import Protocol

import pytest

from handlers.chat import keyboards
from locales import LANGUAGES, Words
from services.meetings import topics
from services.reports import receipts
from services.store import Store
from storage.engine import Database
from tests.support.phones import Phone
from tests.support.vaults import Template

WISH = "Lights on the way to the river"


class Suggested(Protocol):
    """What people suggested to a forum."""

    def __call__(self, forum: str = ...) -> list[str]: ...


@pytest.fixture
def suggested(founded: Template, database: Database) -> Suggested:
    def read(forum: str = "security") -> list[str]:
        with database.reading() as session:
            return [topic.text for topic in topics.topics(Store(session, founded.runtime), forum)]

    return read


async def test_a_topic_is_kept_without_the_chat_and_removed_from_it(phone: Phone, suggested: Suggested) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community", "Suggest a topic")
    assert "Those who organise the meetings read it" in phone.last
    await phone.send(WISH)
    assert suggested() == [WISH]
    assert "Thank you" in phone.last
    assert not any(WISH in text for text in [*phone.texts, *phone.own_texts])


async def test_a_topic_sent_twice_by_telegram_is_kept_once(phone: Phone, suggested: Suggested) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community", "Suggest a topic")
    await phone.send(WISH)
    await phone.repeat()
    assert suggested() == [WISH]


async def test_who_has_joined_several_groups_says_which(phone: Phone, suggested: Suggested) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community", "Join · Youth", "Suggest a topic", "Youth")
    await phone.send(WISH)
    assert (suggested("security"), suggested("youth")) == ([], [WISH])


async def test_who_has_joined_nothing_may_suggest_to_any(phone: Phone) -> None:
    await phone.send("/forums")
    await phone.press("Suggest a topic")
    assert len([label for label in phone.buttons if "Suggest a topic · " in label]) == 3


async def test_a_topic_that_is_too_long_is_refused_and_may_be_said_shorter(phone: Phone, suggested: Suggested) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community", "Suggest a topic")
    await phone.send("x" * (topics.LONGEST + 1))
    assert "too long" in phone.last
    await phone.send(WISH)
    assert suggested() == [WISH]


@pytest.mark.parametrize("way", ["⏹ Stop", "/stop"])
async def test_stopping_keeps_nothing(phone: Phone, suggested: Suggested, way: str) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community", "Suggest a topic")
    await phone.send(way)
    assert "nothing was kept" in phone.last
    await phone.send(WISH)
    assert suggested() == []


async def test_a_receipt_written_here_by_mistake_is_no_topic_and_does_not_stay(
    phone: Phone, suggested: Suggested
) -> None:
    """Eighteen digits that open somebody's mailbox must not be read by organisers."""
    receipt = receipts.new_receipt().digits
    await phone.send("/forums")
    await phone.press("Join · Community", "Suggest a topic")
    await phone.send(receipt)
    assert suggested() == []
    assert receipt not in phone.own_texts


async def test_files_are_not_taken_for_a_topic(phone: Phone, suggested: Suggested) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community", "Suggest a topic")
    await phone.send(voice={"file_id": "x"})
    assert "cannot take" in phone.texts[-2]
    assert suggested() == []


async def test_another_language_in_between_asks_the_same_again(phone: Phone, suggested: Suggested) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community", "Suggest a topic")
    await phone.send("/language")
    await phone.press(LANGUAGES["fr"].native_name)
    assert Words("fr")(keyboards.STOP) in phone.buttons
    await phone.send(WISH)
    assert suggested() == [WISH]


async def test_a_flood_of_topics_is_paused(phone: Phone, suggested: Suggested) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community")
    for number in range(6):
        await phone.send("/forums")
        await phone.press("Suggest a topic")
        await phone.send(f"{WISH} {number}")
    assert len(suggested()) == 5
    assert "have to pause" in phone.last
