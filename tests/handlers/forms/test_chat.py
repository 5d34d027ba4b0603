"""Promises of asking any form in a chat, tried on a form that has every kind of question."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from handlers import routes, start
from handlers.chat.app import App
from handlers.chat.routing import Route, Switchboard
from handlers.chat.states import State
from handlers.chat.turn import Turn
from handlers.forms.chat import FormChat
from services.forms import Form, Interview, Note, load_form
from tests.support.phones import NewPhone, Phone
from tests.support.plain_text import plain

ENGLISH, ARABIC = "::English (en)", "::العربية (ar)"
SURVEY = (
    ("type", "name", f"label{ENGLISH}", f"label{ARABIC}", "required", "constraint"),
    ("note", "before", "Please read this.", "اقرأ هذا من فضلك.", "", ""),
    ("select_one place", "place", "Where do you live?", "أين تعيش؟", "true", ""),
    ("select_multiple need", "need", "What do you need?", "ماذا تحتاج؟", "", ""),
    ("integer", "people", "How many people?", "كم شخصًا؟", "", ". < 30"),
    ("text", "story", "What should we know?", "ماذا يجب أن نعرف؟", "", ""),
    ("date", "since", "Since which day?", "منذ أي يوم؟", "", ""),
    ("acknowledge", "aware", "Answers are kept for a year.", "تُحفظ الإجابات سنة.", "", ""),
)
MORE_COLUMNS = (f"hint{ENGLISH}", f"constraint_message{ENGLISH}", f"constraint_message{ARABIC}", "appearance")
MORE = {
    "place": ("In which part", "", "", ""),
    "people": ("", "At most 29 people.", "٢٩ شخصًا على الأكثر.", ""),
    "story": ("", "", "", "multiline"),
}
CHOICES = (
    ("list_name", "name", f"label{ENGLISH}", f"label{ARABIC}"),
    ("place", "north", "North", "الشمال"),
    ("place", "south", "South", "الجنوب"),
    ("place", "far", "A place that is far away from both", "مكان بعيد عن كليهما"),
    ("need", "water", "Water", "ماء"),
    ("need", "food", "Food", "طعام"),
)
SETTINGS = (("form_title", "form_id", "default_language"), ("Needs", "needs", "English (en)"))

PLACE = "survey"


class Survey:
    """The smallest user of FormChat: keeps what was sent."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.sent: list[dict[str, str]] = []
        self.chat = FormChat(place=PLACE, send=self.send, stop=self.stop, completed=self.completed)
        known = [Route(self.begin, command="survey"), Route(start.start, command="start")]
        self.switchboard = Switchboard(known, fallback=start.fallback, elsewhere=start.elsewhere)
        unsent = routes.STATES[PLACE].unfinished
        self.state = State(PLACE, self.chat.handle, again=self.chat.again, unfinished=unsent)

    async def begin(self, turn: Turn) -> None:
        await self.chat.begin(turn, self.form)

    async def send(self, turn: Turn, interview: Interview, form: Form) -> None:
        self.sent.append(interview.submission())
        turn.leave()
        await turn.keep()
        await turn.say("sent")

    async def stop(self, turn: Turn) -> None:
        turn.leave()
        await turn.keep()
        await turn.say("stopped")

    def completed(self, turn: Turn, interview: Interview, note: Note) -> str:
        return "And this." if note.name == "before" else ""


@pytest.fixture(scope="session")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    file: Path = tmp_path_factory.mktemp("form") / "needs.md"
    more = [MORE_COLUMNS, *(MORE.get(row[1], ("",) * len(MORE_COLUMNS)) for row in SURVEY[1:])]
    survey = [(*row, *rest) for row, rest in zip(SURVEY, more, strict=True)]
    sheets = {"survey": survey, "choices": CHOICES, "settings": SETTINGS}
    file.write_text("\n".join(_sheet(name, rows) for name, rows in sheets.items()), encoding="utf-8")
    return load_form(file)


def _sheet(name: str, rows: Sequence[tuple[str, ...]]) -> str:
    return "\n".join([f"| {name} |", *(f"|  | {' | '.join(row)} |" for row in rows)])


@pytest.fixture
def survey(form: Form) -> Survey:
    return Survey(form)


@pytest.fixture
def person(app: App, survey: Survey, form: Form, new_phone: NewPhone) -> Phone:
    asked = {**app.states, PLACE: survey.state}
    with_form = replace(app, content=replace(app.content, forms={form.name: form}), states=asked)
    return new_phone(app=with_form, switchboard=survey.switchboard)


async def to_story(person: Phone) -> None:
    await person.send("/survey")
    await person.press("North", "Skip", "Skip")


async def test_a_question_shows_its_notes_its_hint_and_its_answers_in_one_message(person: Phone) -> None:
    await person.send("/survey")
    assert person.last == "Please read this.\nAnd this.\n\nWhere do you live?\nIn which part"
    assert person.telegram.keyboard[:2] == [["North", "South"], ["A place that is far away from both"]]


async def test_the_first_question_has_no_way_back_and_a_required_one_no_skip(person: Phone) -> None:
    await person.send("/survey")
    assert person.buttons[3:] == ["⏹ Stop"]


async def test_several_choices_are_ticked_and_taken_back(person: Phone) -> None:
    await person.send("/survey")
    await person.press("North", "Water", "Food", "✅ Water")
    assert person.buttons[:3] == ["➡️ Next", "⬜ Water", "✅ Food"]
    await person.press("Next", "Check and send", "✅ Send")
    assert person.last == "sent"


async def test_a_tick_changes_what_stands_there_and_the_question_stays_in_sight(person: Phone) -> None:
    await person.send("/survey")
    await person.press("North")
    before = len(person.telegram.messages)
    await person.press("Water", "Food", "✅ Water")
    assert len(person.telegram.messages) == before + 1
    assert "What do you need" in person.texts[-2]
    assert plain(person.last) == "✅ Chosen: Food. Press ➡️ Next when it is enough."


async def test_a_line_about_another_question_is_left_alone(person: Phone) -> None:
    await person.send("/survey")
    await person.press("North", "Water", "Next", "Back", "Food")
    assert len([text for text in person.texts if "Chosen" in text]) == 2


async def test_a_tick_pressed_twice_stays_as_its_label_said(person: Phone) -> None:
    await person.send("/survey")
    await person.press("North")
    await person.send_quickly("⬜ Water", "⬜ Water", "⬜ Food")
    assert person.buttons[:3] == ["➡️ Next", "✅ Water", "✅ Food"]
    await person.send("⬜ Water")
    assert person.buttons[:3] == ["➡️ Next", "✅ Water", "✅ Food"]
    await person.send_quickly("✅ Water", "➡️ Next")
    assert "How many people" in person.last, "a tick is no question: what follows it counts"


async def test_what_was_ticked_is_what_is_sent(person: Phone, survey: Survey) -> None:
    await person.send("/survey")
    await person.press("North", "Water", "Food", "Next", "Check and send", "✅ Send")
    assert survey.sent == [{"place": "north", "need": "water food"}]


async def test_a_broken_rule_is_explained_in_the_persons_language(person: Phone) -> None:
    person.hint = "ar"
    await person.send("/survey")
    await person.send("الشمال")
    await person.press("⏭")
    await person.send("٤٠")
    assert "٢٩ شخصًا على الأكثر." in person.last
    assert "كم شخصًا؟" in person.last


async def test_words_where_a_number_belongs_are_answered_with_an_example(person: Phone) -> None:
    await person.send("/survey")
    await person.press("North", "Skip")
    await person.send("many")
    assert "for example 3" in person.last
    await person.send("٧")
    assert person.last.startswith("What should we know?")


async def test_text_in_several_messages_becomes_one_answer(person: Phone, survey: Survey) -> None:
    await to_story(person)
    await person.send("First the men came.")
    await person.send("Then they took the goats.")
    assert "I have this" in person.last
    await person.press("Next", "Check and send", "✅ Send")
    assert survey.sent[0]["story"] == "First the men came.\nThen they took the goats."


async def test_send_now_takes_along_what_was_written_last(person: Phone, survey: Survey) -> None:
    await to_story(person)
    await person.send("The goats.")
    await person.press("Check and send", "✅ Send")
    assert survey.sent[0]["story"] == "The goats."


async def test_a_photo_in_the_middle_costs_nothing_but_a_kind_word(person: Phone, survey: Survey) -> None:
    await to_story(person)
    await person.send("The goats.")
    await person.send(photo=[{"file_id": "x"}])
    assert "cannot take photos" in person.last
    assert "What should we know?" in person.last
    await person.press("Next", "Check and send", "✅ Send")
    assert survey.sent[0]["story"] == "The goats."


@pytest.mark.parametrize("kind", ["voice", "video", "document", "sticker", "location", "contact", "video_note"])
async def test_every_kind_of_file_is_answered_and_the_question_stays(person: Phone, kind: str) -> None:
    await person.send("/survey")
    await person.send(**{kind: {"file_id": "x", "latitude": 1.5, "longitude": 2.5}})
    assert "did not keep it" in person.last
    assert "Where do you live?" in person.last


async def test_words_under_a_photo_are_kept_though_the_photo_is_not(person: Phone, survey: Survey) -> None:
    await to_story(person)
    await person.send(photo=[{"file_id": "x"}], caption="This is the broken pump.")
    assert "only the words with it count" in person.last
    assert "I have this" in person.last
    await person.press("Check and send", "✅ Send")
    assert survey.sent[0]["story"] == "This is the broken pump."


async def test_words_that_are_no_answer_bring_the_buttons_back(person: Phone) -> None:
    await person.send("/survey")
    await person.send("I do not know what to press")
    assert "press one of the buttons" in person.last
    assert "Where do you live?" in person.last
    assert person.buttons[0] == "North"


async def test_back_shows_the_question_before_and_its_answer_can_change(person: Phone, survey: Survey) -> None:
    await person.send("/survey")
    await person.press("North", "Back")
    assert "Where do you live?" in person.last
    await person.press("South", "Check and send", "✅ Send")
    assert survey.sent == [{"place": "south"}]


async def test_the_review_shows_every_answer_and_each_can_be_changed(person: Phone, survey: Survey) -> None:
    await to_story(person)
    await person.send("The goats.")
    await person.press("Check and send")
    assert "1. Where do you live?\nNorth" in person.last
    assert "The goats." in person.last
    assert "Nothing has been sent yet" in person.last
    await person.press("✏️ 1", "South")
    assert "1. Where do you live?\nSouth" in person.last
    await person.press("✅ Send")
    assert survey.sent == [{"place": "south", "story": "The goats."}]


async def test_the_number_of_an_answer_may_be_typed_in_any_digits(person: Phone) -> None:
    await person.send("/survey")
    await person.press("North", "Check and send")
    await person.send("١")
    assert "Where do you live?" in person.last


async def test_a_number_nobody_offered_changes_nothing(person: Phone) -> None:
    await person.send("/survey")
    await person.press("North", "Check and send")
    await person.send("99")
    assert "press one of the buttons" in person.last
    assert "1. Where do you live?" in person.last


async def test_after_send_now_the_other_questions_can_still_be_asked(person: Phone) -> None:
    await person.send("/survey")
    await person.press("North", "Check and send", "More questions")
    assert "What do you need?" in person.last


async def test_a_day_is_written_as_shown(person: Phone) -> None:
    await to_story(person)
    await person.press("Skip")
    assert "2026-11-30" in person.last
    await person.send("some day or other")
    assert "a day that exists" in person.last
    await person.send("2026-11-20")
    assert "kept for a year" in person.last


async def test_a_whole_form_is_answered_to_its_end(person: Phone, survey: Survey) -> None:
    await to_story(person)
    await person.press("Skip", "Skip", "OK")
    assert "Please check" in person.last
    assert not any("More questions" in label for label in person.buttons)
    await person.press("✅ Send")
    assert survey.sent[0]["aware"] == "OK"


async def test_stop_ends_at_any_question_and_nothing_is_sent(person: Phone, survey: Survey) -> None:
    await to_story(person)
    await person.press("Stop")
    assert person.last == "stopped"
    assert survey.sent == []


async def test_a_repeated_update_gives_the_same_answer_and_moves_nothing(person: Phone, survey: Survey) -> None:
    await person.send("/survey")
    await person.press("North")
    said = person.last
    await person.repeat()
    assert person.last == said
    await person.press("Skip", "Skip")
    await person.send("Only once.")
    await person.repeat()
    await person.press("Check and send", "✅ Send")
    assert survey.sent[0]["story"] == "Only once."


async def test_a_form_that_was_replaced_meanwhile_is_asked_to_its_end(person: Phone) -> None:
    """The form in the content is another by now, and the old one is nowhere: the person is told, and gets out."""
    await person.send("/survey")
    person.app = replace(person.app, content=replace(person.app.content, forms={}))
    await person.press("North")
    assert "have changed meanwhile" in person.last
    await person.press("Stop")
    assert person.last == "stopped"


async def test_a_button_from_a_keyboard_in_another_language_counts(person: Phone) -> None:
    await person.send("/survey")
    await person.send("الجنوب")
    assert "What do you need?" in person.last
