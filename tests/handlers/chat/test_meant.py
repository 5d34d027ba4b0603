"""Labels that are typed: without their picture, in any case, with an article, in any offered language."""

import pytest

from handlers import routes
from handlers.chat import keyboards
from handlers.chat.meant import Named, meant, reads_like
from locales import LANGUAGES, Words
from locales.labels import normal_label
from locales.typed_names import BUTTONS, typed_names
from tests.support.phones import NewPhone, Organiser, Phone

OFFERED = ("en", "ar", "ckb", "fr")
MENU = (
    keyboards.REPORT,
    keyboards.MAILBOX,
    keyboards.SERVICES,
    keyboards.FORUMS,
    keyboards.RETURN,
    keyboards.SAFETY,
    keyboards.SURVEYS,
    keyboards.LANGUAGE,
    keyboards.HELP,
    keyboards.FORGET,
)


def without_picture(label: str) -> str:
    return normal_label(label).split(" ", 1)[1]


@pytest.mark.parametrize("code", OFFERED)
@pytest.mark.parametrize("label", MENU)
async def test_every_label_of_the_menu_counts_without_its_picture_and_in_capitals(
    new_phone: NewPhone, code: str, label: str
) -> None:
    pressing, typing = new_phone(hint=code), new_phone(hint=code, chat=701)
    drawn = Words(code)(label)
    await pressing.send(drawn)
    await typing.send(without_picture(drawn).upper())
    said = "\n\n".join(typing.texts)
    assert all(part in said for part in pressing.texts[-1].split("\n\n"))
    assert typing.buttons == pressing.buttons


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("services", "In danger now?"),
        ("The Services!", "In danger now?"),
        ("les services", "In danger now?"),
        ("الخدمات", "هل هناك خطر الآن؟"),
        ("خدمات", "هل هناك خطر الآن؟"),
        ("خزمەتگوزارییەکان", "ئێستا لە مەترسیدایت؟"),
        ("stop", "Nothing is under way"),
        ("STOP.", "Nothing is under way"),
        ("توقف", "⏹"),
        *((typed, "⏹") for typed in ("stop this", "توقف عن هذا", "توقف الآن", "وقف هذا", "أوقف هذا")),
        *((typed, "⏹") for typed in ("ئەمە بوەستێنە", "وازی لێ بهێنە", "arrête ça", "Arrêtez cela.", "ça suffit")),
        ("report", "Who reads what you report"),
        ("meetings", "forum"),
        ("my mailbox", "receipt"),
        ("mailbox", "receipt"),
        ("hello", "Welcome"),
        ("help", "In danger now?"),
        ("food", "Monthly food"),
        ("The food", "Monthly food"),
        ("الطعام", "الغذاء الشهري"),
        ("nourriture", "🍞"),
        ("خواردن", "🍞"),
        ("langue", "Choisissez votre langue"),
    ],
)
async def test_what_people_type_for_a_button_counts(phone: Phone, typed: str, said: str) -> None:
    await phone.send(typed)
    assert said in phone.last or any(said in text for text in phone.texts), phone.texts
    assert not any("I have your words" in text for text in phone.texts)


@pytest.mark.parametrize(
    "said",
    ["the services are closed", "please stop them", "I have no language", "meetings make me afraid", "not safe"],
)
async def test_within_a_sentence_they_mean_nothing(phone: Phone, said: str) -> None:
    await phone.send(said)
    assert any("I have your words" in text for text in phone.texts)


async def test_words_that_could_be_two_buttons_are_none() -> None:
    two = (Named("stop", None), Named("back", None))
    assert meant("stop", two, OFFERED)[0].button == two[0]
    assert meant("stop back", two, OFFERED) == []
    same = (Named("yes", keyboards.STOP), Named("no", keyboards.STOP))
    assert meant("stop", same, OFFERED) == []


def test_what_stands_in_brackets_need_not_be_typed() -> None:
    assert reads_like("along the river", "🌊 Along the river (example)", OFFERED)
    assert not reads_like("the river", "🌊 Along the river (example)", OFFERED)
    assert not reads_like("🙂", "🌊", OFFERED)


@pytest.mark.parametrize("code", LANGUAGES)
def test_only_known_names_have_words_in_a_language(code: str) -> None:
    known = {command for command, _ in routes.COMMANDS} | set(BUTTONS)
    assert set(typed_names(code).names) <= known


@pytest.mark.parametrize("code", OFFERED)
def test_no_two_buttons_of_the_menu_share_a_word(code: str) -> None:
    seen: dict[str, str] = {}
    for name in (command for command, _ in routes.COMMANDS):
        for typed in typed_names(code).names.get(name, ()):
            assert seen.setdefault(normal_label(typed), name) == name


async def test_a_form_understands_them_where_they_can_be_told_from_an_answer(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report")
    await phone.send("go on")
    assert "What is it about?" in phone.last
    await phone.send("i feel unsafe or threatened")
    await phone.send("along the river")
    assert "danger right now" in phone.last
    await phone.send("BACK")
    assert "Where was it?" in phone.last
    await phone.send("تخطي")
    await phone.send("i do not know")
    await phone.send("the today")
    assert "What happened?" in phone.last
    await phone.send("stop")
    assert "part of your answer" in phone.last
    assert any("⏹" in button for button in phone.buttons)
    await phone.press("Next")
    assert "Do you want an answer?" in phone.last
    await phone.send("stop")
    assert "Stopped. Nothing was sent" in phone.last


async def test_a_choice_comes_before_a_button(phone: Phone) -> None:
    """ "No" is an answer to "do you want an answer?", and "yes" too."""
    await phone.start()
    await phone.press("Report", "Go on", "I feel unsafe", "Along the river")
    await phone.send("no")
    await phone.press("Today", "Skip")
    await phone.send("Yes")
    assert "May I tell you in this chat" in phone.last


async def test_the_review_sends_when_it_is_told_to(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Go on", "I feel unsafe", "Check and send", "👌 No")
    await phone.send("send")
    assert "Your report is saved" in phone.answer


async def test_an_organisers_question_understands_them_too(organiser: Organiser) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00", "✏️ Length")
    await phone.send("Back")
    assert "✏️ Length" in phone.buttons
    await phone.press("✏️ Title")
    await phone.send("Back")
    assert "Back" in phone.last, "a title may be any word"
    await phone.press("✏️ Length")
    await phone.send("arrêter")
    assert "Stopped" in phone.last


@pytest.mark.parametrize("said", ["/menu", "/Menu", "/start", "/القائمة"])
async def test_a_command_in_a_text_question_is_no_answer_and_loses_nothing(phone: Phone, said: str) -> None:
    await phone.start()
    await phone.press("Report", "Go on", "Something else", "Skip", "Skip", "Skip")
    await phone.send("They took the goats.")
    await phone.send(said)
    assert phone.buttons == [Words("ar" if "ق" in said else "en")(each) for each in (keyboards.GO_ON, keyboards.STOP)]
    await phone.press("✅")
    await phone.press("📨")
    assert "They took the goats." in phone.last
    assert said not in phone.last


@pytest.mark.parametrize(
    ("said", "then"), [("/skip", "Do you want an answer?"), ("/back", "When was it?"), ("/cancel", "Stopped")]
)
async def test_buttons_of_a_form_may_stand_behind_a_slash(phone: Phone, said: str, then: str) -> None:
    await phone.start()
    await phone.press("Report", "Go on", "Something else", "Skip", "Skip", "Skip")
    await phone.send(said)
    assert then in phone.last


async def test_other_words_behind_a_slash_are_words(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Go on", "Something else", "Skip", "Skip", "Skip")
    await phone.send("/ back then they came")
    assert "I have this" in phone.last


async def test_a_command_changes_no_language(new_phone: NewPhone) -> None:
    phone, words = new_phone(hint="ar"), Words("ar")
    await phone.send("/menu")
    assert words(keyboards.REPORT) in phone.buttons
    await phone.press(words(keyboards.REPORT), words(keyboards.GO_ON))
    await phone.send("/menu")
    assert phone.buttons == [words(each) for each in (keyboards.GO_ON, keyboards.STOP)]
