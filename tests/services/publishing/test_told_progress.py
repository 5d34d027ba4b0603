"""What an organiser learns of who is in a group from how far a notice has come, whenever they look."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.notices import headcounts, subscriptions
from services.notices.quiet_hours import NIGHT as QUIET
from services.publishing import publishing, telling
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


@pytest.mark.parametrize("now", [NOW, NIGHT])
def test_who_publishes_before_and_after_somebody_joins_is_told_the_same(room: Room, now: datetime) -> None:
    joins(room, "security", 14)
    room.write(headcounts.count, [SECURITY], room.content.languages, now)
    later, stories = now + 5 * MINUTE, []
    for newcomer in (5000, 5001):
        sent = published(room, "security", now)
        room.deliver(later)
        found = told(room, sent, later)
        stories.append((found.sent, found.waiting, found.is_done))
        joins(room, "security", 1, first=newcomer)
    assert stories[0] == stories[1]
    assert stories[0][0] == 10 or stories[0][1] == 10


def test_a_notice_that_reached_far_fewer_than_were_counted_says_so(room: Room) -> None:
    joins(room, "security", 60)
    room.write(headcounts.count, [SECURITY], room.content.languages, NOW)
    sent = published(room, "security", NOW)
    room.deliver(NOW + 2 * MINUTE, at_most=12)
    assert told(room, sent, NOW + 2 * MINUTE).sent == 10
    room.deliver(NOW + 3 * MINUTE)
    assert told(room, sent, NOW + 3 * MINUTE).sent == 50


def test_of_a_group_that_is_discreet_by_now_no_earlier_notice_tells_a_number(room: Room) -> None:
    joins(room, "security", 14)
    room.write(headcounts.count, [SECURITY], room.content.languages, NOW)
    sent, later = published(room, "security", NOW), NOW + 5 * MINUTE
    room.deliver(later)
    assert (told(room, sent, later).is_discreet, told(room, sent, later).sent) == (False, 10)
    forums = [replace(each, kind="women") if each.key == "security" else each for each in room.content.forums]
    room.content = replace(room.content, forums=tuple(forums))
    until = told(room, sent, later).done_by
    assert told(room, sent, later) == ToldProgress(0, 0, 0, is_done=False, done_by=until)
    assert room.read(going_on, room.content.forums, sent.broadcast, later) is None
    assert room.ask(publishing.recall, AMAL, later, sent.broadcast).is_hidden
