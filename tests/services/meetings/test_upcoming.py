"""What organisers are offered again, and ending a meeting in one step."""

from datetime import date, time, timedelta

import pytest

from services.meetings import meetings, minutes, topics
from services.meetings.meeting import ALWAYS, LATE
from services.meetings.minutes import Action, HeadCount, MinutesDraft, NoSuchCount, end
from services.meetings.upcoming import habits
from services.recurrence import WallTime
from tests.support.meetings.meeting_room import AMAL, FIRST, NOW, STARTS, Room


def test_a_forum_without_meetings_has_no_habits(room: Room) -> None:
    found = room.read(habits, "security")
    assert (found.times, found.places, found.agenda) == ((), (), {})


def test_times_and_places_come_latest_first_and_once(room: Room) -> None:
    for ahead, hour, place in ((1, 15, "School"), (2, 16, "Tent"), (3, 15, "School"), (4, 17, "Office")):
        first = WallTime(FIRST.day + timedelta(days=ahead), time(hour))
        room.published(first=first, place={"en": place}, agenda={"en": f"Agenda {ahead}"})
    found = room.read(habits, "security")
    assert found.times == (time(17), time(15), time(16))
    assert [place["en"] for place in found.places] == ["Office", "School", "Tent"]
    assert found.agenda == {"en": "Agenda 4"}


@pytest.mark.parametrize("place", [{"en": "Yellow house"}, {"en": " yellow  house", "ar": "هناك"}])
def test_a_place_once_told_only_to_who_comes_stays_so_wherever_it_is_used_again(
    room: Room, place: dict[str, str]
) -> None:
    room.published(place={"en": "Yellow house"}, place_shown=LATE)
    room.published(place={"en": "School"})
    found = room.read(habits, "security")
    assert (found.shown(place), found.shown({"en": "School"})) == (LATE, ALWAYS)


def test_no_more_are_offered_than_fit_a_phone(room: Room) -> None:
    for ahead in range(8):
        first = WallTime(FIRST.day, time(8 + ahead))
        room.published(first=first, place={"en": f"Place {ahead}"})
    found = room.read(habits, "security")
    assert len(found.times) == len(found.places) == 4


def test_other_forums_have_other_habits(room: Room) -> None:
    room.published(forum="women", place={"en": "Quiet room"})
    assert room.read(habits, "security").places == ()


def test_the_end_of_a_meeting_keeps_minutes_and_erases_topics_talked_about(room: Room) -> None:
    meeting, _ = room.published()
    (occasion,) = room.read(meetings.upcoming, ["security"], NOW, 1)
    for topic in ("Light", "Water"):
        room.write(topics.suggest, "security", topic, NOW - timedelta(days=1))
    talked_about = [each.id for each in room.read(topics.topics, "security", NOW) if each.text == "Light"]
    action = Action("Mend the lamp", "municipality", date(2026, 12, 1))
    room.ask(end, AMAL, STARTS, occasion.id, MinutesDraft(HeadCount(3, 4, 5), [action], ["Dogs"]), talked_about)
    (kept,) = room.read(minutes.of_forum, "security")
    assert (kept.heads, kept.actions, kept.topics) == (HeadCount(3, 4, 5), (action,), ("Dogs",))
    assert [each.text for each in room.read(topics.topics, "security", NOW)] == ["Water"]
    assert meeting.forum == kept.forum


def test_what_cannot_be_kept_erases_no_topic(room: Room) -> None:
    room.published()
    (occasion,) = room.read(meetings.upcoming, ["security"], NOW, 1)
    room.write(topics.suggest, "security", "Light", NOW - timedelta(days=1))
    (topic,) = room.read(topics.topics, "security", NOW)
    with pytest.raises(NoSuchCount):
        room.ask(end, AMAL, STARTS, occasion.id, MinutesDraft(HeadCount(-1, 0, 0)), [topic.id])
    assert room.read(topics.topics, "security", NOW) == [topic]
