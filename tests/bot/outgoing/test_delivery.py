"""The outbox worker on a real database and a pretend Telegram over real HTTP: what goes out, and what never does."""

import json
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import text

from bot.outgoing import delivery
from bot.outgoing.limiter import LaneLimiter
from handlers.notices import NoticeText
from services.keys.sealing import RuntimeKey
from services.meetings import rsvp
from services.meetings.meeting import occasion_id
from services.notices import dispatch, outbox
from services.notices.outbox import Lane, Notice
from services.recurrence import WallTime
from services.store import Store
from storage import outbox as rows
from tests.support.meetings.meeting_room import AMAL, Room
from tests.support.notices.outbox_office import Office


async def test_what_was_laid_down_before_and_what_is_laid_down_now_is_sent_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = office.phone()
    office.lay_down(phone, "before")
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "LOOK_AGAIN", 3600)  # nothing but the nudge lets it look
        async with office.at_work() as worker:
            await phone.expects("before")
            await office.empties()
            office.lay_down(phone, "now")
            worker.nudge()
            await phone.expects("now")
            await office.empties()
    assert delivery.LOOK_AGAIN <= 1
    async with office.at_work():
        office.lay_down(phone, "at the start")
        await phone.expects("at the start")
        await office.empties()
        office.lay_down(phone, "from the desk, without a nudge")
        await phone.expects("from the desk")
        await office.empties()
    assert phone.texts == ["before", "now", "at the start", "from the desk, without a nudge"]


async def test_an_alert_laid_down_late_goes_before_broadcasts_that_wait(office: Office) -> None:
    people = [office.phone() for _ in range(6)]
    for person in people[:5]:
        office.lay_down(person, "news", Lane.BROADCAST)
    office.lay_down(people[5], "alert", Lane.SAFETY)
    async with office.at_work():
        await office.empties()
    assert office.sandbox.ledger.calls("sendMessage")[0]["text"] == "alert"


@pytest.mark.parametrize("description", ["Bad Request: chat not found", "Forbidden: bot was blocked by the user"])
async def test_one_who_cannot_be_reached_ends_the_notice_and_no_other(office: Office, description: str) -> None:
    gone, here = office.phone(), office.phone()
    if description.startswith("Forbidden"):
        await gone.block()
    office.lay_down(gone if gone.blocked else 5_000_000_001, "to nobody")
    office.lay_down(here, "to somebody")
    async with office.at_work():
        await here.expects("to somebody")
        await office.empties()
    assert len(office.sandbox.ledger.calls("sendMessage")) == 2


async def test_who_has_blocked_us_is_no_longer_counted_among_those_who_come(office: Office) -> None:
    room = Room(office.database, office.runtime)
    room.organiser(AMAL, "*")
    meeting, _ = room.published(office.now(), first=WallTime(office.now().date() + timedelta(days=2), time(15)))
    occasion = occasion_id(meeting.id, meeting.series.first)
    gone, here = office.phone(), office.phone()
    for phone in (gone, here):
        room.ask(rsvp.answer, phone.chat, office.now(), occasion, "yes")
    await gone.block()
    office.lay_down(gone, "to nobody")
    async with office.at_work():
        await office.empties()
    assert [room.read(rsvp.answer_of, occasion, phone.chat) for phone in (gone, here)] == [None, "yes"]


async def test_what_nobody_can_word_or_open_is_set_aside_and_the_rest_goes_out(office: Office) -> None:
    phone = office.phone()
    office.lay_down(phone, "x", kind="nobody's")
    with office.database.writing() as session:
        outbox.enqueue(Store(session, RuntimeKey.generate()), Notice("a", 1, "en"), Lane.REPLY, datetime.now(UTC))
        outbox.enqueue(Store(session, office.runtime), Notice("a", 1, "tlh"), Lane.REPLY, datetime.now(UTC))
    office.lay_down(phone, "the rest", Lane.BROADCAST)
    async with office.at_work():
        await phone.expects("the rest")
        await office.empties()
    with office.database.reading() as session:
        assert rows.count(session) == 3


async def test_what_was_worth_nothing_any_more_when_its_turn_came_is_dropped(office: Office) -> None:
    phone = office.phone()
    office.stop_clock()
    office.lay_down(phone, "the meeting begins")
    with office.database.writing() as session:
        until = int((office.now() + timedelta(seconds=30)).timestamp())
        session.connection().execute(text("UPDATE outbox SET until = :until"), {"until": until})

    def word(notice: Notice, words: object) -> NoticeText:
        office.ahead = dispatch.CLAIM
        return NoticeText(str(notice.facts["text"]))

    async with office.at_work(word):
        await office.becomes(lambda: not _waits(office))
    assert phone.texts == []


def _waits(office: Office) -> int:
    with office.database.reading() as session:
        return rows.count(session)


async def test_a_notice_of_another_version_keeps_no_other_back(office: Office) -> None:
    phone = office.phone()
    later = {"kind": "reminder", "chat": phone.chat, "language": "en", "facts": {"text": "later"}, "more": 1}
    with office.database.writing() as session:
        for body in ({"kind": "reminder"}, later):
            sealed = outbox.closed(office.runtime, json.dumps(body).encode())
            rows.add(session, [rows.NewOutboxRow(Lane.REPLY, 0, sealed)])
    office.lay_down(phone, "the rest")
    async with office.at_work():
        await phone.expects("the rest")
        await office.empties()
    assert phone.texts == ["later", "the rest"]


async def test_what_one_chat_has_to_wait_for_holds_up_nobody_else(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty, other = office.phone(), office.phone()
    for number in range(5):
        office.lay_down(hasty, f"number {number}")
    office.lay_down(other, "for the other")
    wait_of = LaneLimiter.chat_wait

    def long_wait(limiter: LaneLimiter, chat: int) -> float:
        """Whoever has to wait at all waits for a minute, so that no slow machine has sat it out before."""
        wait = wait_of(limiter, chat)
        return 60.0 if wait > 0 else 0.0

    with monkeypatch.context() as patch:
        patch.setattr(LaneLimiter, "chat_wait", long_wait)
        async with office.at_work():
            await other.expects("for the other")
    office.ahead = timedelta(seconds=61)
    async with office.at_work():
        await office.empties()
    assert sorted(hasty.texts) == [f"number {number}" for number in range(5)]
    assert office.sandbox.ledger.of("refused") == []
