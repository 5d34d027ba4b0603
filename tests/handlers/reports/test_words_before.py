"""Words that wait for something else, or are somebody else's, never become part of what is begun unasked."""

from functools import partial

import pytest

from storage.engine import Database
from tests.support.phones import Phone
from tests.support.reports.mailboxes import Desk, report
from tests.support.reports.told_reports import reports
from tests.support.vaults import Template

BEFORE = "my cousin Karim hides in the old mill"
OWN = "they took our generator"
ASKED = "Words that were written here before still wait"
REST = ("Belongings taken", "North quarter")


def told(database: Database, founded: Template) -> object:
    (body,) = reports(database, founded)
    return body["answers"].get("what_happened")


async def test_they_begin_a_report_only_when_asked_for(phone: Phone, database: Database, founded: Template) -> None:
    await phone.send(BEFORE)
    await phone.send("/start")
    await phone.press("Report a concern")
    assert ASKED in phone.last
    assert BEFORE not in phone.last
    await phone.press("Show the words that wait")
    assert BEFORE in phone.answer
    await phone.press("With these words", *REST, "✅ Send")
    assert told(database, founded) == BEFORE


@pytest.mark.parametrize("no", ["🆕 Without these words", "no", "لا"])
async def test_without_them_they_wait_on(phone: Phone, database: Database, founded: Template, no: str) -> None:
    await phone.send(BEFORE)
    await phone.send("/report")
    await phone.send(no)
    await phone.send(OWN)
    await phone.press("✅ Go on", *REST, "✅ Send")
    assert told(database, founded) == OWN
    await phone.press("I noted it")
    assert "What you wrote after it" not in phone.last
    assert "📝 Report with these words" in phone.buttons


async def test_they_do_not_slip_in_over_a_stop(phone: Phone, database: Database, founded: Template) -> None:
    await phone.send(BEFORE)
    await phone.send("/report")
    await phone.press("Without these words")
    await phone.press("✅ Go on", *REST, "👌 No", "Today")
    await phone.send(OWN)
    await phone.press("⏹ Stop")
    await phone.send("and the radio")
    await phone.send("↩️ Go on after all")
    await phone.press("Check and send", "✅ Send")
    assert told(database, founded) == f"{OWN}\nand the radio"


@pytest.mark.parametrize("button", ["🧭 Pushed or threatened? Tell us", "🤝 Ask for somebody to come along"])
async def test_from_every_page_that_leads_to_a_form(phone: Phone, button: str) -> None:
    await phone.send(BEFORE)
    await phone.send(button)
    assert ASKED in phone.last


async def test_a_survey_leaves_with_its_own_words_alone(phone: Phone, database: Database, founded: Template) -> None:
    await phone.send(BEFORE)
    await phone.send("/surveys")
    await phone.press("✍️ Answer · 💬 How was our answer", "Go on")
    while "better" not in phone.last:
        await phone.press("I would rather not")
    await phone.send("soldiers took my son last night")
    await phone.press("Report with these words", "Stopped, arrested", "North quarter", "🆘 Yes", "✅ Send")
    assert told(database, founded) == "soldiers took my son last night"


async def test_so_does_a_topic(phone: Phone, database: Database, founded: Template) -> None:
    await phone.send(BEFORE)
    await phone.send("/forums")
    await phone.press("Suggest a topic", "Suggest a topic · Community")
    await phone.send("soldiers took my son last night")
    await phone.press("Report with these words", "Stopped, arrested", "North quarter", "🆘 Yes", "✅ Send")
    assert told(database, founded) == "soldiers took my son last night"


@pytest.mark.parametrize("written", [True, False])
async def test_a_mailbox_that_closes_leaves_them_as_they_were(
    phone: Phone, database: Database, founded: Template, written: bool
) -> None:
    held = await report(phone)
    partial(Desk, database, founded)().reply("Thank you.")
    await phone.send(BEFORE)
    await phone.send(held.receipt)
    if written:
        await phone.send("it was at the market")
        await phone.press("Back")
    await phone.press("Close")
    assert ("Something that was written here is still kept" in phone.last) != written
    assert ("Some of your words are not sent" in phone.last) == written
    phone.clock.pass_(minutes=20)
    await phone.send("/start")
    assert "📝 Report with these words" in phone.buttons
    await phone.press("Report with these words", *REST, "✅ Send")
    assert BEFORE in [body.get("answers", {}).get("what_happened") for body in reports(database, founded)]


async def test_a_survey_that_is_stopped_leaves_them_as_they_were(phone: Phone) -> None:
    await phone.send(BEFORE)
    await phone.send("/surveys")
    await phone.press("✍️ Answer · 💬 How was our answer", "Go on", "⏹ Stop")
    phone.clock.pass_(minutes=20)
    await phone.send("/start")
    assert "📝 Report with these words" in phone.buttons


async def test_at_rest_stop_still_puts_them_behind_the_one_way_back(phone: Phone) -> None:
    await phone.send(BEFORE)
    await phone.send("/services")
    await phone.send("/stop")
    assert "📝 Report with these words" not in phone.buttons
    assert "↩️ Go on after all" in phone.buttons
