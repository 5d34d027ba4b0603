"""What people do from the first tap to the answer, over real HTTP, with the real poll loop and the real desk rules."""

import re

import pytest

from locales import Words
from sandbox import FaultRule, Phone, Sandbox
from tests.support.patience import PATIENCE
from tests.support.running_bot import Press, RunningBot

RECEIPT = re.compile(r"(\d{3} ){5}\d{3}")
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
SAVED = {code: Words(code)("✅ Your report is saved.") for code in ("en", "ar", "ckb", "fr")}


async def receipt_of(phone: Phone) -> str:
    await phone.sees(lambda phone: any(RECEIPT.search(text) for text in phone.texts), PATIENCE)
    return next(found[0] for text in reversed(phone.texts) if (found := RECEIPT.search(text)))


async def open_mailbox(phone: Phone, press: Press, typed: str) -> None:
    await press(phone, "📬")
    await phone.send(typed)
    await phone.sees(lambda phone: typed not in [message.text for message in phone.messages], PATIENCE)


@pytest.mark.parametrize("language", ["en", "ar", "ckb", "fr"])
async def test_a_report_and_its_answer_in_each_language(
    bot: RunningBot, telegram: Sandbox, press: Press, language: str
) -> None:
    """The journey the product is for."""
    phone = telegram.phone(language=language)
    await phone.start()
    await press(phone, "📝", "✅", "😟", "🏡", "👌", "📅")
    await phone.send("حدث هذا عند البئر · it was at the well")
    await press(phone, "➡" if language in ("en", "fr") else "⬅", "💬", "🔔", "✅")
    receipt = await receipt_of(phone)
    await phone.sees(lambda phone: len(phone.messages) == 2, PATIENCE)
    assert SAVED[language] in phone.texts[0], "and the receipt stands in a message of its own below"
    (case,) = bot.cases()
    assert any("it was at the well" in value for value in case.answers.values())
    await press(phone, "✅")
    bot.reply("We come on Monday.")
    notice = await phone.expects(Words(language)("👋 There is something new for you here."), PATIENCE)
    assert receipt not in notice.text
    await open_mailbox(phone, press, receipt.translate(EASTERN))
    await phone.sees(lambda phone: any("We come on Monday." in text for text in phone.texts), PATIENCE)
    await press(phone, "✅")
    await phone.sees(lambda phone: not any("Monday" in text for text in phone.texts), PATIENCE)
    assert telegram.complaints == []


async def test_every_step_of_the_shortest_report_counts_eight_taps_or_less(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    phone = telegram.phone(language="en")
    taps = ["Report a concern", "Go on", "I feel unsafe", "North quarter", "Check and send", "✅ Send"]
    await phone.start()
    await press(phone, *taps)
    await receipt_of(phone)
    assert 1 + len(taps) <= 8


async def test_people_go_back_skip_change_and_stop(bot: RunningBot, telegram: Sandbox, press: Press) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(
        phone,
        "Report",
        "Go on",
        "I feel unsafe",
        "Back",
        "Tension or a rumour",
        "Skip",
        "Skip",
        "Today",
        "Check and send",
    )
    await phone.sees(lambda phone: "Tension" in phone.last.text, PATIENCE)
    await press(phone, "✏️ 4", "This week")
    await phone.sees(lambda phone: "📅 This week" in phone.last.text, PATIENCE)
    await press(phone, "Stop")
    await phone.expects("Nothing was sent", PATIENCE)
    await phone.sees(lambda phone: len(phone.messages) == 1, PATIENCE)
    assert bot.cases() == []


async def test_where_questions_would_harm_there_are_none(bot: RunningBot, telegram: Sandbox, press: Press) -> None:
    phone = telegram.phone(language="fr")
    await phone.start()
    await press(phone, "📝", "✅", "🤕", "💔")
    await phone.sees(lambda phone: any("Centre de santé Exemple" in text for text in phone.texts), PATIENCE)
    await press(phone, "🤐", "⏭", "🔔", "✅ Envoyer" if "✅ Envoyer" in phone.keyboard else "✅")
    await receipt_of(phone)
    (case,) = bot.cases()
    assert case.urgent
    assert case.zone == ""


async def test_a_complaint_about_an_aid_worker_passes_the_caseworkers_by(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "Report", "Go on", "About an aid worker", "Check and send", "✅ Send")
    receipt = await receipt_of(phone)
    assert bot.cases("caseworker") == []
    bot.reply("Thank you. We look into it.", "focal_point")
    await press(phone, "I noted it")
    await open_mailbox(phone, press, receipt)
    await phone.sees(lambda phone: any("We look into it" in text for text in phone.texts), PATIENCE)
    await press(phone, "Write back")
    await phone.send("He came again.")
    await press(phone, "✅ Send")
    await phone.expects("the team will read it", PATIENCE)
    (case,) = bot.cases("focal_point")
    assert case.entries[-1].text == "He came again."
    assert bot.cases("caseworker") == []


async def test_an_explosive_comes_with_advice_first(bot: RunningBot, telegram: Sandbox, press: Press) -> None:
    phone = telegram.phone(language="ar")
    await phone.start()
    await press(phone, "📝", "✅", "💣")
    assert "ممنوع اللمس" in phone.last.text
    assert any("فريق إزالة الألغام" in text for text in phone.texts)


async def test_a_phone_that_was_off_goes_on_within_the_hour_and_starts_anew_after_it(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "Report", "Go on", "I feel unsafe")
    await phone.go_offline()
    bot.clock.pass_(minutes=50)
    await phone.go_online()
    await press(phone, "North quarter")
    await phone.sees(lambda phone: "in danger right now" in phone.last.text, PATIENCE)
    bot.clock.pass_(minutes=61)
    await bot.turns.forget_old(bot.clock())
    await press(phone, "👌 No")
    assert "please start again" in phone.last.text
    assert bot.cases() == []


async def test_what_was_tapped_while_offline_is_answered_when_the_line_is_back(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "Report", "Go on", "I feel unsafe", "Check and send", "👌 No")
    await phone.go_offline()
    await phone.press("✅ Send")
    await phone.go_online()
    await receipt_of(phone)
    assert len(bot.cases()) == 1


async def test_a_story_in_three_messages_with_a_photo_in_between(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "Report", "Go on", "Belongings taken", "Skip", "Skip", "Skip")
    await phone.send("They came at night.")
    await phone.send("x" * 4096)
    await phone.photo()
    await phone.expects("cannot take photos", PATIENCE)
    await phone.voice()
    await phone.expects("cannot take photos", PATIENCE)
    await phone.send("Then they left.")
    await press(phone, "Check and send", "✅ Send")
    await receipt_of(phone)
    (case,) = bot.cases()
    told = "\n".join(case.answers.values())
    assert "They came at night.\n" + "x" * 4096 + "\nThen they left." in told


async def test_every_update_delivered_twice_makes_one_report(bot: RunningBot, telegram: Sandbox, press: Press) -> None:
    telegram.faults.duplicates = True
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "Report", "Go on", "I feel unsafe", "Check and send", "👌 No", "✅ Send")
    await receipt_of(phone)
    await telegram.confirmed()
    assert len(bot.cases()) == 1


async def test_a_lost_answer_shows_the_same_receipt_again(bot: RunningBot, telegram: Sandbox, press: Press) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "Report", "Go on", "I feel unsafe", "Check and send", "👌 No")
    telegram.faults.add(FaultRule("lost_answer", methods=("sendMessage",), chats=(phone.chat,), times=1))
    await phone.press("✅ Send")
    await phone.sees(lambda phone: sum(bool(RECEIPT.search(text)) for text in phone.texts) >= 1, PATIENCE)
    await telegram.confirmed()
    receipts = {found[0] for text in phone.texts if (found := RECEIPT.search(text))}
    assert len(receipts) == 1
    assert len(bot.cases()) == 1


async def test_not_saved_is_said_and_the_same_button_works_later(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "Report", "Go on", "I feel unsafe", "Check and send", "👌 No")
    with bot.broken_storage():
        await phone.press("✅ Send")
        await phone.expects("NOT saved", PATIENCE)
    await press(phone, "✅ Send")
    await receipt_of(phone)
    assert len(bot.cases()) == 1


async def test_any_step_that_cannot_be_saved_is_apologised_for(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "Report", "Go on")
    with bot.broken_storage():
        await phone.press("😟 I feel unsafe or threatened")
        await phone.expects("was not saved", PATIENCE)
    assert bot.cases() == []


async def test_wrong_receipts_get_one_answer_and_then_a_pause(bot: RunningBot, telegram: Sandbox, press: Press) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "My mailbox")
    for _ in range(5):
        await phone.send("000 000 000 000 000 098")
        await phone.expects("No mailbox opens with this number", PATIENCE)
    await phone.send("000 000 000 000 000 098")
    await phone.expects("Please try again in", PATIENCE)
    assert not any("098" in message.text for message in phone.messages if message.own)


async def test_forget_this_chat_leaves_one_neutral_message(bot: RunningBot, telegram: Sandbox, press: Press) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "Report", "Go on", "I feel unsafe")
    await phone.send("/forget")
    await phone.expects("older messages", PATIENCE)
    await phone.sees(lambda phone: len(phone.messages) == 1, PATIENCE)
    assert "report" not in phone.last.text.lower()


async def test_forget_still_knows_yesterdays_messages(bot: RunningBot, telegram: Sandbox, press: Press) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, "How it works")
    await telegram.confirmed()
    bot.clock.pass_(hours=30)
    await press(phone, "Forget")
    await phone.sees(lambda phone: len(phone.messages) == 1, PATIENCE)


async def test_a_group_is_told_once(bot: RunningBot, telegram: Sandbox) -> None:
    phone = telegram.phone(language="en", met=True)
    group = telegram.group("Block leaders", [phone])
    await group.send(phone, "/start")
    await group.send(phone, "/report")
    await bot.answered()
    assert phone.texts == []
    said = [message for message in group.messages if "private chat" in message.text]
    assert len(said) == 1


async def test_another_persons_answer_does_not_wait_for_a_receipt_that_is_being_checked(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    first, second = telegram.phone(language="en"), telegram.phone(language="ar")
    await first.start()
    await press(first, "My mailbox")
    await first.send("000 000 000 000 000 098")
    await second.start()
    await second.sees(lambda phone: bool(phone.texts), PATIENCE)
    await first.expects("No mailbox opens", PATIENCE)
