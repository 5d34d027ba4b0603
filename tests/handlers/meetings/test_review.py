"""Promises of the review: every part of a meeting can be changed, in any language, and nothing given is lost."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from services.meetings import meetings, topics
from services.meetings.meeting import LATE, Meeting
from services.recurrence import Rule, WallTime
from services.store import Store
from storage import outbox
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.phones import Hear, Organiser, Phone
from tests.support.plain_text import plain
from tests.support.vaults import Template

Kept = Callable[[], Meeting]
"""The only meeting there is."""


@pytest.fixture
def kept(founded: Template, database: Database) -> Kept:
    def read() -> Meeting:
        with database.reading() as session:
            (meeting,) = meetings.everything(Store(session, founded.runtime))
            return meeting

    return read


@pytest.fixture
async def review(organiser: Organiser) -> Phone:
    """An organiser at the review of a new meeting on Tuesday, 10 March, 15:00."""
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00")
    return phone


async def test_day_time_and_length_can_be_changed(review: Phone, kept: Kept) -> None:
    await review.press("✏️ Day", "Wed, Mar 11", "✏️ Time", "16:30", "✏️ Length", "45", "✅ Publish")
    assert kept().series.first == WallTime(date(2026, 3, 11), time(16, 30))
    assert kept().series.minutes == 45


async def test_a_length_can_be_typed_and_nonsense_is_refused(review: Phone, kept: Kept) -> None:
    await review.press("✏️ Length")
    for typed in ("long", "0", "99999", "10 20"):
        await review.send(typed)
        assert "press a number or write one" in review.last
    await review.send("٧٥")
    await review.press("✅ Publish")
    assert kept().series.minutes == 75


async def test_a_length_and_a_time_can_be_said_in_words(review: Phone, kept: Kept) -> None:
    await review.press("✏️ Length")
    await review.send("two hours")
    await review.press("✏️ Time")
    await review.send("quatorze heures")
    await review.press("✅ Publish")
    assert kept().series.minutes == 120
    assert kept().series.first.at == time(14)


@pytest.mark.parametrize(
    ("button", "end", "rule"),
    [
        ("Every week, ", "No end", Rule("weekly")),
        ("2 weeks", "8 times", Rule("weekly", 2, count=8)),
        ("the second", "4 times", Rule("monthly", month_weekday=(2, 1), count=4)),
        ("on day", "No end", Rule("monthly", month_day=10)),
    ],
)
async def test_it_can_repeat_in_each_way(review: Phone, kept: Kept, button: str, end: str, rule: Rule) -> None:
    await review.press("✏️ Repeat")
    await review.press(next(label for label in review.buttons if button in plain(label)))
    await review.press(next(label for label in review.buttons if end in plain(label)))
    await review.press("✅ Publish")
    assert kept().series.rule == rule


async def test_a_last_day_can_be_typed_and_a_rule_without_end_is_called_so(review: Phone, kept: Kept) -> None:
    await review.press("✏️ Repeat", "Every week", "No end")
    assert "without end, until somebody cancels it" in review.last
    await review.press("✏️ Repeat", "Every week")
    await review.send("31.2.2027")
    assert "no such day" in review.last
    await review.send("30.6.2026")
    assert "until Tue, Jun 30, 2026" in plain(review.last)
    await review.press("✅ Publish")
    assert kept().series.rule == Rule("weekly", until=date(2026, 6, 30))


async def test_once_again_is_possible(review: Phone, kept: Kept) -> None:
    await review.press("✏️ Repeat", "Every week", "No end", "✏️ Repeat", "Once", "✅ Publish")
    assert kept().series.rule is None


async def test_an_end_before_the_beginning_is_refused(review: Phone) -> None:
    await review.press("✏️ Repeat", "Every week")
    await review.send("9.3.2026")
    assert "it would never take place" in review.last
    await review.press("12")
    assert "12 times" in plain(review.last)


async def test_days_can_be_left_out_and_taken_in_again(review: Phone, kept: Kept) -> None:
    await review.press("✏️ Repeat", "Every week", "No end", "✏️ Days without")
    await review.press("Mar 17", "Mar 24", "Mar 24", "Next")
    assert "Not on: Tue, Mar 17" in plain(review.last)
    await review.press("✅ Publish")
    assert kept().series.except_ == {WallTime(date(2026, 3, 17), time(15))}


async def test_leaving_out_the_only_day_is_refused(review: Phone) -> None:
    await review.press("✏️ Repeat", "Every week")
    await review.send("16.3.2026")
    await review.press("✏️ Days without", "Mar 10", "Next")
    assert "it would never take place" in review.last


async def test_a_typed_place_stands_in_the_language_written_and_the_others_are_named(review: Phone, kept: Kept) -> None:
    await review.press("✏️ Place")
    await review.send("The blue tent")
    assert "Not written yet" in review.answer
    assert "place: العربية" in plain(review.answer)
    await review.press("✅ Publish")
    assert kept().place == {"en": "The blue tent"}


async def test_a_place_known_in_all_languages_is_taken_in_all(review: Phone, kept: Kept) -> None:
    await review.press("✏️ Place")
    await review.send("somewhere")
    await review.press("✏️ Place", "Example community centre", "✅ Publish")
    assert set(kept().place) == {"en", "ar", "ckb", "fr"}


async def test_the_place_can_be_told_late_or_not_at_all(review: Phone, kept: Kept) -> None:
    await review.press("✏️ Place", "Place late")
    assert "Only those who said they will come" in review.last
    await review.press("✏️ Place", "No place")
    assert "No place yet" in review.last
    await review.press("✏️ Place", "Example community centre", "✏️ Place", "Place late", "✅ Publish")
    assert kept().place_shown == LATE


async def test_agenda_and_title_can_be_written_and_emptied(review: Phone, kept: Kept) -> None:
    await review.press("✏️ Agenda")
    await review.send("Water\nand light")
    await review.press("✏️ Title")
    await review.send("*Water* <b>night</b> [x](y)")
    assert "*Water* <b>night</b> [x](y)" in review.last
    await review.press("✏️ Agenda", "Leave it empty", "✅ Publish")
    assert kept().agenda == {}
    assert kept().title == {"en": "*Water* <b>night</b> [x](y)"}


async def test_an_agenda_of_twenty_thousand_characters_is_refused_and_the_rest_is_kept(
    review: Phone, kept: Kept, clock: Clock
) -> None:
    await review.press("✏️ Title")
    await review.send("Water")
    await review.press("✏️ Agenda")
    await review.send("x" * 20_000)
    assert "20000 characters. At most 2500" in plain(review.last)
    clock.pass_(seconds=20)
    await review.send("Short")
    await review.press("✅ Publish")
    assert kept().agenda == {"en": "Short"}
    assert kept().title == {"en": "Water"}


async def test_each_missing_text_can_be_written_in_its_language(review: Phone, kept: Kept) -> None:
    await review.press("✏️ Place")
    await review.send("The blue tent")
    await review.press("✏️ Agenda")
    await review.send("Water")
    await review.press("🌐 Languages", "العربية")
    assert "The blue tent" in review.last
    await review.send("الخيمة الزرقاء")
    assert "Water" in review.last
    await review.press("Skip")
    await review.press("Français")
    await review.send("La tente bleue")
    await review.send("L’eau")
    await review.press("Leave it in the language I wrote", "✅ Publish")
    assert kept().place == {"en": "The blue tent", "ar": "الخيمة الزرقاء", "fr": "La tente bleue"}
    assert kept().agenda == {"en": "Water", "fr": "L’eau"}


async def test_the_last_agenda_is_offered_again(review: Phone) -> None:
    await review.press("✏️ Agenda")
    await review.send("Water")
    await review.press("✅ Publish", "Organise meetings", "New meeting", "Wed, Mar 11", "15:00")
    await review.press("✏️ Agenda", "Same as last time")
    assert "Water" in review.last


async def test_what_people_suggested_can_be_put_on_the_agenda(
    review: Phone, kept: Kept, founded: Template, database: Database, clock: Clock
) -> None:
    with database.writing() as session:
        topics.suggest(Store(session, founded.runtime), "security", "Light\nat the well", clock.now - timedelta(days=1))
    await review.press("✏️ Agenda")
    assert "Light at the well" in review.last
    await review.send("Water")
    await review.press("✏️ Agenda", "On the agenda · 1")
    assert "would anybody recognise who is meant" in review.last
    await review.press("➕ As it is")
    assert "below what was there" in review.answer
    await review.press("✏️ Agenda")
    assert not any("On the agenda" in label for label in review.buttons), "it is there already"
    await review.send("➕ On the agenda · 7")
    assert "Please press one of the buttons" in review.last
    await review.press("Back", "✅ Publish")
    assert kept().agenda == {"en": "Water\n- Light at the well"}


async def test_a_topic_that_leads_to_somebody_is_never_put_on_the_agenda_by_one_tap(
    review: Phone, kept: Kept, founded: Template, database: Database, clock: Clock
) -> None:
    suggested = ("Ali Hasan steals water", "Call 0770 123 4567 about the lamp", "Ask @ali_h why", "See t.me/ali_h")
    with database.writing() as session:
        for text in suggested:
            topics.suggest(Store(session, founded.runtime), "security", text, clock.now - timedelta(days=1))
    await review.press("✏️ Agenda")
    numbers = {text: review.last.partition(f". {text}")[0][-1] for text in suggested}
    await review.press(f"On the agenda · {numbers[suggested[0]]}")
    assert "would anybody recognise who is meant" in review.last, "a name cannot be recognised surely"
    await review.send("Water")
    assert "It stands on the agenda now" in review.answer
    for text, piece in zip(suggested[1:], ("0770 123 4567", "@ali_h", "t.me/ali_h"), strict=True):
        await review.press("✏️ Agenda")
        await review.press(f"On the agenda · {review.last.partition(f'. {text}')[0][-1]}")
        assert f"⚠️ {piece}: the whole group would see it" in plain(review.last)
        await review.press("Back", "Back")
    await review.press("✅ Publish")
    assert kept().agenda == {"en": "- Water"}


async def test_a_short_topic_is_offered_though_its_word_stands_on_the_agenda_and_the_rest_is_counted(
    review: Phone, founded: Template, database: Database, clock: Clock
) -> None:
    with database.writing() as session:
        for number in range(10):
            topics.suggest(
                Store(session, founded.runtime), "security", f"Light {number}", clock.now - timedelta(days=1)
            )
    await review.press("✏️ Agenda")
    await review.send("Light 10, Light 11 and so on")
    await review.press("✏️ Agenda")
    assert "… and 2 more" in plain(review.last)
    assert len([label for label in review.buttons if "On the agenda" in label]) == 8


async def test_a_meeting_may_ring_at_night(review: Phone, kept: Kept) -> None:
    await review.press("Rings at night")
    assert "They ring at night too" in review.last
    assert any("✅ 🔔" in label for label in review.buttons)
    await review.press("✅ Publish")
    assert kept().urgent


async def test_the_preview_shows_each_language_what_it_will_get(review: Phone) -> None:
    await review.press("👀 Preview")
    shown, explained = review.texts[-2:]
    assert "New meeting" in shown
    assert "15:00 to 16:30" in plain(shown)
    assert "People who read English get this" in plain(explained)
    await review.press("کورد")
    assert "بنکەی کۆمەڵایەتی نموونە" in review.texts[-2]
    await review.press("Back")
    assert "Nothing has been sent yet" in review.last


async def test_a_test_goes_to_the_organiser_alone(review: Phone, hear: Hear, database: Database) -> None:
    hear("forum:security", en=7)
    await review.press("👀 Preview", "Send it to me only")
    with database.reading() as session:
        assert outbox.count(session) == 1
    assert "to nobody else" in review.last
    await review.press("✅ Publish")
    assert "60 seconds" in plain("".join(review.texts[-2:]))


async def test_files_and_other_words_are_answered_with_the_same_question(review: Phone) -> None:
    await review.send(photo=[{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}])
    assert "cannot take photos" in review.last
    await review.send("hello")
    assert "Please press one of the buttons" in review.last
    assert "✅ Publish" in review.buttons


async def test_going_back_from_a_new_meeting_costs_nothing_that_was_written(review: Phone, kept: Kept) -> None:
    await review.press("✏️ Agenda")
    await review.send("Water")
    await review.press("✏️ Place", "Place late", "Back", "Back", "Wed, Mar 11", "16:30", "✅ Publish")
    assert kept().series.first == WallTime(date(2026, 3, 11), time(16, 30))
    assert (kept().agenda, kept().place_shown) == ({"en": "Water"}, LATE)


async def test_going_back_from_a_change_that_is_not_kept_is_asked_about(review: Phone, kept: Kept) -> None:
    await review.press("💾 Keep", "Draft", "✏️ Title")
    await review.send("Light")
    await review.press("Back")
    assert "What you changed is not kept yet" in review.last
    await review.press("💾 Keep", "Draft", "Back")
    assert "Draft" in " ".join(review.buttons), "nothing was changed since, so there is nothing to ask"
    assert kept().title == {"en": "Light"}


async def test_what_repeats_goes_by_its_new_day(review: Phone, kept: Kept) -> None:
    await review.press("✏️ Repeat", "the second", "No end", "✏️ Day", "Another day")
    await review.send("20.3.2026")
    assert "Every month, the third Friday" in plain(review.last)
    await review.press("✅ Publish")
    assert kept().series.rule == Rule("monthly", month_weekday=(3, 4))


async def test_the_days_without_stay_when_only_the_hour_changes(review: Phone, kept: Kept) -> None:
    await review.press("✏️ Repeat", "Every week, ", "No end", "✏️ Days without", "Tue, Mar 17", "Next")
    await review.press("✏️ Time", "16:30", "✅ Publish")
    assert kept().series.except_ == {WallTime(date(2026, 3, 17), time(16, 30))}


async def test_a_place_can_be_late_before_it_is_written(organiser: Organiser, kept: Kept) -> None:
    phone = organiser("women")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00", "✏️ Place", "Place late")
    assert "Where is it?" in phone.last
    await phone.send("Example house")
    assert "Only those who said they will come are told the place" in plain(phone.last)
    await phone.press("✅ Publish")
    assert (kept().place, kept().place_shown) == ({"en": "Example house"}, LATE)


async def test_the_end_of_an_agenda_that_a_phone_tore_apart_is_not_taken_for_the_agenda(
    review: Phone, kept: Kept, clock: Clock
) -> None:
    await review.press("✏️ Agenda")
    for part in ("w " * 2047, "w " * 2047, "the end"):
        await review.send(part)
    assert "came with the text that was too long" in review.last
    clock.pass_(seconds=20)
    await review.send("Water")
    await review.press("✅ Publish")
    assert kept().agenda == {"en": "Water"}


async def test_only_reminders_that_can_come_are_promised(organiser: Organiser) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Today")
    await phone.send("12:30")
    assert "It is too soon for a reminder" in phone.answer and "before." not in plain(phone.answer)
    await phone.press("✏️ Time", "18:00")
    assert "Reminders: 2 hours before." in plain(phone.answer)
    await phone.press("✏️ Repeat", "Every week", "No end")
    assert "2 hours before the next time, after that 24 hours and 2 hours before" in plain(phone.answer)
    await phone.press("✏️ Time")
    await phone.send("12:30")
    assert "The next time is too soon for a reminder" in phone.answer
    assert "After that: 24 hours and 2 hours before" in plain(phone.answer)
    await phone.press("✏️ Day", "Mar 10")
    assert "Reminders: 24 hours and 2 hours before." in plain(phone.answer)


async def test_a_meeting_people_know_of_promises_what_still_comes(organiser: Organiser, clock: Clock) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Today", "18:00", "✅ Publish")
    clock.pass_(hours=5)
    await phone.send("/meetings")
    await phone.press("Open")
    assert "It is too soon for a reminder" in phone.answer


async def test_a_place_told_late_is_told_at_once_where_the_meeting_is_near(organiser: Organiser, phone: Phone) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community security")
    rojin = organiser("security")
    await rojin.send("/meetings")
    await rojin.press("New meeting", "Today", "13:00", "✏️ Place")
    await rojin.send("School")
    await rojin.press("✏️ Place", "Place late")
    assert "whoever says they will come is told the place at once" in rojin.last
    await rojin.press("Preview")
    assert any("Press ⁨✅ I will come⁩, and I tell you" in text for text in rojin.texts[-2:])
    await rojin.press("✅ Publish")
    phone.clock.pass_(seconds=60)
    await phone.send("/forums")
    assert "Press ⁨✅ I will come⁩, and I tell you" in phone.last
