"""Phones that are shared, blocked or taken away in the middle, and a server that somebody has tampered with."""

import sqlite3
from contextlib import closing

import pytest

from locales import Words
from sandbox import Phone, Sandbox
from tests.support.patience import PATIENCE
from tests.support.running_bot import Press, RunningBot

TO_THE_WORDS = ("Report", "Go on", "I feel unsafe", "Skip", "Skip", "Skip")


@pytest.fixture
async def phone(bot: RunningBot, telegram: Sandbox) -> Phone:
    """A phone in English on which the bot was started."""
    found = telegram.phone(language="en")
    await found.start()
    return found


async def test_the_language_can_be_changed_in_the_middle_and_nothing_is_asked_twice(
    bot: RunningBot, phone: Phone, press: Press
) -> None:
    await press(phone, *TO_THE_WORDS)
    await phone.send("It was at the well.")
    await phone.send("/language")
    await press(phone, "العربية")
    arabic = Words("ar")
    await phone.expects("ماذا حدث؟", PATIENCE)
    await press(phone, "📨", "✅")
    await phone.expects(arabic("✅ Your report is saved."), PATIENCE)
    (case,) = bot.cases()
    assert "It was at the well." in case.answers.values()
    assert case.language == "ar"


async def test_the_next_person_on_the_phone_sees_nothing_of_the_one_before(
    bot: RunningBot, phone: Phone, press: Press
) -> None:
    await press(phone, *TO_THE_WORDS)
    await phone.send("my secret")
    await press(phone, "Stop")
    await phone.sees(lambda phone: len(phone.messages) == 1, PATIENCE)
    await phone.start()
    await press(phone, *TO_THE_WORDS, "Check and send")
    assert not any("my secret" in text for text in phone.texts)
    await press(phone, "✅ Send")
    await phone.expects("saved", PATIENCE)
    (case,) = bot.cases()
    assert "my secret" not in case.answers.values()


async def test_blocking_in_the_middle_stops_the_talk_and_unblocking_goes_on(
    bot: RunningBot, telegram: Sandbox, phone: Phone, press: Press
) -> None:
    await press(phone, "Report", "Go on", "I feel unsafe")
    await phone.block()
    await phone.unblock()
    await phone.start()
    await phone.expects("not sent yet", PATIENCE)
    await press(phone, "Go on", "Check and send", "👌 No", "✅ Send")
    await phone.expects("saved", PATIENCE)
    await telegram.confirmed(PATIENCE)
    assert len(bot.cases()) == 1


async def test_a_forgotten_report_is_gone_and_the_old_buttons_do_nothing(
    bot: RunningBot, telegram: Sandbox, phone: Phone, press: Press
) -> None:
    await press(phone, *TO_THE_WORDS)
    await phone.send("my secret")
    await phone.send("/forget")
    await phone.sees(lambda phone: len(phone.messages) == 1, PATIENCE)
    await phone.send("📨 Check and send")
    await phone.expects("start again", PATIENCE)
    await phone.send("✅ Send")
    await phone.expects("start again", PATIENCE)
    await telegram.confirmed(PATIENCE)
    assert bot.cases() == []


@pytest.mark.parametrize("after", ["before the report", "at the last step"])
async def test_a_key_somebody_swapped_on_the_server_stops_intake_and_nothing_is_saved(
    bot: RunningBot, phone: Phone, press: Press, after: str
) -> None:
    if after == "at the last step":
        await press(phone, *TO_THE_WORDS, "Check and send")
    with closing(sqlite3.connect(bot.file, isolation_level=None)) as thief:
        thief.execute("UPDATE epoch_keys SET public_key = randomblob(32)")
    await press(phone, "✅ Send" if after == "at the last step" else "Report")
    assert "Nothing was saved" in phone.last.text
    assert "000" in phone.last.text, "whom to call instead"
    with closing(sqlite3.connect(bot.file)) as look:
        assert look.execute("SELECT count(*) FROM envelopes").fetchone() == (0,)
        assert look.execute("SELECT count(*) FROM mailboxes").fetchone() == (0,)
