"""Words of danger that somebody writes with their receipt: the person is told whom to call, before and after they are
sent, the case is urgent from then on, and staff are called at once."""

from functools import partial

import pytest

from handlers.chat.app import App
from services.nudges import bell as bells
from services.store import Store
from storage.engine import Database
from tests.support.phones import Phone
from tests.support.reports.mailboxes import Desk, OpenDesk, report, waiting
from tests.support.vaults import Template

NUMBERS = "Call:"


@pytest.fixture
def desk(database: Database, founded: Template) -> OpenDesk:
    return partial(Desk, database, founded)


def _rings(database: Database, founded: Template) -> tuple[bool, bool]:
    """Whether the desk's bell rings, for news and for what is urgent."""
    with database.reading() as session:
        bell = bells.read(Store(session, founded.runtime))
    return bell.news is not None, bell.urgent is not None


async def _written(phone: Phone, *texts: str) -> None:
    await phone.press("Write back")
    for text in texts:
        await phone.send(text)


@pytest.mark.parametrize(
    "texts",
    [
        ("He raped me.",),
        ("I want to die",),
        ("أريد أن أموت",),
        ("Thank you.", "He says that he will kill me", "Please answer"),
    ],
)
async def test_they_make_the_case_urgent_and_ring_at_once_and_the_person_is_told_whom_to_call(
    phone: Phone, desk: OpenDesk, database: Database, founded: Template, texts: tuple[str, ...]
) -> None:
    held = await report(phone)
    assert not desk().case().urgent and _rings(database, founded) == (True, False)
    await phone.send(held.receipt)
    await _written(phone, *texts)
    assert len([text for text in phone.texts if NUMBERS in text]) == 1
    await phone.press("✅ Send")
    assert desk().case().urgent and _rings(database, founded) == (True, True)
    assert "Saved" in phone.last and NUMBERS in "".join(phone.texts), "swept with what was written"


@pytest.mark.parametrize("text", ["Thank you.", "The police were here.", "He asked for money for aid"])
async def test_other_words_ring_as_before(
    phone: Phone, desk: OpenDesk, database: Database, founded: Template, text: str
) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await _written(phone, text)
    await phone.press("✅ Send")
    assert not desk().case().urgent and _rings(database, founded) == (True, False)
    assert NUMBERS not in phone.last


async def test_what_was_not_sent_calls_nobody(
    phone: Phone, desk: OpenDesk, database: Database, founded: Template
) -> None:
    held = await report(phone)
    await phone.send(held.receipt)
    await _written(phone, "I want to die")
    await phone.press("Close" if "Close" in "".join(phone.buttons) else "Stop")
    assert not desk().case().urgent and _rings(database, founded) == (True, False)


async def test_in_a_complaint_about_an_aid_worker_they_ring_nothing_that_others_hear(
    phone: Phone, desk: OpenDesk, database: Database, founded: Template
) -> None:
    held = await report(phone, "About an aid worker")
    before = _rings(database, founded)
    await phone.send(held.receipt)
    await _written(phone, "He raped me.")
    await phone.press("✅ Send")
    assert desk(who="focal_point").case().urgent
    assert _rings(database, founded) == before == (False, False)


async def test_by_the_words_of_a_false_alarm_nobody_is_called_again_and_by_others_everybody_is(
    phone: Phone, desk: OpenDesk, database: Database, founded: Template, app: App
) -> None:
    held = await report(phone)

    async def writes(text: str) -> tuple[bool, bool]:
        """Whether the case is urgent then, and whether somebody was called at once."""
        with database.writing() as session:
            bells.keep(Store(session, founded.runtime), bells.Bell())
        await phone.send(held.receipt)
        assert "No answer is waiting" in phone.last and "not from the team" not in phone.last
        await _written(phone, text)
        await phone.press("✅ Send")
        return desk().case().urgent, _rings(database, founded)[1]

    alarm = "Our baker says that he will kill me with cake"
    assert await writes(alarm) == (True, True)
    called = app.content.danger.urgent_words(alarm)
    desk().judge(False, called)
    assert called and not desk().case().urgent
    assert await writes(f"Again: {alarm}!") == (False, False)
    assert NUMBERS in "".join(phone.texts), "numbers shown in vain harm nobody"
    assert await writes(f"{alarm}. He raped me.") == (True, True)
    desk().judge(False, called)
    assert await writes("He raped me.") == (True, True)
    desk().judge(True, ())
    assert waiting(database) == 0 and desk().case().urgent
    desk().judge(False, ())
    assert await writes(alarm) == (True, True), "it was taken back"
