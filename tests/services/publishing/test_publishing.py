"""What taking back and the second yes promise."""

from dataclasses import replace
from datetime import timedelta
from typing import Unpack

import pytest

from services import documents, enrolment
from services.documents import Seen
from services.enrolment import NotAnOrganiser
from services.meetings import meetings, reminders, rsvp
from services.meetings.meeting import Meeting, draft_of
from services.meetings.notices import MOVED, NEW
from services.notices.outbox import Notice
from services.publishing import announcements, approval, publications, publishing, senders, telling
from services.publishing.announcements import AnnouncementDraft
from services.publishing.approval import ChangedMeanwhile, NobodyToApprove, OwnRequest
from services.publishing.meeting_changes import CancelSeries, ChangeMeeting, MoveOccasion, PublishMeeting
from services.publishing.publications import Publication, PublicationGone, Published
from services.publishing.senders import audiences_of, reach
from services.recurrence import WallTime
from services.store import keyless
from storage.documents import PUBLICATIONS
from tests.support.meetings.meeting_room import (
    AMAL,
    BINA,
    CARA,
    DAY,
    HOUR,
    NOW,
    STARTS,
    STRANGER,
    Parts,
    Room,
    content,
)

WINDOW = publications.RECALL_WINDOW
LIMIT = 5


def ask(room: Room, **parts: Unpack[Parts]) -> Published:
    """Publish something that reaches more people than one organiser may reach alone."""
    room.content = content(second_yes_over=LIMIT)
    room.subscribers("forum:security", LIMIT + 1)
    return room.ask(telling.tell, AMAL, NOW, PublishMeeting(room.draft(**parts)))


def only_meeting(room: Room) -> Meeting:
    return room.read(meetings.everything)[0]


def to_organisers(sent: list[Notice]) -> list[tuple[int, str]]:
    return sorted((notice.chat, notice.kind) for notice in sent if notice.chat < 100)


def test_what_is_taken_back_in_time_reaches_nobody_and_all_is_as_before(room: Room) -> None:
    room.subscribers("forum:security", 2)
    told = room.ask(telling.tell, AMAL, NOW, PublishMeeting(room.draft()))
    before = only_meeting(room)
    recalled = room.ask(publishing.recall, BINA, NOW + WINDOW / 2, told.broadcast)
    assert recalled.nobody_got_it
    assert room.deliver(NOW + DAY) == []
    after = only_meeting(room)
    assert (after.status, after.version > before.version) == ("draft", True)
    again = room.ask(telling.tell, AMAL, NOW + DAY, PublishMeeting(draft_of(after), Seen(after.id, after.version)))
    assert len(room.deliver(NOW + 2 * DAY)) == 2
    assert again.broadcast != told.broadcast


def test_what_some_have_already_is_not_put_back(room: Room) -> None:
    room.subscribers("forum:security", 2)
    meeting, told = room.published()
    room.deliver(NOW)
    assert not room.ask(publishing.recall, AMAL, NOW, told.broadcast).nobody_got_it
    assert room.meeting(meeting.id).status == "published"


def test_taking_a_move_back_brings_back_the_time_the_answers_and_the_sequence_goes_on(room: Room) -> None:
    meeting, _ = room.published(rule="FREQ=WEEKLY")
    occasion = room.read(meetings.upcoming, ["security"], NOW, 1)[0]
    room.ask(rsvp.answer, 7, NOW, occasion.id, "maybe")
    to = WallTime(occasion.occurrence.wall.day + DAY, occasion.occurrence.wall.at)
    told = room.ask(telling.tell, AMAL, NOW, MoveOccasion(Seen(occasion.id, meeting.version), to))
    room.ask(publishing.recall, AMAL, NOW, told.broadcast)
    back = room.meeting(meeting.id)
    assert back.series == meeting.series
    assert back.sequence > meeting.sequence + 1
    assert room.read(rsvp.answer_of, occasion.id, 7) == "maybe"
    fired = room.write(reminders.fire, room.content, STARTS - 2 * HOUR)
    assert [each.occasion.occurrence.starts for each in fired.sent] == [STARTS]


def test_nothing_is_taken_back_twice_by_strangers_or_over_a_later_change(room: Room) -> None:
    meeting, told = room.published()
    with pytest.raises(NotAnOrganiser):
        room.ask(publishing.recall, STRANGER, NOW, told.broadcast)
    draft = room.draft(title={"en": "Later"})
    room.ask(telling.tell, BINA, NOW, ChangeMeeting(Seen(meeting.id, meeting.version), draft))
    room.ask(publishing.recall, AMAL, NOW, told.broadcast)
    assert room.meeting(meeting.id).title == {"en": "Later"}
    with pytest.raises(PublicationGone):
        room.ask(publishing.recall, AMAL, NOW, told.broadcast)
    with pytest.raises(PublicationGone):
        room.ask(publishing.recall, AMAL, NOW, "0" * 32)


def test_what_reaches_many_waits_for_another_organiser_who_is_told(room: Room) -> None:
    told = ask(room)
    assert told.needs_second_yes
    assert only_meeting(room).status == "draft"
    assert to_organisers(room.deliver(NOW + DAY)) == [(BINA, "approval_wanted")]
    assert [each.broadcast.id for each in room.ask(approval.awaiting, BINA, NOW)] == [told.broadcast]
    assert room.ask(approval.awaiting, AMAL, NOW) == []


def test_with_the_second_yes_it_goes_out_after_a_window_of_its_own(room: Room) -> None:
    told = ask(room)
    later = NOW + HOUR
    approved = room.ask(approval.approve, BINA, later, told.broadcast)
    assert approved.recall_until == later + WINDOW
    assert only_meeting(room).status == "published"
    sent = room.deliver(later)
    assert to_organisers(sent) == [(AMAL, "approval_given"), (BINA, "approval_wanted")]
    assert [notice.kind for notice in room.deliver(later + WINDOW)] == [NEW] * (LIMIT + 1)
    with pytest.raises(PublicationGone):
        room.ask(approval.approve, BINA, later, told.broadcast)


def test_a_yes_that_comes_when_the_meeting_is_on_sends_nothing_and_says_so(room: Room) -> None:
    told = ask(room)
    too_late = STARTS - WINDOW
    assert room.ask(approval.awaiting, BINA, too_late) == []
    with pytest.raises(PublicationGone):
        room.ask(approval.approve, BINA, too_late, told.broadcast)
    assert only_meeting(room).status == "draft"
    assert room.ask(approval.awaiting, BINA, too_late - timedelta(seconds=1)) != []


def test_nobody_gives_themselves_the_second_yes(room: Room) -> None:
    told = ask(room)
    with pytest.raises(OwnRequest):
        room.ask(approval.approve, AMAL, NOW, told.broadcast)
    room.organiser(CARA, "women")
    for chat in (CARA, STRANGER):
        with pytest.raises(NotAnOrganiser):
            room.ask(approval.approve, chat, NOW, told.broadcast)


def test_a_no_sends_nothing_and_is_told_to_who_asked(room: Room) -> None:
    told = ask(room)
    room.ask(approval.refuse, BINA, NOW, told.broadcast)
    assert to_organisers(room.deliver(NOW + DAY)) == [(AMAL, "approval_refused"), (BINA, "approval_wanted")]
    assert only_meeting(room).status == "draft"
    with pytest.raises(PublicationGone):
        room.ask(approval.approve, BINA, NOW, told.broadcast)


def test_what_was_changed_while_it_waited_has_to_be_asked_for_anew(room: Room) -> None:
    told = ask(room)
    draft = only_meeting(room)
    room.ask(meetings.edit, AMAL, NOW, Seen(draft.id, draft.version), room.draft(title={"en": "New"}))
    with pytest.raises(ChangedMeanwhile):
        room.ask(approval.approve, BINA, NOW, told.broadcast)
    assert room.all_announced() == []


def test_where_nobody_else_could_say_yes_that_is_said_and_nothing_is_kept(room: Room) -> None:
    number = next(person.number for person in room.read(enrolment.everyone) if person.name == f"Organiser {BINA}")
    room.write(keyless(enrolment.remove), number)
    with pytest.raises(NobodyToApprove):
        ask(room)
    assert room.read(meetings.everything) == []


def test_what_an_organiser_asked_for_who_was_removed_since_cannot_be_approved(room: Room) -> None:
    told = ask(room)
    number = next(person.number for person in room.read(enrolment.everyone) if person.name == f"Organiser {AMAL}")
    room.write(keyless(enrolment.remove), number)
    assert room.ask(approval.awaiting, BINA, NOW) == []
    with pytest.raises(PublicationGone):
        room.ask(approval.approve, BINA, NOW, told.broadcast)


def test_a_move_or_a_cancellation_waits_for_nobody(room: Room) -> None:
    told = ask(room, rule="FREQ=WEEKLY")
    room.ask(approval.approve, BINA, NOW, told.broadcast)
    meeting = only_meeting(room)
    occasion = room.read(meetings.upcoming, ["security"], NOW, 1)[0]
    to = WallTime(occasion.occurrence.wall.day + DAY, occasion.occurrence.wall.at)
    moved = room.ask(telling.tell, AMAL, NOW, MoveOccasion(Seen(occasion.id, meeting.version), to))
    assert not moved.needs_second_yes
    assert room.announced(moved.broadcast).kind == MOVED
    changed = room.meeting(meeting.id)
    gone = room.ask(telling.tell, AMAL, NOW, CancelSeries(Seen(meeting.id, changed.version)))
    assert not gone.needs_second_yes


def test_zones_can_be_told_by_the_organisers_of_the_forums_they_belong_to(room: Room) -> None:
    room.organiser(55, "women")
    both, river = ("zone:north", "zone:river"), ("zone:river",)
    north = ("zone:north",)
    assert audiences_of(room.content, room.content.forum("security")) == ["forum:security", *both]
    draft = AnnouncementDraft("safety_advice", north, {"text": {"en": "Stay in"}})
    assert not room.ask(announcements.publish, 55, NOW, draft).needs_second_yes
    for audiences in (river, both, (), ("forum:security",), ("zone:atlantis",)):
        draft = AnnouncementDraft("safety_advice", audiences, {"text": {"en": "Stay in"}})
        with pytest.raises(NotAnOrganiser):
            room.ask(announcements.publish, 55, NOW, draft)


def test_small_audiences_are_not_counted_out_to_anybody(room: Room) -> None:
    room.write(senders.count, room.content, NOW - DAY)
    nobody = room.read(reach, room.content, ["forum:security"]).groups[0]
    room.subscribers("forum:security", 9)
    room.write(senders.count, room.content, NOW)
    seen = room.read(reach, room.content, ["forum:security"])
    assert seen.groups[0].people == 0
    assert replace(seen.groups[0], counted=nobody.counted) == nobody, "the first who joins cannot be told from nobody"


def test_what_was_published_is_looked_after_for_a_week(room: Room) -> None:
    _, told = room.published()
    assert [each.broadcast.id for each in room.ask(publishing.published_by, BINA, NOW)] == [told.broadcast]
    assert room.ask(publishing.published_by, STRANGER, NOW) == []
    assert room.write(publications.forget_old, NOW + timedelta(days=6)) == 0
    assert room.write(publications.forget_old, NOW + timedelta(days=7)) == 1


def test_what_was_published_is_kept_under_the_names_it_was_always_kept_under(room: Room) -> None:
    _, told = room.published()
    kept = room.read(documents.read, PUBLICATIONS, told.broadcast)
    assert kept is not None
    assert set(kept) == {"broadcast", "change", "status", "asked_by", "asked_on", "cut"}
    assert set(kept["change"]) == {"shelf", "id", "before", "after", "back"}
    assert Publication.from_json(kept).to_json() == {
        **kept,
        "asked_by": tuple(kept["asked_by"]),
        "cut": tuple(kept["cut"]),
    }


def test_a_change_before_anybody_was_told_and_taken_back_leaves_a_meeting_that_all_hear_of(
    room: Room,
) -> None:
    room.subscribers("forum:security", 2)
    room.ask(telling.tell, AMAL, NOW, PublishMeeting(room.draft()))
    meeting = only_meeting(room)
    draft = room.draft(place={"en": "Elsewhere"})
    told = room.ask(telling.tell, AMAL, NOW, ChangeMeeting(Seen(meeting.id, meeting.version), draft))
    room.ask(publishing.recall, AMAL, NOW, told.broadcast)
    back = only_meeting(room)
    assert (back.status, back.notices, back.place) == ("published", meeting.notices, meeting.place)
    assert [notice.kind for notice in room.deliver(NOW + DAY)] == [NEW] * 2


def test_what_is_being_sent_this_very_moment_is_corrected_without_waiting(room: Room) -> None:
    room.subscribers("forum:security", 3)
    meeting, _ = room.published()
    room.deliver(NOW, at_most=1)
    draft = room.draft(place={"en": "Elsewhere"})
    told = room.ask(telling.tell, AMAL, NOW, ChangeMeeting(Seen(meeting.id, meeting.version), draft))
    assert told.recall_until == NOW
    assert [notice.facts["place"] for notice in room.deliver(NOW)] == [{"en": "Elsewhere"}] * 3


def test_a_correction_before_anybody_was_told_and_taken_back_was_never_said(room: Room) -> None:
    room.subscribers("zone:north", 2)
    draft = AnnouncementDraft("safety_advice", ("zone:north",), {"text": {"en": "Stay in"}})
    room.ask(announcements.publish, AMAL, NOW, draft)
    kept = room.read(announcements.told, ["zone:north"])[0]
    told = room.ask(announcements.correct, AMAL, NOW, Seen(kept.id, kept.version), draft)
    room.ask(publishing.recall, AMAL, NOW, told.broadcast)
    assert room.deliver(NOW + HOUR) == []
    assert room.read(announcements.told, ["zone:north"]) == []
