"""Thanks, greetings and "who are you" are answered with a line, kept nowhere, and never hide what is told."""

import pytest

from handlers.chat import keyboards
from handlers.chat.small_talk import SAID, read
from locales import Words
from locales.small_talk import KINDS, small_talk
from tests.support.phones import NewPhone, Phone
from tests.support.plain_text import plain

OFFERED = ("en", "ar", "ckb", "fr")
REPORT_WITH_THEM = {Words(code)(keyboards.TELL) for code in OFFERED}


@pytest.mark.parametrize(
    ("typed", "kind", "code"),
    [
        *((typed, "thanks", "en") for typed in ("thanks", "Thank you!", "thank you so much 🙏", "ok thanks", "THX")),
        *((typed, "fine", "en") for typed in ("👍", "👍🏽", "❤️", "🙏🙏", "ok", "OK.", "okay 👌", "good night")),
        *((typed, "hello", "en") for typed in ("how are you?", "hello, how are you")),
        *((typed, "thanks", "ar") for typed in ("شكرا", "شكراً جزيلاً", "مرحبا شكرا", "تمام شكراً 🌹")),
        *((typed, "thanks", "ckb") for typed in ("سوپاس", "زۆر سوپاس", "دەستت خۆش")),
        *((typed, "thanks", "fr") for typed in ("merci", "Merci beaucoup !", "d'accord, merci")),
        *((("تمام", "fine", "ar"), ("كيفك", "hello", "ar"), ("باشە", "fine", "ckb"), ("à bientôt", "fine", "fr"))),
    ],
)
async def test_small_talk_gets_a_line_and_the_menu_and_is_not_held(
    phone: Phone, typed: str, kind: str, code: str
) -> None:
    await phone.send(typed)
    assert plain(phone.last) == plain(Words(code)(SAID[kind]))
    assert REPORT_WITH_THEM.isdisjoint(phone.buttons)
    assert Words(code)(keyboards.REPORT) in phone.buttons, "the menu"


@pytest.mark.parametrize(
    "typed",
    [
        *("who are you", "Who are you?", "hello, who is this?", "من أنت؟", "تۆ کێیت؟", "qui êtes-vous ?", "c'est qui"),
        *("are you police", "مين انتو", "ئێوە پۆلیسن", "vous êtes la police ?"),
    ],
)
async def test_whoever_asks_who_this_is_is_told_what_the_start_says(phone: Phone, typed: str) -> None:
    await phone.send(typed)
    assert any("/language" in text for text in phone.texts)
    assert REPORT_WITH_THEM.isdisjoint(phone.buttons)


@pytest.mark.parametrize("typed", ["who reads this?", "مين رح يقرا كلامي", "کێ ئەمە دەخوێنێتەوە", "qui lit ça ?"])
async def test_whoever_asks_who_reads_is_told_that(phone: Phone, typed: str) -> None:
    await phone.send(typed)
    assert "👀" in phone.answer
    assert REPORT_WITH_THEM.isdisjoint(phone.buttons)


@pytest.mark.parametrize(
    "typed",
    [
        *("thanks, but he hit me again", "ok he is back with a knife", "hello I need food", "thanks 😭", "🆘", "😭"),
        *("ok ok my son is lost", "شكرا لكن ضربني", "سوپاس بەڵام لێیدام", "merci mais il m’a frappée", "thanks " * 11),
        *("who are you to take my house", "good people took him", "not good", "fine they said and took our card"),
    ],
)
async def test_whatever_tells_anything_else_is_held_as_before(phone: Phone, typed: str) -> None:
    await phone.send(typed)
    assert not REPORT_WITH_THEM.isdisjoint(phone.buttons)


async def test_thanks_in_the_middle_of_a_report_are_no_part_of_it(phone: Phone) -> None:
    await phone.send("soldiers took my son last night near the bridge")
    await phone.press("Report with these words")
    for _ in range(2):
        await phone.send("thank you")
        assert plain(SAID["thanks"]) in plain(phone.answer)
    await phone.press("Stopped, arrested or missing", "Along the river", "👌 No")
    await phone.send("thank you 🙏")
    assert "bridge" in phone.answer and "thank you" not in phone.answer


async def test_thanks_beside_words_that_are_held_add_nothing_to_them(phone: Phone) -> None:
    await phone.send("soldiers took my son last night near the bridge")
    await phone.send("thanks")
    assert plain(phone.last) == plain(SAID["thanks"])
    await phone.press("Report with these words", "Stopped, arrested or missing", "Along the river", "👌 No")
    assert "near the bridge" in phone.last
    assert "thanks" not in phone.last


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *((typed, "en") for typed in ("yes", "No.", "nope", "no no", "y")),
        *(("نعم", "ar"), ("لا", "ar"), ("بەڵێ", "ckb"), ("نەخێر", "ckb"), ("oui", "fr"), ("Non !", "fr")),
    ],
)
@pytest.mark.parametrize("where", ["", "/start", "/services"])
async def test_yes_and_no_to_no_question_get_a_line_and_are_not_held(
    phone: Phone, typed: str, code: str, where: str
) -> None:
    if where:
        await phone.send(where)
    await phone.send(typed)
    assert "I have asked no yes-or-no question" in plain(phone.last) or plain(phone.last) == plain(
        Words(code)(SAID["unasked"])
    )
    assert REPORT_WITH_THEM.isdisjoint(phone.buttons)
    menus = {Words(each)(keyboards.REPORT) for each in OFFERED}
    assert where == "/services" or menus & {*phone.buttons}, "who looks for help goes on with it"


async def test_yes_and_no_beside_words_that_are_held_are_more_of_these(phone: Phone) -> None:
    await phone.send("soldiers took my son last night near the bridge, and he did not come back")
    await phone.send("no")
    assert not REPORT_WITH_THEM.isdisjoint(phone.buttons)
    assert "I have asked no yes-or-no question" not in phone.answer


async def test_yes_in_the_middle_of_a_report_is_its_answer(phone: Phone) -> None:
    await phone.send("/report")
    await phone.send("yes")
    assert "I have asked no yes-or-no question" not in phone.answer


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *((typed, "en") for typed in ("where", "Where?", "when", "how much", "what time?", "why not", "?", "??", "؟")),
        *((typed, "ar") for typed in ("وين", "وين؟", "متى", "ايمتى", "شو", "كيف", "قديش")),
        *((typed, "ckb") for typed in ("کوێ", "لە کوێ؟", "کەی", "چۆن", "بۆچی")),
        *((typed, "fr") for typed in ("où", "Où ?", "quand", "comment", "c’est combien")),
    ],
)
async def test_a_word_that_only_asks_is_asked_for_more_and_joins_nothing(
    new_phone: NewPhone, typed: str, code: str
) -> None:
    phone = new_phone(hint=code)
    await phone.send(typed)
    assert plain(phone.last) == plain(Words(code)(SAID["asking"]))
    assert Words(code)(keyboards.REPORT) in phone.buttons
    await phone.send("soldiers took my son last night near the bridge")
    await phone.send(typed)
    assert "➕" not in phone.last
    assert not REPORT_WITH_THEM.isdisjoint(phone.buttons)


async def test_thanks_are_no_search_while_somebody_looks_for_help(phone: Phone) -> None:
    await phone.send("/services")
    await phone.send("thank you")
    assert plain(phone.last) == plain(SAID["thanks"])


@pytest.mark.parametrize(("typed", "code"), [("merci", "ar"), ("ok", "ckb"), ("شكرا", "ar"), ("سوپاس", "ckb")])
async def test_what_many_languages_say_is_answered_in_the_language_of_the_phone(
    new_phone: NewPhone, typed: str, code: str
) -> None:
    phone = new_phone(hint=code)
    await phone.send(typed)
    assert plain(phone.last) in {plain(Words(code)(SAID[kind])) for kind in ("thanks", "fine")}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", OFFERED)
def test_every_phrase_of_the_table_is_small_talk_of_its_language(kind: str, code: str) -> None:
    for phrase in small_talk().phrases[kind][code]:
        found = read(phrase, OFFERED)
        assert found is not None and code in found.languages, phrase
        assert found.kind == kind, phrase
