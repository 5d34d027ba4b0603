"""What somebody says in a sentence instead of pressing a button."""

import pytest

from handlers.chat import keyboards
from handlers.chat.wishes import read
from locales import LANGUAGES, Words
from locales.typed_names import typed_names
from tests.support.phones import NewPhone

OFFERED = ("en", "ar", "ckb", "fr")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("when is the next meeting?", "forums"),
        ("When is the youth meeting tomorrow", "forums"),
        ("متى الاجتماع الجاي", "forums"),
        ("کۆبوونەوەی گەنجان کەی دەبێت", "forums"),
        ("c’est quand la prochaine reunion", "forums"),
        ("meeting کەیە", "forums"),
        ("i lost my reciept number", "lost_receipt"),
        ("please I lost my phone", "lost_receipt"),
        ("ضيعت تلفوني", "lost_receipt"),
        ("ضاع الوصل", "lost_receipt"),
        ("مۆبایلەکەم ون بووە", "lost_receipt"),
        ("پسووڵەکەم ون کرد", "lost_receipt"),
        ("J'ai perdu mon telephone", "lost_receipt"),
        ("je n’ai plus mon reçu", "lost_receipt"),
        ("my receipt", "mailbox"),
        *((text, "forums") for text in ("join", "I want to join", "انضمام", "بدي أنضم", "بەشداری", "rejoindre")),
        ("بدي اعرف شو صار ببلاغي", "mailbox"),
        ("je veux corriger ce que j'ai envoyé", "mailbox"),
        ("بەلاغەکەم بسڕەوە", "mailbox"),
        ("please delete everything", "forget"),
        ("غير اللغة", "language"),
        ("كيف ابلغ", "report"),
        ("بدي ارجع على بيتي", "return"),
    ],
)
def test_a_sentence_asks_for_a_door(text: str, command: str) -> None:
    wish = read(text, OFFERED)
    assert wish is not None and wish.command == command


@pytest.mark.parametrize(
    "text",
    [
        "",
        "when",
        "متى",
        "where is my brother",
        "they shot at us at the meeting",
        "there was a meeting and nobody came",
        "i want to report my meeting",
        "بدي اعرف وين ابني",
        "i lost my phone and my son",
        "they took my phone",
        "the the the the the the the the the the the the meeting",
    ],
)
def test_what_says_more_or_two_things_is_no_wish(text: str) -> None:
    assert read(text, OFFERED) is None


@pytest.mark.parametrize(
    ("said", "hint", "shown"),
    [
        ("when is the next meeting", "en", "Press a group"),
        ("i lost my receipt", "en", "nobody can find the number again"),
        ("i lost my phone", "en", "on any phone"),
        ("ضيعت تلفوني", "en", "📱"),
        ("متى الاجتماع الجاي", "ar", "للانضمام"),
        ("متى الاجتماع الجاي", "en", "للانضمام"),
    ],
)
async def test_a_wish_opens_its_door_in_the_words_of_the_person(
    new_phone: NewPhone, said: str, hint: str, shown: str
) -> None:
    person = new_phone(hint=hint)
    await person.send(said)
    assert shown in person.answer, person.answer


async def test_words_that_wait_do_not_swallow_a_question(new_phone: NewPhone) -> None:
    person = new_phone(hint="en")
    await person.send("something happened yesterday at the old bridge")
    await person.send("when is the next meeting")
    assert "Added to your words" not in person.answer


@pytest.mark.parametrize(
    ("hint", "texts"),
    [("ar", ("ابني مريض please help", "بدي طبيب من فضلكم")), ("ckb", ("please یارمەتی منداڵەکەم بدەن",))],
)
async def test_a_borrowed_word_changes_nobodys_language(new_phone: NewPhone, hint: str, texts: tuple[str, ...]) -> None:
    person = new_phone(hint=hint)
    for text in texts:
        await person.send(text)
        assert person.buttons[0] == Words(hint)(keyboards.TELL)


@pytest.mark.parametrize("code", OFFERED)
def test_each_phrase_stands_once_and_every_door_is_open_in_each_language(code: str) -> None:
    wishes = typed_names(code).wishes
    assert set(wishes) == set(typed_names("en").wishes)
    assert all(len(set(phrases)) == len(phrases) for phrases in wishes.values())
    assert code in LANGUAGES
