"""Before a reply leaves: ready sentences, a word about its language, and a stop where it asks who somebody is."""

import pytest

from services.content.replies import ReplyWords, read_reply_words
from services.content.reply_language import is_in_another
from tests.desk.conftest import Desk, Visitor
from tests.desk.dictation.test_dictation import config
from tests.support.contents import EXAMPLE, LANGUAGES

__all__ = ["config"]
WORDS: ReplyWords = read_reply_words(EXAMPLE, LANGUAGES)[0]


async def at_case(desk: Desk, language: str = "en") -> tuple[bytes, Visitor]:
    case_id = desk.office.report(language=language)
    return case_id, await desk.inside(onward=f"/case/{case_id.hex()}")


def replies(desk: Desk, case_id: bytes) -> list[str]:
    return [entry.text for entry in desk.office.case(case_id).entries if entry.kind == "reply"]


async def test_a_reply_that_asks_who_somebody_is_is_stopped_once_and_goes_with_the_second_press(desk: Desk) -> None:
    case_id, visitor = await at_case(desk)
    asks = "Please tell us your name and come to the office."
    assert "That can put them in danger." in (await visitor.work(case_id, "preview", reply=asks)).plain
    stopped = await visitor.work(case_id, "send", reply=asks)
    assert "It was not sent yet" in stopped.plain and "Send it all the same" in stopped.plain
    assert replies(desk, case_id) == []
    await visitor.work(case_id, "send", reply=asks)
    assert replies(desk, case_id) == [asks]


async def test_a_changed_text_is_stopped_anew_and_a_harmless_one_never(desk: Desk) -> None:
    case_id, visitor = await at_case(desk)
    for text in ("Can we meet?", "Can we meet on Friday?"):
        await visitor.work(case_id, "preview", reply=text)
        assert "It was not sent yet" in (await visitor.work(case_id, "send", reply=text)).plain
    await visitor.work(case_id, "preview", reply="We read it.")
    await visitor.work(case_id, "send", reply="We read it.")
    assert replies(desk, case_id) == ["We read it."]


async def test_a_ready_sentence_is_put_behind_what_is_written_in_the_readers_language(desk: Desk) -> None:
    case_id, visitor = await at_case(desk, "ar")
    await visitor.work(case_id, "insert", reply="سلام", ready="0")
    assert visitor.area("reply") == f"سلام\n{WORDS.ready[0].said('ar')}"
    await visitor.work(case_id, "insert", reply=visitor.area("reply"), ready="99")
    assert visitor.area("reply") == f"سلام\n{WORDS.ready[0].said('ar')}"


async def test_english_for_an_arabic_reader_is_warned_of_and_goes_all_the_same(desk: Desk) -> None:
    case_id, visitor = await at_case(desk, "ar")
    warned = await visitor.work(case_id, "preview", reply="We heard you.")
    assert "This does not look like the language they read: العربية." in warned.plain
    await visitor.work(case_id, "send", reply="We heard you.")
    assert replies(desk, case_id) == ["We heard you."]


@pytest.mark.parametrize("reader", LANGUAGES)
def test_ready_sentences_ask_nothing_and_each_is_told_from_those_in_other_languages(reader: str) -> None:
    for sentence in WORDS.ready:
        assert not WORDS.ask_in(sentence.said(reader))
        for written, text in sentence.by_language.items():
            assert is_in_another(text, reader) == (written != reader), (written, reader, text)


@pytest.mark.parametrize("text", ["", "OK", "12:30", "\u202e", "💧", "Amana"])
def test_what_tells_no_language_is_not_warned_of(text: str) -> None:
    assert not is_in_another(text, "en")
