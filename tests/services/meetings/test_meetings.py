"""What making and finding meetings promises."""

from datetime import date, time, timedelta
from typing import Unpack

import pytest

from services.authoring.texts import TextTooLong
from services.documents import Seen
from services.enrolment import NotAnOrganiser
from services.meetings import meetings
from services.meetings.meeting import (
    PLACE_AHEAD,
    ForumGone,
    MeetingChanged,
    MeetingGone,
    Occasion,
    draft_of,
    missing_texts,
    place_shown,
)
from services.meetings.meetings import Saved
from services.publishing import telling
from services.publishing.meeting_changes import MoveOccasion
from services.recurrence import Exhausted, NeverHappens, UnknownZone, WallTime
from tests.support.database_files import at_rest
from tests.support.meetings.meeting_room import AMAL, BINA, DAY, NOW, STARTS, STRANGER, Parts, Room


def make(room: Room, chat: int = AMAL, **parts: Unpack[Parts]) -> Saved:
    return room.ask(meetings.make, chat, NOW, room.draft(**parts))


def test_a_draft_comes_back_as_it_was_made(room: Room) -> None:
    draft = room.draft(rule="FREQ=MONTHLY;BYDAY=-1TU", urgent=True, place_shown="late")
    saved = room.ask(meetings.make, AMAL, NOW, draft)
    assert saved.version == 1
    assert draft_of(room.meeting(saved.meeting)) == draft


def test_a_draft_is_told_to_nobody(room: Room) -> None:
    make(room)
    assert room.read(meetings.upcoming, ["security"], NOW, 5) == []
    assert [each.status for each in room.read(meetings.of_forums, ["security"], NOW)] == ["draft"]


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        ({"first": WallTime(date(2026, 11, 20), time(15))}, Exhausted),
        ({"first": WallTime(date(2026, 11, 21), time(12))}, Exhausted),
        ({"zone": "Asia/Atlantis"}, UnknownZone),
        ({"zone": "../../etc/passwd"}, UnknownZone),
        ({"agenda": {"en": "Short", "ar": "ا" * 20_000}}, TextTooLong),
        ({"rule": "FREQ=WEEKLY;UNTIL=20261123"}, NeverHappens),
        ({"forum": "closed"}, ForumGone),
    ],
)
def test_what_can_never_take_place_is_refused_and_not_kept(room: Room, parts: Parts, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        make(room, **parts)
    assert room.read(meetings.everything) == []


def test_a_meeting_on_31_february_cannot_even_be_said() -> None:
    with pytest.raises(Exception, match="2026-02-31"):
        WallTime.parse("2026-02-31T15:00")


def test_a_rule_without_end_is_fine_and_stays_quick(room: Room) -> None:
    meeting, _ = room.published(rule="FREQ=WEEKLY")
    assert meeting.series.is_endless
    later = NOW + timedelta(days=36_500)
    assert len(room.read(meetings.upcoming, ["security"], later, 3)) == 3


def test_too_long_says_which_text_how_long_it_is_and_how_long_it_may_be(room: Room) -> None:
    with pytest.raises(TextTooLong) as refused:
        make(room, agenda={"en": "Short", "ar": "🕊" * 2000})
    assert (refused.value.part, refused.value.language, refused.value.count) == ("agenda", "ar", 4000)
    assert refused.value.limit < refused.value.count


def test_markup_in_a_title_stays_as_it_was_written(room: Room) -> None:
    title = "*Bold* _under_ <b>tag</b> [link](tg://user?id=1) `code`"
    saved = make(room, title={"en": f"  {title}\n"})
    assert room.meeting(saved.meeting).title == {"en": title}


def test_a_text_that_nobody_wrote_is_left_out_and_one_that_some_lack_is_named(room: Room) -> None:
    draft = room.draft(title={"en": " "}, place={"en": "School", "ar": "مدرسة"}, agenda={})
    saved = room.ask(meetings.make, AMAL, NOW, draft)
    kept = draft_of(room.meeting(saved.meeting))
    assert (kept.title, kept.agenda) == ({}, {})
    found = missing_texts(kept, room.content.languages)
    assert [(each.part, each.language) for each in found] == [("place", "ckb")]


def test_only_an_organiser_of_the_forum_makes_edits_and_throws_away(room: Room) -> None:
    room.organiser(55, "women")
    saved = make(room)
    for chat in (STRANGER, 55):
        with pytest.raises(NotAnOrganiser):
            make(room, chat)
        with pytest.raises(NotAnOrganiser):
            room.ask(meetings.edit, chat, NOW, Seen(saved.meeting, 1), room.draft())
        with pytest.raises(NotAnOrganiser):
            room.ask(meetings.discard, chat, NOW, saved.meeting)
    make(room, 55, forum="women")


def test_the_second_of_two_organisers_editing_one_draft_is_told(room: Room) -> None:
    saved = make(room)
    room.ask(meetings.edit, AMAL, NOW, Seen(saved.meeting, 1), room.draft(title={"en": "Amal's"}))
    with pytest.raises(MeetingChanged) as refused:
        room.ask(meetings.edit, BINA, NOW, Seen(saved.meeting, 1), room.draft(title={"en": "Bina's"}))
    assert refused.value.version == 2
    assert room.meeting(saved.meeting).title == {"en": "Amal's"}


def test_what_people_know_of_is_no_draft_any_more(room: Room) -> None:
    meeting, _ = room.published()
    with pytest.raises(MeetingChanged):
        room.ask(meetings.edit, AMAL, NOW, Seen(meeting.id, meeting.version), room.draft())
    with pytest.raises(MeetingGone):
        room.ask(meetings.discard, AMAL, NOW, meeting.id)


def test_a_draft_that_was_thrown_away_is_gone(room: Room) -> None:
    saved = make(room)
    room.ask(meetings.discard, AMAL, NOW, saved.meeting)
    with pytest.raises(MeetingGone):
        room.read(meetings.get, saved.meeting)


def test_what_comes_next_is_listed_in_order_over_series_and_forums(room: Room) -> None:
    room.published(rule="FREQ=WEEKLY;COUNT=3")
    room.published(first=WallTime(date(2026, 11, 26), time(9)), forum="women")
    found = room.read(meetings.upcoming, ["security", "women"], NOW, 3)
    days = [(each.meeting.forum, each.occurrence.wall.day.day) for each in found]
    assert days == [("security", 24), ("women", 26), ("security", 1)]
    assert [each.meeting.forum for each in room.read(meetings.upcoming, ["women"], NOW, 3)] == ["women"]


def test_an_occasion_is_found_by_its_number_before_and_after_it_was_moved(room: Room) -> None:
    meeting, _ = room.published(rule="FREQ=WEEKLY")
    first, second = room.read(meetings.upcoming, ["security"], NOW, 2)
    to = WallTime(date(2026, 12, 3), time(8, 30))
    room.ask(telling.tell, AMAL, NOW, MoveOccasion(Seen(second.id, meeting.version), to))
    assert room.read(meetings.occasion, first.id).occurrence.starts == STARTS
    assert room.read(meetings.occasion, second.id).occurrence.wall == to
    for unknown in ("", "zz", "f" * 40, first.id[:32] + "00000000", first.id + "0"):
        with pytest.raises(MeetingGone):
            room.read(meetings.occasion, unknown)


def test_a_place_told_late_is_seen_by_those_who_come_and_only_shortly_before(room: Room) -> None:
    meeting, _ = room.published(place_shown="late")
    occasion = room.read(meetings.upcoming, ["security"], NOW, 1)[0]
    just_before = STARTS - PLACE_AHEAD
    assert place_shown(occasion, "yes", just_before) == meeting.place
    assert place_shown(occasion, "yes", just_before - timedelta(seconds=1)) == {}
    for answer in ("no", "maybe", None):
        assert place_shown(occasion, answer, STARTS) == {}
    always = Occasion(occasion.id, room.published()[0], occasion.occurrence)
    assert place_shown(always, None, NOW) == {"en": "Example school"}


def test_drafts_go_after_a_week_meetings_a_month_after_their_last_occasion(room: Room) -> None:
    draft, meeting = make(room), room.published()[0]
    endless = room.published(rule="FREQ=WEEKLY")[0]
    assert room.write(meetings.forget_old, NOW + 6 * DAY) == 0
    assert room.write(meetings.forget_old, NOW + 7 * DAY) == 1
    with pytest.raises(MeetingGone):
        room.meeting(draft.meeting)
    assert room.write(meetings.forget_old, STARTS + 29 * DAY) == 0
    assert room.write(meetings.forget_old, STARTS + 31 * DAY) == 1
    with pytest.raises(MeetingGone):
        room.meeting(meeting.id)
    assert room.meeting(endless.id) == endless


@pytest.mark.of_a_file
def test_at_rest_nothing_of_a_meeting_can_be_read(room: Room) -> None:
    room.published()
    kept = at_rest(room.database)
    for word in (b"Example school", b"security", b"Street lights", b"Lights, water", b"2026-11-24T15"):
        assert word not in kept
