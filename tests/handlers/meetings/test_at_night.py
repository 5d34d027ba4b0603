"""What an organiser is told of quiet hours: before publishing, after it, and while a notice waits."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.meetings.shown.people import progress_line
from locales import Words
from services.publishing.told_progress import ToldProgress
from services.recurrence import WallTime
from tests.support.clocks import Clock
from tests.support.phones import Hear, Organiser, Phone
from tests.support.plain_text import plain

TEN_AT_NIGHT = datetime(2026, 3, 5, 19, 0, tzinfo=UTC)
"""In Baghdad."""
MORNING = WallTime(TEN_AT_NIGHT.date() + timedelta(days=1), datetime(2026, 3, 6, 7, 0, tzinfo=UTC).time())


@pytest.fixture
async def awake(organiser: Organiser, clock: Clock, hear: Hear) -> Phone:
    """An organiser who works at ten at night, while everybody sleeps."""
    hear("forum:security", en=7)
    hear("zone:north", en=7)
    clock.now = TEN_AT_NIGHT
    phone = organiser("security")
    await phone.send("/meetings")
    return phone


async def test_at_night_it_is_said_before_and_after_that_most_get_it_in_the_morning(awake: Phone) -> None:
    await awake.press("New meeting", "Tue, Mar 10", "15:00")
    assert "most people get it at Fri, Mar 6, 07:00" in plain(awake.last)
    await awake.press("Preview")
    assert "most people get it at Fri, Mar 6, 07:00" in plain(awake.last)
    await awake.press("Publish")
    assert "most people get it at Fri, Mar 6, 07:00" in plain(awake.answer)


async def test_what_the_morning_is_too_late_for_is_said_before_it_is_published(awake: Phone) -> None:
    await awake.press("New meeting", "Fri, Mar 6")
    await awake.send("06:30")
    assert "at Fri, Mar 6, 07:00 it is too late: most people do not get it. 🔔 Rings at night too changes" in plain(
        awake.last
    )
    await awake.press("Rings at night")
    assert "It is night" not in awake.last


async def test_a_notice_says_so_too_and_one_that_rings_at_night_does_not(awake: Phone) -> None:
    await awake.press("Other notice", "A service has changed", "North quarter", "Next")
    await awake.send("The well is open.")
    assert "most people get it at Fri, Mar 6, 07:00" in plain(awake.last)
    await awake.press("Rings at night")
    assert "It is night" not in awake.last


async def test_by_day_nothing_is_said_of_the_night(organiser: Organiser) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00")
    assert "night" not in phone.last.replace("Rings at night", "")


@pytest.mark.parametrize(
    ("hour", "promised"),
    [
        ("08:00", "2 hours before is night: most people get that one at 07:00"),
        ("06:00", "2 hours before is night, and after it is too late: most people do not get that one"),
        ("22:30", "24 hours before is night: most people get that one at 07:00"),
    ],
)
async def test_a_reminder_that_falls_into_the_night_says_when_it_really_comes(
    organiser: Organiser, hour: str, promised: str
) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10")
    await phone.send(hour)
    assert promised in plain(phone.answer)
    await phone.press("Rings at night")
    assert "is night" not in phone.last


@pytest.mark.parametrize(
    ("hour", "promised"),
    [("08:00", "most of them are told at 07:00"), ("06:00", "they are told without a sound")],
)
async def test_a_late_place_at_night_says_when_it_is_told(organiser: Organiser, hour: str, promised: str) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10")
    await phone.send(hour)
    await phone.press("✏️ Place", "Place late")
    assert promised in plain(phone.answer)


def test_what_waits_says_until_when_and_what_nobody_got_is_not_called_sent() -> None:
    words = Words("en")
    nobody_yet = ToldProgress(False, MORNING, is_discreet=False, has_begun=False)
    waiting = plain(progress_line(words, nobody_yet))
    assert "Nobody has it yet" in waiting
    assert "it goes on at Fri, Mar 6, 07:00" in waiting
    some = plain(progress_line(words, ToldProgress(False, MORNING, is_discreet=False, people=20)))
    assert "Under way. It is for: about 20" in some and "it goes on at" in some
    nobody = plain(progress_line(words, ToldProgress(True, is_discreet=False, people=20, few_got_it=True)))
    assert "Fewer than a quarter of the people got it. It is for: about 20" in nobody
    assert "Done" not in nobody


def test_of_a_discreet_group_only_under_way_and_done_is_told() -> None:
    words = Words("en")
    under_way = {progress_line(words, ToldProgress(False, MORNING, people=n)) for n in (0, 10, 50)}
    done = {progress_line(words, ToldProgress(True, people=n, few_got_it=n > 0)) for n in (0, 10, 50)}
    assert under_way == {words("⏳ Under way. Of this group I never say how far it is.")}
    by_when = plain(progress_line(words, ToldProgress(False, done_by=MORNING)))
    assert by_when.endswith("It is done by Fri, Mar 6, 07:00.")
    assert done == {words("📨 Done. Whoever has quiet hours gets it when these end.")}
