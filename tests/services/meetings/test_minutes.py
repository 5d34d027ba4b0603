"""What the minutes of a meeting promise: no names, and nothing agreed is forgotten before it is done."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Unpack

import pytest

from services.authoring.texts import TextTooLong
from services.enrolment import NotAnOrganiser
from services.meetings import meetings, minutes
from services.meetings.meeting import MeetingGone, Occasion
from services.meetings.minutes import Action, ActionGone, HeadCount, MinutesDraft, NoSuchCount, TooManyPoints
from tests.support.meetings.meeting_room import AMAL, BINA, DAY, NOW, STARTS, STRANGER, Parts, Room

HEADS = HeadCount(women=12, men=7, youth=0)


def occasion_of(room: Room, **parts: Unpack[Parts]) -> Occasion:
    meeting, _ = room.published(**parts)
    return room.read(meetings.upcoming, [meeting.forum], NOW, 1)[0]


def record(
    room: Room,
    occasion: Occasion,
    *actions: Action,
    topics: Sequence[str] = (),
    heads: HeadCount = HEADS,
    chat: int = AMAL,
) -> str:
    return room.ask(minutes.record, chat, STARTS, occasion.id, MinutesDraft(heads, actions, topics))


def test_what_was_written_down_comes_back_for_another_organiser(room: Room) -> None:
    occasion = occasion_of(room)
    assert room.ask(minutes.of_occasion, BINA, NOW, occasion.id) is None
    lamp = Action("Mend the lamp", "municipality", date(2026, 12, 1))
    record(room, occasion, lamp, topics=["Water at night"])
    found = room.ask(minutes.of_occasion, BINA, NOW, occasion.id)
    assert found is not None
    assert (found.heads, found.actions, found.topics) == (HEADS, (lamp,), ("Water at night",))
    assert (found.day, found.forum) == (date(2026, 11, 24), "security")


def test_writing_them_again_replaces_them(room: Room) -> None:
    occasion = occasion_of(room)
    assert record(room, occasion, topics=["One"]) == record(room, occasion, topics=["Two"])
    assert [each.topics for each in room.read(minutes.of_forum, "security")] == [("Two",)]


def test_open_actions_come_by_their_day_until_each_is_done(room: Room) -> None:
    occasion = occasion_of(room)
    early, late, some_day = (
        Action("Early", "", date(2026, 12, 1)),
        Action("Late", "", date(2026, 12, 9)),
        Action("Some day", "women's committee", None),
    )
    record(room, occasion, some_day, late, early)
    found = room.read(minutes.open_actions, "security")
    assert [each.what for each in found] == ["Early", "Late", "Some day"]
    room.ask(minutes.close_action, BINA, STARTS, found[0].minutes, found[0].number)
    assert [each.what for each in room.read(minutes.open_actions, "security")] == ["Late", "Some day"]
    assert room.read(minutes.open_actions, "women") == []
    for number in (found[0].number, -1, 3):
        with pytest.raises(ActionGone):
            room.ask(minutes.close_action, AMAL, STARTS, found[0].minutes, number)
    with pytest.raises(ActionGone):
        room.ask(minutes.close_action, AMAL, STARTS, "0" * 32, 0)


def test_only_the_forums_organisers_write_read_and_close(room: Room) -> None:
    occasion = occasion_of(room)
    record(room, occasion, Action("Mend the lamp", "", None))
    room.organiser(55, "women")
    for chat in (STRANGER, 55):
        with pytest.raises(NotAnOrganiser):
            record(room, occasion, chat=chat)
        with pytest.raises(NotAnOrganiser):
            room.ask(minutes.of_occasion, chat, NOW, occasion.id)
        action = room.read(minutes.open_actions, "security")[0]
        with pytest.raises(NotAnOrganiser):
            room.ask(minutes.close_action, chat, STARTS, action.minutes, action.number)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"heads": HeadCount(-1, 0, 0)}, NoSuchCount),
        ({"heads": HeadCount(0, 0, 100_001)}, NoSuchCount),
        ({"topics": ["x" * 601]}, TextTooLong),
        ({"topics": ["x"] * 21}, TooManyPoints),
        ({"action": Action("x" * 161, "", None)}, TextTooLong),
        ({"action": Action("x", "y" * 61, None)}, TextTooLong),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(
    room: Room, given: dict[str, Any], refusal: type[Exception]
) -> None:
    occasion, action = occasion_of(room), given.get("action")
    others = {name: value for name, value in given.items() if name != "action"}
    with pytest.raises(refusal):
        record(room, occasion, *([action] if action else []), **others)
    assert room.read(minutes.of_forum, "security") == []


def test_there_are_no_minutes_of_an_unknown_occasion(room: Room) -> None:
    with pytest.raises(MeetingGone):
        room.ask(minutes.record, AMAL, STARTS, "0" * 40, MinutesDraft(HEADS))


def test_minutes_go_after_half_a_year_but_not_while_something_is_open(room: Room) -> None:
    record(room, occasion_of(room), Action("Mend the lamp", "", None))
    record(room, occasion_of(room, forum="women"))
    later = STARTS + timedelta(days=180)
    assert room.write(minutes.forget_old, later - DAY) == 0
    assert room.write(minutes.forget_old, later) == 1
    action = room.read(minutes.open_actions, "security")[0]
    room.ask(minutes.close_action, AMAL, later, action.minutes, action.number)
    assert room.write(minutes.forget_old, later) == 1
