"""What the wording of pushed messages promises, in every language."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from handlers import notices
from handlers.chat import keyboards
from handlers.chat.routing import MIDDLE_DOT
from handlers.meetings.shown import occasions
from handlers.notices import NoticeText, UnknownNotice
from locales import LANGUAGES, Words, match_label
from services.authoring.texts import LIMITS, length
from services.meetings import meetings
from services.meetings import notices as meeting_notices
from services.meetings.meeting import MeetingDraft
from services.meetings.minutes import OpenAction
from services.meetings.notices import Facts
from services.notices.outbox import Notice
from services.publishing import announcements
from services.recurrence import Rule, Series, next_occurrences
from tests.support.meetings.meeting_room import FIRST, NOW, ZONE, content

MEETING_KINDS = ("meeting", "meeting_changed", "meeting_moved", "meeting_place", "meeting_reminder")
CANCELLED_KINDS = ("meeting_cancelled", "series_cancelled")
ADVICE = {"texts": {"text": {"en": "Do not use the bridge."}}, "names": [{"en": "North"}, {"en": "River"}]}
ORGANISERS: dict[str, Facts] = {
    "reminder_dropped": {"leads": [86400], "tells_place": False, "is_over": True},
    "approval_wanted": {"kind": "meeting", "asked_by": "Amal"},
    "approval_given": {"kind": "meeting", "by": "Bina"},
    "approval_refused": {"kind": "meeting", "by": "Bina"},
}
CODES = pytest.mark.parametrize("code", sorted(LANGUAGES))


def facts_of(forum: str = "security", actions: Sequence[OpenAction] = (), **parts: Any) -> Facts:
    series = Series(FIRST, ZONE, 90, Rule.parse("FREQ=WEEKLY"))
    draft = MeetingDraft(forum, series, {"en": "Street lights"}, {"en": "Example school"}, "always", {"en": "Lights"})
    meeting = meetings.drafted(content(), replace(draft, **parts), NOW)
    occurrence = next_occurrences(meeting.series, NOW, 1)[0]
    facts = meeting_notices.facts_of(content(), meeting, occurrence, actions)
    return facts | {"was": "2026-11-23T15:00", "lead": 7200}


def word(kind: str, facts: Facts, code: str = "en") -> NoticeText:
    return notices.word(Notice(kind, 1, code, facts), Words(code))


def plain(text: str) -> str:
    return "".join(letter for letter in text if letter not in "\u2066\u2067\u2068\u2069\u200e\u200f")


@CODES
@pytest.mark.parametrize("kind", [*MEETING_KINDS, *CANCELLED_KINDS])
def test_every_notice_about_a_meeting_says_when_and_fits_into_one_message(kind: str, code: str) -> None:
    longest: dict[str, Any] = {
        part: {code: "🕊" * (LIMITS[part] // 2), "en": "x" * LIMITS[part]} for part in ("title", "place", "agenda")
    }
    actions = [OpenAction("0" * 32, number, "x" * 160, "y" * 60, date(2026, 12, 1)) for number in range(20)]
    said = word(kind, facts_of(actions=actions, **longest), code)
    assert length(said.text) <= 4096
    assert plain(Words(code).day(FIRST.day)) in plain(said.text)
    assert "15:00" in said.text


@pytest.mark.parametrize("kind", ["meeting", "meeting_changed", "meeting_moved"])
def test_the_question_and_where_to_go_are_never_cut_off(kind: str) -> None:
    said = word(kind, facts_of(agenda={"en": "x" * 2500}, actions=[OpenAction("", 0, "a" * 160, "", None)] * 20))
    assert "Example school" in said.text
    assert "Will you come?" in said.text


@CODES
@pytest.mark.parametrize("kind", MEETING_KINDS)
def test_the_buttons_say_which_meeting_and_are_understood(kind: str, code: str) -> None:
    said = word(kind, facts_of(), code)
    assert said.keyboard is not None
    for label, meant in zip(
        (row[0] for row in said.keyboard),
        (keyboards.COMING, keyboards.NOT_COMING, keyboards.MAYBE_COMING),
        strict=False,
    ):
        button, which = label.split(MIDDLE_DOT, 1)
        assert match_label(button, (meant,), (code,))
        assert plain(which) == plain(occasions.when(Words(code), FIRST))


@pytest.mark.parametrize("kind", CANCELLED_KINDS)
def test_a_cancellation_takes_the_buttons_away_and_says_so_in_the_old_message_too(kind: str) -> None:
    said = word(kind, facts_of())
    assert said.old is not None
    assert said.old.startswith("❌")
    assert not any("come" in label for row in said.keyboard or () for label in row)


def test_an_old_message_says_by_itself_what_is_right_now() -> None:
    old = plain(word("meeting_moved", facts_of()).old or "")
    assert "Mon, Nov 23, 15:00" in old
    assert "Tue, Nov 24, 15:00" in old
    assert word("meeting_changed", facts_of()).old is not None
    assert word("meeting", facts_of()).old is None


@CODES
@pytest.mark.parametrize("kind", [*MEETING_KINDS, *CANCELLED_KINDS])
def test_a_group_that_others_should_not_know_of_is_not_named(kind: str, code: str) -> None:
    actions = [OpenAction("", 0, "Shelter", "", None)]
    facts = facts_of("women", actions, title={"en": "Women alone"}, agenda={"en": "Violence"})
    said = word(kind, facts, code)
    everything = " ".join((said.text, said.old or "", *(label for row in said.keyboard or () for label in row)))
    for word_ in ("women", "Women", "Violence", "Shelter"):
        assert word_ not in everything


def test_a_place_told_late_is_in_one_notice_only() -> None:
    facts = facts_of(place_shown="late") | {"lead": 24 * 3600}
    for kind in ("meeting", "meeting_changed", "meeting_moved", "meeting_reminder"):
        text = word(kind, facts).text
        assert "Example school" not in text
        assert "told later" in text
    assert "Example school" in word("meeting_place", facts | {"place": {"en": "Example school"}}).text


def test_what_an_organiser_wrote_is_letters_and_cannot_turn_the_line_round() -> None:
    facts = facts_of(title={"en": "*b* <b>x</b> {place} %s"}, agenda={"en": "abc\u202edef {0}\nsecond"})
    text = word("meeting", facts).text
    assert "*b* <b>x</b> {place} %s" in text
    assert "\u202e" not in text
    assert "{0}" in text


def test_without_a_text_in_their_language_people_get_it_in_another() -> None:
    assert "Lights" in word("meeting", facts_of(), "ckb").text


@CODES
def test_other_notices_and_what_organisers_are_told_have_words(code: str) -> None:
    facts = facts_of()
    for kind, more in ORGANISERS.items():
        said = word(kind, facts | more, code)
        assert said.text
        assert said.keyboard is None
    for kind in (announcements.SAFETY, announcements.SERVICE):
        said = word(kind, ADVICE | {"urgent": True}, code)
        assert "Do not use the bridge." in said.text
        assert said.is_urgent
    both = {"texts": {"said": {"en": "More light"}, "done": {"en": "New lamps"}}, "names": [], "urgent": False}
    text = word(announcements.SAID_AND_DONE, both, code).text
    assert text.index("More light") < text.index("New lamps")


@pytest.mark.parametrize("leads", [[86400], [86400, 7200]])
def test_an_organiser_is_told_which_reminder_was_dropped_and_why(leads: list[int]) -> None:
    facts = facts_of() | {"leads": leads, "tells_place": False, "is_over": False}
    assert plain(word("reminder_dropped", facts).text).count("24") == 2
    assert "too late" in word("reminder_dropped", facts | {"is_over": True}).text
    assert "place" in word("reminder_dropped", facts | {"tells_place": True}).text


@pytest.mark.parametrize(
    ("code", "leads", "said"),
    [
        ("ar", [7200], "قبل ساعتين"),
        ("ar", [10800], "قبل 3 ساعات"),
        ("ar", [86400, 7200], "قبل 24 ساعة وساعتين"),
        ("fr", [3600], "1 heure avant"),
        ("en", [3600], "1 hour before"),
    ],
)
def test_the_hours_before_a_meeting_are_counted_as_the_language_counts(code: str, leads: list[int], said: str) -> None:
    facts = facts_of() | {"leads": leads, "tells_place": False, "is_over": False}
    assert said in plain(word("reminder_dropped", facts, code).text)


def test_a_test_is_said_to_be_one_and_asks_nothing() -> None:
    said = word(notices.TEST, {"kind": "meeting", "facts": facts_of()})
    assert said.text.startswith("🧪")
    assert "Street lights" in said.text
    assert said.keyboard is None


def test_a_kind_nobody_words_is_refused() -> None:
    for kind, facts in (("nonsense", {}), (notices.TEST, {"kind": "nonsense", "facts": {}})):
        with pytest.raises(UnknownNotice):
            word(kind, facts)


def test_shortly_before_nobody_reads_that_a_late_place_is_still_to_be_told() -> None:
    facts = facts_of(place_shown="late")
    soon = plain(word("meeting_reminder", facts | {"lead": 2 * 3600}).text)
    assert "Example school" not in soon
    assert "told later" not in soon
    assert "Press ✅ I will come, and I tell you." in soon
