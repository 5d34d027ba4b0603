"""Promises of an organiser's chat when something goes wrong: a clear sentence, a consistent state, no word lost."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from handlers.chat.app import App
from services.meetings import meetings
from services.meetings.meeting import Meeting
from services.store import Store
from storage.engine import Database
from tests.support.broken_storage import broken
from tests.support.clocks import Clock
from tests.support.phones import Organiser, Phone
from tests.support.plain_text import plain
from tests.support.vaults import Template

Kept = Callable[[], list[Meeting]]
"""Every meeting there is."""


@pytest.fixture
def kept(founded: Template, database: Database) -> Kept:
    def read() -> list[Meeting]:
        with database.reading() as session:
            return meetings.everything(Store(session, founded.runtime))

    return read


def with_forum(phone: Phone, key: str, zone: str) -> None:
    """The organisation says from now on that this forum lies in that time zone."""
    content = phone.app.content
    forums = tuple(replace(forum, zone=zone) if forum.key == key else forum for forum in content.forums)
    phone.app = replace(phone.app, content=replace(content, forums=forums))


async def new_meeting(phone: Phone) -> None:
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00")


async def test_when_storage_fails_publishing_says_so_and_can_be_pressed_again(
    organiser: Organiser, app: App, kept: Kept
) -> None:
    phone = organiser("security")
    await new_meeting(phone)
    with broken(app):
        await phone.press("✅ Publish")
    assert "It was NOT saved and NOT sent" in phone.last
    assert kept() == []
    await phone.press("✅ Publish")
    assert len(kept()) == 1


async def test_a_time_zone_that_does_not_exist_is_said_to_be_so(organiser: Organiser, kept: Kept) -> None:
    phone = organiser("security")
    with_forum(phone, "security", zone="Atlantis/Poseidonis")
    await phone.send("/meetings")
    await phone.press("New meeting")
    assert "“Atlantis/Poseidonis” of this group does not exist" in plain(phone.last)
    assert kept() == []


async def test_a_forum_that_is_gone_meanwhile_is_said_to_be_so(organiser: Organiser, kept: Kept) -> None:
    phone = organiser("security")
    await new_meeting(phone)
    content = phone.app.content
    left = tuple(forum for forum in content.forums if forum.key != "security")
    phone.app = replace(phone.app, content=replace(content, forums=left))
    await phone.press("✅ Publish")
    assert "This group is no longer there" in phone.last
    assert kept() == []


async def test_a_meeting_whose_time_came_while_it_was_put_together_is_not_published(
    organiser: Organiser, kept: Kept, clock: Clock
) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Today", "12:30")
    clock.pass_(minutes=40)
    await phone.press("✅ Publish")
    assert "is over already" in phone.last
    assert kept() == []
    await phone.press("✏️ Day", "Tomorrow", "✅ Publish")
    assert len(kept()) == 1


@pytest.mark.parametrize("jump", [{"hours": 1, "minutes": 5}, {"days": 1}])
async def test_after_the_clock_has_jumped_the_list_shows_what_there_is(
    organiser: Organiser, kept: Kept, clock: Clock, jump: dict[str, int]
) -> None:
    phone = organiser("security")
    await new_meeting(phone)
    clock.pass_(**jump)
    await phone.press("✏️ Day")
    assert "belongs to something earlier" in phone.last
    assert "➕ New meeting" in phone.buttons
    assert kept() == []


async def test_a_clock_that_goes_back_an_hour_changes_nothing(organiser: Organiser, kept: Kept, clock: Clock) -> None:
    phone = organiser("security")
    await new_meeting(phone)
    clock.pass_(hours=-1)
    await phone.press("✅ Publish")
    assert len(kept()) == 1


async def test_two_organisers_with_the_same_draft_do_not_publish_it_twice(organiser: Organiser, kept: Kept) -> None:
    first, second = organiser("security"), organiser("security", chat=801, name="Saman")
    await new_meeting(first)
    await first.press("Keep for later", "📝 Draft")
    await second.send("/meetings")
    await second.press("📝 Draft", "✅ Publish")
    await first.press("✅ Publish")
    assert "Another organiser changed this meanwhile" in first.last
    assert len(kept()) == 1
    await first.press("Show how it is now")
    assert first.buttons[0] == "👀 Preview", "people know of it: a change is looked at first"


async def test_a_draft_thrown_away_by_another_is_said_to_be_gone(organiser: Organiser, kept: Kept) -> None:
    first, second = organiser("security"), organiser("security", chat=801, name="Saman")
    await new_meeting(first)
    await first.press("Keep for later", "📝 Draft")
    await second.send("/meetings")
    await second.press("📝 Draft", "Throw away")
    await first.press("✅ Publish")
    assert "This meeting has changed, or it is over" in first.last
    assert kept() == []
