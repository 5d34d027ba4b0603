"""While something can be taken back, residents see nothing of it: what they go by is what they were told."""

from datetime import timedelta

import pytest

from services.documents import Seen
from services.meetings import calendar, meetings, reminders, rsvp
from services.meetings.meeting import DRAFT, PUBLISHED, Meeting, Occasion, occasion_id, occurrence_of
from services.meetings.notices import MOVED, NEW
from services.publishing import publishing, telling
from services.publishing.meeting_changes import (
    CancelOccasion,
    ChangeMeeting,
    MeetingPlan,
    MoveOccasion,
    PublishMeeting,
)
from services.publishing.publications import RECALL_WINDOW, Published
from services.recurrence import WallTime
from tests.support.meetings.meeting_room import AMAL, FIRST, NOW, ZONE, Room

SECOND = timedelta(seconds=1)
THE_END = NOW + RECALL_WINDOW
LATER = WallTime(FIRST.day, FIRST.at.replace(hour=FIRST.at.hour + 2))
RESIDENT = 1000


def told(room: Room, plan: MeetingPlan) -> Published:
    return room.ask(telling.tell, AMAL, NOW, plan)


def seen(room: Room, moment: timedelta = timedelta()) -> list[Occasion]:
    """What a resident sees, so long after the press."""
    return room.read(meetings.heard_of, ["security"], NOW + moment, 10)


def walls(occasions: list[Occasion]) -> list[WallTime]:
    return [each.occurrence.wall for each in occasions]


def known(room: Room, **parts: str) -> Meeting:
    """A meeting that people were told of a day ago."""
    room.subscribers("forum:security", 3)
    meeting, _ = room.published(NOW - timedelta(days=1), rule=parts.get("rule"))
    for hours in (20, 19):
        room.deliver(NOW - timedelta(hours=hours))
    return meeting


def occasion(meeting: Meeting) -> Seen[int]:
    return Seen(occasion_id(meeting.id, FIRST), meeting.version)


def test_a_new_meeting_is_seen_when_its_notice_leaves(room: Room) -> None:
    told(room, PublishMeeting(room.draft()))
    assert seen(room) == seen(room, RECALL_WINDOW - SECOND) == []
    assert walls(seen(room, RECALL_WINDOW)) == [FIRST]


def test_a_new_meeting_taken_back_was_never_seen(room: Room) -> None:
    published = told(room, PublishMeeting(room.draft()))
    assert room.ask(publishing.recall, AMAL, THE_END - SECOND, published.broadcast).nobody_got_it
    assert seen(room, RECALL_WINDOW) == []


def test_another_hour_is_seen_when_its_notice_leaves_and_until_then_the_old_one_is_answered(room: Room) -> None:
    meeting = known(room)
    told(room, MoveOccasion(occasion(meeting), LATER))
    (before,) = seen(room, RECALL_WINDOW - SECOND)
    assert before.occurrence.wall == FIRST
    room.ask(rsvp.answer, RESIDENT, NOW + SECOND, before.id, "yes")
    assert room.read(rsvp.answer_about, before, RESIDENT) == "yes"
    (after,) = seen(room, RECALL_WINDOW)
    assert after.occurrence.wall == LATER
    assert room.read(rsvp.answer_about, after, RESIDENT) is None, "who answered is asked again"


def test_a_move_that_is_taken_back_was_never_seen(room: Room) -> None:
    meeting = known(room)
    published = told(room, MoveOccasion(occasion(meeting), LATER))
    room.ask(publishing.recall, AMAL, THE_END - SECOND, published.broadcast)
    assert walls(seen(room)) == walls(seen(room, RECALL_WINDOW)) == [FIRST]


def test_a_cancelled_meeting_stands_until_people_are_told(room: Room) -> None:
    meeting = known(room)
    told(room, CancelOccasion(occasion(meeting)))
    assert walls(seen(room)) == [FIRST]
    assert seen(room, RECALL_WINDOW) == []


def test_a_change_within_the_minute_hides_what_nobody_was_told(room: Room) -> None:
    room.subscribers("forum:security", 3)
    told(room, PublishMeeting(room.draft()))
    (meeting,) = room.read(meetings.everything)
    change = ChangeMeeting(Seen(meeting.id, meeting.version), room.draft(first=LATER))
    room.ask(telling.tell, AMAL, NOW + 20 * SECOND, change)
    assert seen(room, RECALL_WINDOW) == seen(room, RECALL_WINDOW + 19 * SECOND) == []
    assert walls(seen(room, RECALL_WINDOW + 20 * SECOND)) == [LATER]


def test_a_second_change_within_the_minute_leaves_what_people_know(room: Room) -> None:
    meeting = known(room)
    told(room, MoveOccasion(occasion(meeting), LATER))
    moved = room.meeting(meeting.id)
    again = WallTime(LATER.day + timedelta(days=1), LATER.at)
    second = MoveOccasion(Seen(occasion(meeting).id, moved.version), again)
    published = room.ask(telling.tell, AMAL, NOW + 20 * SECOND, second)
    assert walls(seen(room, published.recall_until - NOW)) == [again]


def test_a_calendar_file_holds_what_people_know(room: Room) -> None:
    told(room, PublishMeeting(room.draft()))
    given = (room.content, ["security"], "en")
    assert room.read(calendar.published, *given, NOW) == []
    assert len(room.read(calendar.published, *given, THE_END)) == 1


def test_nothing_reminds_of_what_can_still_be_taken_back(room: Room) -> None:
    soon = room.ask(telling.tell, AMAL, NOW, PublishMeeting(room.draft()))
    (meeting,) = room.read(meetings.everything)
    starts = occurrence_of(meeting, FIRST).starts
    lead = max(room.content.forums[0].reminders)
    room.ask(publishing.recall, AMAL, NOW, soon.broadcast)
    at = starts - lead - 30 * SECOND
    again = room.ask(telling.tell, AMAL, at, PublishMeeting(room.draft()))
    assert room.write(reminders.fire, room.content, at + 40 * SECOND).sent == []
    room.deliver(at + RECALL_WINDOW)
    sent = room.write(reminders.fire, room.content, at + RECALL_WINDOW).sent
    assert sent == [], "the notice itself reminds"
    assert room.announced(again.broadcast).kind == NEW


def test_an_old_hours_reminder_comes_after_the_move_was_taken_back(room: Room) -> None:
    meeting = known(room)
    starts = occurrence_of(meeting, FIRST).starts
    lead = max(room.content.forums[0].reminders)
    at = starts - lead - 30 * SECOND
    moved = room.ask(telling.tell, AMAL, at, MoveOccasion(occasion(meeting), LATER))
    assert room.write(reminders.fire, room.content, at + 35 * SECOND).sent == []
    room.ask(publishing.recall, AMAL, at + 40 * SECOND, moved.broadcast)
    assert [each.lead for each in room.write(reminders.fire, room.content, at + 45 * SECOND).sent] == [lead]


def test_what_stood_among_the_meetings_is_not_called_unseen(room: Room) -> None:
    published = told(room, PublishMeeting(room.draft()))
    recalled = room.ask(publishing.recall, AMAL, THE_END + SECOND, published.broadcast)
    assert recalled.nobody_got_it and recalled.may_have_been_seen


@pytest.mark.parametrize("change", [MoveOccasion, CancelOccasion])
def test_what_was_changed_before_anybody_heard_stands_and_is_told_once_that_is_taken_back(
    room: Room, change: type[MeetingPlan]
) -> None:
    room.subscribers("forum:security", 3)
    first = told(room, PublishMeeting(room.draft()))
    (meeting,) = room.read(meetings.everything)
    plan = MoveOccasion(occasion(meeting), LATER) if change is MoveOccasion else CancelOccasion(occasion(meeting))
    changed = told(room, plan)
    recalled = room.ask(publishing.recall, AMAL, NOW + SECOND, changed.broadcast)
    assert (recalled.nobody_got_it, recalled.resumed) == (True, (first.broadcast,))
    assert room.meeting(meeting.id).status == PUBLISHED
    assert room.deliver(THE_END - SECOND) == []
    assert [notice.kind for notice in room.deliver(THE_END)] == [NEW] * 3
    assert walls(seen(room, RECALL_WINDOW)) == [FIRST]


def test_what_stands_again_can_be_taken_back_too(room: Room) -> None:
    room.subscribers("forum:security", 3)
    first = told(room, PublishMeeting(room.draft()))
    (meeting,) = room.read(meetings.everything)
    moved = told(room, MoveOccasion(occasion(meeting), LATER))
    for broadcast in (moved.broadcast, first.broadcast):
        assert room.ask(publishing.recall, AMAL, NOW + SECOND, broadcast).nobody_got_it
    assert room.meeting(meeting.id).status == DRAFT
    assert not room.deliver(THE_END) and not seen(room, RECALL_WINDOW)


def test_a_second_move_taken_back_leaves_the_first_and_tells_it(room: Room) -> None:
    meeting = known(room)
    moved = told(room, MoveOccasion(occasion(meeting), LATER))
    again = WallTime(LATER.day + timedelta(days=1), LATER.at)
    second = told(room, MoveOccasion(Seen(occasion(meeting).id, room.meeting(meeting.id).version), again))
    assert room.ask(publishing.recall, AMAL, NOW + SECOND, second.broadcast).resumed == (moved.broadcast,)
    assert [notice.kind for notice in room.deliver(THE_END)] == [MOVED] * 3
    assert walls(seen(room, RECALL_WINDOW)) == [LATER]


def test_taking_back_a_move_that_nobody_got_leaves_all_as_before(room: Room) -> None:
    meeting = known(room)
    moved = told(room, MoveOccasion(occasion(meeting), LATER))
    recalled = room.ask(publishing.recall, AMAL, NOW + SECOND, moved.broadcast)
    assert (recalled.nobody_got_it, recalled.resumed) == (True, ())


def test_a_meeting_kept_before_there_was_a_window_is_read(room: Room) -> None:
    kept = known(room).to_json()
    del kept["told_from"], kept["until_then"]
    assert Meeting.from_json(kept).heard(NOW) is not None
    assert Meeting.from_json(kept).series.zone == ZONE
