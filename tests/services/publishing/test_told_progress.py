"""What an organiser learns of who is in a group from how far a notice has come, whenever they look."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.notices import subscriptions
from services.notices.quiet_hours import NIGHT as QUIET
from services.publishing import publishing, senders, telling
from services.publishing.meeting_changes import PublishMeeting
from services.publishing.publications import Published
from services.publishing.told_progress import ToldProgress, going_on, told_progress
from services.recurrence.wall_time import wall_of
from tests.support.meetings.meeting_room import AMAL, DAY, HOUR, NOW, ZONE, Room

MINUTE = timedelta(minutes=1)
NIGHT = NOW.replace(hour=20)
"""Eleven in the evening, by the clocks there."""
SECURITY = "forum:security"


def joins(room: Room, forum: str, members: int, first: int = 1000) -> None:
    """People who sleep at night."""
    for chat in range(first, first + members):
        room.write(subscriptions.join, f"forum:{forum}", chat, "en", QUIET)


def published(room: Room, forum: str, now: datetime) -> Published:
    return room.ask(telling.tell, AMAL, now, PublishMeeting(room.draft(forum=forum)))


def told(room: Room, sent: Published, now: datetime) -> ToldProgress:
    found = room.read(told_progress, room.content.forums, sent.broadcast, now)
    assert found is not None
    return found


@pytest.mark.parametrize("now", [NOW, NIGHT])
def test_of_a_discreet_group_the_same_is_told_at_every_moment_whoever_is_in_it(room: Room, now: datetime) -> None:
    looks = [now + each for each in (2 * MINUTE, HOUR, 8 * HOUR, 10 * HOUR + 50 * MINUTE, 11 * HOUR + 10 * MINUTE)]
    stories = []
    for members in (0, 1, 12):
        joins(room, "women", members, first=1000 * members)
        sent = published(room, "women", now)
        story = []
        for look in looks:
            room.deliver(look)
            story.append(told(room, sent, look))
        stories.append(story)
    assert stories[0] == stories[1] == stories[2]
    assert [stories[0][0].is_done, stories[0][-1].is_done] == [False, True]
    done_by = stories[0][0].done_by
    assert done_by is not None
    assert all(each.is_done == (wall_of(look, ZONE) >= done_by) for each, look in zip(stories[0], looks, strict=True))


@pytest.mark.parametrize("now", [NOW, NIGHT])
@pytest.mark.parametrize("members", [0, 3])
def test_taking_back_a_notice_to_a_discreet_group_tells_nothing_either(room: Room, now: datetime, members: int) -> None:
    joins(room, "women", members)
    sent, later = published(room, "women", now), now + 5 * MINUTE
    room.deliver(later)
    assert room.read(going_on, room.content.forums, sent.broadcast, later) is None
    taken = room.ask(publishing.recall, AMAL, later, sent.broadcast)
    assert (taken.is_hidden, taken.nobody_got_it) == (True, False)


@pytest.mark.parametrize("now", [NOW, NIGHT])
@pytest.mark.parametrize("members", [0, 3])
def test_a_notice_to_a_discreet_group_that_was_taken_back_is_told_as_taken_back_from_then_on(
    room: Room, now: datetime, members: int
) -> None:
    joins(room, "women", members)
    sent, later = published(room, "women", now), now + 5 * MINUTE
    room.deliver(later)
    room.ask(publishing.recall, AMAL, later, sent.broadcast)
    assert all(told(room, sent, later + look).is_taken_back for look in (MINUTE, HOUR, DAY))


def test_within_the_minute_a_notice_to_a_discreet_group_is_taken_back_as_any_other(room: Room) -> None:
    joins(room, "women", 3)
    sent = published(room, "women", NOW)
    taken = room.ask(publishing.recall, AMAL, NOW + MINUTE / 2, sent.broadcast)
    assert taken.nobody_got_it and not taken.is_hidden
    assert room.deliver(NOW + DAY) == []


def stays_awake(room: Room, members: int, first: int) -> None:
    for chat in range(first, first + members):
        room.write(subscriptions.join, SECURITY, chat, "en", None)


def counted(room: Room, now: datetime) -> None:
    room.write(senders.count, room.content, now)


@pytest.mark.parametrize("now", [NOW, NIGHT])
def test_who_publishes_before_and_after_somebody_joins_is_told_the_same(room: Room, now: datetime) -> None:
    joins(room, "security", 14)
    counted(room, now)
    later, stories = now + 5 * MINUTE, []
    for newcomer in (5000, 5001):
        sent = published(room, "security", now)
        room.deliver(later)
        stories.append(told(room, sent, later))
        joins(room, "security", 1, first=newcomer)
    assert stories[0] == stories[1]
    assert stories[0].people == 10


@pytest.mark.parametrize(("awake", "asleep"), [(9, 1), (7, 13), (13, 47), (33, 27)])
def test_how_many_are_awake_is_told_at_no_moment(room: Room, awake: int, asleep: int) -> None:
    """Nine accounts of one's own, and one that sleeps, saw a tenth person join within minutes; and the band of those
    who had it, next to that of those who waited, told exact numbers."""
    stays_awake(room, awake, first=6000)
    joins(room, "security", asleep)
    counted(room, NIGHT)
    later, stories = NIGHT + 5 * MINUTE, set()
    for newcomer in range(8):
        sent = published(room, "security", NIGHT)
        room.deliver(later)
        stories.add(told(room, sent, later))
        stays_awake(room, 1, first=7000 + newcomer)
    assert len(stories) == 1
    (story,) = stories
    assert (story.people, story.is_done) == ({10: 10, 20: 20, 60: 50}[awake + asleep], False)


def test_of_a_notice_the_same_is_told_whoever_comes_or_leaves_afterwards(room: Room) -> None:
    """Fourteen who left again told by the next day's count whether there had been a fifteenth."""
    stays_awake(room, 15, first=6000)
    counted(room, NOW)
    sent = published(room, "security", NOW)
    room.deliver(NOW + 5 * MINUTE)
    before = told(room, sent, NOW + 5 * MINUTE)
    for chat in range(6000, 6015):
        room.write(subscriptions.leave, SECURITY, chat)
    counted(room, NOW + DAY)
    assert told(room, sent, NOW + DAY + HOUR) == before
    assert before.people == 20


def test_a_notice_that_far_fewer_got_than_were_counted_says_so_once_it_is_over(room: Room) -> None:
    stays_awake(room, 60, first=6000)
    counted(room, NOW)
    stories = []
    for members in (60, 9, 8):
        for chat in range(6000 + members, 6060):
            room.write(subscriptions.leave, SECURITY, chat)
        sent = published(room, "security", NOW)
        assert not told(room, sent, NOW).few_got_it
        for later in (2 * MINUTE, 3 * MINUTE, 4 * MINUTE):
            room.deliver(NOW + later)
        stories.append(told(room, sent, NOW + 4 * MINUTE))
    assert {(each.people, each.is_done) for each in stories} == {(50, True)}
    assert [each.few_got_it for each in stories] == [False, False, True]


def test_of_a_group_that_is_discreet_by_now_no_earlier_notice_tells_a_number(room: Room) -> None:
    joins(room, "security", 14)
    counted(room, NOW)
    sent, later = published(room, "security", NOW), NOW + 5 * MINUTE
    room.deliver(later)
    assert (told(room, sent, later).is_discreet, told(room, sent, later).people) == (False, 10)
    forums = [replace(each, kind="women") if each.key == "security" else each for each in room.content.forums]
    room.content = replace(room.content, forums=tuple(forums))
    until = told(room, sent, later).done_by
    assert told(room, sent, later) == ToldProgress(is_done=False, done_by=until)
    assert room.read(going_on, room.content.forums, sent.broadcast, later) is None
    assert room.ask(publishing.recall, AMAL, later, sent.broadcast).is_hidden
