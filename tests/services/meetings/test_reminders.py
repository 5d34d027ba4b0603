"""What reminders promise: in time, never twice, never after the start, and nothing dropped in silence."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.documents import Seen
from services.meetings import meetings, reminders, rsvp
from services.meetings.meeting import PLACE_AHEAD
from services.meetings.notices import PLACE_TOLD, REMINDER
from services.meetings.reminders import Fired, ToCome
from services.notices import subscriptions
from services.notices.outbox import Lane
from services.notices.quiet_hours import NIGHT, Quiet
from services.publishing import telling
from services.publishing.meeting_changes import CancelOccasion, ChangeMeeting, MoveOccasion
from services.recurrence import WallTime, wall_time
from services.store import Store
from tests.support.meetings.meeting_room import AMAL, BINA, DAY, HOUR, NOW, STARTS, Room

TICK = timedelta(seconds=20)
A_DAY, TWO_HOURS = 24 * HOUR, 2 * HOUR


def fire(room: Room, now: datetime) -> Fired:
    return room.write(reminders.fire, room.content, now)


def leads(fired: Fired) -> tuple[list[timedelta], list[timedelta]]:
    return [each.lead for each in fired.sent], [each.lead for each in fired.dropped]


def told(room: Room, now: datetime) -> list[dict[str, Any]]:
    """What organisers are told of by now, one of them for all."""
    return [notice.facts for notice in room.deliver(now) if notice.chat == AMAL]


def test_a_day_and_two_hours_before_each_once(room: Room) -> None:
    room.subscribers("forum:security", 2)
    room.published()
    room.deliver(NOW)
    sent = []
    for minute in range(0, 75 * 60, 7):
        now = NOW + timedelta(minutes=minute)
        fire(room, now)
        sent += [(now, notice) for notice in room.deliver(now)]
    assert [notice.kind for _, notice in sent] == [REMINDER] * 4
    for now, notice in sent:
        ahead = STARTS - now
        assert timedelta(seconds=notice.facts["lead"]) - timedelta(minutes=7) < ahead
        assert ahead <= timedelta(seconds=notice.facts["lead"])


def test_a_reminder_is_announced_with_the_start_as_its_end_and_above_other_notices(room: Room) -> None:
    room.published(urgent=True)
    fire(room, STARTS - TWO_HOURS)
    reminder = next(each for each in room.all_announced() if each.kind == REMINDER)
    assert (reminder.until, reminder.lane, reminder.urgent) == (STARTS, Lane.REMINDER, True)


def test_a_meeting_published_late_reminds_only_of_what_comes_after(room: Room) -> None:
    room.published(STARTS - 3 * HOUR)
    assert leads(fire(room, STARTS - 3 * HOUR + TICK)) == ([], [])
    assert leads(fire(room, STARTS - TWO_HOURS)) == ([TWO_HOURS], [])
    assert leads(fire(room, STARTS)) == ([], [])


def test_of_several_overdue_only_the_latest_is_sent_and_the_other_is_told_to_the_organisers_once(room: Room) -> None:
    room.published()
    assert leads(fire(room, STARTS - HOUR)) == ([TWO_HOURS], [A_DAY])
    assert leads(fire(room, STARTS - HOUR + TICK)) == ([], [])
    facts = told(room, STARTS - HOUR)
    assert [(each["leads"], each["is_over"]) for each in facts] == [([24 * 3600], False)]


def test_after_the_start_nothing_is_sent_and_the_organisers_are_told_once(room: Room) -> None:
    room.subscribers("forum:security", 2)
    room.published()
    room.deliver(NOW)
    for now in (STARTS, STARTS + DAY, STARTS + 3 * DAY):
        fire(room, now)
    assert all(notice.chat in (AMAL, BINA) for notice in room.deliver(STARTS + 3 * DAY))
    assert [each.kind for each in room.all_announced()] == ["meeting"]


def test_each_organiser_is_told_what_was_dropped(room: Room) -> None:
    room.organiser(55, "women")
    room.published()
    fire(room, STARTS + HOUR)
    sent = [notice for notice in room.deliver(STARTS + HOUR) if notice.kind == "reminder_dropped"]
    facts = [(notice.chat, notice.facts["leads"], notice.facts["is_over"]) for notice in sent]
    assert sorted(facts) == [(AMAL, [7200, 86400], True), (BINA, [7200, 86400], True)]


def test_what_is_over_for_more_than_a_week_is_not_told_any_more(room: Room) -> None:
    room.published()
    assert leads(fire(room, STARTS + 8 * DAY)) == ([], [])


def test_a_moved_occasion_reminds_anew_and_the_old_time_no_more(room: Room) -> None:
    meeting, _ = room.published(rule="FREQ=WEEKLY")
    occasion = room.read(meetings.upcoming, ["security"], NOW, 1)[0]
    fire(room, STARTS - A_DAY)
    to = WallTime(date(2026, 11, 26), time(15))
    room.ask(telling.tell, AMAL, STARTS - 3 * HOUR, MoveOccasion(Seen(occasion.id, meeting.version), to))
    assert leads(fire(room, STARTS - TWO_HOURS)) == ([], [])
    assert leads(fire(room, STARTS + 2 * DAY - A_DAY)) == ([A_DAY], [])
    assert leads(fire(room, STARTS + 2 * DAY - TWO_HOURS)) == ([TWO_HOURS], [])


def test_moved_away_and_back_nobody_is_reminded_twice_of_one_start(room: Room) -> None:
    meeting, _ = room.published(rule="FREQ=WEEKLY")
    occasion = room.read(meetings.upcoming, ["security"], NOW, 1)[0]
    fire(room, STARTS - A_DAY)
    there, back = WallTime(date(2026, 11, 26), time(15)), occasion.occurrence.wall
    now = STARTS - 20 * HOUR
    for version, to in enumerate((there, back), start=meeting.version):
        room.ask(telling.tell, AMAL, now, MoveOccasion(Seen(occasion.id, version), to))
    assert leads(fire(room, now + TICK)) == ([], [])
    assert leads(fire(room, STARTS - TWO_HOURS)) == ([TWO_HOURS], [])


def test_a_cancelled_occasion_is_silent_and_the_next_is_not(room: Room) -> None:
    meeting, _ = room.published(rule="FREQ=WEEKLY")
    occasion = room.read(meetings.upcoming, ["security"], NOW, 1)[0]
    room.ask(telling.tell, AMAL, NOW, CancelOccasion(Seen(occasion.id, meeting.version)))
    assert leads(fire(room, STARTS - HOUR)) == ([], [])
    assert leads(fire(room, STARTS + HOUR)) == ([], [])
    assert leads(fire(room, STARTS + 7 * DAY - TWO_HOURS)) == ([TWO_HOURS], [A_DAY])


@pytest.mark.parametrize("jump", [HOUR, DAY, -HOUR, -DAY])
def test_a_clock_that_jumps_and_comes_back_loses_no_reminder_and_doubles_none(room: Room, jump: timedelta) -> None:
    room.published()
    sent = []
    for now in (STARTS - A_DAY, STARTS - A_DAY + jump, STARTS - A_DAY + TICK, STARTS - TWO_HOURS, STARTS - HOUR + jump):
        sent += leads(fire(room, now))[0]
    assert sent == [A_DAY, TWO_HOURS]


def test_dropped_by_a_wrong_clock_it_is_sent_by_the_right_one(room: Room) -> None:
    room.published()
    assert leads(fire(room, STARTS + HOUR)) == ([], [TWO_HOURS, A_DAY])
    assert leads(fire(room, STARTS - A_DAY)) == ([A_DAY], [])
    assert leads(fire(room, STARTS - TWO_HOURS)) == ([TWO_HOURS], [])
    assert leads(fire(room, STARTS + HOUR)) == ([], [])


def test_a_note_erased_by_a_clock_months_ahead_does_not_make_it_come_twice(room: Room) -> None:
    room.published(rule="FREQ=WEEKLY")
    fire(room, STARTS - TWO_HOURS)
    with room.database.writing() as session:
        assert reminders.forget_old(session, STARTS + 300 * DAY) > 0
    assert leads(fire(room, STARTS - TWO_HOURS + TICK))[0] == []


def test_a_late_place_that_could_not_be_told_in_time_is_told_to_the_organisers(room: Room) -> None:
    room.published(place_shown="late")
    fire(room, STARTS)
    assert sorted(facts["tells_place"] for facts in told(room, STARTS)) == [False, True]


def test_a_late_place_that_changes_is_told_once_more_as_it_is_now(room: Room) -> None:
    meeting, _ = room.published(place_shown="late")
    just_before = STARTS - PLACE_AHEAD
    fire(room, just_before)
    elsewhere = room.draft(place_shown="late", place={"en": "Elsewhere"})
    room.ask(telling.tell, AMAL, just_before, ChangeMeeting(Seen(meeting.id, meeting.version), elsewhere))
    fire(room, just_before + 3 * TICK)
    places = [each.facts["place"]["en"] for each in room.all_announced() if each.kind == PLACE_TOLD]
    assert sorted(places) == ["Elsewhere", "Example school"]
    fire(room, just_before + 4 * TICK)
    assert len([each for each in room.all_announced() if each.kind == PLACE_TOLD]) == 2


@pytest.mark.parametrize(("hour", "gets_it"), [(8, True), (6, False)])
def test_a_reminder_in_quiet_hours_waits_for_the_morning_unless_that_is_too_late(
    room: Room, hour: int, gets_it: bool
) -> None:
    with room.database.writing() as session:
        subscriptions.join(Store(session, room.runtime), "forum:security", 1000, "en", NIGHT)
    starts = STARTS - 15 * HOUR + hour * HOUR
    room.published(first=WallTime(date(2026, 11, 24), time(hour)))
    room.deliver(NOW + DAY)
    fire(room, starts - TWO_HOURS)
    assert [notice for notice in room.deliver(starts - TWO_HOURS) if notice.chat == 1000] == []
    morning = STARTS - 8 * HOUR
    assert [notice.kind for notice in room.deliver(morning) if notice.chat == 1000] == [REMINDER] * gets_it
    assert [notice for notice in room.deliver(starts + DAY) if notice.chat == 1000] == []


def to_come(room: Room, hour: int, minute: int = 0, told: datetime = NOW) -> ToCome:
    series = room.draft(first=WallTime(date(2026, 11, 24), time(hour, minute))).series
    return reminders.to_come(room.content.forum("security"), series, told)


@pytest.mark.parametrize(
    ("hour", "minute", "at_night"),
    [
        (15, 0, {}),
        (8, 0, {TWO_HOURS: (24, 7, False), PLACE_AHEAD: (24, 7, False)}),
        (6, 0, {TWO_HOURS: (24, 7, True), PLACE_AHEAD: (24, 7, True), A_DAY: (23, 7, False)}),
        (22, 30, {A_DAY: (24, 7, False)}),
    ],
)
def test_what_is_to_come_says_which_reminders_fall_into_the_night_and_when_they_come(
    room: Room, hour: int, minute: int, at_night: dict[timedelta, tuple[int, int, bool]]
) -> None:
    nights = to_come(room, hour, minute).nights
    found = {lead: (each.over.day.day, each.over.at.hour, each.is_too_late) for lead, each in nights.items()}
    assert found == at_night


def test_what_is_due_already_is_promised_for_no_night(room: Room) -> None:
    assert to_come(room, 6, told=STARTS - 10 * HOUR).nights == {}


def test_an_earlier_reminder_that_waits_gives_way_to_the_next(room: Room) -> None:
    """Quiet hours from 18:00 to 09:00: a day before is 9:30, but two and one hours before are 7:30 and 8:30."""
    (forum,) = [replace(each, reminders=(TWO_HOURS, HOUR)) for each in room.content.forums if each.key == "security"]
    room.content = replace(room.content, forums=(forum,))
    with room.database.writing() as session:
        store = Store(session, room.runtime)
        subscriptions.join(store, "forum:security", 1000, "en", Quiet(time(18), time(9)))
    room.published(first=WallTime(date(2026, 11, 24), time(9, 30)))
    room.deliver(NOW + DAY)
    starts = STARTS - 5 * HOUR - HOUR / 2
    for lead in (TWO_HOURS, HOUR):
        fire(room, starts - lead)
        assert [notice for notice in room.deliver(starts - lead) if notice.chat == 1000] == []
    got = [notice for notice in room.deliver(starts - HOUR / 2) if notice.chat == 1000]
    assert [(notice.kind, notice.facts["lead"]) for notice in got] == [(REMINDER, 3600)], "one, not two at once"


@pytest.mark.parametrize(("hour", "at_once"), [(8, False), (6, True)])
def test_a_late_place_comes_at_night_where_the_morning_is_too_late(room: Room, hour: int, at_once: bool) -> None:
    with room.database.writing() as session:
        subscriptions.join(Store(session, room.runtime), "forum:security", 1000, "en", NIGHT)
    starts = STARTS - 15 * HOUR + hour * HOUR
    room.published(first=WallTime(date(2026, 11, 24), time(hour)), place_shown="late")
    room.deliver(NOW + DAY)
    occasion = room.read(meetings.upcoming, ["security"], NOW, 1)[0]
    room.ask(rsvp.answer, 1000, NOW, occasion.id, "yes")
    fire(room, starts - PLACE_AHEAD)
    got = [notice for notice in room.deliver(starts - PLACE_AHEAD) if notice.kind == PLACE_TOLD]
    assert [(notice.chat, notice.facts["urgent"]) for notice in got] == [(1000, False)] * at_once, "without a sound"


def test_a_meeting_whose_zone_is_no_more_holds_up_no_other(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.published(zone="Europe/Berlin")
    room.published()
    names = wall_time._names() - {"Europe/Berlin"}
    monkeypatch.setattr(wall_time, "_names", lambda: names)
    assert leads(fire(room, STARTS - TWO_HOURS)) == ([TWO_HOURS], [A_DAY])


def test_a_country_that_changes_its_clocks_has_nobody_reminded_twice_and_keeps_the_answers(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.published()
    occasion = room.read(meetings.upcoming, ["security"], NOW, 1)[0]
    room.ask(rsvp.answer, 7, NOW, occasion.id, "yes")
    assert leads(fire(room, STARTS - A_DAY)) == ([A_DAY], [])
    monkeypatch.setattr(wall_time, "_zone", lambda zone: ZoneInfo("Asia/Dubai"))
    an_hour_earlier = STARTS - HOUR
    assert room.read(meetings.occasion, occasion.id).occurrence.starts == an_hour_earlier
    assert leads(fire(room, STARTS - A_DAY + TICK)) == ([], [])
    assert leads(fire(room, an_hour_earlier - TWO_HOURS)) == ([TWO_HOURS], [])
    assert leads(fire(room, an_hour_earlier)) == ([], [])
    assert room.read(rsvp.answer_of, occasion.id, 7) == "yes"
