"""Suggesting a topic: only the words are kept, and they do not stay in the chat."""

from datetime import timedelta
from typing import Protocol

import pytest

from handlers.chat import keyboards
from locales import LANGUAGES, Words
from services.meetings import topics
from services.reports import receipts
from services.store import Store
from storage.engine import Database
from tests.support.clocks import NOW
from tests.support.phones import Phone
from tests.support.reports.told_reports import reports
from tests.support.vaults import Template

WISH = "Lights on the way to the river"


class Suggested(Protocol):
    """What people suggested to a forum."""

    def __call__(self, forum: str = ...) -> list[str]: ...


@pytest.fixture
def suggested(founded: Template, database: Database) -> Suggested:
    def read(forum: str = "security") -> list[str]:
        with database.reading() as session:
            found = topics.topics(Store(session, founded.runtime), forum, NOW + timedelta(days=1))
            return [topic.text for topic in found]

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
    await phone.press("Join · Community", "Join a group", "Join · Youth", "Suggest a topic")
    assert len([label for label in phone.buttons if "Suggest a topic · " in label]) == 3, "whoever has joined which"
    await phone.press("Youth")
    assert not any("Youth" in text for text in [*phone.texts, *phone.own_texts, *phone.buttons])
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


async def about_a_danger(phone: Phone, said: str = "he raped me at the water point") -> None:
    await phone.send("/forums")
    await phone.press("Join · Community", "Suggest a topic")
    await phone.send(said)


async def test_a_topic_that_speaks_of_a_danger_goes_to_nobody_before_she_says_to_whom(
    phone: Phone, suggested: Suggested
) -> None:
    await about_a_danger(phone)
    assert suggested() == []
    assert any("women’s room" in text for text in phone.texts)
    assert "Who shall read this? It is not sent yet" in phone.last
    assert not any("raped" in text for text in [*phone.texts, *phone.own_texts])


async def test_what_is_added_meanwhile_is_said_to_be_the_same_topic(phone: Phone, suggested: Suggested) -> None:
    await about_a_danger(phone)
    await phone.send("and the lamp is broken")
    assert "Added: what you wrote is one topic together" in phone.last
    await phone.press("as a topic")
    assert suggested() == ["he raped me at the water point\nand the lamp is broken"]


async def test_it_can_become_a_report_with_those_words(
    phone: Phone, suggested: Suggested, database: Database, founded: Template
) -> None:
    await about_a_danger(phone)
    await phone.press("Report with these words", "Sexual violence", "👤 No", "🔕 No", "✅ Send")
    (body,) = reports(database, founded)
    assert body["answers"]["what_happened"] == "he raped me at the water point"
    assert suggested() == []


async def test_it_can_be_meant_for_the_organisers(phone: Phone, suggested: Suggested) -> None:
    await about_a_danger(phone, "the shooting near the school")
    await phone.press("To the organisers")
    assert suggested() == ["the shooting near the school"]
    assert "Thank you" in phone.last


async def test_what_is_written_instead_of_a_press_belongs_to_the_same_words(phone: Phone, suggested: Suggested) -> None:
    await about_a_danger(phone, "there was shooting")
    await phone.send("near the school")
    await phone.send("/forums")
    assert "Who shall read this?" in phone.last, "nothing else drops it silently"
    await phone.press("To the organisers")
    assert suggested() == ["there was shooting\nnear the school"]


async def test_words_that_wait_are_no_part_of_a_topic_and_wait_on(phone: Phone, suggested: Suggested) -> None:
    await phone.send("my cousin Karim hides in the old mill")
    await about_a_danger(phone, "there was shooting")
    assert "one topic together" not in phone.last
    await phone.press("To the organisers")
    assert suggested() == ["there was shooting"]
    assert "📝 Report with these words" in phone.buttons


async def test_they_wait_on_after_a_topic_of_no_danger_too(phone: Phone, suggested: Suggested) -> None:
    await phone.send("my cousin Karim hides in the old mill")
    await about_a_danger(phone, WISH)
    assert suggested() == [WISH]
    assert "📝 Report with these words" in phone.buttons
