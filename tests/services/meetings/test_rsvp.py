"""What answering promises: counted, never listed."""

from typing import Unpack

import pytest

from services.meetings import meetings, reminders, rsvp
from services.meetings.meeting import PLACE_AHEAD, MeetingGone, MeetingOver, Occasion
from services.meetings.notices import PLACE_TOLD
from tests.support.meetings.meeting_room import DAY, NOW, STARTS, Parts, Room


def occasion_of(room: Room, **parts: Unpack[Parts]) -> Occasion:
    room.published(**parts)
    return room.read(meetings.upcoming, ["security"], NOW, 1)[0]


def test_the_last_answer_counts_and_only_its_giver_can_ask_for_it(room: Room) -> None:
    occasion = occasion_of(room)
    for given in ("yes", "no", "maybe", "maybe"):
        room.ask(rsvp.answer, 7, NOW, occasion.id, given)
        assert room.read(rsvp.answer_of, occasion.id, 7) == given
    assert room.read(rsvp.answer_of, occasion.id, 8) is None


def test_organisers_see_counts_from_five_on(room: Room) -> None:
    occasion = occasion_of(room)
    for chat in range(6):
        room.ask(rsvp.answer, chat, NOW, occasion.id, "yes")
    for chat in range(10, 14):
        room.ask(rsvp.answer, chat, NOW, occasion.id, "no")
    assert room.read(rsvp.counts, occasion.id) == rsvp.Counts(6, None, None)


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
