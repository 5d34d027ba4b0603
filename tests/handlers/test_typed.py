"""Whoever simply types is understood: words that answer no question are held, and three things are offered."""

import pytest

from handlers.chat import keyboards
from handlers.chat.app import App
from handlers.chat.screen.short_messages import MOST_WORDS, words_in
from locales import Words
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.database_files import at_rest
from tests.support.phones import NewPhone, Phone
from tests.support.plain_text import plain
from tests.support.reports.told_reports import how_many, reports
from tests.support.vaults import Template

OFFERS = ["📝 Report with these words", "🔎 Find help for this", "🧹 Forget this chat", "☰ Menu"]
STORY = "soldiers took my son last night near the bridge"


@pytest.mark.parametrize("said", [STORY, "he raped me", "need food", "I want to die", "my child is lost"])
async def test_a_fresh_chat_holds_the_words_and_offers_what_can_be_done(
    phone: Phone, said: str, database: Database
) -> None:
    await phone.send(said)
    assert "I have your words. They are not sent" in phone.last
    assert phone.buttons == OFFERS
    assert "This may help" in phone.answer
    assert "Nobody of the team has seen your words" in phone.texts[0]
    assert how_many(database) == (0, 0)


async def test_a_report_with_these_words_asks_what_it_is_about_and_where_and_nothing_else(
    phone: Phone, database: Database, founded: Template
) -> None:
    await phone.send(STORY)
    before = phone.taps
    await phone.press("Report with these words")
    assert any("Telegram itself can see" in text for text in phone.texts)
    assert "What is it about?" in phone.last
    await phone.press("Stopped, arrested or missing", "Along the river")
    assert "in danger right now" in phone.last
    await phone.press("👌 No")
    assert "Nothing has been sent yet" in phone.last
    assert STORY in phone.last
    await phone.press("✅ Send")
    assert phone.taps - before == 5
    (body,) = reports(database, founded)
    assert body["answers"]["what_happened"] == STORY
    assert body["answers"]["category"] == "stopped"
    assert body["answers"]["zone"] == "river"


async def test_the_words_can_be_changed_and_more_be_told_before_sending(
    phone: Phone, database: Database, founded: Template
) -> None:
    await phone.send(STORY)
    await phone.press("Report with these words", "Stopped, arrested", "Along the river", "🆘 Yes")
    assert "go to a safe place first" in phone.last
    number = next(line for line in phone.answer.splitlines() if "What happened?" in line).strip("\u200e")[0]
    await phone.press(f"✏️ {number}")
    assert "What happened?" in phone.last
    await phone.send("They were four men")
    await phone.press("Next")
    await phone.press("More questions")
    await phone.press("Today", "No", "✅ Send")
    (body,) = reports(database, founded)
    assert "They were four men" in body["answers"]["what_happened"]
    assert body["urgent"] is True


@pytest.mark.parametrize(
    "category", [("Someone was attacked", "Sexual violence"), ("A child in danger",), ("About an aid worker",)]
)
async def test_words_are_sent_with_every_kind_of_report(
    phone: Phone, category: tuple[str, ...], database: Database, founded: Template
) -> None:
    """Stop asking is not refuse to listen."""
    await phone.send("it was the guard of the store")
    await phone.press("Report with these words", *category)
    for modest in ("I would rather not say", "North quarter", "🔕 No"):
        if any(modest in button for button in phone.buttons):
            await phone.press(modest)
    assert any("it was the guard of the store" in text for text in phone.texts)
    await phone.press("✅ Send")
    who = "focal_point" if "About an aid worker" in category else "caseworker"
    (body,) = reports(database, founded, who)
    assert body["answers"]["what_happened"] == "it was the guard of the store"


async def test_messages_in_a_row_belong_together(phone: Phone, database: Database, founded: Template) -> None:
    await phone.send("My son")
    assert "In danger now?" not in phone.answer
    await phone.send("was taken")
    assert "In danger now?" in phone.last
    assert "Added to your words" in phone.last
    await phone.press("Report with these words", "Stopped, arrested", "North quarter", "👌 No", "✅ Send")
    (body,) = reports(database, founded)
    assert body["answers"]["what_happened"] == "My son\nwas taken"


@pytest.mark.parametrize("start", ["/start", "/safety", "/services", "/forget", "/forums"])
async def test_from_wherever_no_question_is_asked(phone: Phone, start: str) -> None:
    await phone.send(start)
    await phone.send(STORY)
    assert phone.buttons == OFFERS


async def test_after_reading_a_card_and_a_guide_too(phone: Phone) -> None:
    await phone.send("/services")
    await phone.press("🩺 Health")
    await phone.press_under("Health centre")
    await phone.send("they came again and burned the house of my uncle")
    assert phone.buttons == OFFERS


async def test_held_words_outlive_the_menu_and_go_into_the_report(phone: Phone) -> None:
    await phone.send(STORY)
    await phone.press("Menu", "Report a concern", "With these words")
    assert "What is it about?" in phone.last
    assert "Your words are part of this" in phone.last


async def test_nothing_of_the_words_can_be_read_at_rest(phone: Phone, database: Database) -> None:
    await phone.send(STORY)
    assert b"soldiers" not in at_rest(database)
    await phone.press("Report with these words")
    assert b"soldiers" not in at_rest(database)


async def test_forget_lets_go_of_the_words_and_removes_them(phone: Phone, app: App, clock: Clock) -> None:
    await phone.send(STORY)
    await phone.press("Forget")
    assert phone.own_texts == []
    assert not any("soldiers" in text for text in phone.texts)
    before, _ = await app.turns.recall(99, phone.chat, clock.now)
    assert "soldiers" not in before
    await phone.send("/report")
    assert "Your words" not in phone.last


async def test_after_an_hour_nothing_is_held(phone: Phone, clock: Clock) -> None:
    await phone.send(STORY)
    clock.pass_(minutes=61)
    await phone.press("Report with these words")
    assert "If not, please start again" in phone.last


async def test_after_stop_a_new_report_knows_nothing_of_them(phone: Phone) -> None:
    await phone.send(STORY)
    await phone.send("/stop")
    await phone.press("Report a concern")
    assert "Go on" in phone.buttons[0]


async def test_help_for_the_words_is_a_list_and_keeps_them(phone: Phone) -> None:
    await phone.send("we need food and milk for the baby")
    await phone.press("Find help")
    assert "🍞" in phone.last or "Food" in phone.last
    await phone.press("Report with these words")
    assert "What is it about?" in phone.last


async def test_where_nothing_is_found_all_help_is_shown(phone: Phone) -> None:
    await phone.send("zzyzx qwrtp fghjkl mnbvc plokij")
    assert "This may help" not in phone.answer
    await phone.press("Find help")
    assert any("In danger now?" in text for text in phone.texts)


async def test_a_photo_with_words_counts_by_its_words(phone: Phone) -> None:
    await phone.send(photo=[{"file_id": "x"}], caption="they burned our house")
    assert "only the words with it count" in phone.texts[0]
    assert "In danger now?" in phone.last
    assert phone.buttons == OFFERS


@pytest.mark.parametrize("kind", ["voice", "photo", "document", "video_note", "sticker"])
async def test_a_file_without_words_is_not_kept_and_that_is_said(phone: Phone, kind: str) -> None:
    await phone.send(**{kind: {"file_id": "x"}})
    assert "I kept nothing of it" in phone.last
    assert "🧹" in phone.last
    assert any("🧹" in button for button in phone.buttons)


async def test_a_file_between_words_leaves_them_held(phone: Phone) -> None:
    await phone.send(STORY)
    await phone.send(voice={"file_id": "x"})
    assert phone.buttons == OFFERS
    await phone.press("Report with these words")
    assert "Your words are part of this" in phone.last


@pytest.mark.parametrize(
    ("said", "service"),
    [
        ("he raped me", "women’s room"),
        ("I want to die", "listening line"),
        ("my child is lost", "child protection team"),
        ("there is a bomb in the field", "mine action team"),
    ],
)
async def test_words_of_danger_bring_the_right_service_and_numbers_where_a_small_screen_shows_them(
    phone: Phone, said: str, service: str
) -> None:
    """At the end: nothing stands between them and what is offered."""
    await phone.send(said)
    shown = phone.answer
    assert shown.index("This may help") < shown.index(service) < shown.index("🆘 In danger now? Call:")
    assert (
        phone.last.index("🆘 In danger now? Call:") < phone.last.index("Police") < phone.last.index("I have your words")
    )
    assert all(words_in(text) <= MOST_WORDS for text in phone.texts)


async def test_words_of_danger_bring_them_in_the_search_too(phone: Phone) -> None:
    await phone.send("/services")
    await phone.send("raped")
    assert "🆘 In danger now? Call:" in phone.last
    assert "women’s room" in phone.answer


@pytest.mark.parametrize(
    ("said", "hint", "answered"),
    [
        ("ابني ضاع مني في السوق", "en", "ar"),
        ("کوڕەکەم ون بووە", "en", "ckb"),
        ("il m’a violée", "en", "fr"),
        ("they took my brother", "fr", "en"),
        ("je veux mourir", "ar", "fr"),
        ("مين اخد ابني", "ar", "ar"),
        ("مين رح يقرا هالكلام", "en", "ar"),
        ("civîn kengî ye", "en", "en"),
    ],
)
async def test_a_stranger_is_answered_in_their_own_letters(
    new_phone: NewPhone, said: str, hint: str, answered: str
) -> None:
    person = new_phone(hint=hint)
    await person.send(said)
    assert person.buttons[0] == Words(answered)(keyboards.TELL)


@pytest.mark.parametrize("said", ["مين رح يقرا هالكلام", "مين اخد الدفتر", "بدي شنطة أو كيس"])
async def test_arabic_words_are_not_read_as_kurdish_ones(new_phone: NewPhone, said: str) -> None:
    """ "Who" is no mine, "or" is no water."""
    person = new_phone(hint="ar")
    await person.send(said)
    assert "ألغام" not in person.answer and "المتفجرات" not in person.answer and "المياه" not in person.answer


async def test_a_kurdish_mine_stays_one(new_phone: NewPhone) -> None:
    person = new_phone(hint="ckb")
    await person.send("مین لە نزیک ماڵەکەمان")
    assert "مین" in person.answer and "🆘" in person.answer


async def test_a_language_that_was_chosen_stays(phone: Phone) -> None:
    await phone.send("/language")
    await phone.press("Français")
    await phone.send("ابني ضاع مني في السوق")
    assert phone.buttons[0] == Words("fr")(keyboards.TELL)


@pytest.mark.parametrize("said", ["send", "Continue", "ارسل", "بنێرە", "envoyez"])
async def test_send_goes_on_with_the_words_and_is_none_of_them(phone: Phone, said: str) -> None:
    await phone.send(STORY)
    await phone.send(said)
    assert "What is it about?" in phone.answer
    await phone.press("Stopped, arrested or missing", "Along the river", "👌 No")
    assert STORY in phone.answer and said not in phone.answer.replace("Send", "")


async def test_more_than_can_be_held_is_said(phone: Phone) -> None:
    for _ in range(3):
        await phone.send("word " * 800)
    await phone.send("and more " * 300)
    assert "more than I can hold" in phone.last
    assert phone.buttons == OFFERS


async def test_words_typed_while_a_language_is_chosen_are_not_lost(phone: Phone) -> None:
    await phone.send("/language")
    await phone.send(STORY)
    assert phone.buttons == OFFERS


@pytest.mark.parametrize(("said", "code"), [("arabe", "ar"), ("kurdi", "ckb"), ("FRANCAIS", "fr"), ("عربي", "ar")])
async def test_a_language_may_be_named_in_any_language(phone: Phone, said: str, code: str) -> None:
    await phone.send(said)
    assert phone.buttons[0] == Words(code)(keyboards.REPORT)
    await phone.send("/language")
    await phone.send("in english")
    assert phone.buttons[0] == Words("en")(keyboards.REPORT)


@pytest.mark.parametrize("late", ["✅ Send", "☀️ Today", "➡️ Next"])
async def test_a_late_press_does_not_become_part_of_the_story(phone: Phone, late: str) -> None:
    await phone.send(STORY)
    await phone.send(late)
    assert "I have your words" in phone.last
    await phone.press("Report with these words", "Stopped, arrested", "Along the river", "👌 No")
    assert f"{STORY}\n{late}" not in phone.last


async def test_words_under_a_photo_count_as_an_answer(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Go on")
    await phone.send(photo=[{"file_id": "x"}], caption="I feel unsafe or threatened")
    assert "Where was it?" in phone.last
    assert "only the words with it count" in phone.last
    await phone.send(photo=[{"file_id": "x"}])
    assert "I did not keep it" in phone.last
    assert "Where was it?" in phone.last


async def test_who_needs_a_doctor_at_night_sees_what_is_open_first(phone: Phone, clock: Clock) -> None:
    clock.pass_(hours=34)
    await phone.send("i need a doctor now my baby has fever")
    assert "Emergency room" in phone.answer


async def test_an_open_desk_stands_before_a_closed_tent(phone: Phone, clock: Clock) -> None:
    clock.pass_(hours=-3)
    await phone.send("my son is lost")
    assert "1. \u2068Child protection desk" in phone.answer


async def test_a_later_danger_brings_its_own_service(phone: Phone) -> None:
    await phone.send("أريد أن أموت")
    assert "غرفة الاستماع" in phone.answer
    await phone.send("هناك لغم قرب البيت")
    assert "الألغام والمتفجرات" in phone.answer
    assert "غرفة الاستماع" not in phone.answer


@pytest.mark.parametrize(("said", "name"), [("emergency room", "Emergency room"), ("قسم الطوارئ", "قسم الطوارئ")])
async def test_who_asks_for_a_service_by_its_name_gets_that_one_first(phone: Phone, said: str, name: str) -> None:
    """Though the same words may speak of danger."""
    await phone.send(said)
    assert f"1. {name}" in plain("\n".join(phone.texts))


@pytest.mark.parametrize(
    "story",
    [
        "the aid worker asked me for money for the cash card",
        "موظف الإغاثة طلب مني مصاري مقابل المساعدة",
        "un humanitaire m’a demandé de l’argent pour l’aide",
    ],
)
@pytest.mark.parametrize("where", ["", "/services"])
async def test_who_was_asked_for_something_in_return_for_aid_is_led_to_complaints_and_not_to_its_desk(
    phone: Phone, story: str, where: str
) -> None:
    if where:
        await phone.send(where)
    await phone.send(story)
    assert "🦺" in phone.answer
    assert not any(word in phone.answer for word in ("🔎 This may help", "🔎 قد", "🔎 Ceci"))
    assert "📝" in phone.buttons[0]
