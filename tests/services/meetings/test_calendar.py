"""Meetings out of a calendar file become drafts; into one goes what everybody may know."""

from dataclasses import replace
from datetime import timedelta
from typing import TypedDict, Unpack

import pytest

from services.documents import Seen
from services.meetings import calendar, meetings
from services.meetings.calendar import Source
from services.meetings.meeting import ForumGone, Meeting, draft_of
from services.publishing import telling
from services.publishing.meeting_changes import CancelSeries
from services.recurrence import Rule, Series, ics
from services.recurrence.ics import CalendarEvent
from tests.support.meetings.meeting_room import AMAL, FIRST, NOW, ZONE, Room

WEEKLY = Series(FIRST, ZONE, 60, Rule("weekly"))


class Parts(TypedDict, total=False):
    """What an event is, where it is not as every other."""

    uid: str
    sequence: int
    title: str
    place: str
    is_cancelled: bool


def event(**parts: Unpack[Parts]) -> CalendarEvent:
    plain = CalendarEvent("1@elsewhere", 0, "Street lights", "Lights", "School", WEEKLY, False, NOW)
    return replace(plain, **parts)


def take(room: Room, *events: CalendarEvent, forum: str = "security", language: str = "en") -> list[str]:
    planned = room.read(calendar.plan, room.content, Source(forum, language, events), NOW)
    room.write(calendar.take, planned)
    return [each.result for each in planned]


def kept(room: Room) -> list[Meeting]:
    return room.read(meetings.everything)


def test_an_event_becomes_a_draft_that_nobody_is_told_of(room: Room) -> None:
    assert take(room, event()) == ["new"]
    [meeting] = kept(room)
    assert (meeting.status, meeting.series, meeting.title) == ("draft", WEEKLY, {"en": "Street lights"})
    assert (meeting.place, meeting.agenda) == ({"en": "School"}, {"en": "Lights"})
    assert room.read(meetings.upcoming, ["security"], NOW, 5) == []


def test_planning_alone_keeps_nothing(room: Room) -> None:
    assert room.read(calendar.plan, room.content, Source("security", "en", [event()]), NOW)[0].meeting
    assert kept(room) == []


def test_the_same_file_again_makes_nothing_twice(room: Room) -> None:
    take(room, event())
    assert take(room, event()) == ["same"]
    assert take(room, event(title="Water", sequence=1)) == ["changed"]
    assert [(meeting.title, meeting.version) for meeting in kept(room)] == [({"en": "Water"}, 2)]


def test_another_forum_has_a_meeting_of_its_own(room: Room) -> None:
    assert take(room, event()) == take(room, event(), forum="women") == ["new"]
    assert sorted(meeting.forum for meeting in kept(room)) == ["security", "women"]


def test_what_an_organiser_added_to_the_draft_stays(room: Room) -> None:
    take(room, event())
    [meeting] = kept(room)
    draft = replace(draft_of(meeting), title={"en": "Old", "ar": "أضواء"}, urgent=True, place_shown="late")
    room.ask(meetings.edit, AMAL, NOW, Seen(meeting.id, meeting.version), draft)
    assert take(room, event()) == ["changed"]
    [meeting] = kept(room)
    assert meeting.title == {"en": "Street lights", "ar": "أضواء"}
    assert (meeting.urgent, meeting.place_shown) == (True, "late")


def test_a_meeting_people_were_told_of_is_never_changed_by_a_file(room: Room) -> None:
    meeting, _ = room.published()
    assert take(room, event(uid=calendar.uid_of(meeting), title="Other")) == ["published"]
    assert kept(room) == [meeting]


def test_what_is_cancelled_or_too_long_is_not_taken(room: Room) -> None:
    assert take(room, event(is_cancelled=True), event(uid="2", title="x" * 100)) == ["cancelled", "too long"]
    assert kept(room) == []


def test_a_forum_that_does_not_exist_is_refused(room: Room) -> None:
    with pytest.raises(ForumGone):
        take(room, event(), forum="closed")


def test_what_goes_out_comes_back_as_the_same_meetings(room: Room) -> None:
    first, _ = room.published(rule="FREQ=WEEKLY")
    room.published(forum="women")
    take(room, event())
    events = room.read(calendar.published, room.content, ["security", "women"], "en")
    data = ics.write(events, "Team")
    imported = ics.read(data, ZONE, NOW)
    assert imported.skipped == []
    assert {each.uid for each in imported.events} == {each.uid for each in events}
    assert len(events) == 2
    assert events[0].alarms == (timedelta(hours=24), timedelta(hours=2))
    assert take(room, *[each for each in imported.events if each.uid == calendar.uid_of(first)]) == ["published"]


def test_a_place_that_is_told_late_does_not_go_out(room: Room) -> None:
    room.published(place_shown="late")
    [found] = room.read(calendar.published, room.content, ["security"], "ckb")
    assert found.place == ""
    assert found.title == "Street lights"


@pytest.mark.parametrize("place", ["School", "school"])
def test_a_place_that_the_forum_tells_late_comes_in_as_late(room: Room, place: str) -> None:
    """A new date at a secret place was told to everybody as soon as it was published."""
    room.published(place_shown="late", place={"en": "School"})
    assert take(room, event(place=place), event(uid="2@elsewhere", place="Mosque")) == ["new", "new"]
    shown = {meeting.place["en"]: meeting.place_shown for meeting in kept(room) if meeting.status == "draft"}
    assert shown == {place: "late", "Mosque": "always"}
    assert take(room, event(place=place), event(uid="2@elsewhere", place=place)) == ["same", "changed"]
    assert {meeting.place_shown for meeting in kept(room)} == {"late"}


def test_what_was_cancelled_goes_out_as_cancelled(room: Room) -> None:
    meeting, _ = room.published(rule="FREQ=WEEKLY")
    room.ask(telling.tell, AMAL, NOW, CancelSeries(Seen(meeting.id, meeting.version)))
    [found] = room.read(calendar.published, room.content, ["security"], "en")
    assert found.is_cancelled
    assert found.sequence > meeting.sequence
