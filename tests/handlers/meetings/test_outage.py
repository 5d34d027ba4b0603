"""What is told and shown when there was no power, or the clock jumped, before, over and after a meeting's hour."""

from collections.abc import Callable

import pytest

from handlers.notices import word
from locales import Words
from services.notices import broadcast_stream, dispatch
from services.notices.outbox import Lane
from services.store import Store
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.phones import Hear, Organiser, Phone
from tests.support.plain_text import plain
from tests.support.vaults import Template

UNTIL_IT_BEGINS = 24 * 5 + 3
"""Hours from the tests' NOW to Tuesday, 15:00 in Baghdad."""
Sent = Callable[[], list[str]]
"""What leaves now, in English."""


@pytest.fixture
def sent(founded: Template, database: Database, clock: Clock) -> Sent:
    def claimed() -> list[str]:
        found = []
        with database.writing() as session:
            store = Store(session, founded.runtime)
            while broadcast_stream.expand(store, clock.now, lambda *_: True):
                pass
            while (each := dispatch.claim(store, clock.now, Lane.BROADCAST)) is not None:
                found.append(plain(word(each.notice, Words("en")).text))
        return found

    return claimed


async def at_the_review(organiser: Organiser, hear: Hear, *more: str) -> Phone:
    hear("forum:security", en=1)
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00", *more)
    return phone


async def looked_at(phone: Phone) -> str:
    await phone.send("/meetings")
    return plain(phone.last)


@pytest.mark.parametrize("hours", [-1, 0, 1, 30])
async def test_a_new_meeting_is_told_before_its_hour_alone(
    organiser: Organiser, hear: Hear, clock: Clock, sent: Sent, hours: int
) -> None:
    phone = await at_the_review(organiser, hear)
    await phone.press("✅ Publish")
    clock.pass_(hours=UNTIL_IT_BEGINS + hours)
    assert bool(sent()) == (hours < 0)
    assert ("Tue, Mar 10" in await looked_at(phone)) == (hours < 0)
    assert ("🗒 After a meeting" in phone.buttons) == (hours >= 0)


@pytest.mark.parametrize("hours", [-1, 0, 1, 30])
async def test_of_a_series_nobody_is_asked_about_a_time_that_has_been(
    organiser: Organiser, hear: Hear, clock: Clock, sent: Sent, hours: int
) -> None:
    phone = await at_the_review(organiser, hear, "✏️ Repeat", "Every week", "No end")
    await phone.press("✅ Publish")
    clock.pass_(hours=UNTIL_IT_BEGINS + hours)
    (told,) = sent()
    assert ("Will you come?" in told) == (hours < 0)
    assert ("Tue, Mar 10" in told) == (hours < 0)
    assert ("It has begun already" in told) == (hours >= 0)
    assert "New meeting" in told
    assert ("Tue, Mar 17" in await looked_at(phone)) == (hours >= 0)


@pytest.mark.parametrize("deed", [("Move this one", "Wed, Mar 11", "16:00"), ("Cancel this one",)])
async def test_a_change_that_comes_after_the_hour_is_not_told(
    organiser: Organiser, hear: Hear, clock: Clock, sent: Sent, deed: tuple[str, ...]
) -> None:
    phone = await at_the_review(organiser, hear)
    await phone.press("✅ Publish")
    clock.pass_(minutes=2)
    sent()
    await phone.send("/meetings")
    await phone.press("Open", *deed)
    send = next(label for label in phone.buttons if label in ("✅ Send the change", "❌ Yes, cancel"))
    await phone.press(send)
    clock.pass_(hours=UNTIL_IT_BEGINS + 26)
    assert sent() == []


async def test_what_is_pressed_after_the_hour_publishes_nothing(
    organiser: Organiser, hear: Hear, clock: Clock, sent: Sent
) -> None:
    phone = await at_the_review(organiser, hear)
    clock.pass_(minutes=50)
    phone.clock.now = clock.now
    await phone.send("✏️ Place")
    await phone.send("The blue tent")
    clock.pass_(hours=UNTIL_IT_BEGINS)
    await phone.send("✅ Publish")
    assert sent() == []
    assert "Tue, Mar 10" not in await looked_at(phone)
