"""What telling people of a meeting promises, and of every change to one they know of."""

from datetime import date, datetime, time, timedelta

import pytest

from services import enrolment
from services.documents import Seen
from services.enrolment import NotAnOrganiser
from services.meetings import meetings, minutes, reminders, rsvp
from services.meetings.meeting import MeetingChanged, MeetingGone, MeetingOver
from services.meetings.notices import CANCELLED_ALL, CANCELLED_ONE, CHANGED, MOVED, NEW
from services.notices.outbox import Notice
from services.publishing import senders, telling
from services.publishing.meeting_changes import (
    CancelOccasion,
    CancelSeries,
    ChangeMeeting,
    MeetingPlan,
    MoveOccasion,
    PublishMeeting,
)
from services.publishing.publications import Published
from services.recurrence import Exhausted, NeverHappens, WallTime
from services.store import keyless
from tests.support.meetings.meeting_room import AMAL, BINA, DAY, FIRST, HOUR, NOW, STARTS, STRANGER, Room

LATER = WallTime(date(2026, 11, 25), time(10))


def act(room: Room, plan: MeetingPlan, chat: int = AMAL, now: datetime = NOW) -> Published:
    """At once, without the recall window."""
    return room.ask(telling.tell, chat, now, plan, at_once=True)


def kinds(sent: list[Notice]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for notice in sent:
        found.setdefault(notice.chat, []).append(notice.kind)
    return found


def test_publishing_tells_everybody_in_the_forum_and_nobody_else(room: Room) -> None:
    readers = room.subscribers("forum:security", 3) + room.subscribers("forum:security", 2, "ckb", first=2000)
    room.subscribers("forum:women", 2, first=3000)
    meeting, told = room.published()
    sent = room.deliver(NOW)
    assert kinds(sent) == {chat: [NEW] for chat in readers}
    assert {notice.language for notice in sent} == {"en", "ckb"}
    assert (meeting.status, meeting.notices) == ("published", {"": told.broadcast})


def test_nothing_leaves_before_the_recall_window_is_over(room: Room) -> None:
    room.subscribers("forum:security", 2)
    told = room.ask(telling.tell, AMAL, NOW, PublishMeeting(room.draft()))
    assert told.recall_until - NOW == timedelta(seconds=60)
    assert room.deliver(NOW + timedelta(seconds=59)) == []
    assert len(room.deliver(NOW + timedelta(seconds=60))) == 2


def test_a_forum_nobody_has_joined_can_be_told(room: Room) -> None:
    room.published()
    assert not room.ask(telling.preview, AMAL, NOW, PublishMeeting(room.draft())).reach.groups[0].is_enough
    assert len(room.read(meetings.upcoming, ["security"], NOW, 3)) == 1


def test_the_preview_is_what_is_sent_and_tells_about_how_many(room: Room) -> None:
    room.subscribers("forum:security", 16)
    room.subscribers("forum:security", 4, "ar", first=2000)
    room.write(senders.count, room.content, NOW)
    seen = room.ask(telling.preview, AMAL, NOW, PublishMeeting(room.draft()))
    assert seen.reach.groups[0].people == 20
    _, told = room.published()
    sent = room.announced(told.broadcast)
    assert {**sent.facts, "occasion": ""} == {**seen.facts, "occasion": ""}
    assert sent.kind == seen.kind


@pytest.mark.parametrize("what", ["change", "move", "cancel one", "cancel all"])
def test_what_is_shown_of_a_change_is_what_is_sent(room: Room, what: str) -> None:
    room.subscribers("forum:security", 16)
    room.write(senders.count, room.content, NOW)
    meeting, _ = room.published(rule="FREQ=WEEKLY")
    room.deliver(NOW)
    first = room.read(meetings.upcoming, ["security"], NOW, 1)[0]
    seen, occasion = Seen(meeting.id, meeting.version), Seen(first.id, meeting.version)
    plans: dict[str, MeetingPlan] = {
        "change": ChangeMeeting(seen, room.draft(rule="FREQ=WEEKLY", place={"en": "Elsewhere"})),
        "move": MoveOccasion(occasion, LATER),
        "cancel one": CancelOccasion(occasion),
        "cancel all": CancelSeries(seen),
    }
    plan = plans[what]
    shown = room.ask(telling.preview, AMAL, NOW, plan)
    sent = room.announced(act(room, plan).broadcast)
    assert (sent.kind, sent.facts) == (shown.kind, shown.facts)
    assert shown.reach.groups[0].people == 20


def test_a_look_is_refused_to_nobody_because_another_organiser_was_quicker(room: Room) -> None:
    meeting, _ = room.published()
    seen = Seen(meeting.id, meeting.version)
    act(room, ChangeMeeting(seen, room.draft(title={"en": "Amal's"})))
    mine = ChangeMeeting(seen, room.draft(title={"en": "Bina's"}))
    assert room.ask(telling.preview, BINA, NOW, mine).facts["title"] == {"en": "Bina's"}
    with pytest.raises(MeetingChanged):
        act(room, mine, chat=BINA)


def test_no_move_and_no_cancellation_is_shown_of_what_was_cancelled_meanwhile(room: Room) -> None:
    meeting, _ = room.published(rule="FREQ=WEEKLY")
    first = room.read(meetings.upcoming, ["security"], NOW, 1)[0]
    act(room, CancelSeries(Seen(meeting.id, meeting.version)))
    occasion = Seen(first.id, meeting.version)
    for plan in (MoveOccasion(occasion, LATER), CancelOccasion(occasion), CancelSeries(Seen(meeting.id, 2))):
        with pytest.raises(MeetingGone):
            room.ask(telling.preview, BINA, NOW, plan)


def test_an_organiser_who_is_removed_while_publishing_publishes_nothing(room: Room) -> None:
    number = room.organiser(55, "security")
    saved = room.ask(meetings.make, 55, NOW, room.draft())
    room.write(keyless(enrolment.remove), number)
    with pytest.raises(NotAnOrganiser):
        act(room, PublishMeeting(room.draft(), Seen(saved.meeting, 1)), chat=55)
    assert room.meeting(saved.meeting).status == "draft"
    assert room.all_announced() == []


def test_a_draft_whose_day_has_passed_meanwhile_is_not_published(room: Room) -> None:
    saved = room.ask(meetings.make, AMAL, NOW, room.draft())
    with pytest.raises(Exhausted):
        act(room, PublishMeeting(room.draft(), Seen(saved.meeting, 1)), now=STARTS)
    assert room.meeting(saved.meeting).status == "draft"


def test_of_two_organisers_who_change_one_meeting_the_second_is_told_and_nothing_is_sent(room: Room) -> None:
    meeting, _ = room.published()
    act(room, ChangeMeeting(Seen(meeting.id, meeting.version), room.draft(title={"en": "Amal's"})))
    before = len(room.all_announced())
    seen, draft = Seen(meeting.id, meeting.version), room.draft(title={"en": "Bina's"})
    for plan in (ChangeMeeting(seen, draft), PublishMeeting(draft, seen), CancelSeries(seen)):
        with pytest.raises(MeetingChanged):
            act(room, plan, chat=BINA)
    assert room.meeting(meeting.id).title == {"en": "Amal's"}
    assert len(room.all_announced()) == before


def test_a_change_replaces_the_notice_and_counts_the_sequence_on(room: Room) -> None:
    room.subscribers("forum:security", 2)
    meeting, told = room.published()
    room.deliver(NOW)
    changed = act(room, ChangeMeeting(Seen(meeting.id, meeting.version), room.draft(place={"en": "Elsewhere"})))
    broadcast = room.announced(changed.broadcast)
    assert (broadcast.kind, broadcast.replaces) == (CHANGED, told.broadcast)
    assert broadcast.facts["place"] == {"en": "Elsewhere"}
    after = room.meeting(meeting.id)
    assert (after.sequence, after.version) == (meeting.sequence + 1, meeting.version + 1)


def test_a_change_before_anybody_was_told_is_told_as_news(room: Room) -> None:
    room.subscribers("forum:security", 2)
    meeting, _ = room.published()
    act(room, ChangeMeeting(Seen(meeting.id, meeting.version), room.draft(place={"en": "Elsewhere"})))
    assert kinds(room.deliver(NOW)) == {1000: [NEW], 1001: [NEW]}


def test_moving_one_occasion_leaves_the_others_and_asks_for_answers_again(room: Room) -> None:
    room.subscribers("forum:security", 1)
    meeting, _ = room.published(rule="FREQ=WEEKLY")
    first, second = room.read(meetings.upcoming, ["security"], NOW, 2)
    for occasion in (first, second):
        room.ask(rsvp.answer, 1000, NOW, occasion.id, "yes")
    moved = act(room, MoveOccasion(Seen(first.id, meeting.version), LATER))
    facts = room.announced(moved.broadcast).facts
    assert (facts["was"], facts["wall"]) == ("2026-11-24T15:00", str(LATER))
    assert room.announced(moved.broadcast).kind == MOVED
    assert room.read(rsvp.answer_of, first.id, 1000) is None
    assert room.read(rsvp.answer_of, second.id, 1000) == "yes"
    now_at = [each.occurrence.wall for each in room.read(meetings.upcoming, ["security"], NOW, 2)]
    assert now_at == [LATER, second.occurrence.wall]


def test_nothing_moves_into_the_past_and_nothing_that_has_begun_moves(room: Room) -> None:
    meeting, _ = room.published(rule="FREQ=WEEKLY")
    first = room.read(meetings.upcoming, ["security"], NOW, 1)[0]
    with pytest.raises(Exhausted):
        act(room, MoveOccasion(Seen(first.id, meeting.version), WallTime(date(2026, 11, 21), time(8))))
    seen = Seen(first.id, meeting.version)
    for plan in (MoveOccasion(seen, LATER), CancelOccasion(seen)):
        with pytest.raises(MeetingOver):
            act(room, plan, now=STARTS)
    assert room.meeting(meeting.id) == meeting


def test_a_cancelled_occasion_is_gone_and_the_series_goes_on(room: Room) -> None:
    meeting, _ = room.published(rule="FREQ=WEEKLY")
    first, second = room.read(meetings.upcoming, ["security"], NOW, 2)
    told = act(room, CancelOccasion(Seen(first.id, meeting.version)))
    assert room.announced(told.broadcast).kind == CANCELLED_ONE
    assert room.read(meetings.upcoming, ["security"], NOW, 1)[0].id == second.id
    with pytest.raises(MeetingGone):
        room.read(meetings.occasion, first.id)
    with pytest.raises(MeetingGone):
        room.ask(rsvp.answer, 7, NOW, first.id, "yes")
    with pytest.raises(MeetingGone):
        act(room, CancelOccasion(Seen(first.id, room.meeting(meeting.id).version)))


@pytest.mark.parametrize("rule", [None, "FREQ=WEEKLY"])
def test_a_cancelled_meeting_replaces_its_notice_and_cannot_be_changed_any_more(room: Room, rule: str | None) -> None:
    room.subscribers("forum:security", 1)
    meeting, told = room.published(rule=rule)
    room.deliver(NOW)
    gone = act(room, CancelSeries(Seen(meeting.id, meeting.version)))
    broadcast = room.announced(gone.broadcast)
    assert (broadcast.kind, broadcast.replaces) == (CANCELLED_ALL if rule else CANCELLED_ONE, told.broadcast)
    assert room.read(meetings.upcoming, ["security"], NOW, 3) == []
    with pytest.raises(MeetingGone):
        act(room, ChangeMeeting(Seen(meeting.id, room.meeting(meeting.id).version), room.draft()))


def test_the_only_occasion_of_a_meeting_cancelled_is_the_meeting_cancelled(room: Room) -> None:
    meeting, _ = room.published()
    occasion = room.read(meetings.upcoming, ["security"], NOW, 1)[0]
    act(room, CancelOccasion(Seen(occasion.id, meeting.version)))
    assert room.meeting(meeting.id).status == "cancelled"


def test_a_change_that_leaves_no_occasion_ahead_is_refused(room: Room) -> None:
    meeting, _ = room.published()
    with pytest.raises((Exhausted, NeverHappens)):
        past = WallTime(date(2026, 11, 20), time(8))
        act(room, ChangeMeeting(Seen(meeting.id, meeting.version), room.draft(first=past)))
    assert room.meeting(meeting.id) == meeting


def test_a_cancellation_shortly_before_reaches_people_in_their_quiet_hours_and_an_early_one_waits(room: Room) -> None:
    meeting, _ = room.published(rule="FREQ=WEEKLY")
    first, second = room.read(meetings.upcoming, ["security"], NOW, 2)
    early = act(room, CancelOccasion(Seen(second.id, meeting.version)))
    soon = act(room, CancelOccasion(Seen(first.id, room.meeting(meeting.id).version)), now=STARTS - 11 * HOUR)
    assert not room.announced(early.broadcast).urgent
    assert room.announced(soon.broadcast).urgent
    assert not room.announced(soon.broadcast).facts["urgent"]


def test_cancelling_within_the_recall_window_of_the_start_is_sent_at_once(room: Room) -> None:
    room.subscribers("forum:security", 1)
    meeting, _ = room.published()
    now = STARTS - timedelta(seconds=30)
    told = room.ask(telling.tell, AMAL, now, CancelSeries(Seen(meeting.id, meeting.version)))
    assert told.recall_until == now
    assert CANCELLED_ONE in kinds(room.deliver(now))[1000]


def test_a_reminder_that_waits_for_the_morning_is_not_sent_about_a_cancelled_meeting(room: Room) -> None:
    room.subscribers("forum:security", 1)
    meeting, _ = room.published()
    room.deliver(NOW)
    fired = room.write(reminders.fire, room.content, STARTS - 2 * HOUR)
    assert len(fired.sent) == 1
    act(room, CancelSeries(Seen(meeting.id, meeting.version)), now=STARTS - 2 * HOUR)
    assert kinds(room.deliver(STARTS - HOUR))[1000] == [CANCELLED_ONE]


def test_what_is_agreed_and_not_done_is_in_the_next_notice_but_not_in_that_of_a_group_nobody_should_know_of(
    room: Room,
) -> None:
    for forum in ("security", "women"):
        room.published(forum=forum)
        occasion = room.read(meetings.upcoming, [forum], NOW, 1)[0]
        actions = [minutes.Action("Mend the lamp", "municipality", date(2026, 12, 1))]
        draft = minutes.MinutesDraft(minutes.HeadCount(5, 4, 3), actions)
        room.ask(minutes.record, AMAL, STARTS, occasion.id, draft)
    later = WallTime(date(2026, 12, 1), time(15))
    _, told = room.published(STARTS + DAY, first=later)
    assert [each["what"] for each in room.announced(told.broadcast).facts["actions"]] == ["Mend the lamp"]
    _, told = room.published(STARTS + DAY, first=later, forum="women")
    facts = room.announced(told.broadcast).facts
    assert (facts["actions"], facts["forum"], facts["title"], facts["agenda"]) == ([], {}, {}, {})


def test_a_stranger_changes_nothing(room: Room) -> None:
    meeting, _ = room.published(rule="FREQ=WEEKLY")
    occasion = room.read(meetings.upcoming, ["security"], NOW, 1)[0]
    for plan in (
        PublishMeeting(room.draft()),
        ChangeMeeting(Seen(meeting.id, meeting.version), room.draft()),
        MoveOccasion(Seen(occasion.id, meeting.version), LATER),
        CancelOccasion(Seen(occasion.id, meeting.version)),
        CancelSeries(Seen(meeting.id, meeting.version)),
    ):
        for rule in (telling.tell, telling.preview):
            with pytest.raises(NotAnOrganiser):
                room.ask(rule, STRANGER, NOW, plan)
    assert room.meeting(meeting.id) == meeting


def test_a_day_that_was_cancelled_does_not_come_back_with_another_hour(room: Room) -> None:
    meeting, _ = room.published(rule="FREQ=WEEKLY")
    first, second = room.read(meetings.upcoming, ["security"], NOW, 2)
    act(room, CancelOccasion(Seen(first.id, meeting.version)))
    later = room.draft(rule="FREQ=WEEKLY", first=WallTime(FIRST.day, time(16)))
    act(room, ChangeMeeting(Seen(meeting.id, room.meeting(meeting.id).version), later))
    next_one = room.read(meetings.upcoming, ["security"], NOW, 1)[0].occurrence.wall
    assert next_one == WallTime(second.occurrence.wall.day, time(16))
