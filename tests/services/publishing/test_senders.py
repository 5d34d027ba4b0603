"""What an organiser can work out of who hears about what, by looking twice, joining and subtracting."""

from datetime import datetime, timedelta

import pytest

from handlers.meetings.shown.occasions import when
from handlers.meetings.shown.people import progress_line, readers_line
from locales import Words
from services.disclosure import bands
from services.disclosure.bands import SLACK
from services.notices import subscriptions
from services.publishing import announcements, senders
from services.publishing.announcements import AnnouncementDraft, NotTogether
from services.publishing.senders import Reach, reach
from services.publishing.told_progress import told_progress
from tests.support.meetings.meeting_room import AMAL, DAY, HOUR, NOW, Room, content
from tests.support.plain_text import plain

WEEK = timedelta(days=7)
WOMEN, SECURITY, NORTH = "forum:women", "forum:security", "zone:north"


def seen(room: Room, *audiences: str, now: datetime = NOW) -> Reach:
    """What a preview shows, after the bot has looked whether it is time to count."""
    room.write(senders.count, room.content, now)
    return room.read(reach, room.content, audiences)


def read_aloud(found: Reach) -> str:
    """What is said, but for what is the same for everybody: when it was counted, and what the words mean."""
    words = Words("en")
    said = readers_line(words, found).replace(
        words("Few: under about {n}. Enough: about {n} or more. A secret decides where exactly.", n=10), ""
    )
    for each in found.groups:
        assert each.counted is not None
        said = said.replace(words("At the count of {moment}.", moment=when(words, each.counted)), "")
    return said


def test_of_a_discreet_group_people_learn_only_that_they_are_enough(room: Room) -> None:
    few = read_aloud(seen(room, WOMEN))
    for week, joined in enumerate((9, 14, 40), 1):
        room.subscribers(WOMEN, joined)
        found = seen(room, WOMEN, now=NOW + week * WEEK)
        told = read_aloud(found)
        assert found.groups[0].people == 0
        assert not any(letter.isdigit() for letter in told)
        assert (told == few) == (joined < 10)
        assert "Enough people" in told or joined < 10


@pytest.mark.parametrize("drawn", range(SLACK + 1))
def test_who_fills_a_discreet_group_with_own_accounts_does_not_find_how_many_the_others_are(
    room: Room, drawn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three more told seven, when "enough" began at ten. Nor is one who leaves seen at once where it was just told."""
    monkeypatch.setattr(bands, "randbelow", lambda _: drawn)
    told = []
    for week, own in enumerate([*range(8), 6], 1):
        room.subscribers(WOMEN, 7)
        room.subscribers(WOMEN, own, first=5000)
        if own == 6:
            room.write(subscriptions.leave, WOMEN, 5006)
        told.append(seen(room, WOMEN, now=NOW + week * WEEK).groups[0].is_enough)
    assert told == [own >= 3 + drawn for own in range(8)] + [True]


def test_of_a_discreet_group_it_is_told_once_a_week_and_of_others_once_a_day_of_the_site(room: Room) -> None:
    """The day when somebody joined is not the day when another word is told. NOW is a Saturday at noon."""
    for audience in (WOMEN, SECURITY):
        seen(room, audience)
        room.subscribers(audience, 40)
    found = {hours: seen(room, WOMEN, SECURITY, now=NOW + hours * HOUR) for hours in (11, 13, 35, 37)}
    told = {hours: [each.is_enough for each in reach.groups] for hours, reach in found.items()}
    assert told == {11: [False, False], 13: [False, True], 35: [False, True], 37: [True, True]}


def test_every_number_says_when_it_was_counted_and_of_what_was_not_counted_nothing_is_said(room: Room) -> None:
    often = {SECURITY: "Counted once a day.", WOMEN: "Counted once a week."}
    for audience in often:
        unknown = readers_line(Words("en"), room.read(reach, room.content, [audience]))
        assert unknown == f"👥 Who hears about this: not counted yet. {often[audience]}"
    room.subscribers(WOMEN, 3)
    for audience in often:
        told = readers_line(Words("en"), seen(room, audience))
        assert plain(told).endswith(f"At the count of Sat, Nov 21, 12:00. {often[audience]}"), "by the clocks there"
    assert "Few: under about 10. Enough: about 10 or more. A secret decides where exactly." in plain(told)


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
    assert seen(room, SECURITY, now=NOW + 11 * HOUR) == before
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
