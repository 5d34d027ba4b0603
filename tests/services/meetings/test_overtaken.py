"""Whoever gets the notice of a series late, after a night or a report, is invited to no time that stands no more."""

from datetime import date, time, timedelta

import pytest

from services.documents import Seen
from services.meetings.meeting import Meeting, occasion_id
from services.meetings.notices import CANCELLED_ONE, NEW
from services.notices.outbox import Notice
from services.publishing import publishing, telling
from services.publishing.meeting_changes import CancelOccasion, MeetingPlan, MoveOccasion
from services.recurrence import WallTime
from tests.support.meetings.meeting_room import AMAL, FIRST, NOW, Room

MINUTE = timedelta(minutes=1)
NEXT = WallTime(FIRST.day + timedelta(weeks=1), FIRST.at)
MOVED = WallTime(date(2026, 11, 25), time(17))


def weekly(room: Room) -> Meeting:
    room.subscribers("forum:security", 2)
    return room.published(rule="FREQ=WEEKLY")[0]


def first_of(meeting: Meeting) -> Seen[int]:
    return Seen(occasion_id(meeting.id, FIRST), meeting.version)


def invitations(sent: list[Notice]) -> list[str]:
    return [notice.facts["wall"] for notice in sent if notice.kind == NEW]


@pytest.mark.parametrize("change", ["cancelled", "moved"])
def test_who_is_invited_after_one_time_was_cancelled_or_moved_hears_of_the_one_that_stands(
    room: Room, change: str
) -> None:
    meeting = weekly(room)
    assert invitations(room.deliver(NOW, at_most=1)) == [str(FIRST)]
    plan: MeetingPlan = (
        CancelOccasion(first_of(meeting)) if change == "cancelled" else MoveOccasion(first_of(meeting), MOVED)
    )
    room.ask(telling.tell, AMAL, NOW + MINUTE, plan, at_once=True)
    later = room.deliver(NOW + 2 * MINUTE)
    assert invitations(later) == [str(NEXT if change == "cancelled" else MOVED)]


def test_what_can_still_be_taken_back_changes_no_invitation(room: Room) -> None:
    meeting = weekly(room)
    told = room.ask(telling.tell, AMAL, NOW, CancelOccasion(first_of(meeting)))
    assert invitations(room.deliver(NOW, at_most=1)) == [str(FIRST)]
    room.ask(publishing.recall, AMAL, NOW, told.broadcast)
    later = room.deliver(NOW + 2 * MINUTE)
    assert (invitations(later), [each for each in later if each.kind == CANCELLED_ONE]) == ([str(FIRST)], [])
