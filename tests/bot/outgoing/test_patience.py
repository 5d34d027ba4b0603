"""A notice never takes away the buttons that somebody needs: it waits for a while, or comes without its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.outgoing import patience
from bot.outgoing.patience import LONGEST_WAIT, TIME_TO_ACT, Patience
from handlers.notices import NoticeText
from sandbox import Phone
from services.conversation import conversation
from services.conversation.conversation import Conversation, Written
from services.notices import outbox
from services.notices.dispatch import ClaimedNotice
from services.notices.outbox import Lane, Notice
from services.store import Store
from tests.support.notices.outbox_office import Office
from tests.support.patience import becomes

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CLAIMED = ClaimedNotice(1, Lane.REMINDER, 0, Notice("reminder", 7, "en"), NOW)
ASKING = NoticeText("👇 Will you come?", [["✅ I will come"]], bare="👥 To answer, later.")


def busy(office: Office, phone: Phone, place: str = "report") -> None:
    with office.database.writing() as session:
        conversation.save(Store(session, office.runtime), phone.chat, Conversation(place=place), office.now())


def holding(office: Office, phone: Phone, place: str, helped: tuple[str, ...] = ()) -> None:
    """Words that were typed wait for what shall become of them."""
    held = Conversation(place=place, held=(Written("who is there", office.now()),), helped=helped)
    with office.database.writing() as session:
        conversation.save(Store(session, office.runtime), phone.chat, held, office.now())


@asynccontextmanager
async def at_work(office: Office, worded: NoticeText = ASKING) -> AsyncIterator[None]:
    async with office.bot() as bot:
        task = asyncio.create_task(office.worker(bot, lambda _notice, _words: worded).run())
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def phone(office: Office) -> Phone:
    office.stop_clock()
    return office.phone()


@pytest.mark.parametrize("place", ["report", "receipt", "mailbox", "meeting review"])
async def test_it_waits_until_the_person_is_done_and_brings_its_buttons_then(
    office: Office, phone: Phone, place: str
) -> None:
    busy(office, phone, place)
    office.lay_down(phone, "meeting at four")
    async with at_work(office):
        await becomes(lambda: is_put_off(office), "the wait")
        busy(office, phone, "")
        office.ahead = timedelta(minutes=1)
        await phone.expects("Will you come?")
        await office.empties()
    assert phone.keyboard == ["✅ I will come"]


async def test_it_waits_for_a_bounded_time_and_comes_without_buttons_then(office: Office, phone: Phone) -> None:
    busy(office, phone)
    office.lay_down(phone, "meeting at four")
    async with at_work(office):
        await becomes(lambda: is_put_off(office), "the wait")
        office.ahead = LONGEST_WAIT
        busy(office, phone)
        await phone.expects("To answer, later")
        await office.empties()
    assert phone.keyboard == []


@pytest.mark.parametrize("lane", [Lane.SAFETY, Lane.BROADCAST])
async def test_what_is_pressing_comes_at_once_without_buttons(office: Office, phone: Phone, lane: Lane) -> None:
    busy(office, phone)
    office.lay_down(phone, "meeting at four", lane)
    async with at_work(office, replace(ASKING, is_urgent=lane is not Lane.SAFETY)):
        await phone.expects("To answer, later")
        await office.empties()
    assert phone.keyboard == []


async def test_what_puts_right_an_earlier_one_comes_at_once_without_buttons(office: Office, phone: Phone) -> None:
    busy(office, phone)
    office.lay_down(phone, "cancelled")
    async with at_work(office, replace(ASKING, old="❌ Cancelled")):
        await phone.expects("To answer, later")
        await office.empties()
    assert phone.keyboard == []


@pytest.mark.parametrize("place", ["words", ""])
async def test_whoever_has_only_typed_words_is_told_at_once_without_buttons(
    office: Office, phone: Phone, place: str
) -> None:
    holding(office, phone, place)
    office.lay_down(phone, "meeting at four")
    async with at_work(office):
        await phone.expects("To answer, later")
        await office.empties()
    assert phone.keyboard == []


@pytest.mark.parametrize(("place", "helped"), [("words", ("violence",)), ("report", ())])
async def test_it_waits_where_help_for_danger_stands_above_the_words_or_more_is_under_way(
    office: Office, phone: Phone, place: str, helped: tuple[str, ...]
) -> None:
    holding(office, phone, place, helped)
    office.lay_down(phone, "meeting at four")
    async with at_work(office):
        await becomes(lambda: is_put_off(office), "the wait")


async def test_one_that_has_no_buttons_takes_none_away_and_comes_at_once(office: Office, phone: Phone) -> None:
    busy(office, phone)
    office.lay_down(phone, "something new")
    async with at_work(office, NoticeText("something new")):
        await phone.expects("something new")
        await office.empties()


def test_a_reminder_does_not_wait_into_the_meeting() -> None:
    soon = replace(CLAIMED, until=NOW + TIME_TO_ACT - timedelta(seconds=1))
    assert not Patience().waits(soon, ASKING, NOW)
    assert Patience().waits(replace(CLAIMED, until=NOW + TIME_TO_ACT), ASKING, NOW)


def test_a_clock_that_is_put_back_does_not_lengthen_the_wait() -> None:
    waiting = Patience()
    assert waiting.waits(CLAIMED, ASKING, NOW)
    assert not waiting.waits(CLAIMED, ASKING, NOW - timedelta(hours=1))


def test_what_went_another_way_is_not_kept_in_mind_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "MOST_IN_MIND", 3)
    waiting = Patience()
    for number in range(9):
        waiting.waits(replace(CLAIMED, id=number), ASKING, NOW)
    assert len(waiting._since) == 3


def is_put_off(office: Office) -> bool:
    """Due in a while, and no sender is at it."""
    with office.database.reading() as session:
        now = bool(outbox.due(session, office.now(), 1))
        return not now and bool(outbox.due(session, office.now() + patience.BETWEEN_LOOKS + timedelta(seconds=1), 1))
