"""Residents tell that a service is not as it is said: it shows on the card, and nothing of them is kept."""

from datetime import UTC, datetime
from itertools import count
from typing import Protocol

import pytest

from storage import directory as rows
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.phones import NewPhone, Phone

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


class People(Protocol):
    """people(3): phones of different people who each stand before the shared kitchen's card."""

    async def __call__(self, how_many: int, first: int = ...) -> list[Phone]: ...


@pytest.fixture(autouse=True)
def _monday(clock: Clock) -> None:
    clock.now = MONDAY


@pytest.fixture
def people(new_phone: NewPhone) -> People:
    async def stand(how_many: int, first: int = 900) -> list[Phone]:
        phones = [new_phone(chat=chat, updates=count(chat * 1000)) for chat in range(first, first + how_many)]
        for phone in phones:
            await phone.send("/services")
            await phone.press("🍞")
            await phone.press_under("Shared kitchen")
        return phones

    return stand


async def say(phone: Phone, what: str) -> None:
    await phone.press_under("Not true")
    await phone.press(what)


async def card(phone: Phone) -> str:
    await phone.press_under("Shared kitchen")
    return phone.last


async def test_what_is_reported_shows_from_the_next_day_on_and_as_some_or_many(
    people: People, database: Database, clock: Clock
) -> None:
    first, second, *others = await people(6)
    await say(first, "It was closed")
    assert any("From tomorrow on others read that it was reported" in said for said in first.texts)
    await say(second, "It was closed")
    assert "Reported" not in await card(first), "whoever stands at the door would be pointed at"
    clock.pass_(days=1)
    once = await card(first)
    assert "Reported lately: it was closed." in once
    for other in others:
        await card(other)
        await say(other, "It was closed")
    assert await card(first) == once, "a number that grows while somebody watches tells when each was said"
    clock.pass_(days=1)
    assert "Reported often lately: it was closed." in await card(first)
    with database.reading() as session:
        assert [(each.kind, each.week, each.times) for each in rows.said_since(session, "")] == [
            ("closed", "2026-W11", 6)
        ]
    clock.pass_(weeks=2)
    assert "closed" not in await card(first)


async def test_a_person_counts_once_a_week_for_a_service(people: People, clock: Clock, database: Database) -> None:
    (phone,) = await people(1)
    await say(phone, "It has moved")
    await phone.repeat()
    await phone.press("Other services", "🍞")
    await card(phone)
    await say(phone, "It has moved")
    assert "once a week" in phone.last
    with database.reading() as session:
        assert [each.times for each in rows.said_since(session, "")] == [1]
    clock.pass_(days=7, minutes=1)
    await card(phone)
    await say(phone, "It has moved")
    assert "once a week" not in phone.last


async def test_being_refused_leads_to_a_report_and_is_told_a_week_later_where_five_were(
    people: People, clock: Clock
) -> None:
    (phone,) = await people(1)
    await say(phone, "I was refused")
    assert "📝 Report the refusal" in phone.buttons
    assert "because of who you are" in phone.last
    assert "refused" not in await card(phone)
    await phone.press("Other services")
    others = await people(4, first=950)
    for other in others:
        await say(other, "I was refused")
    assert "refused" not in await card(phone)
    clock.pass_(weeks=1)
    assert "Reported often lately: people were refused." in await card(phone)


async def test_one_refusal_a_week_is_never_told(people: People, clock: Clock) -> None:
    (phone,) = await people(1)
    for other in await people(5, first=950):
        await card(other)
        await say(other, "I was refused")
        clock.pass_(weeks=1)
        assert "refused" not in await card(phone)


async def test_the_report_begins_with_one_press(people: People) -> None:
    (phone,) = await people(1)
    await say(phone, "I was refused")
    await phone.press("Report the refusal")
    assert "Who reads what you report" in phone.last
    await phone.press("Go on")
    assert "Where was it?" in phone.last, "what it is about is known already"


async def test_the_button_still_works_when_the_conversation_is_long_over(people: People, clock: Clock) -> None:
    (phone,) = await people(1)
    clock.pass_(hours=30)
    await say(phone, "Something else is wrong")
    assert "Thank you" in phone.last


async def test_nothing_says_who(people: People, database: Database) -> None:
    (phone,) = await people(1)
    await say(phone, "I was refused")
    with database.reading() as session:
        for table in ("directory", "directory_concerns", "directory_translations"):
            found = session.connection().exec_driver_sql(f"SELECT * FROM {table}").all()
            assert not any(str(phone.chat) == str(value) for row in found for value in row)


async def test_a_button_of_a_service_that_is_gone_is_answered(phone: Phone) -> None:
    await phone.send("⚠️ Not true? Tell us · Some clinic #0000")
    assert "do not find this service" in phone.last
    await phone.send("🚪 It was closed · nothing")
    assert "do not find this service" in phone.last
