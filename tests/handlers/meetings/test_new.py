"""Promises of making a meeting: the shortest way, sensible defaults, and what is refused on the way."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from handlers.chat.app import App
from handlers.chat.keyboards import BACK
from handlers.meetings.shown import buttons
from locales import Words
from services.meetings import meetings
from services.meetings.meeting import DRAFT, PUBLISHED, Meeting
from services.publishing import publishing
from services.recurrence import WallTime
from services.request import Request
from services.store import Store
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.phones import Hear, Organiser, Phone
from tests.support.plain_text import plain
from tests.support.vaults import Template

Kept = Callable[[], list[Meeting]]
"""Every meeting there is."""


@pytest.fixture
def kept(founded: Template, database: Database) -> Kept:
    def read() -> list[Meeting]:
        with database.reading() as session:
            return meetings.everything(Store(session, founded.runtime))

    return read


async def test_forum_day_time_and_publish_are_enough(organiser: Organiser, kept: Kept) -> None:
    phone = organiser()
    await phone.send("/meetings")
    await phone.press("New meeting", "Community security", "Tue, Mar 10", "15:00", "✅ Publish")
    (meeting,) = kept()
    assert phone.taps == 5
    assert meeting.status == PUBLISHED
    assert meeting.series.first == WallTime(date(2026, 3, 10), time(15))
    assert meeting.series.rule is None
    assert meeting.place["ckb"] == "بنکەی کۆمەڵایەتی نموونە"


async def test_whoever_organises_one_forum_is_not_asked_which(organiser: Organiser, kept: Kept) -> None:
    phone = organiser("youth")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tomorrow", "15:00", "✅ Publish")
    (meeting,) = kept()
    assert meeting.forum == "youth"
    assert meeting.series.minutes == 60


async def test_before_publishing_everything_is_shown_and_nothing_is_sent(organiser: Organiser, kept: Kept) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00")
    for said in ("Nothing has been sent yet", "Community security forum", "Tue, Mar 10, 2026", "15:00", "90 minutes"):
        assert said in plain(phone.last)
    for said in ("Example community centre", "24 hours and 2 hours before", "The texts are there in every language"):
        assert said in plain(phone.last)
    assert kept() == []


async def test_who_is_no_organiser_hears_so_and_gets_no_button(phone: Phone, kept: Kept) -> None:
    await phone.send("/meetings")
    assert "do not organise" in phone.last
    await phone.send("➕ New meeting")
    assert "do not organise" in phone.last
    assert kept() == []


async def test_a_time_that_is_over_is_refused_and_the_day_is_kept(organiser: Organiser) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Today")
    assert "11:30" not in phone.buttons, "it is noon there"
    await phone.send("11:30")
    assert "is over already" in phone.last
    assert "15:00" in phone.buttons
    await phone.press("15:00")
    assert "Thu, Mar 5, 2026" in plain(phone.last)


async def test_days_and_times_can_be_typed(organiser: Organiser, kept: Kept) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Another day")
    assert "22.3.2026" in phone.last
    await phone.send("3:25")
    assert "That looks like an hour. First the day" in phone.last
    await phone.send("٣١/٠٢/٢٠٢٦")
    assert "no such day" in phone.last
    await phone.send("٢٤/٠٣/٢٠٢٦")
    await phone.send("٣:٣٠")
    assert phone.buttons[:2] == ["15:30", "03:30"]
    await phone.press("15:30", "✅ Publish")
    assert kept()[0].series.first == WallTime(date(2026, 3, 24), time(15, 30))


@pytest.mark.parametrize("typed", ["٤ عصرا", "4 in the afternoon", "٤ العصر", "4 h de l’après-midi", "٤ی دوانیوەڕۆ"])
async def test_an_hour_can_be_typed_with_its_part_of_the_day(organiser: Organiser, kept: Kept, typed: str) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tomorrow")
    await phone.send(typed)
    await phone.press("✅ Publish")
    assert kept()[0].series.first.at == time(16)


async def test_an_hour_that_is_not_in_the_part_of_the_day_is_asked_about(organiser: Organiser) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tomorrow")
    await phone.send("13 in the morning")
    assert "did not understand the time" in phone.last
    await phone.send("12 مساء")
    assert phone.buttons[:2] == ["12:00", "00:00"]


@pytest.mark.parametrize("language", ["en", "ar", "ckb", "fr"])
async def test_a_day_that_has_just_been_is_taken_for_next_year_only_when_that_is_meant(
    organiser: Organiser, kept: Kept, clock: Clock, language: str
) -> None:
    clock.now = datetime(2026, 12, 1, 9, tzinfo=UTC)
    phone = organiser("security", hint=language)
    words = Words(language)
    await phone.send("/meetings")
    await phone.press(words(buttons.NEW_MEETING))
    await phone.send("1.11.")
    assert "2027" in plain(phone.last) or "٢٠٢٧" in plain(phone.last)
    assert words("🕒 At what time?") not in phone.last
    year = phone.buttons[0]
    await phone.send("2.12.")
    assert words("🕒 At what time?") in phone.last, "another day is taken"
    await phone.press(words(BACK))
    await phone.send("1.11.")
    await phone.press(year, "15:00", words(buttons.PUBLISH))
    assert kept()[0].series.first.day == date(2027, 11, 1)


@pytest.mark.parametrize(("typed", "said"), [("soon", "did not understand the day"), ("1.3.2026", "is over already")])
async def test_a_day_that_cannot_be_used_gets_a_sentence_and_the_days_again(
    organiser: Organiser, typed: str, said: str
) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting")
    await phone.send(typed)
    assert said in plain(phone.last)
    assert any("Tomorrow" in label for label in phone.buttons)


async def test_back_goes_back_one_question_at_a_time(organiser: Organiser) -> None:
    phone = organiser()
    await phone.send("/meetings")
    await phone.press("New meeting", "Youth group", "Tomorrow", "15:00")
    for question in ("At what time", "On which day", "Which group", "No meeting is planned"):
        await phone.press("Back")
        assert question in phone.last


async def test_stop_leaves_nothing_behind(organiser: Organiser, kept: Kept) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tomorrow", "15:00", "Stop")
    assert "Nothing was sent" in phone.last
    assert "🗓 Organise meetings" in phone.buttons
    assert kept() == []


async def test_the_times_and_places_used_before_are_offered_first(organiser: Organiser) -> None:
    phone = organiser("women")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tomorrow")
    await phone.send("16:45")
    assert "No place yet" in phone.last
    await phone.press("✏️ Place")
    await phone.send("The blue tent")
    await phone.press("✅ Publish", "Organise meetings", "New meeting", "Tue, Mar 10")
    assert phone.buttons[0] == "16:45"
    await phone.press("16:45")
    assert "The blue tent" in phone.last


async def test_a_meeting_kept_for_later_is_found_again(organiser: Organiser, kept: Kept, clock: Clock) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00", "Keep for later")
    assert kept()[0].status == DRAFT
    clock.pass_(hours=5)
    await phone.press("📝 Draft")
    assert "Nothing has been sent yet" in phone.last
    await phone.press("✅ Publish")
    assert [meeting.status for meeting in kept()] == [PUBLISHED]


async def test_a_draft_can_be_thrown_away(organiser: Organiser, kept: Kept) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00", "Keep for later", "📝 Draft", "Throw away")
    assert kept() == []
    assert "Nothing was sent" in phone.last


async def test_publishing_can_be_taken_back_within_a_minute(organiser: Organiser, hear: Hear, kept: Kept) -> None:
    hear("forum:security", en=3)
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00", "✅ Publish")
    assert any("60 seconds" in plain(text) for text in phone.texts)
    await phone.send("/meetings")
    label = phone.buttons[-1]
    await phone.press(label)
    assert "Nobody got it" in phone.last
    assert [meeting.status for meeting in kept()] == [DRAFT]
    await phone.repeat()
    assert "Nobody got it" in phone.last, "a repeated update is answered as the first time"
    await phone.send(label)
    assert "This press changed nothing and sent nothing" in phone.last


async def test_a_repeated_publish_publishes_once(organiser: Organiser, hear: Hear, kept: Kept) -> None:
    hear("forum:security", en=3)
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00", "✅ Publish")
    await phone.repeat()
    assert len(kept()) == 1


async def test_a_forum_nobody_hears_about_is_published_and_that_is_said(organiser: Organiser, kept: Kept) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00", "👀 Preview", "✅ Publish")
    assert any("not counted yet" in text for text in phone.texts)
    assert kept()[0].status == PUBLISHED


async def test_an_organiser_removed_meanwhile_hears_so_and_nothing_is_sent(
    organiser: Organiser, removed: Callable[[], None], kept: Kept
) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00")
    removed()
    await phone.press("✅ Publish")
    assert "do not organise this group, or not any more" in phone.last
    assert kept() == []


async def test_a_button_pressed_after_the_hour_is_answered_with_what_there_is(
    organiser: Organiser, clock: Clock
) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00")
    clock.pass_(hours=2)
    await phone.press("✅ Publish")
    assert "belongs to something earlier" in phone.last
    assert "➕ New meeting" in phone.buttons


async def test_what_was_begun_is_not_lost_by_pressing_something_else(organiser: Organiser) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00", "✏️ Agenda")
    await phone.send("/start")
    assert "not sent or saved yet" in phone.last
    await phone.press("Go on")
    await phone.send("Water and light")
    assert "Water and light" in phone.last


async def test_another_language_in_the_middle_changes_only_the_words(organiser: Organiser) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00")
    await phone.send("/language")
    await phone.press("Français")
    assert "Centre communautaire Exemple" in phone.last


async def test_nobody_gets_it_before_the_recall_window_is_over(
    organiser: Organiser, hear: Hear, founded: Template, database: Database, app: App, clock: Clock
) -> None:
    hear("forum:security", en=3)
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00", "✅ Publish")
    with database.reading() as session:
        (sent,) = publishing.published_by(Request(session, founded.runtime, app.content, phone.chat, clock.now))
    assert sent.broadcast.start == clock.now + timedelta(seconds=60)


async def test_residents_see_a_meeting_when_it_can_be_taken_back_no_more(
    organiser: Organiser, phone: Phone, clock: Clock
) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community security")
    rojin = organiser("security")
    await rojin.send("/meetings")
    await rojin.press("New meeting", "Tue, Mar 10", "15:00", "✅ Publish")
    await phone.send("/forums")
    assert "Mar 10" not in phone.last and not any("Mar 10" in label for label in phone.buttons)
    clock.pass_(seconds=60)
    await phone.send("/forums")
    assert "Mar 10" in phone.last
    await rojin.press("Take back")
    assert "may have seen it" in rojin.last and "Nobody got it" not in rojin.last
    await phone.send("/forums")
    assert "Mar 10" not in phone.last


async def test_the_place_of_last_time_comes_again_with_its_secret(organiser: Organiser) -> None:
    phone = organiser("women")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00", "✏️ Place", "Place late")
    await phone.send("Example house")
    await phone.press("✅ Publish", "Organise meetings", "New meeting", "Wed, Mar 11", "15:00")
    assert "Only those who said they will come are told the place" in plain(phone.last)
    await phone.press("✏️ Place", "No place", "✏️ Place", "Example house")
    assert "Only those who said they will come are told the place" in plain(phone.last)


async def test_a_day_in_another_year_is_shown_with_its_year(organiser: Organiser, clock: Clock) -> None:
    phone = organiser("security")
    clock.pass_(days=285)
    await phone.send("/meetings")
    await phone.press("New meeting", "Another day")
    await phone.send("24/3")
    assert "Mar 24, 2027" in phone.last
    assert "At what time?" in phone.last


async def test_what_may_be_two_days_is_asked_back_with_two_buttons(organiser: Organiser, kept: Kept) -> None:
    """ "next friday" was not understood, and "12/3" was the 12th of March unasked."""
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting")
    await phone.send("next saturday")
    assert plain(phone.last) == "📅 Which one do you mean?"
    assert phone.buttons[:2] == ["Sat, Mar 7, 2026", "Sat, Mar 14, 2026"]
    await phone.press("Mar 14")
    await phone.press("15:00", "✅ Publish")
    assert [meeting.series.first for meeting in kept()] == [WallTime(date(2026, 3, 14), time(15))]


async def test_a_day_and_its_hour_in_one_message_are_both_taken_and_shown(organiser: Organiser, kept: Kept) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting")
    await phone.send("saturday at 4")
    assert phone.buttons[:2] == ["Sat, Mar 7, 2026 16:00", "Sat, Mar 7, 2026 04:00"]
    await phone.press("16:00")
    assert "Mar 7" in plain(phone.last) and "16:00" in plain(phone.last)
    await phone.press("✅ Publish")
    assert [meeting.series.first for meeting in kept()] == [WallTime(date(2026, 3, 7), time(16))]


async def test_an_hour_that_is_over_today_leaves_the_question_of_the_day(organiser: Organiser, kept: Kept) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting")
    await phone.send("today at 00:01")
    await phone.send("غدا ٤ عصرا")
    await phone.press("✅ Publish")
    assert [meeting.series.first.at for meeting in kept()] == [time(16)]
