"""What an organiser can work out of who hears about what, by looking twice, joining and subtracting."""

from datetime import datetime

import pytest

from handlers.meetings.shown.occasions import when
from handlers.meetings.shown.people import progress_line, readers_line
from locales import Words
from services.notices import headcounts, subscriptions
from services.publishing import announcements
from services.publishing.announcements import AnnouncementDraft, NotTogether
from services.publishing.senders import Reach, reach
from services.publishing.told_progress import told_progress
from tests.support.meetings.meeting_room import AMAL, DAY, HOUR, NOW, Room, content
from tests.support.plain_text import plain

WOMEN, SECURITY, NORTH = "forum:women", "forum:security", "zone:north"


def seen(room: Room, *audiences: str, now: datetime = NOW) -> Reach:
    """What a preview shows, after the bot has looked whether it is time to count."""
    room.write(headcounts.count, room.content.audiences, room.content.languages, now)
    return room.read(reach, room.content, audiences)


def read_aloud(found: Reach) -> str:
    """What is said, but for what is the same for everybody: when it was counted, and what the words mean."""
    words = Words("en")
    said = readers_line(words, found).replace(words("Few: under {n}. Enough: {n} or more.", n=10), "")
    for each in found.groups:
        assert each.counted is not None
        said = said.replace(words("At the count of {moment}.", moment=when(words, each.counted)), "")
    return said


def test_of_a_discreet_group_people_learn_only_that_they_are_enough(room: Room) -> None:
    few = read_aloud(seen(room, WOMEN))
    for day, joined in enumerate((9, 10, 40), 1):
        room.subscribers(WOMEN, joined)
        found = seen(room, WOMEN, now=NOW + day * DAY)
        told = read_aloud(found)
        assert found.groups[0].people == 0
        assert not any(letter.isdigit() for letter in told)
        assert (told == few) == (joined < 10)
        assert "Enough people" in told or joined < 10


def test_every_number_says_when_it_was_counted_and_of_what_was_not_counted_nothing_is_said(room: Room) -> None:
    for audience in (SECURITY, WOMEN):
        unknown = readers_line(Words("en"), room.read(reach, room.content, [audience]))
        assert unknown == "👥 Who hears about this: not counted yet. Counted once a day."
    room.subscribers(WOMEN, 3)
    for audience in (SECURITY, WOMEN):
        told = readers_line(Words("en"), seen(room, audience))
        assert plain(told).endswith("At the count of Sat, Nov 21, 12:00. Counted once a day."), "by the clocks there"
    assert "Few: under 10. Enough: 10 or more." in plain(told)


def test_a_preview_and_what_became_of_the_notice_tell_one_number(room: Room) -> None:
    """Six and five who read two languages were "under 10 in each", and then "about 10" had got it."""
    room.subscribers(SECURITY, 6)
    room.subscribers(SECURITY, 5, "ar", first=2000)
    said = plain(readers_line(Words("en"), seen(room, SECURITY)))
    _, sent = room.published()
    room.deliver(NOW)
    progress = room.read(told_progress, room.content.forums, sent.broadcast, NOW + HOUR)
    assert progress is not None
    assert "about 10" in said
    assert "about 10" in plain(progress_line(Words("en"), progress))


def test_a_group_that_is_not_known_any_more_is_discreet(room: Room) -> None:
    assert seen(room, "forum:gone").groups[0].is_discreet


def test_who_looks_before_and_after_somebody_joins_or_leaves_sees_the_same_all_day(room: Room) -> None:
    room.subscribers(SECURITY, 9)
    before = seen(room, SECURITY)
    room.subscribers(SECURITY, 6, first=5000)
    assert seen(room, SECURITY, now=NOW + 14 * HOUR) == before
    assert seen(room, SECURITY, now=NOW + DAY).groups[0].people == 20
    room.write(subscriptions.leave, SECURITY, 5000)
    assert seen(room, SECURITY, now=NOW + DAY).groups[0].people == 20


def test_somebody_in_two_audiences_changes_no_number_of_both_together(room: Room) -> None:
    room.subscribers(SECURITY, 14)
    room.subscribers(NORTH, 14, first=1001)
    alone = [seen(room, audience).groups[0] for audience in (SECURITY, NORTH)]
    assert list(seen(room, SECURITY, NORTH).groups) == alone
    assert "20" not in read_aloud(seen(room, SECURITY, NORTH))


def test_a_discreet_group_is_told_of_nothing_together_with_others(room: Room) -> None:
    draft = AnnouncementDraft("service_change", (WOMEN, SECURITY), {"text": {"en": "Closed today."}})
    with pytest.raises(NotTogether):
        room.ask(announcements.publish, AMAL, NOW, draft)
    assert room.all_announced() == []


def test_the_second_yes_does_not_tell_when_one_more_joins(room: Room) -> None:
    room.content = content(second_yes_over=20)
    room.subscribers(SECURITY, 20)
    before = seen(room, SECURITY)
    room.subscribers(SECURITY, 1, first=5000)
    assert before.needs_second_yes and seen(room, SECURITY, now=NOW + DAY).needs_second_yes
    assert not seen(room, NORTH).needs_second_yes


def test_what_was_counted_lies_locked_and_is_followed_by_nobody(room: Room) -> None:
    room.subscribers(SECURITY, 3)
    seen(room, SECURITY)
    with room.database.reading() as session:
        bodies = [bytes(row[0]) for row in session.connection().exec_driver_sql("SELECT body FROM subscriptions")]
    assert len(bodies) == 4
    assert not any(b"security" in body for body in bodies)
