"""Promises of the mailbox: the receipt opens it, nobody else can, and guessing leads nowhere."""

import re
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import pytest

from services.reports import mailbox
from storage import mailbox as rows
from storage.engine import Database
from tests.support import no_memory
from tests.support.clocks import Clock
from tests.support.phones import Phone
from tests.support.reports.mailboxes import Desk, OpenDesk, report, waiting
from tests.support.vaults import Template

WRONG = "000 000 000 000 000 098"
"""Well-formed, but nobody has it."""
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
MYANMAR_DIGITS = str.maketrans("0123456789", "၀၁၂၃၄၅၆၇၈၉")


@pytest.fixture
def desk(database: Database, founded: Template) -> OpenDesk:
    return partial(Desk, database, founded)


async def test_the_receipt_opens_the_answer_with_the_check_words_of_the_report(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    desk().reply("We will be at the gate on Monday.")
    await phone.press("My mailbox")
    await phone.send(held.receipt)
    answer = phone.texts[-2]
    assert "We will be at the gate on Monday." in answer
    assert held.pictures in answer.replace("\u2068", "").replace("\u2069", "")
    assert "do not trust" in answer


async def test_the_typed_receipt_leaves_the_chat_at_once_and_is_kept_nowhere(phone: Phone) -> None:
    held = await report(phone)
    await phone.press("My mailbox")
    await phone.send(held.receipt)
    assert held.receipt not in phone.own_texts
    await phone.send(held.receipt)
    assert held.receipt not in phone.own_texts, "typed once more, into the open mailbox"
    await phone.press("Close", "My mailbox")
    await phone.send(WRONG)
    assert WRONG not in phone.own_texts


@pytest.mark.parametrize("digits", [ARABIC_DIGITS, PERSIAN_DIGITS, MYANMAR_DIGITS])
async def test_the_receipt_may_be_typed_in_any_digits_with_or_without_spaces(
    phone: Phone, digits: dict[int, str]
) -> None:
    held = await report(phone)
    await phone.press("My mailbox")
    await phone.send(held.receipt.replace(" ", "-").translate(digits))
    assert "No answer is waiting" in phone.last


async def test_a_receipt_typed_at_the_menu_opens_the_mailbox_as_well(phone: Phone) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    assert "No answer is waiting" in phone.last
    assert held.receipt not in phone.own_texts


async def test_start_leaves_nothing_of_an_open_mailbox_in_the_chat(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    desk().reply("Read me once.")
    for before in ((), ("Take back",)):
        await phone.send(held.receipt)
        await phone.press(*before)
        await phone.send("/start")
        assert not any("Read me once." in text or "Take back" in text for text in phone.texts)
        assert "📝 Report a concern" in phone.buttons


@pytest.mark.parametrize(("cut", "more"), [(1, ""), (2, ""), (0, " 7")])
async def test_a_receipt_with_a_digit_too_few_or_too_many_is_no_story_and_does_not_stay(
    phone: Phone, cut: int, more: str
) -> None:
    held = await report(phone)
    typed = held.receipt[: len(held.receipt) - cut] + more
    await phone.send(typed)
    assert "A receipt has 18 digits" in phone.last
    assert typed not in phone.own_texts


async def test_where_there_is_no_memory_it_is_said_and_the_receipt_opens_a_moment_later(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = await report(phone)
    await phone.press("My mailbox")
    with monkeypatch.context() as meanwhile:
        no_memory.strike(meanwhile)
        await phone.send(held.receipt)
    assert "our computer has too much to do" in phone.last
    assert held.receipt not in phone.own_texts
    await phone.send(held.receipt)
    assert "No answer is waiting" in phone.last


async def test_wrong_and_erased_receipts_are_answered_alike(phone: Phone, database: Database) -> None:
    held = await report(phone)
    with database.writing() as session:
        for tag in rows.idle_since(session, "9999-W01"):
            rows.delete(session, tag)
    await phone.press("My mailbox")
    answers = set()
    for number in (held.receipt, WRONG):
        await phone.send(number)
        answers.add(phone.last)
    assert len(answers) == 1
    assert "No mailbox opens with this number" in answers.pop()


async def test_a_wrong_receipt_is_looked_up_and_written_for_as_a_right_one(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = list[str]()
    for rule in (mailbox.look, mailbox.visit):
        monkeypatch.setattr(mailbox, rule.__name__, noting(rule, done))
    held = await report(phone)
    for receipt in (held.receipt, WRONG):
        await phone.press("My mailbox")
        done.clear()
        await phone.send(receipt)
        assert done == ["look", "visit"]
        await phone.press("Close" if receipt == held.receipt else "Stop")


def noting(rule: Callable[..., Any], done: list[str]) -> Callable[..., Any]:
    @wraps(rule)
    def noted(*given: Any, **more: Any) -> Any:
        done.append(rule.__name__)
        return rule(*given, **more)

    return noted


async def test_a_right_receipt_costs_the_same_slow_derivation_as_a_wrong_one(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived = []
    held = await report(phone)
    think = phone.app.turns.think

    async def counted(work: Callable[..., object], *args: object) -> object:
        derived.append(work.__name__)
        return await think(work, *args)

    monkeypatch.setattr(phone.app.turns, "think", counted)
    await phone.press("My mailbox")
    await phone.send(WRONG)
    await phone.send(held.receipt)
    assert derived == ["mailbox_keys", "mailbox_keys"]


async def test_five_wrong_receipts_an_hour_and_then_a_pause_that_is_explained(phone: Phone, clock: Clock) -> None:
    held = await report(phone)
    await phone.press("My mailbox")
    for _ in range(5):
        await phone.send(WRONG)
    await phone.send(held.receipt)
    assert "very often" in phone.last
    clock.pass_(minutes=61)
    await phone.press("Stop")
    await phone.send(held.receipt)
    assert "No answer is waiting" in phone.last


async def test_opening_ones_own_mailbox_often_is_no_guessing(phone: Phone) -> None:
    held = await report(phone)
    for _ in range(7):
        await phone.send(held.receipt)
        assert "No answer is waiting" in phone.last
        await phone.press("Close")


async def test_an_hour_of_silence_closes_the_mailbox(
    phone: Phone, clock: Clock, desk: OpenDesk, database: Database
) -> None:
    held = await report(phone)
    desk().reply("Still waiting.")
    await phone.send(held.receipt)
    clock.pass_(minutes=61)
    await phone.press("I have read it")
    assert "something earlier" in phone.last
    assert waiting(database) == 1
    assert not any("Still waiting." in text for text in phone.texts)


async def test_answers_and_receipts_cannot_be_passed_on_with_a_tap(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    desk().reply("Only for you.")
    await phone.send(held.receipt)
    shown = [message for message in phone.telegram.messages.values() if "Only for you." in message.text]
    assert [message.protected for message in shown] == [True]


async def test_a_repeated_update_opens_the_mailbox_again_with_the_same_words(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    desk().reply("Twice shown, once laid.")
    await phone.send(held.receipt)
    said = phone.last
    await phone.repeat()
    assert phone.last == said
    await phone.press("Write back")
    await phone.send("Only once.")
    await phone.press("✅ Send")
    await phone.repeat()
    assert [entry.text for entry in desk().case().entries if entry.kind == "message"] == ["Only once."]


async def test_an_open_mailbox_is_remembered_by_its_keys_and_never_by_the_receipt(phone: Phone) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    kept, _ = await phone.app.turns.recall(999_999, phone.chat, phone.clock())
    assert '"private"' in kept
    assert held.receipt not in kept
    assert held.receipt.replace(" ", "") not in kept
    await phone.press("Close")
    kept, _ = await phone.app.turns.recall(1_000_000, phone.chat, phone.clock())
    assert '"private"' not in kept


@pytest.mark.parametrize(
    ("category", "time"), [("I feel unsafe", "takes about ⁨3 days⁩"), ("mine or explosive", "takes up to ⁨24⁩ hours")]
)
async def test_while_no_answer_waits_the_time_told_is_the_one_that_was_promised(
    phone: Phone, category: str, time: str
) -> None:
    held = await report(phone, category)
    await phone.press("My mailbox")
    await phone.send(held.receipt)
    assert phone.last.count("⏳") == 1
    assert time in phone.last


async def test_who_wants_no_answer_hears_of_no_answer_time(phone: Phone) -> None:
    await phone.send("/report")
    await phone.press("Go on", "I feel unsafe")
    while "🚫 No" not in phone.buttons:
        await phone.press("Skip")
    await phone.press("🚫 No", "✅ Send")
    receipt = re.search(r"(\d{3} ){5}\d{3}", phone.last)
    assert receipt is not None
    assert "⏳" not in phone.answer
    await phone.press("I noted it")
    await phone.send(receipt[0])
    assert "No answer is waiting" in phone.last
    assert "⏳" not in phone.last


async def test_a_mailbox_from_before_tells_what_is_true_of_either(phone: Phone, database: Database) -> None:
    held = await report(phone)
    with database.writing() as session:
        session.connection().exec_driver_sql("UPDATE mailboxes SET memo = NULL")
    await phone.send(held.receipt)
    assert "If it is not urgent, an answer takes about" in phone.last


async def test_a_story_told_before_the_door_is_not_lost(phone: Phone) -> None:
    await phone.send("/mailbox")
    await phone.send("3 men came to our tent again last night and took my brother")
    assert "I have your words. They are not sent." in phone.last
    await phone.press("Report with these words", "I feel unsafe")
    await phone.press("Check and send", "👌 No")
    assert any("took my brother" in text for text in phone.texts)


async def test_what_was_written_before_the_door_can_be_sent_behind_it(phone: Phone, desk: OpenDesk) -> None:
    held = await report(phone)
    await phone.send("/mailbox")
    await phone.send("they came to our tent again last night")
    await phone.send(held.receipt)
    await phone.press("Write back", "Show the words that wait")
    assert "they came to our tent" in phone.last
    await phone.press("👍 Yes", "✅ Send")
    assert [entry.text for entry in desk().case().entries[1:]] == ["they came to our tent again last night"]


@pytest.mark.parametrize(
    ("need", "found"), [("I need food", "kitchen"), ("بدي خبز", "kitchen"), ("doctor", "Health centre")]
)
async def test_a_need_typed_where_a_receipt_is_asked_for_finds_help(phone: Phone, need: str, found: str) -> None:
    await phone.send("/mailbox")
    await phone.send(need)
    assert any(label.startswith("🔎") for label in phone.buttons)
    assert any(label.startswith("📝") for label in phone.buttons)
    await phone.press("🔎")
    assert found in phone.answer


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("when is the next meeting", "Press a group"),
        ("i lost my phone", "on any phone"),
        ("ضيعت تلفوني", "📱"),
        ("services", "☎️"),
        ("stop", "Closed"),
    ],
)
async def test_what_names_another_way_leads_there_where_a_receipt_is_asked_for(
    phone: Phone, said: str, shown: str
) -> None:
    await phone.send("/mailbox")
    await phone.send(said)
    assert shown in phone.answer


async def test_who_lost_the_receipt_is_told_that_nobody_finds_it_and_can_begin_anew(phone: Phone) -> None:
    await phone.send("/mailbox")
    await phone.send("i lost the paper")
    assert "nobody can find the number again" in phone.last
    await phone.press("📝 Report a concern")
    assert "18 digits" not in phone.last
    assert "Go on" in " ".join(phone.buttons)
