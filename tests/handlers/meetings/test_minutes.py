"""Promises of what is noted after a meeting: numbers, agreements, topics; no names."""

from collections.abc import Callable
from datetime import date

import pytest

from services.meetings import minutes, topics
from services.meetings.minutes import Action, HeadCount, Minutes
from services.store import Store
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.meetings.planning import meeting, plan
from tests.support.phones import Hear, Organiser, Phone
from tests.support.plain_text import plain
from tests.support.vaults import Template

Kept = Callable[[], list[Minutes]]
"""The minutes there are."""
Suggested = Callable[[], list[str]]
"""What people suggested and is not settled."""


@pytest.fixture
def kept(founded: Template, database: Database) -> Kept:
    def read() -> list[Minutes]:
        with database.reading() as session:
            return minutes.of_forum(Store(session, founded.runtime), "security")

    return read


@pytest.fixture
def suggested(founded: Template, database: Database, clock: Clock) -> Suggested:
    def read() -> list[str]:
        with database.reading() as session:
            found = topics.topics(Store(session, founded.runtime), "security", clock.now)
            return [topic.text for topic in found]

    return read


@pytest.fixture
async def after(organiser: Organiser, founded: Template, database: Database, clock: Clock) -> Phone:
    """An organiser who notes what came of a meeting that is over, with two topics suggested by people."""
    plan(database, founded.runtime, meeting())
    with database.writing() as session:
        for topic in ("Light at the well", "Dogs"):
            topics.suggest(Store(session, founded.runtime), "security", topic, clock.now)
    clock.pass_(days=6)
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("After a meeting", "Minutes")
    return phone


async def test_a_meeting_is_noted_with_three_numbers_and_two_taps(after: Phone, kept: Kept) -> None:
    await after.send("twelve women, eight men and five youth")
    await after.press("Nothing more", "Next")
    assert "It is not saved yet" in after.last
    assert kept() == []
    await after.press("✅ Save")
    assert kept()[0].heads == HeadCount(12, 8, 5)
    assert "Saved" in after.last


async def test_the_numbers_can_be_pressed_one_by_one_in_any_digits(after: Phone, kept: Kept) -> None:
    await after.press("15", "8")
    assert "young people" in after.last
    await after.send("٣")
    await after.press("Nothing more", "Next", "✅ Save")
    assert kept()[0].heads == HeadCount(15, 8, 3)


async def test_each_number_is_said_back_before_the_next_is_asked_for(after: Phone) -> None:
    await after.send("about ten")
    assert plain(after.last).startswith("👍 Women: 10\n👨 How many men")
    await after.send("two babies")
    assert plain(after.last).startswith("👍 Women: 10\n👍 Men: 2\n🧒 How many young people")
    await after.send("5")
    assert "Women: 10, 👨 men: 2, 🧒 young people: 5" in plain(after.last)


@pytest.mark.parametrize("typed", ["many", "1 2 3 4", "9999999"])
async def test_what_is_no_number_is_asked_again(after: Phone, typed: str) -> None:
    await after.send(typed)
    assert "press a number or write one" in after.last
    assert "How many women" in after.last


async def test_what_was_agreed_who_does_it_and_by_when(after: Phone, kept: Kept) -> None:
    await after.send("12 8 5")
    await after.send("Repair the pump")
    await after.send("The municipality")
    await after.press("Tomorrow")
    assert "Repair the pump (The municipality, until Thu, Mar 12)" in plain(after.last)
    await after.send("Ask for a lamp")
    await after.press("Skip", "Skip", "Nothing more", "Next", "✅ Save")
    assert kept()[0].actions == (
        Action("Repair the pump", "The municipality", date(2026, 3, 12)),
        Action("Ask for a lamp", "", None),
    )


async def test_suggested_topics_that_were_talked_about_are_gone_and_new_ones_stay(
    after: Phone, kept: Kept, suggested: Suggested
) -> None:
    await after.send("12 8 5")
    await after.press("Nothing more")
    first = after.last.splitlines()[-2]
    await after.press("Talked about · 1")
    await after.send("A lamp at the school")
    assert len(suggested()) == 2, "nothing is erased before it is saved"
    await after.press("Next", "✅ Save")
    assert len(suggested()) == 1
    assert suggested()[0] not in first
    assert kept()[0].topics == ("A lamp at the school",)


async def test_what_was_agreed_earlier_can_be_called_done(after: Phone, kept: Kept) -> None:
    await after.send("12 8 5")
    await after.send("Repair the pump")
    await after.press("Skip", "Skip", "Nothing more", "Next", "✅ Save")
    await next_meeting_noted(after)
    assert "Agreed earlier" in after.last
    await after.press("Done · 1")
    assert "What was agreed?" in after.last or "Agreed earlier" in after.last
    assert [action.is_done for noted in kept() for action in noted.actions] == [True]


async def next_meeting_noted(phone: Phone) -> None:
    """A second meeting is made, takes place, and its minutes are begun."""
    await phone.send("/meetings")
    await phone.press("New meeting", "Tomorrow", "15:00", "✅ Publish")
    phone.clock.pass_(days=3)
    await phone.send("/meetings")
    await phone.press("After a meeting", "Minutes")
    await phone.send("1 1 1")


async def test_noting_again_takes_up_what_was_noted(after: Phone, kept: Kept) -> None:
    await after.send("12 8 5")
    await after.send("Repair the pump")
    await after.press("Skip", "Skip", "Nothing more", "Next", "✅ Save")
    await after.send("/meetings")
    await after.press("After a meeting", "Minutes")
    await after.send("13 8 5")
    assert "Repair the pump" in after.last
    await after.press("Nothing more", "Next", "✅ Save")
    assert len(kept()) == 1
    assert kept()[0].heads.women == 13
    assert len(kept()[0].actions) == 1


async def test_back_takes_back_the_last_word(after: Phone, kept: Kept) -> None:
    await after.send("12 8 5")
    await after.send("Repair the pump")
    await after.press("Back", "Back")
    assert "How many women" in after.last
    await after.send("1 2 3")
    await after.send("Sweep")
    await after.press("Skip", "Skip", "Back")
    assert "Sweep" not in after.last
    await after.press("Nothing more", "Next", "Back", "Next", "✅ Save")
    assert kept()[0].actions == ()


async def test_words_that_are_too_long_cost_nothing_that_was_given(after: Phone, kept: Kept) -> None:
    await after.send("12 8 5")
    await after.send("x" * 500)
    assert "too long (what was agreed" in plain(after.last)
    await after.send("Short")
    await after.press("Skip", "Skip", "Nothing more")
    await after.send("y" * 900)
    assert "too long (topic" in plain(after.last)
    await after.press("Next", "✅ Save")
    assert kept()[0].actions[0].what == "Short"


async def test_what_came_of_it_is_told_to_the_group(after: Phone, hear: Hear) -> None:
    hear("forum:security", en=6)
    await after.send("12 8 5")
    await after.press("Nothing more", "Next", "✅ Save", "You said, we did")
    assert "What did people say" in after.last
    await after.send("The well is dark.")
    await after.send("A lamp was put there.")
    shown = after.texts[-2]
    assert "The well is dark." in shown
    assert "A lamp was put there." in shown
    await after.press("✅ Publish")
    assert any("60 seconds" in plain(text) for text in after.texts)


async def test_a_month_without_meetings_has_nothing_to_note(organiser: Organiser) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.send("🗒 After a meeting")
    assert "No meeting has taken place" in phone.last


async def test_a_number_means_the_same_after_another_one_was_pressed(after: Phone, kept: Kept) -> None:
    await after.send("12 8 5")
    for what in ("Repair the pump", "Ask for a lamp", "Mend the fence"):
        await after.send(what)
        await after.press("Skip", "Skip")
    await after.press("Nothing more", "Next", "✅ Save")
    await next_meeting_noted(after)
    first = [line for line in plain(after.last).splitlines() if line[:1].isdigit()]
    await after.send_quickly("✅ Done · 1", "✅ Done · 1", "✅ Done · 2")
    done = [action.what for noted in kept() for action in noted.actions if action.is_done]
    assert sorted(done) == sorted(line.partition(". ")[2] for line in first[:2])
    assert "3. " in plain(after.last)


async def test_a_topic_called_talked_about_twice_takes_no_other_along(after: Phone, suggested: Suggested) -> None:
    await after.send("12 8 5")
    await after.press("Nothing more", "Talked about · 1")
    await after.send("✅ Talked about · 1")
    await after.press("Next", "✅ Save")
    assert len(suggested()) == 1
