"""After a change nothing that people have still says what is no longer so, and what is still so stays."""

from datetime import date, datetime, time, timedelta
from typing import Protocol

import pytest

from services.documents import Seen
from services.meetings import meetings, reminders
from services.meetings.meeting import draft_of
from services.publishing import telling
from services.publishing.meeting_changes import CancelOccasion, CancelSeries, ChangeMeeting, MeetingPlan, MoveOccasion
from services.recurrence import WallTime
from tests.support.meetings.meeting_room import AMAL, DAY, HOUR, NOW, STARTS, Room

WEDNESDAY = WallTime(date(2026, 11, 25), time(10))


class Tell(Protocol):
    """Acts as an organiser; all that the notice of it outdates, by the number of the broadcast."""

    def __call__(self, plan: MeetingPlan, now: datetime) -> list[str]: ...


@pytest.fixture
def told(room: Room) -> Tell:
    def act(plan: MeetingPlan, now: datetime) -> list[str]:
        published = room.ask(telling.tell, AMAL, now, plan, at_once=True)
        broadcast = room.announced(published.broadcast)
        room.deliver(now)
        return [each for each in (broadcast.replaces, *broadcast.outdates) if each]

    return act


def remind(room: Room, now: datetime) -> list[str]:
    """One look at the clock; the broadcasts it led to."""
    known = {each.id for each in room.all_announced()}
    room.write(reminders.fire, room.content, now)
    room.deliver(now)
    return [each.id for each in room.all_announced() if each.id not in known]


def test_a_cancelled_meeting_outdates_its_notice_and_both_reminders_and_the_place(room: Room, told: Tell) -> None:
    room.subscribers("forum:security", 1)
    meeting, published = room.published(place_shown="late")
    said = [*remind(room, STARTS - DAY), *remind(room, STARTS - 3 * HOUR), *remind(room, STARTS - 2 * HOUR)]
    assert len(said) == 3
    id = room.read(meetings.upcoming, ["security"], NOW, 1)[0].id
    gone = told(CancelOccasion(Seen(id, meeting.version)), now=STARTS - HOUR)
    assert gone[0] == published.broadcast
    assert sorted(gone[1:]) == sorted(said)


def test_a_cancelled_occasion_outdates_its_reminders_and_leaves_the_notice_of_the_series(
    room: Room, told: Tell
) -> None:
    room.subscribers("forum:security", 1)
    meeting, published = room.published(rule="FREQ=WEEKLY")
    said = [*remind(room, STARTS - DAY), *remind(room, STARTS - 2 * HOUR)]
    id = room.read(meetings.upcoming, ["security"], NOW, 1)[0].id
    gone = told(CancelOccasion(Seen(id, meeting.version)), now=STARTS - HOUR)
    assert sorted(gone) == sorted(said)
    assert published.broadcast not in gone


def test_the_end_of_a_series_outdates_reminders_and_moves_that_are_still_ahead(room: Room, told: Tell) -> None:
    room.subscribers("forum:security", 1)
    meeting, published = room.published(rule="FREQ=WEEKLY")
    second = room.read(meetings.upcoming, ["security"], NOW, 2)[1]
    told(MoveOccasion(Seen(second.id, meeting.version), WallTime(date(2026, 12, 2), time(9))), now=NOW)
    moved = room.meeting(meeting.id).notices[str(second.occurrence.original)]
    said = remind(room, STARTS - DAY)
    version = room.meeting(meeting.id).version
    gone = told(CancelSeries(Seen(meeting.id, version)), now=STARTS - HOUR)
    assert gone[0] == published.broadcast
    assert sorted(gone[1:]) == sorted([moved, *said])


def test_a_new_agenda_leaves_the_notice_of_another_occasion_that_is_still_moved(room: Room, told: Tell) -> None:
    room.subscribers("forum:security", 1)
    meeting, published = room.published(rule="FREQ=WEEKLY")
    second = room.read(meetings.upcoming, ["security"], NOW, 2)[1]
    told(MoveOccasion(Seen(second.id, meeting.version), WallTime(date(2026, 12, 2), time(9))), now=NOW)
    known = room.meeting(meeting.id)
    draft = draft_of(known)
    assert told(ChangeMeeting(Seen(meeting.id, known.version), draft), now=NOW) == [published.broadcast]


def test_a_moved_occasion_outdates_what_was_said_of_its_old_time_and_the_next_change_what_was_said_of_the_new(
    room: Room, told: Tell
) -> None:
    room.subscribers("forum:security", 1)
    meeting, _ = room.published(rule="FREQ=WEEKLY")
    said = remind(room, STARTS - DAY)
    id = room.read(meetings.upcoming, ["security"], NOW, 1)[0].id
    now = STARTS - 23 * HOUR
    assert told(MoveOccasion(Seen(id, meeting.version), WEDNESDAY), now=now) == said
    moved = room.meeting(meeting.id)
    starts = room.read(meetings.upcoming, ["security"], now, 1)[0].occurrence.starts
    again = remind(room, starts - timedelta(minutes=90))
    gone = told(CancelOccasion(Seen(id, moved.version)), now=starts - HOUR)
    assert gone == [moved.notices["2026-11-24T15:00"], *again]
