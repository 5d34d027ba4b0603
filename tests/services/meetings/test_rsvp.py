"""What answering promises: counted, never listed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Unpack

import pytest

from handlers.meetings.shown.occasions import when
from handlers.meetings.shown.people import counts_line
from locales import Words
from services.disclosure import bands
from services.disclosure.bands import SLACK
from services.documents import Seen
from services.meetings import meetings, reminders, rsvp
from services.meetings.meeting import PLACE_AHEAD, MeetingGone, MeetingOver, Occasion
from services.meetings.notices import PLACE_TOLD
from services.publishing import publishing, telling
from services.publishing.meeting_changes import ChangeMeeting, MoveOccasion
from services.recurrence import WallTime
from services.recurrence.wall_time import wall_of
from tests.support.meetings.meeting_room import AMAL, DAY, FIRST, HOUR, NOW, STARTS, ZONE, Parts, Room
from tests.support.plain_text import plain


def occasion_of(room: Room, **parts: Unpack[Parts]) -> Occasion:
    room.published(now=NOW - HOUR, **parts)
    return room.read(meetings.upcoming, ["security"], NOW, 1)[0]


def test_the_last_answer_counts_and_only_its_giver_can_ask_for_it(room: Room) -> None:
    occasion = occasion_of(room)
    for given in ("yes", "no", "maybe", "maybe"):
        room.ask(rsvp.answer, 7, NOW, occasion.id, given)
        assert room.read(rsvp.answer_of, occasion.id, 7) == given
    assert room.read(rsvp.answer_of, occasion.id, 8) is None


def answers(room: Room, occasion: Occasion, given: str, chats: Iterable[int], now: datetime = NOW) -> None:
    for chat in chats:
        room.ask(rsvp.answer, chat, now, occasion.id, given)


def counted(room: Room, occasion: Occasion, now: datetime) -> rsvp.Counts:
    """What an organiser sees after the bot has looked whether it is time to count."""
    room.write(rsvp.count, room.content.forums, now)
    return room.ask(rsvp.counts, AMAL, now, occasion.id)


def test_organisers_see_bands_from_ten_on(room: Room) -> None:
    occasion = occasion_of(room)
    answers(room, occasion, "yes", range(16))
    answers(room, occasion, "no", range(20, 29))
    assert counted(room, occasion, NOW) == rsvp.Counts(
        yes=20,
        no=0,
        maybe=0,
        counted=wall_of(NOW, ZONE),
        first=wall_of(NOW, ZONE),
        last=wall_of(STARTS - 3 * HOUR, ZONE),
    )


def test_the_next_answer_after_ones_own_is_seen_by_nobody_on_the_same_day(room: Room) -> None:
    occasion = occasion_of(room)
    answers(room, occasion, "yes", range(9))
    before = counted(room, occasion, NOW)
    answers(room, occasion, "yes", [99])
    assert counted(room, occasion, NOW + 11 * HOUR) == before
    assert counted(room, occasion, NOW + 12 * HOUR).yes == 10, "the next day there"


def test_an_hour_that_stands_no_more_for_a_while_is_not_counted_anew_on_that_day(room: Room) -> None:
    room.subscribers("forum:security", 2)
    occasion = occasion_of(room)
    room.deliver(NOW)
    answers(room, occasion, "yes", range(9))
    before = counted(room, occasion, NOW)
    answers(room, occasion, "yes", [99])
    plan = MoveOccasion(Seen(occasion.id, occasion.meeting.version), WallTime(FIRST.day, time(18)))
    moved = room.ask(telling.tell, AMAL, NOW, plan)
    room.write(rsvp.count, room.content.forums, NOW + timedelta(minutes=5))
    room.ask(publishing.recall, AMAL, NOW + timedelta(minutes=6), moved.broadcast)
    (again,) = room.read(meetings.upcoming, ["security"], NOW, 1)
    assert again.told == occasion.told
    assert counted(room, again, NOW + timedelta(minutes=10)) == before
    assert counted(room, again, NOW + DAY).yes == 10


def test_answers_are_counted_a_last_time_three_hours_before(room: Room) -> None:
    occasion = occasion_of(room)
    answers(room, occasion, "yes", range(9))
    morning = STARTS - PLACE_AHEAD - HOUR
    counted(room, occasion, morning)
    answers(room, occasion, "yes", [99], morning)
    assert counted(room, occasion, STARTS - PLACE_AHEAD).yes == 10
    answers(room, occasion, "yes", range(100, 110), STARTS - HOUR)
    for later in (STARTS - HOUR, STARTS + HOUR, STARTS + DAY):
        assert counted(room, occasion, later).yes == 10


@pytest.mark.parametrize(("told", "first"), [(NOW, NOW + HOUR), (NOW + 12 * HOUR, NOW + 22 * HOUR)])
def test_nothing_is_counted_before_most_have_read_of_it(room: Room, told: datetime, first: datetime) -> None:
    """By day an hour after people are told, else when the morning is well on: never by who has it."""
    room.published(now=told)
    (occasion,) = room.read(meetings.upcoming, ["security"], NOW, 1)
    answers(room, occasion, "yes", range(10), told)
    assert counted(room, occasion, first - timedelta(minutes=1)).counted is None
    assert counted(room, occasion, first).yes == 10


def test_of_a_meeting_that_people_are_told_of_late_the_last_count_is_still_ahead(room: Room) -> None:
    told = STARTS - 2 * HOUR
    room.published(now=told)
    (occasion,) = room.read(meetings.upcoming, ["security"], NOW, 1)
    found = counted(room, occasion, told)
    assert (found.counted, found.last) == (None, wall_of(STARTS - HOUR, ZONE))
    line = plain(counts_line(Words("en"), found))
    assert line == "⏳ Who will come: not counted yet. It is counted once: Tue, Nov 24, 14:00."
    answers(room, occasion, "yes", range(10), told)
    assert counted(room, occasion, STARTS - HOUR).yes == 10


def test_after_the_last_count_none_is_announced(room: Room) -> None:
    occasion = occasion_of(room)
    before = plain(counts_line(Words("en"), counted(room, occasion, STARTS - PLACE_AHEAD - HOUR)))
    assert "a last time: Tue, Nov 24, 12:00." in before and "This was the last count" not in before
    for late in (timedelta(0), timedelta(minutes=26)):
        last = plain(counts_line(Words("en"), counted(room, occasion, STARTS - PLACE_AHEAD + late)))
        assert "This was the last count." in last and "a last time" not in last


def test_a_rounded_number_says_once_from_how_many_to_how_many_it_may_be(room: Room) -> None:
    occasion = occasion_of(room)
    answers(room, occasion, "yes", range(13))
    answers(room, occasion, "no", range(100, 110))
    answers(room, occasion, "maybe", range(200, 202))
    line = plain(counts_line(Words("en"), counted(room, occasion, NOW)))
    assert "Will come: about 10" in line and line.count("“about 10” is anything from 10 to 14.") == 1
    assert line.count("is anything from") == 1


def test_a_change_near_the_start_brings_no_second_last_count(room: Room) -> None:
    """Who changes a meeting again and again would else see each answer as it comes."""
    meeting, _ = room.published(now=NOW)
    (occasion,) = room.read(meetings.upcoming, ["security"], NOW, 1)
    answers(room, occasion, "yes", range(9))
    before = counted(room, occasion, STARTS - PLACE_AHEAD)
    answers(room, occasion, "yes", [99], STARTS - PLACE_AHEAD)
    plan = ChangeMeeting(Seen(meeting.id, meeting.version), room.draft(agenda={"en": "Water"}))
    room.ask(telling.tell, AMAL, STARTS - PLACE_AHEAD, plan, at_once=True)
    for later in (STARTS - 2 * HOUR, STARTS - HOUR, STARTS + HOUR):
        assert (counted(room, occasion, later).counted, counted(room, occasion, later).yes) == (before.counted, 0)


def test_who_blocks_the_bot_comes_no_more(room: Room) -> None:
    occasion = occasion_of(room)
    answers(room, occasion, "yes", range(10))
    assert room.write(rsvp.forget_chat, 3, NOW) == 1
    assert room.read(rsvp.answer_of, occasion.id, 3) is None
    assert counted(room, occasion, NOW).yes == 0


def test_of_a_discreet_group_no_number_of_answers_is_told(room: Room) -> None:
    room.published(now=NOW - HOUR, forum="women")
    occasion = room.read(meetings.upcoming, ["women"], NOW, 1)[0]
    answers(room, occasion, "yes", range(10))
    found = counted(room, occasion, NOW)
    assert found.is_discreet
    words, moment = Words("en"), found.counted
    assert moment is not None
    said = [plain(counts_line(words, replace(found, yes=yes))) for yes in (0, 10, 500)]
    assert said[0] != said[1] == said[2]
    meaning, hour = (
        "Few: under about 10. Enough: about 10 or more. A secret decides where exactly.",
        plain(when(words, moment)),
    )
    assert all(meaning in text and hour in text for text in said), "the same for everybody"
    last = plain(when(words, found.last))
    rest = [text.replace(meaning, "").replace(hour, "").replace(last, "") for text in said]
    assert not any(letter.isdigit() for text in rest for letter in text)


@pytest.mark.parametrize("drawn", range(SLACK + 1))
def test_own_yeses_do_not_tell_how_many_others_of_a_discreet_group_come(
    room: Room, drawn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three more told seven, when "enough" began at ten."""
    monkeypatch.setattr(bands, "randbelow", lambda _: drawn)
    room.published(now=NOW - HOUR, forum="women", first=WallTime((NOW + 20 * DAY).date(), time(15)))
    (occasion,) = room.read(meetings.upcoming, ["women"], NOW, 1)
    answers(room, occasion, "yes", range(7))
    told = []
    for own in range(8):
        answers(room, occasion, "yes", range(100, 100 + own))
        told.append(counted(room, occasion, NOW + own * DAY).yes > 0)
    room.ask(rsvp.answer, 101, NOW, occasion.id, "no")
    assert told == [own >= 3 + drawn for own in range(8)]
    assert counted(room, occasion, NOW + 9 * DAY).yes


@pytest.mark.parametrize("forum", ["security", "women"])
@pytest.mark.parametrize("coming", [0, 1, 11])
def test_whether_it_was_counted_depends_on_nobodys_answer(room: Room, forum: str, coming: int) -> None:
    room.published(now=NOW - HOUR, forum=forum)
    occasion = room.read(meetings.upcoming, [forum], NOW, 1)[0]
    words = Words("en")
    answers(room, occasion, "yes", range(coming))
    unknown = plain(counts_line(words, room.ask(rsvp.counts, AMAL, NOW, occasion.id)))
    assert unknown == (
        "⏳ Who will come: not counted yet. The first time: Sat, Nov 21, 12:00, then once a day, and a last time:"
        " Tue, Nov 24, 12:00."
    )
    line = plain(counts_line(words, counted(room, occasion, NOW)))
    assert "At the count of Sat, Nov 21, 12:00." in line, "by the clock of the meeting"
    assert "so far" not in line


def test_the_first_answer_of_a_day_brings_no_count(room: Room) -> None:
    """It was counted as soon as somebody had answered: the hour of that count would tell when that was."""
    occasion = occasion_of(room)
    before = counted(room, occasion, NOW)
    answers(room, occasion, "yes", range(11), NOW + HOUR)
    assert counted(room, occasion, NOW + 2 * HOUR) == before
    assert counted(room, occasion, NOW + DAY).yes == 10


def test_answers_about_two_occasions_are_apart(room: Room) -> None:
    room.published(rule="FREQ=WEEKLY")
    first, second = room.read(meetings.upcoming, ["security"], NOW, 2)
    room.ask(rsvp.answer, 7, NOW, first.id, "yes")
    assert room.read(rsvp.answer_of, second.id, 7) is None


def test_what_has_begun_or_is_unknown_takes_no_answer(room: Room) -> None:
    occasion = occasion_of(room)
    with pytest.raises(MeetingOver):
        room.ask(rsvp.answer, 7, STARTS, occasion.id, "yes")
    with pytest.raises(MeetingGone):
        room.ask(rsvp.answer, 7, NOW, "0" * 40, "yes")
    assert room.read(rsvp.answer_of, occasion.id, 7) is None


def test_at_rest_an_answer_shows_neither_who_nor_what_nor_about_which(room: Room) -> None:
    occasion = occasion_of(room)
    room.ask(rsvp.answer, 7, NOW, occasion.id, "yes")
    room.ask(rsvp.answer, 8, NOW, occasion.id, "yes")
    with room.database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT tag, choice, erase_on FROM answers").all()
    assert len({bytes(row[0]) for row in rows}) == 2
    assert {len(bytes(row[1])) for row in rows} == {16}
    assert {row[2] for row in rows} == {"2026-12-01"}


def test_answers_are_erased_a_week_after_the_end(room: Room) -> None:
    occasion = occasion_of(room)
    room.ask(rsvp.answer, 7, NOW, occasion.id, "yes")
    with room.database.writing() as session:
        assert rsvp.forget_old(session, STARTS + 6 * DAY) == 0
        assert rsvp.forget_old(session, STARTS + 7 * DAY) == 1


def test_a_notice_can_be_for_those_who_come_or_for_all_but_those_who_do_not(room: Room) -> None:
    occasion = occasion_of(room)
    for chat, given in ((1, "yes"), (2, "no"), (3, "maybe")):
        room.ask(rsvp.answer, chat, NOW, occasion.id, given)
    coming, others = rsvp.only(occasion, yes=True), rsvp.only(occasion, yes=False)
    assert [room.read(rsvp.is_meant, coming, chat) for chat in (1, 2, 3, 4)] == [True, False, False, False]
    assert [room.read(rsvp.is_meant, others, chat) for chat in (1, 2, 3, 4)] == [True, False, True, True]


def test_a_late_place_is_told_to_those_who_said_yes_only_and_is_in_no_earlier_notice(room: Room) -> None:
    chats = room.subscribers("forum:security", 4)
    occasion = occasion_of(room, place_shown="late")
    for chat, given in zip(chats, ("yes", "no", "maybe"), strict=False):
        room.ask(rsvp.answer, chat, NOW, occasion.id, given)
    for notice in room.deliver(NOW):
        assert notice.facts["place"] == {}
        assert notice.facts["place_later"]
    room.write(reminders.fire, room.content, STARTS - DAY)
    reminded = [notice for notice in room.deliver(STARTS - DAY) if notice.chat >= 1000]
    assert {notice.chat for notice in reminded} == {chats[0], chats[2], chats[3]}
    assert all(notice.facts["place"] == {} for notice in reminded)
    room.write(reminders.fire, room.content, STARTS - PLACE_AHEAD)
    told = [each for each in room.deliver(STARTS - PLACE_AHEAD) if each.kind == PLACE_TOLD]
    assert [(notice.chat, notice.facts["place"]) for notice in told] == [(chats[0], {"en": "Example school"})]
