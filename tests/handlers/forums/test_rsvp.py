"""Answering meetings: from the list or from a notice of hours ago, in any language, whatever changed meanwhile."""

from dataclasses import replace
from datetime import date, time
from types import SimpleNamespace
from typing import Protocol, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.chat import keyboards
from handlers.chat.turn import Turn
from handlers.meetings.shown import occasions
from locales import Message, Words
from locales.direction import MARKS
from services.authoring.parts import Texts
from services.meetings import rsvp
from services.meetings.meeting import CANCELLED, DRAFT, LATE, Meeting, Occasion, occasion_id
from services.notices import subscriptions
from services.recurrence import Rule
from services.recurrence.wall_time import WallTime
from services.store import Store
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.meetings.planning import TUESDAY, meeting, plan
from tests.support.phones import Phone
from tests.support.plain_text import plain
from tests.support.vaults import Template


class Keep(Protocol):
    """Plan these meetings."""

    def __call__(self, *planned: Meeting) -> None: ...


class AnswerOf(Protocol):
    """What a chat answered to the first time of a meeting."""

    def __call__(self, planned: Meeting, chat: int = ...) -> str | None: ...


@pytest.fixture
def keep(founded: Template, database: Database) -> Keep:
    return lambda *planned: plan(database, founded.runtime, *planned)


@pytest.fixture
async def member(phone: Phone, founded: Template, database: Database) -> Phone:
    """A phone whose owner has joined the security forum and the youth group."""
    with database.writing() as session:
        for forum in ("security", "youth"):
            subscriptions.join(Store(session, founded.runtime), f"forum:{forum}", phone.chat, "en")
    return phone


@pytest.fixture
def answer_of(founded: Template, database: Database) -> AnswerOf:
    def read(planned: Meeting, chat: int = 700) -> str | None:
        id = occasion_id(planned.id, planned.series.first)
        with database.reading() as session:
            return rsvp.answer_of(Store(session, founded.runtime), id, chat)

    return read


def label(message: Message, wall: WallTime = TUESDAY, code: str = "en") -> str:
    words = Words(code)
    return keyboards.about(words, message, occasions.when(words, wall))


async def test_meetings_after_the_next_three_are_one_press_away(phone: Phone, keep: Keep) -> None:
    days = [date(2026, 3, day) for day in (10, 11, 12, 13, 14)]
    keep(*(meeting(wall=WallTime(day, time(15))) for day in days))
    await phone.send("/forums")
    await phone.press("Join · Community")
    assert "Mar 13" not in plain(phone.answer)
    await phone.press("Later meetings")
    assert [day for day in range(10, 15) if f"Mar {day}" in plain(phone.last)] == [13, 14]
    await phone.press("Sat, Mar 14")
    assert "Mar 14" in plain(phone.last)
    assert "I will come" in phone.buttons[0]


async def test_the_next_meetings_say_day_time_clock_and_place(member: Phone, keep: Keep) -> None:
    keep(meeting(), meeting("women", replace_day(12)))
    await member.send("/forums")
    for part in ("Tue, Mar 10", "15:00", "16:30", "Iraq Time", "Community security forum", "Blue tent"):
        assert part in member.last
    assert "Mar 12" not in member.last


def replace_day(day: int) -> WallTime:
    return WallTime(date(2026, 3, day), TUESDAY.at)


@pytest.mark.parametrize(
    ("forum", "promised"),
    [("security", "roughly how many will come"), ("youth", "only whether enough people will come")],
)
async def test_people_are_told_what_organisers_really_see(member: Phone, keep: Keep, forum: str, promised: str) -> None:
    keep(meeting(forum))
    await member.send("/forums")
    await member.press("About the meeting")
    assert promised in plain(member.last)
    await member.press("I will come")
    assert promised in plain(member.last)


async def test_a_series_is_shown_once_by_its_next_occasion(member: Phone, keep: Keep) -> None:
    weekly = replace(meeting().series, rule=Rule.parse("FREQ=WEEKLY;BYDAY=TU"))
    keep(meeting(series=weekly), meeting("youth", replace_day(20)))
    await member.send("/forums")
    assert "Tuesday" in member.last
    assert "Mar 17" not in member.last
    shown = [label for label in member.buttons if "About the meeting" in label]
    assert ["Mar 10" in each for each in shown] == [True, False]
    assert member.last.index("Mar 20") < member.last.index("Mar 10"), "the next one stands last, where it is seen"
    await member.send(label(keyboards.COMING, replace_day(17)))
    assert "Noted" in member.last


async def test_a_meeting_is_answered_and_the_answer_is_shown(member: Phone, keep: Keep, answer_of: AnswerOf) -> None:
    planned = meeting()
    keep(planned)
    await member.send("/forums")
    await member.press("About the meeting")
    assert "Street lights" in member.last
    await member.press("I will come")
    assert answer_of(planned) == "yes"
    assert "never who" in member.last
    await member.send("/forums")
    assert "I will come" in member.last


@pytest.mark.parametrize(
    ("message", "given"),
    [(keyboards.COMING, "yes"), (keyboards.NOT_COMING, "no"), (keyboards.MAYBE_COMING, "maybe")],
)
@pytest.mark.parametrize("code", ["en", "ar", "ckb", "fr"])
async def test_a_notice_of_yesterday_is_answered_from_its_own_buttons(
    member: Phone, keep: Keep, answer_of: AnswerOf, clock: Clock, message: Message, given: str, code: str
) -> None:
    planned = meeting()
    keep(planned)
    clock.pass_(hours=30)
    await member.send(label(message, code=code))
    assert answer_of(planned) == given


async def test_an_answer_is_repeated_and_changed_without_counting_twice(
    member: Phone, keep: Keep, answer_of: AnswerOf
) -> None:
    planned = meeting()
    keep(planned)
    await member.send(label(keyboards.COMING))
    await member.repeat()
    await member.send(label(keyboards.NOT_COMING))
    assert answer_of(planned) == "no"


async def test_two_meetings_at_different_times_are_told_apart(member: Phone, keep: Keep, answer_of: AnswerOf) -> None:
    one, other = meeting(), meeting("youth", replace_day(11))
    keep(one, other)
    await member.send(label(keyboards.COMING, replace_day(11)))
    assert (answer_of(one), answer_of(other)) == (None, "yes")


async def test_of_two_at_the_same_time_the_person_is_asked_which(
    member: Phone, keep: Keep, answer_of: AnswerOf
) -> None:
    one, other = meeting(), meeting("youth")
    keep(one, other)
    await member.send(label(keyboards.COMING))
    assert "Which meeting" in member.last
    assert not any("Youth" in label for label in member.buttons), "others may look at the phone"
    await member.press("Community security")
    assert (answer_of(one), answer_of(other)) == ("yes", None)
    await member.press("Calendar file")
    assert len(member.telegram.handed) == 1


async def test_of_two_that_are_not_named_at_the_same_time_each_has_its_button(
    member: Phone, keep: Keep, answer_of: AnswerOf
) -> None:
    one, other = meeting("women"), meeting("youth")
    keep(one, other)
    await member.send("/forums")
    await member.press("Join a group", "Join · Women")
    await member.send(label(keyboards.COMING))
    assert not any(name in each for name in ("Women", "Youth") for each in member.buttons)
    await member.press("Meeting \u20682")
    assert (answer_of(one), answer_of(other)) == (None, "yes")


async def test_an_answer_without_a_day_is_about_the_only_meeting_or_asks(
    member: Phone, keep: Keep, answer_of: AnswerOf
) -> None:
    one = meeting()
    keep(one)
    await member.send("✅ I will come")
    assert answer_of(one) == "yes"
    keep(meeting("youth", replace_day(11)))
    await member.send("🤔 Maybe")
    assert "Which meeting" in member.last
    assert answer_of(one) == "yes"


async def test_a_meeting_that_moved_gets_a_kind_sentence_and_what_is_planned_now(
    member: Phone, keep: Keep, answer_of: AnswerOf
) -> None:
    planned = meeting()
    keep(replace(planned, series=replace(planned.series, moved={TUESDAY: replace_day(17)})))
    await member.send(label(keyboards.COMING))
    assert "has changed, or it is over" in member.last
    assert "Mar 17" in member.last
    assert answer_of(planned) is None


@pytest.mark.parametrize("status", [CANCELLED, DRAFT])
async def test_a_meeting_that_is_off_gets_a_kind_sentence(member: Phone, keep: Keep, status: str) -> None:
    keep(meeting(status=status))
    await member.send(label(keyboards.COMING))
    assert "has changed, or it is over" in member.last
    assert "no meeting to tell you about" in member.last


async def test_a_meeting_that_has_begun_gets_a_kind_sentence(member: Phone, keep: Keep, clock: Clock) -> None:
    keep(meeting())
    clock.pass_(days=5, hours=4)
    await member.send(label(keyboards.COMING))
    assert "has changed, or it is over" in member.last


async def test_who_has_left_learns_nothing_of_the_meetings(phone: Phone, keep: Keep, answer_of: AnswerOf) -> None:
    planned = meeting()
    keep(planned)
    await phone.send(label(keyboards.COMING))
    assert answer_of(planned) is None
    assert "Blue tent" not in phone.last


async def test_an_answer_in_the_middle_of_a_report_is_kept_and_the_report_goes_on(
    member: Phone, keep: Keep, answer_of: AnswerOf
) -> None:
    planned = meeting()
    keep(planned)
    await member.send("/report")
    await member.press("Go on")
    question, buttons = member.last, member.buttons
    await member.send(label(keyboards.COMING))
    assert answer_of(planned) == "yes"
    assert (member.last, member.buttons) == (question, buttons)


async def test_a_late_place_is_told_only_late_and_only_to_those_who_come(
    member: Phone, keep: Keep, clock: Clock
) -> None:
    keep(meeting(place_shown=LATE))
    await member.send("/forums")
    assert "told later, only to those who come" in member.last
    await member.send(label(keyboards.COMING))
    assert "3 hours before" in "".join(letter for letter in member.last if letter not in "⁨⁩")
    assert "Blue tent" not in member.last
    clock.pass_(days=5, minutes=30)
    await member.send("/forums")
    assert "Blue tent" in member.last
    await member.send(label(keyboards.NOT_COMING))
    assert "Blue tent" not in member.last


async def test_the_calendar_file_holds_the_whole_series_and_names_nobody(member: Phone, keep: Keep) -> None:
    series = replace(meeting().series, rule=Rule.parse("FREQ=WEEKLY;BYDAY=TU"))
    planned = meeting(series=series, cancelled=frozenset({replace_day(17)}))
    keep(planned)
    await member.send(label(keyboards.CALENDAR))
    [(name, file, caption)] = member.telegram.handed
    assert name == "meeting.ics"
    assert "can see it there" in caption
    text = file.decode().replace("\r\n ", "")
    for part in (f"UID:{planned.id}@amana", "SEQUENCE:0", "RRULE:FREQ=WEEKLY", "EXDATE", "Blue tent", "VTIMEZONE"):
        assert part in text
    assert "ORGANIZER" not in text
    assert "ATTENDEE" not in text


async def test_a_late_place_is_not_in_the_calendar_file(member: Phone, keep: Keep) -> None:
    keep(meeting(place_shown=LATE))
    await member.send(label(keyboards.CALENDAR))
    assert b"Blue tent" not in member.telegram.handed[0][1]


async def test_markup_and_long_agendas_of_an_organiser_are_shown_as_they_are(member: Phone, keep: Keep) -> None:
    keep(meeting(title={"en": "<b>*Lights*</b>"}, agenda={"en": "x" * 2500}))
    await member.send(label(keyboards.ABOUT_MEETING))
    assert "<b>*Lights*</b>" in member.last
    assert "x" * 2500 in member.last


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.times(), st.sampled_from(["en", "ar", "ckb", "fr", "my", "ku"])
)
@settings(max_examples=60, deadline=None)
def test_every_day_and_time_leads_back_from_its_button_in_every_language(day: date, at: time, code: str) -> None:
    """As a phone may send it back: without the invisible marks, with other spaces, in other letters' case."""
    wall = WallTime(day, time(at.hour, at.minute))
    other = WallTime(day, time(at.hour, (at.minute + 1) % 60))
    forum = SimpleNamespace(name=Texts({}), is_discreet=False)
    app = SimpleNamespace(languages=["en", code], words=Words, content=SimpleNamespace(forum=lambda _key: forum))
    ahead = [
        cast(Occasion, SimpleNamespace(meeting=SimpleNamespace(forum="x"), occurrence=SimpleNamespace(wall=each)))
        for each in (wall, other)
    ]
    said = occasions.when(Words(code), wall)
    for sent in (said, MARKS.sub("", said), f"  {said.upper()}  "):
        turn = cast(Turn, SimpleNamespace(label_rest=sent, app=app))
        assert occasions.found(turn, ahead) == ahead[:1]


@pytest.mark.parametrize("said", ["yes", "No.", "نعم", "oui", "بەڵێ"])
async def test_a_bare_yes_asks_again_with_the_buttons_and_is_no_report(
    member: Phone, keep: Keep, answer_of: AnswerOf, said: str
) -> None:
    planned = meeting()
    keep(planned)
    await member.send(said)
    assert any(" · " in button and "✅" in button for button in member.buttons)
    assert answer_of(planned) is None, "nothing is taken for an answer that no button was pressed for"
    assert "not sent" not in member.answer


async def test_a_bare_yes_where_no_meeting_is_ahead_is_small_talk(member: Phone) -> None:
    await member.send("yes")
    assert "I have asked no yes-or-no question" in member.last


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        *((said, "yes") for said in ("سآتي", "I'll be there", "ill be there", "je viens", "دێم", "رح إجي")),
        *((said, "no") for said in ("لن احضر", "can't come", "Cant come", "je viens pas", "نایەم", "ما رح اجي")),
        *((said, "maybe") for said in ("ربما", "perhaps", "not sure")),
    ],
)
async def test_what_is_typed_in_place_of_an_answer_is_one(
    member: Phone, keep: Keep, answer_of: AnswerOf, said: str, answer: str
) -> None:
    planned = meeting()
    keep(planned)
    await member.send(said)
    assert answer_of(planned) == answer


async def test_the_same_words_with_others_or_without_a_meeting_are_a_story(
    member: Phone, keep: Keep, answer_of: AnswerOf
) -> None:
    await member.send("I can't come")
    assert "not sent" in member.answer
    await member.press("Forget this chat")
    planned = meeting()
    keep(planned)
    await member.send("soldiers stand there, I can't come")
    assert answer_of(planned) is None
