"""What happens to people: wrong buttons, shared phones, words in the wrong place. Nothing is lost without a word."""

import re

import pytest
from telegram.error import BadRequest

from handlers.chat import keyboards
from locales import Words
from storage.engine import Database
from tests.support.phones import Phone
from tests.support.reports.told_reports import reports
from tests.support.vaults import Template

TO_THE_REVIEW = ("Report", "Go on", "I feel unsafe", "Check and send", "👌 No")
TO_THE_WORDS = ("Report", "Go on", "I feel unsafe", "Skip", "Skip", "Skip")
RECEIPT = re.compile(r"(\d{3} ){5}\d{3}")
SCRIPTS = {
    "Arabic": "٠١٢٣٤٥٦٧٨٩",
    "Persian": "۰۱۲۳۴۵۶۷۸۹",
    "Burmese": "၀၁၂၃၄၅၆၇၈၉",
    "full width": "０１２３４５６７８９",
    "Devanagari": "०१२३४५६७८९",
}


async def with_receipt(phone: Phone) -> str:
    await phone.start()
    await phone.press(*TO_THE_REVIEW, "✅ Send")
    found = RECEIPT.search(phone.last)
    assert found
    await phone.press("I noted it")
    return found[0]


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "my receipt is {}!",
        "رقمي هو {}",
        "🔑 Your receipt:\n\u2068{}\u2069",
        "\u200f{}\u200e",
        "on 3 March I got: {}",
    ],
)
async def test_a_receipt_is_read_however_it_is_written(phone: Phone, script: str, around: str) -> None:
    receipt = await with_receipt(phone)
    await phone.press("My mailbox")
    await phone.send(around.format(receipt.translate(str.maketrans("0123456789", SCRIPTS[script]))))
    assert "No answer is waiting" in phone.last
    assert phone.own_texts[-1:] != [receipt]


async def test_half_a_receipt_is_told_how_much_is_missing_and_the_whole_one_opens_then(phone: Phone) -> None:
    receipt = await with_receipt(phone)
    await phone.press("My mailbox")
    for half in (receipt[:11], receipt[12:]):
        await phone.send(half)
        assert "18 digits" in phone.last
        assert "in one message" in phone.last
    await phone.send(receipt)
    assert "No answer is waiting" in phone.last


async def test_a_receipt_with_one_wrong_digit_opens_nothing(phone: Phone) -> None:
    receipt = await with_receipt(phone)
    await phone.press("My mailbox")
    await phone.send(receipt[:-1] + str((int(receipt[-1]) + 1) % 10))
    assert "No mailbox opens with this number" in phone.last
    assert "a digit is wrong, or two have changed places" in phone.last and "erased" not in phone.last


async def test_two_digits_that_changed_places_are_known_wherever_they_are_typed(phone: Phone) -> None:
    receipt = await with_receipt(phone)
    digits = receipt.replace(" ", "")
    place = next(each for each in range(17) if digits[each] != digits[each + 1])
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    for before in ("My mailbox", "Suggest a topic", ""):
        await phone.send("/forums" if before == "Suggest a topic" else "/stop")
        if before:
            await phone.press(before)
        if "⏹ Stop" not in phone.buttons and before:
            await phone.press("Suggest a topic")
        await phone.send(swapped)
        assert "a digit is wrong, or two have changed places" in phone.last
        assert swapped not in phone.own_texts, "it does not stay in the chat"
    for _ in range(6):
        await phone.send(swapped)
    await phone.send(receipt)
    assert "No answer is waiting" in phone.last, "a slip costs no try"


async def test_words_with_a_number_in_them_at_the_review_change_no_answer(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_THE_REVIEW)
    await phone.send("they came back at 2 in the night")
    assert "they came back at 2 in the night" in phone.answer, "it belongs to what is told"
    assert "✅ Send" in phone.buttons
    await phone.send("\u200f١")
    assert "What is it about?" in phone.last


async def test_an_old_noted_button_does_not_drop_the_report_that_is_under_way(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_THE_WORDS)
    await phone.send("It began at the well.")
    await phone.send("✅ I noted it")
    assert "not sent yet" in phone.last
    await phone.press("Go on", "Check and send", "✅ Send")
    assert "saved" in phone.texts[-2]


async def test_choosing_a_language_while_taking_a_report_back_asks_again(phone: Phone) -> None:
    receipt = await with_receipt(phone)
    await phone.send(receipt)
    await phone.press("Take back")
    await phone.send("/language")
    await phone.press("Français")
    assert phone.last.startswith("↩️")
    assert len(phone.buttons) == 2


async def test_stop_while_choosing_a_language_over_an_open_mailbox_closes_it(phone: Phone) -> None:
    receipt = await with_receipt(phone)
    await phone.send(receipt)
    await phone.send("/language")
    await phone.send("/stop")
    assert "Closed" in phone.last
    assert len(phone.texts) == 1


async def test_buttons_of_another_language_work_and_are_answered_in_theirs(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report")
    await phone.send(Words("ar")(keyboards.GO_ON))
    assert phone.last == "ما الموضوع؟"
    await phone.send("😟 أشعر بالخطر أو التهديد")
    assert "أين كان ذلك؟" in phone.last


async def test_changed_words_are_not_taken_and_the_person_hears_it(
    phone: Phone, database: Database, founded: Template
) -> None:
    await phone.start()
    await phone.press(*TO_THE_WORDS)
    await phone.send("first words")
    edited = {"message_id": 12, "date": 0, "chat": {"id": phone.chat, "type": "private"}, "text": "other words"}
    await phone.deliver({"update_id": 900_000, "edited_message": edited})
    assert "write it again as a new message" in phone.last
    await phone.press("Check and send", "✅ Send")
    (body,) = reports(database, founded)
    assert "first words" in body["answers"].values()


async def test_an_album_gets_one_answer_and_its_words_are_kept(
    phone: Phone, database: Database, founded: Template
) -> None:
    await phone.start()
    await phone.press(*TO_THE_WORDS)
    before = len(phone.texts)
    await phone.send(photo=[{}], caption="three photos of the wall", media_group_id="77")
    for _ in range(2):
        await phone.send(photo=[{}], media_group_id="77")
    assert len(phone.texts) == before + 1
    await phone.press("Check and send", "✅ Send")
    (body,) = reports(database, founded)
    assert "three photos of the wall" in body["answers"].values()


async def test_a_press_that_is_too_old_for_telegram_is_no_failure(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def too_old(_press: str) -> None:
        raise BadRequest("Query is too old and response timeout expired or query ID is invalid")

    monkeypatch.setattr(phone.telegram, "answer_callback_query", too_old)
    chat = {"id": phone.chat, "type": "private"}
    press = {"id": "77", "from": {"id": 1}, "data": "old", "message": {"message_id": 3, "chat": chat}}
    await phone.deliver({"update_id": 900_001, "callback_query": press})
    assert phone.texts == []


async def test_a_place_sent_where_the_area_is_asked_is_refused_kindly_and_asked_again(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Go on", "I feel unsafe")
    await phone.send(location={"latitude": 1.0, "longitude": 2.0})
    assert "cannot take" in phone.last
    assert "Where was it?" in phone.last


async def test_a_story_longer_than_an_envelope_is_refused_before_it_is_lost_and_can_be_sent_shorter(
    phone: Phone, database: Database, founded: Template
) -> None:
    """Twenty messages of 4,096 Arabic letters."""
    await phone.start()
    await phone.press(*TO_THE_WORDS)
    kept = 0
    for _ in range(20):
        await phone.send("ع" * 4096)
        kept += "I have this" in phone.last
        assert "I have this" in phone.last or "too long" in phone.last
    assert 2 <= kept < 20
    await phone.press("Check and send", "✅ Send")
    assert "saved" in phone.texts[-2]
    (body,) = reports(database, founded)
    assert sum(value.count("ع") for value in body["answers"].values()) == kept * 4096


async def test_what_fits_the_question_but_not_the_envelope_is_said_and_can_be_shortened(
    phone: Phone, database: Database, founded: Template
) -> None:
    """Quotation marks and backslashes take twice their length under the seal."""
    await phone.start()
    await phone.press(*TO_THE_WORDS)
    for _ in range(9):
        await phone.send('"\\' * 2048)
    await phone.press("Check and send", "✅ Send")
    assert "NOT saved" in phone.last
    assert "too long" in phone.last
    number = next(label for label in phone.buttons if "5" in label)
    await phone.press(number)
    await phone.send("shorter")
    await phone.press("Next", "✅ Send")
    assert "saved" in phone.texts[-2]
    assert len(reports(database, founded)) == 1


HOSTILE = (
    "<b onclick=alert(7)>{{7*7}}</b> ${jndi} %s {0} {name}",
    "'); DELETE FROM envelopes; --",
    "/n/me /start_now \\u0000 \\",
    "ا\u202eabc\u202cب e\u0301\u0301 👩‍👩‍👧 \U0001f3f4",
    "concat('a', //category) or ${danger_now} = 'yes'",
    "-0 1e309 NaN ١٢٣",
)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_are_words_in_every_place_and_come_back_without_what_turns_them_round(
    phone: Phone, database: Database, founded: Template, text: str
) -> None:
    await phone.start()
    await phone.press("My mailbox")
    await phone.send(text)
    await phone.press("Stop", "Report", "Go on")
    await phone.send(text)
    assert "What is it about?" in phone.last
    await phone.press("I feel unsafe", "Skip", "Skip", "Skip")
    await phone.send(text)
    await phone.press("Check and send", "✅ Send")
    (body,) = reports(database, founded)
    kept = re.sub("[\u202a-\u202e\u2066-\u2069]", "", text)
    assert body["answers"]["what_happened"] == f"{kept}\n{kept}", "what was written at the first question is kept too"
