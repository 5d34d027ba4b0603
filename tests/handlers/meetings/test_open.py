"""Promises of changing what people know of: opened, moved, cancelled, changed, and two organisers at once."""

from collections.abc import Callable
from datetime import date, time

import pytest

from handlers.chat.app import App
from services import documents
from services.meetings import meetings, rsvp
from services.meetings.meeting import CANCELLED, Meeting, Occasion
from services.recurrence import Rule, Series, WallTime
from services.request import Request
from services.store import Store
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.meetings.planning import TUESDAY, meeting, plan
from tests.support.phones import Hear, Organiser, Phone
from tests.support.plain_text import plain
from tests.support.vaults import Template

WEEKLY = Series(TUESDAY, "Asia/Baghdad", 90, Rule("weekly"))


Kept = Callable[[], Meeting]
"""The only meeting there is."""
Coming = Callable[[], list[Occasion]]
"""The next four occasions of the security forum."""


@pytest.fixture
def kept(founded: Template, database: Database) -> Kept:
    def read() -> Meeting:
        with database.reading() as session:
            (found,) = meetings.everything(Store(session, founded.runtime))
            return found

    return read


@pytest.fixture
def coming(founded: Template, database: Database, clock: Clock) -> Coming:
    def read() -> list[Occasion]:
        with database.reading() as session:
            return meetings.upcoming(Store(session, founded.runtime), ["security"], clock.now, 4)

    return read


@pytest.fixture
async def opened(organiser: Organiser, founded: Template, database: Database) -> Phone:
    """An organiser who looks at the next occasion of a weekly meeting."""
    plan(database, founded.runtime, meeting(series=WEEKLY, notices={"": documents.new_id()}))
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("Open")
    return phone


async def test_the_list_shows_the_next_time_of_each_meeting(opened: Phone) -> None:
    await opened.press("Organise meetings")
    assert "Community security forum (example), Tue, Mar 10, 15:00" in plain(opened.last)
    assert sum("Open" in label for label in opened.buttons) == 1


async def test_one_meeting_shows_what_it_is_how_many_come_and_its_next_dates(
    opened: Phone, app: App, founded: Template, database: Database, coming: Coming, clock: Clock
) -> None:
    with database.writing() as session:
        for chat in range(900, 916):
            rsvp.answer(Request(session, founded.runtime, app.content, chat, clock.now), coming()[0].id, "yes")
        rsvp.count(Store(session, founded.runtime), app.content.forums, clock.now)
    await opened.press("Organise meetings", "Open")
    said = plain(opened.answer)
    assert "Blue tent" in said
    assert "Will come: about 20" in said
    assert "Cannot come: under 10" in said
    assert "At the count of Thu, Mar 5, 12:00." in said
    assert any("Tue, Mar 17" in plain(label) for label in opened.buttons)


async def test_one_date_is_moved_after_a_look_at_what_people_will_get(opened: Phone, coming: Coming) -> None:
    await opened.press("Move this one", "Wed, Mar 11", "16:00")
    assert "at another time" in opened.texts[-2]
    assert "is replaced" not in opened.answer, "nobody has a message about this one date"
    assert "Reminders: 24 hours and 2 hours before" in plain(opened.answer)
    assert coming()[0].occurrence.wall == TUESDAY, "nothing is sent before it was looked at"
    await opened.press("✅ Send the change")
    assert coming()[0].occurrence.wall == WallTime(date(2026, 3, 11), time(16))
    assert coming()[1].occurrence.wall == WallTime(date(2026, 3, 17), time(15))


async def test_back_from_the_preview_of_a_move_loses_no_day_that_was_chosen(opened: Phone, coming: Coming) -> None:
    await opened.press("Move this one", "Wed, Mar 11", "16:00", "Back")
    assert "At what time?" in opened.last
    await opened.press("17:00", "✅ Send the change")
    assert coming()[0].occurrence.wall == WallTime(date(2026, 3, 11), time(17))


async def test_a_date_cannot_be_moved_into_the_past(opened: Phone, coming: Coming) -> None:
    await opened.press("Move this one", "Today")
    await opened.send("11:00")
    assert "is over already" in opened.last
    assert coming()[0].occurrence.wall == TUESDAY


async def test_one_date_is_cancelled_and_the_others_stay(opened: Phone, coming: Coming) -> None:
    await opened.press("Cancel this one")
    assert "Cancelled" in opened.texts[-2]
    assert "Only this one is cancelled. The others stay: Every week, Tuesday." in plain(opened.texts[-2])
    assert "No reminder of it comes any more" in opened.answer
    assert "eminders follow" not in opened.answer
    await opened.press("Back", "Cancel this one", "Yes, cancel")
    assert [each.occurrence.wall.day.day for each in coming()] == [17, 24, 31, 7]


async def test_of_the_last_date_it_is_not_said_that_others_stay(
    organiser: Organiser, founded: Template, database: Database
) -> None:
    last = Series(TUESDAY, "Asia/Baghdad", 90, Rule.parse("FREQ=WEEKLY;COUNT=2"))
    plan(database, founded.runtime, meeting(series=last, notices={"": documents.new_id()}))
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("Open", "Cancel this one")
    assert "The others stay" in plain(phone.answer)
    await phone.press("Yes, cancel")
    await phone.send("/meetings")
    await phone.press("Open", "Cancel this one")
    assert "The others stay" not in plain(phone.answer)
    assert "It was the last of these meetings." in plain(phone.answer)


async def test_another_date_of_the_series_can_be_opened_and_cancelled(opened: Phone, coming: Coming) -> None:
    await opened.press(next(label for label in opened.buttons if "Mar 17" in label), "Cancel this one", "Yes, cancel")
    assert [each.occurrence.wall.day.day for each in coming()] == [10, 24, 31, 7]


async def test_all_of_them_are_cancelled(opened: Phone, coming: Coming, kept: Kept) -> None:
    await opened.press("Cancel all of them")
    assert "these meetings have ended" in opened.texts[-2]
    assert "No reminder of it comes any more" in opened.answer
    await opened.press("Yes, cancel")
    assert coming() == []
    assert kept().status == CANCELLED


async def test_cancelling_can_be_taken_back(opened: Phone, hear: Hear, coming: Coming) -> None:
    hear("forum:security", en=2)
    await opened.press("Cancel all of them", "Yes, cancel", "Take back")
    assert "Nobody got it" in opened.last
    assert "Tue, Mar 10, 15:00 · Community security forum (example)\n↩️ Taken back" in plain(opened.last)
    assert len(coming()) == 4


async def test_a_change_is_looked_at_before_it_goes_and_replaces_what_was(opened: Phone, kept: Kept) -> None:
    await opened.press("✏️ Change", "✏️ Agenda")
    await opened.send("Water")
    await opened.press("👀 Preview")
    assert "This meeting has changed" in opened.texts[-2]
    assert kept().agenda == {"en": "Street lights"}
    await opened.press("Send the change")
    assert kept().agenda == {"en": "Water"}
    assert kept().sequence == 1


async def test_of_two_organisers_the_slower_hears_so_and_sees_how_it_is_now(
    opened: Phone, organiser: Organiser, kept: Kept
) -> None:
    await opened.press("✏️ Change", "✏️ Agenda")
    await opened.send("Mine")
    other = organiser("security", chat=801, name="Saman")
    await other.send("/meetings")
    await other.press("Open", "✏️ Change", "✏️ Agenda")
    await other.send("Theirs")
    await other.press("👀 Preview", "Send the change")
    await opened.press("👀 Preview", "Send the change")
    assert "Another organiser changed this meanwhile" in opened.last
    assert "Theirs" in opened.last
    assert kept().agenda == {"en": "Theirs"}
    await opened.press("Mine counts")
    assert "Mine" in opened.answer
    await opened.press("👀 Preview", "Send the change")
    assert kept().agenda == {"en": "Mine"}


async def test_the_slower_may_take_over_how_it_is_now(opened: Phone, organiser: Organiser) -> None:
    await opened.press("✏️ Change", "✏️ Agenda")
    await opened.send("Mine")
    other = organiser("security", chat=801, name="Saman")
    await other.send("/meetings")
    await other.press("Open", "✏️ Change", "✏️ Agenda")
    await other.send("Theirs")
    await other.press("👀 Preview", "Send the change")
    await opened.press("👀 Preview", "Send the change", "Show how it is now")
    assert "Theirs" in opened.answer
    assert "Mine" not in opened.answer


async def test_a_date_somebody_else_has_cancelled_cannot_be_moved(
    opened: Phone, organiser: Organiser, coming: Coming
) -> None:
    await opened.press("Move this one", "Wed, Mar 11", "16:00")
    other = organiser("security", chat=801, name="Saman")
    await other.send("/meetings")
    await other.press("Open", "Cancel this one", "Yes, cancel")
    await opened.press("Send the change")
    assert "Another organiser changed this meanwhile" in opened.last
    await opened.press("Show how it is now")
    assert "has changed, or it is over" in opened.last
    assert [each.occurrence.wall.day.day for each in coming()] == [17, 24, 31, 7]


async def test_a_meeting_of_a_forum_one_does_not_organise_cannot_be_opened(
    organiser: Organiser, founded: Template, database: Database
) -> None:
    plan(database, founded.runtime, meeting())
    phone = organiser("youth")
    await phone.send("/meetings")
    assert not any("Open" in label for label in phone.buttons)
    await phone.send("🗓 Open · Tue, Mar 10, 15:00 · Community security forum (example)")
    assert "no longer there" in phone.last


async def test_an_organiser_removed_while_looking_hears_so(
    opened: Phone, removed: Callable[[], None], coming: Coming
) -> None:
    removed()
    await opened.press("Cancel this one")
    assert "do not organise this group, or not any more" in opened.last
    assert len(coming()) == 4


async def test_a_button_of_yesterday_still_opens_the_meeting(opened: Phone, clock: Clock) -> None:
    await opened.press("Organise meetings")
    clock.pass_(hours=23)
    await opened.press("Open")
    assert "Blue tent" in opened.last


async def test_when_the_clock_jumps_past_the_meeting_nothing_can_be_changed(
    opened: Phone, coming: Coming, clock: Clock
) -> None:
    await opened.press("Move this one", "Wed, Mar 11")
    clock.pass_(days=5, hours=4)
    await opened.press("16:00")
    assert [each.occurrence.wall.day.day for each in coming()] == [17, 24, 31, 7]


async def test_a_meeting_that_was_moved_reads_as_it_is_now_and_another_hour_leaves_it_on_its_new_day(
    organiser: Organiser, founded: Template, database: Database, kept: Kept
) -> None:
    once = Series(TUESDAY, "Asia/Baghdad", 90, None)
    plan(database, founded.runtime, meeting(series=once, notices={"": documents.new_id()}))
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("Open", "Move this one", "Thu, Mar 12", "16:00", "Send the change")
    await phone.send("/meetings")
    await phone.press("Open")
    assert "Thu, Mar 12, 2026, 16:00" in plain(phone.last)
    assert "Mar 10" not in plain(phone.last)
    await phone.press("Change", "✏️ Time", "17:30", "👀 Preview", "Send the change")
    assert kept().series.begins == WallTime(date(2026, 3, 12), time(17, 30))


async def test_a_change_is_shown_with_the_next_time_that_was_not_cancelled(opened: Phone) -> None:
    await opened.press("Cancel this one", "Yes, cancel", "Organise meetings", "Open", "✏️ Change", "✏️ Title")
    await opened.send("Water")
    await opened.press("👀 Preview")
    shown = " ".join(plain(each) for each in opened.texts[-2:])
    assert "Tue, Mar 17, 15:00" in shown
    assert "Mar 10" not in shown


async def test_taking_back_a_move_of_what_reached_nobody_leaves_meeting_and_notice(
    organiser: Organiser,
) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00", "✅ Publish", "Organise meetings")
    await phone.press("Open", "Move this one", "Wed, Mar 11", "16:00", "Send the change")
    await phone.press("Take back")
    assert "it leaves after all" in phone.texts[-2]
    await phone.press("Take back")
    assert "Nobody got it" in phone.last
    assert any("Draft" in label for label in phone.buttons)
