"""Promises of the mailbox: the receipt opens it, nobody else can, and reading leaves nothing behind."""

import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from services.caseload import Caseload
from services.casework import Casework
from storage import mailbox as rows
from storage.engine import Database

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
WRONG = "000 000 000 000 000 098"
"""Well-formed, but nobody has it."""
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
MYANMAR_DIGITS = str.maketrans("0123456789", "၀၁၂၃၄၅၆၇၈၉")


@dataclass
class Desk:
    """The caseworker or focal point, unlocked."""

    database: Database
    founded: Any
    who: str = "caseworker"

    def __post_init__(self) -> None:
        self.trust = self.founded.founding.trust
        self.unlocked = self.founded.unlocked(self.who)
        self.caseload = Caseload()

    def case(self) -> Any:
        with self.database.reading() as session:
            self.caseload.refresh(session, self.unlocked, self.trust)
        (case,) = self.caseload.all()
        return case

    def reply(self, text: str) -> None:
        case = self.case()
        with self.database.writing() as session:
            Casework(self.trust, self.unlocked).reply(session, case, text, NOW)


@pytest.fixture
def desk(database: Database, founded: Any) -> Callable[..., Desk]:
    return lambda **given: Desk(database, founded, **given)


@dataclass
class Held:
    """What the person keeps on paper."""

    receipt: str
    pictures: str


async def report(phone: Any, category: str = "I feel unsafe") -> Held:
    await phone.start()
    await phone.press("Report", "Go on", category, "Send now", "✅ Send")
    receipt = re.search(r"(\d{3} ){5}\d{3}", phone.last, re.MULTILINE)
    pictures = re.search(r"^.* · .*$", phone.last, re.MULTILINE)
    assert receipt and pictures
    held = Held(receipt[0], pictures[0])
    await phone.press("I noted it")
    return held


def waiting(database: Database) -> int:
    with database.reading() as session:
        return rows.count_replies(session)


@contextmanager
def broken(house: Any) -> Any:
    decide = house.keeper.decide

    async def fails(*_given: Any) -> None:
        raise OSError("disk full")

    house.keeper.decide = fails
    yield
    house.keeper.decide = decide


async def test_the_receipt_opens_the_answer_with_the_check_words_of_the_report(phone: Any, desk: Any) -> None:
    held = await report(phone)
    desk().reply("We will be at the gate on Monday.")
    await phone.press("My mailbox")
    await phone.send(held.receipt)
    answer = phone.texts[-2]
    assert "We will be at the gate on Monday." in answer
    assert held.pictures in answer.replace("\u2068", "").replace("\u2069", "")
    assert "do not trust" in answer


async def test_the_typed_receipt_leaves_the_chat_at_once_and_is_kept_nowhere(
    phone: Any, desk: Any, database: Database
) -> None:
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
    phone: Any, digits: dict[int, str]
) -> None:
    held = await report(phone)
    await phone.press("My mailbox")
    await phone.send(held.receipt.replace(" ", "-").translate(digits))
    assert "No answer is waiting" in phone.last


async def test_a_receipt_typed_at_the_menu_opens_the_mailbox_as_well(phone: Any) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    assert "No answer is waiting" in phone.last
    assert held.receipt not in phone.own_texts


async def test_wrong_and_erased_receipts_are_answered_alike(phone: Any, database: Database, desk: Any) -> None:
    held = await report(phone)
    with database.writing() as session:
        for tag in rows.idle_since(session, "9999-W01"):
            rows.delete(session, tag)
    await phone.press("My mailbox")
    answers = set()
    for number in (held.receipt, WRONG, "123 456 789 012 345 678"):
        await phone.send(number)
        answers.add(phone.last)
    assert len(answers) == 1
    assert "No mailbox opens with this number" in answers.pop()


async def test_a_right_receipt_costs_the_same_slow_derivation_as_a_wrong_one(phone: Any, monkeypatch: Any) -> None:
    derived = []
    held = await report(phone)
    think = phone.house.keeper.think

    async def counted(work: Any, *args: Any) -> Any:
        derived.append(work.__name__)
        return await think(work, *args)

    phone.house.keeper.think = counted
    await phone.press("My mailbox")
    await phone.send(WRONG)
    await phone.send(held.receipt)
    assert derived == ["mailbox_keys", "mailbox_keys"]


async def test_five_wrong_receipts_an_hour_and_then_a_pause_that_is_explained(phone: Any, clock: Any) -> None:
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


async def test_opening_ones_own_mailbox_often_is_no_guessing(phone: Any) -> None:
    held = await report(phone)
    for _ in range(7):
        await phone.send(held.receipt)
        assert "No answer is waiting" in phone.last
        await phone.press("Close")


async def test_reading_erases_the_answer_from_the_server_and_the_chat(
    phone: Any, desk: Any, database: Database
) -> None:
    held = await report(phone)
    worker = desk()
    worker.reply("Read me once.")
    await phone.send(held.receipt)
    assert waiting(database) == 1
    await phone.press("I have read it")
    assert waiting(database) == 0
    assert not any("Read me once." in text for text in phone.texts)
    assert "I have read it" not in "".join(phone.buttons)
    await phone.press("Close")
    await phone.send(held.receipt)
    assert "No answer is waiting" in phone.last


async def test_an_answer_is_not_erased_before_it_was_read(phone: Any, desk: Any, database: Database) -> None:
    held = await report(phone)
    worker = desk()
    worker.reply("First.")
    await phone.send(held.receipt)
    worker.reply("Came while the first was read.")
    await phone.press("I have read it", "Close")
    await phone.send(held.receipt)
    assert any("Came while" in text for text in phone.texts)


async def test_erased_is_said_only_when_it_is(phone: Any, house: Any, desk: Any, database: Database) -> None:
    held = await report(phone)
    desk().reply("Still here.")
    await phone.send(held.receipt)
    with broken(house):
        await phone.press("I have read it")
    assert "NOT saved" in phone.last
    assert waiting(database) == 1
    await phone.press("I have read it")
    assert waiting(database) == 0


async def test_writing_back_reaches_the_same_case(phone: Any, desk: Any) -> None:
    held = await report(phone)
    worker = desk()
    worker.reply("When did it happen?")
    await phone.send(held.receipt)
    await phone.press("Write back")
    await phone.send("At dusk.")
    await phone.send("Three men.")
    await phone.press("✅ Send")
    assert "Saved" in phone.last
    assert not any("dusk" in text for text in phone.own_texts)
    said = [entry for entry in worker.case().entries if entry.kind == "message"]
    assert [entry.text for entry in said] == ["At dusk.\nThree men."]
    assert worker.case().unanswered


async def test_a_complainants_later_words_reach_the_focal_point_and_not_the_caseworkers(phone: Any, desk: Any) -> None:
    held = await report(phone, "About an aid worker")
    await phone.send(held.receipt)
    await phone.press("Write back")
    await phone.send("He asked again.")
    await phone.press("✅ Send")
    focal_point = desk(who="focal_point").case()
    assert [entry.text for entry in focal_point.entries if entry.kind == "message"] == ["He asked again."]
    stranger = desk()
    with stranger.database.reading() as session:
        stranger.caseload.refresh(session, stranger.unlocked, stranger.trust)
    assert stranger.caseload.all() == []


async def test_later_words_that_are_not_saved_are_not_called_saved(phone: Any, house: Any, desk: Any) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.press("Write back")
    await phone.send("At dusk.")
    with broken(house):
        await phone.press("✅ Send")
    assert "NOT saved" in phone.last
    await phone.press("✅ Send")
    assert "Saved" in phone.last
    assert [entry.kind for entry in desk().case().entries] == ["report", "message"]


async def test_sending_nothing_sends_nothing(phone: Any, desk: Any) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.press("Write back", "✅ Send")
    assert "write something first" in phone.last
    await phone.press("Back")
    assert [entry.kind for entry in desk().case().entries] == ["report"]


async def test_a_photo_while_writing_back_is_answered_kindly_and_its_words_are_kept(phone: Any, desk: Any) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.press("Write back")
    await phone.send(photo=[{"file_id": "x"}], caption="The gate is broken.")
    assert "did not keep it" in phone.last
    await phone.press("✅ Send")
    assert desk().case().entries[-1].text == "The gate is broken."


async def test_the_route_can_be_cut(phone: Any, desk: Any) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.press("Do not notify me")
    assert "will not tell you any more" in phone.last
    assert [entry.kind for entry in desk().case().entries] == ["report", "route_cut"]


async def test_a_report_is_taken_back_only_after_a_clear_yes(phone: Any, desk: Any) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.press("Take back", "👎 No")
    assert not desk().case().withdrawn
    await phone.press("Take back", "👍 Yes")
    assert "stops working on it" in phone.last
    assert desk().case().withdrawn


async def test_words_in_an_open_mailbox_are_not_sent_by_accident(phone: Any, desk: Any) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await phone.send("I thought this goes to the team")
    assert "other words are not kept" in phone.last
    assert [entry.kind for entry in desk().case().entries] == ["report"]


async def test_a_reply_nobody_entitled_signed_is_not_shown(phone: Any, database: Database, desk: Any) -> None:
    held = await report(phone)
    with database.writing() as session:
        (tag,) = rows.idle_since(session, "9999-W01")
        rows.add_reply(session, rows.Reply(b"\7" * 16, tag, "2026-W47", b"x" * 1100))
    await phone.send(held.receipt)
    assert "not from the team" in phone.last
    assert len(phone.texts) >= 1
    assert "I have read it" not in "".join(phone.buttons)


async def test_an_hour_of_silence_closes_the_mailbox(phone: Any, clock: Any, desk: Any, database: Database) -> None:
    held = await report(phone)
    desk().reply("Still waiting.")
    await phone.send(held.receipt)
    clock.pass_(minutes=61)
    await phone.press("I have read it")
    assert "too long ago" in phone.last
    assert waiting(database) == 1
    assert not any("Still waiting." in text for text in phone.texts)


async def test_answers_and_receipts_cannot_be_passed_on_with_a_tap(phone: Any, desk: Any) -> None:
    held = await report(phone)
    desk().reply("Only for you.")
    await phone.send(held.receipt)
    shown = [message for message in phone.telegram.messages.values() if "Only for you." in message.text]
    assert [message.protected for message in shown] == [True]


async def test_a_repeated_update_opens_the_mailbox_again_with_the_same_words(phone: Any, desk: Any) -> None:
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


async def test_an_open_mailbox_is_remembered_by_its_keys_and_never_by_the_receipt(phone: Any) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    kept, _ = await phone.house.keeper.recall(999_999, phone.chat, phone.clock())
    assert '"private"' in kept
    assert held.receipt not in kept
    assert held.receipt.replace(" ", "") not in kept
    await phone.press("Close")
    kept, _ = await phone.house.keeper.recall(1_000_000, phone.chat, phone.clock())
    assert '"private"' not in kept
