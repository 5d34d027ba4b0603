"""Staff whom the desk calls: enrolled by a code, alone or as a group, with quiet hours, and out with one press."""

from collections.abc import Callable

import pytest

from handlers import notices
from locales import LANGUAGES, Words
from services import enrolment
from services.notices.outbox import Notice
from services.nudges import bell as bells
from services.nudges import receivers, telling
from services.nudges.receivers import Receiver
from services.store import Store
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.phones import NewPhone, Phone
from tests.support.reports.mailboxes import report
from tests.support.vaults import Template

GROUP = -100500
Read = Callable[[], list[Receiver]]


@pytest.fixture
def code(founded: Template, database: Database, clock: Clock) -> str:
    with database.writing() as session:
        return receivers.invite(Store(session, founded.runtime), "Duty phone", clock.now)


@pytest.fixture
def called(founded: Template, database: Database) -> Read:
    def read() -> list[Receiver]:
        with database.reading() as session:
            return receivers.everyone(Store(session, founded.runtime))

    return read


async def say_in_group(group: Phone, text: str, number: int) -> None:
    message = {"message_id": number, "date": 0, "chat": {"id": group.chat, "type": "supergroup"}, "text": text}
    await group.deliver({"update_id": 7000 + number, "message": message})


async def test_a_code_has_the_desk_call_this_phone_and_one_press_ends_it(phone: Phone, code: str, called: Read) -> None:
    await phone.send(f"/start o_{code}")
    [receiver] = called()
    assert (receiver.name, receiver.chat, receiver.quiet) == ("Duty phone", 700, None)
    assert "never what it is" in phone.last and "/nonudges" in phone.last
    assert "🗂 Edit services" not in phone.buttons and "🗓 Organise meetings" not in phone.buttons
    await phone.send("/nonudges")
    assert called() == [] and "no longer writes here" in phone.last


async def test_quiet_hours_are_chosen_under_one_message(phone: Phone, code: str, called: Read) -> None:
    await phone.send(f"/start o_{code}")
    await phone.send("/nudges")
    await phone.press_under("21:00")
    assert [str(receiver.quiet and receiver.quiet.start) for receiver in called()] == ["21:00:00"]
    assert "Your quiet hours: 21:00 to 07:00" in phone.last.replace("\u2068", "").replace("\u2069", "")
    await phone.press_under("At any hour")
    assert called()[0].quiet is None
    await phone.press_under("No more")
    assert called() == [] and not any(shown.pages for shown in phone.telegram.messages.values())


async def test_who_is_not_called_learns_where_to_get_a_code(phone: Phone) -> None:
    await phone.send("/nudges")
    assert "does not write to you" in phone.last


async def test_a_group_is_called_and_anybody_in_it_can_end_it(new_phone: NewPhone, code: str, called: Read) -> None:
    group = new_phone(chat=GROUP)
    await say_in_group(group, f"/organiser@practice_bot {code}", 1)
    assert [receiver.chat for receiver in called()] == [GROUP] and "never what it is" in group.last
    await say_in_group(group, "/nonudges@practice_bot", 2)
    assert called() == []


async def test_no_group_becomes_an_organiser_and_the_code_is_not_used_up(
    founded: Template, database: Database, clock: Clock, new_phone: NewPhone
) -> None:
    with database.writing() as session:
        code = enrolment.new_code(Store(session, founded.runtime), "organiser", "Rojin", ("*",), clock.now)
    await say_in_group(new_phone(chat=GROUP), f"/organiser {code}", 1)
    phone = new_phone(chat=701)
    await phone.send(f"/start o_{code}")
    assert "🗓 Organise meetings" in phone.buttons


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_nudge_reads_the_same_whatever_has_come(language: str) -> None:
    at_once, later = (
        notices.word(Notice(telling.KIND, 1, language, {"at_once": each}), Words(language)) for each in (True, False)
    )
    assert at_once.text == later.text and at_once.is_urgent and not later.is_urgent


async def test_a_report_and_a_later_word_ring_the_bell(phone: Phone, founded: Template, database: Database) -> None:
    def rung() -> tuple[int, bool]:
        with database.reading() as session:
            bell = bells.read(Store(session, founded.runtime))
        return bell.serial, bell.news is not None

    held = await report(phone)
    assert rung() == (1, True)
    await phone.press("My mailbox")
    await phone.send(held.receipt)
    await phone.press("Write")
    await phone.send("It happened again.")
    await phone.press("Send")
    assert rung() == (2, True)
