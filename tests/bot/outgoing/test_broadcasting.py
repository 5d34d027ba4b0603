"""A broadcast from its one row to the phones: over real HTTP, with the limits on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram import Message
from telegram.ext import ExtBot

from bot.logs import counted
from bot.outgoing import broadcasting, delivery
from bot.outgoing.broadcasting import Broadcasting
from bot.outgoing.limiter import LaneLimiter
from bot.wire.transport import AiohttpRequest
from handlers.notices import NoticeText
from sandbox import Phone
from services.conversation import conversation
from services.conversation.conversation import Conversation
from services.notices import broadcast_stream, broadcasts, dispatch, subscriptions
from services.notices.broadcasts import IsMeant
from services.notices.outbox import Lane, Notice
from services.store import Store, keyless
from tests.support.notices.outbox_office import Office
from tests.support.notices.telling import AUDIENCES, A, Telling
from tests.support.patience import PATIENCE

Word = Callable[[Notice, object], NoticeText]


def _its_facts(notice: Notice, _words: object) -> NoticeText:
    keyboard = [["✅"]] if notice.facts.get("keyboard") else None
    return NoticeText(f"{notice.language}: {notice.facts['text']}", keyboard, old=notice.facts.get("old"))


@pytest.fixture
def telling(office: Office) -> Telling:
    """Who hears about what in the office's database."""
    return Telling(office.database, office.runtime, office.now())


@asynccontextmanager
async def _telling_everybody(office: Office, word: Word = _its_facts) -> AsyncIterator[None]:
    async with office.bot() as bot:
        sender = office.worker(bot, word)
        stream = Broadcasting(office.storage, lambda *_: True, office.now, sender.nudge)
        tasks = [asyncio.create_task(sender.run()), asyncio.create_task(stream.run())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def _people(office: Office, telling: Telling, count: int, language: str = "en") -> list[Phone]:
    people = [office.sandbox.phone(met=True) for _ in range(count)]
    for person in people:
        telling.joins(person.chat, A, language)
    return people


async def _done(office: Office, telling: Telling, id: str) -> None:
    await office.becomes(lambda: telling.progress(id).is_done)


async def test_everybody_gets_it_in_their_language_and_it_is_worded_once_for_each(
    office: Office, telling: Telling
) -> None:
    english, arabic = _people(office, telling, 5), _people(office, telling, 5, "ar")
    worded: list[str] = []

    def word(notice: Notice, words: object) -> NoticeText:
        worded.append(notice.language)
        return _its_facts(notice, words)

    async with _telling_everybody(office, word):
        id = telling.announce(facts={"text": "hello"})
        await _done(office, telling, id)
    assert [phone.texts for phone in english] == [["en: hello"]] * 5
    assert [phone.texts for phone in arabic] == [["ar: hello"]] * 5
    assert sorted(worded) == ["ar", "en"]


async def test_the_first_message_leaves_within_two_seconds_of_publishing(
    office: Office, telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the first look after it, of which there is one a second; the sender is woken and does not look by itself."""
    people = _people(office, telling, 40)
    looks: list[bool] = []
    expand = broadcast_stream.expand

    def noting(store: Store, now: datetime, is_meant: IsMeant) -> bool:
        looks.append(expand(store, now, is_meant))
        return looks[-1]

    monkeypatch.setattr(broadcast_stream, "expand", noting)
    monkeypatch.setattr(delivery, "LOOK_AGAIN", 3600)
    async with _telling_everybody(office):
        await office.becomes(lambda: bool(looks))
        id = telling.announce(facts={"text": "hello"})
        before = len(looks)
        await office.becomes(lambda: bool(office.sandbox.ledger.of("accepted")))
        assert broadcasting.LOOK_AGAIN <= 1
        assert True in looks[before : before + 2], "the first may have begun before it was published"
        await _done(office, telling, id)
    assert all(phone.texts == ["en: hello"] for phone in people)
    assert office.sandbox.ledger.of("refused") == []


async def test_the_log_does_not_number_a_group_whose_old_messages_cannot_be_touched_nor_who_reports(
    office: Office, telling: Telling
) -> None:
    people, before = _people(office, telling, 4), counted()
    async with _telling_everybody(office):
        first = telling.announce(facts={"text": "women meet on Thursday", "keyboard": True}, is_discreet=True)
        await _done(office, telling, first)
        office.sandbox.advance(3 * 86_400)
        second = telling.announce(facts={"text": "cancelled", "old": "no longer"}, replaces=first, is_discreet=True)
        await _done(office, telling, second)
        with office.database.writing() as session:
            store = Store(session, office.runtime)
            conversation.save(store, people[0].chat, Conversation(place="report"), office.now())
        telling.announce(facts={"text": "women meet on Friday", "keyboard": True}, is_discreet=True)
        await office.becomes(lambda: all(each.texts[-1].endswith("Friday") for each in people[1:]))
        await asyncio.sleep(0.2)
    assert not people[0].texts[-1].endswith("Friday"), "it waits until the report is sent"
    assert counted() == before


async def test_the_old_message_is_changed_and_the_new_one_answers_it(office: Office, telling: Telling) -> None:
    [phone] = _people(office, telling, 1)
    async with _telling_everybody(office):
        first = telling.announce(facts={"text": "at three"})
        await _done(office, telling, first)
        second = telling.announce(facts={"text": "at four", "old": "no longer at three"}, replaces=first)
        await _done(office, telling, second)
    assert phone.texts == ["no longer at three", "en: at four"]
    assert phone.messages[0].edited
    assert phone.messages[1].as_json["reply_to_message"]["message_id"] == phone.messages[0].id


@pytest.mark.parametrize(("days", "left"), [(0, ["en: at four"]), (3, ["en: at three", "en: at four"])])
async def test_a_message_that_brought_buttons_cannot_be_changed_and_is_removed_while_that_is_allowed(
    office: Office, telling: Telling, days: int, left: list[str]
) -> None:
    [phone] = _people(office, telling, 1)
    async with _telling_everybody(office):
        first = telling.announce(facts={"text": "at three", "keyboard": True})
        await _done(office, telling, first)
        office.sandbox.advance(days * 86400)
        second = telling.announce(facts={"text": "at four", "old": "no longer"}, replaces=first)
        await _done(office, telling, second)
    assert phone.texts == left
    assert office.sandbox.ledger.calls("editMessageText") == [], "that would cost a place and be refused"


async def test_every_message_that_is_no_longer_right_goes_not_only_the_last(office: Office, telling: Telling) -> None:
    [phone] = _people(office, telling, 1)
    async with _telling_everybody(office):
        first = telling.announce(facts={"text": "at three"})
        await _done(office, telling, first)
        reminder = telling.announce(facts={"text": "tomorrow at three", "keyboard": True})
        await _done(office, telling, reminder)
        last = telling.announce(
            facts={"text": "cancelled", "old": "not at three"}, replaces=first, outdates=(reminder,)
        )
        await _done(office, telling, last)
    assert phone.texts == ["not at three", "en: cancelled"]


async def test_one_who_has_blocked_the_bot_hears_about_nothing_more(office: Office, telling: Telling) -> None:
    gone, here = _people(office, telling, 2)
    telling.joins(gone.chat, AUDIENCES[1])
    await gone.block()
    async with _telling_everybody(office):
        id = telling.announce(facts={"text": "hello"})
        await _done(office, telling, id)
    assert here.texts == ["en: hello"]
    assert (telling.progress(id).sent, telling.progress(id).failed) == (1, 1)
    assert telling.write(subscriptions.joined, AUDIENCES, gone.chat) == []
    assert telling.write(subscriptions.joined, AUDIENCES, here.chat) == [A]


async def test_a_fault_in_a_message_is_nobodys_leaving(office: Office, telling: Telling) -> None:
    [phone] = _people(office, telling, 1)
    async with _telling_everybody(office):
        id = telling.announce(facts={"text": "x" * 5000})
        await _done(office, telling, id)
    assert telling.progress(id).failed == 1
    assert telling.write(subscriptions.joined, AUDIENCES, phone.chat) == [A]


async def test_what_ends_between_being_taken_up_and_its_turn_is_not_sent(office: Office, telling: Telling) -> None:
    people = _people(office, telling, 3)
    until = office.now() + timedelta(minutes=5)

    def word(notice: Notice, words: object) -> NoticeText:
        office.ahead = timedelta(minutes=6)
        return _its_facts(notice, words)

    async with _telling_everybody(office, word):
        id = telling.announce(facts={"text": "late"}, until=until)
        await _done(office, telling, id)
    assert [phone.texts for phone in people] == [[], [], []]
    assert (telling.progress(id).sent, telling.progress(id).failed) == (0, 3)


async def test_what_is_taken_back_stops_at_once(
    office: Office, telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "MOST_HANDS", 1)  # so that one is on its way at most, on a slow machine too
    people, other = _people(office, telling, 60), office.sandbox.phone(met=True)
    async with _telling_everybody(office):
        id = telling.announce(facts={"text": "wrong"})
        await office.becomes(lambda: len(office.sandbox.ledger.of("accepted")) >= 5)
        assert telling.write(keyless(broadcasts.recall), id) is False
        reached = len(office.sandbox.ledger.of("accepted"))
        office.lay_down(other, "what goes out after it", Lane.BROADCAST)
        await other.expects("what goes out after it")
        await office.empties()
    assert sum(bool(phone.texts) for phone in people) <= reached + 1


async def test_on_a_quick_line_each_message_is_accounted_for_before_the_next_is_begun(
    office: Office, telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    _people(office, telling, 30)
    settle = dispatch.settle
    begun_when_settled: list[int] = []

    def noting(*given: Any) -> None:
        begun_when_settled.append(len(office.sandbox.ledger.calls("sendMessage")))
        settle(*given)

    monkeypatch.setattr(dispatch, "settle", noting)
    monkeypatch.setattr(LaneLimiter, "round_trip", 0.001)  # however slow this machine is
    async with _telling_everybody(office):
        id = telling.announce(facts={"text": "hello"})
        await _done(office, telling, id)
    assert begun_when_settled == list(range(1, 31))


async def test_on_a_slow_line_as_many_are_under_way_as_it_takes(
    office: Office, telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fifth of a second there and back, and thirty a second: that takes half a dozen."""
    people = _people(office, telling, 90)
    office.sandbox.faults.latency = 0.1
    under_way, most = 0, 0
    send = AiohttpRequest.do_request

    async def counting(*given: Any, **more: Any) -> tuple[int, bytes]:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        try:
            return await send(*given, **more)
        finally:
            under_way -= 1

    monkeypatch.setattr(AiohttpRequest, "do_request", counting)
    async with _telling_everybody(office):
        id = telling.announce(facts={"text": "hello"})
        await _done(office, telling, id)
    assert all(phone.texts == ["en: hello"] for phone in people)
    assert 4 <= most <= delivery.MOST_HANDS


async def test_what_one_chat_has_to_wait_for_holds_up_nobody_else(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty, other = office.sandbox.phone(met=True), office.sandbox.phone(met=True)
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


async def test_stopping_puts_back_what_was_taken_up_and_not_begun(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "PATIENCE", PATIENCE)
    people = [office.sandbox.phone(met=True) for _ in range(3)]
    for person in people:
        office.lay_down(person, "hello")
    begun, go_on = asyncio.Event(), asyncio.Event()
    send = ExtBot.send_message

    async def held_up(*given: Any, **more: Any) -> Message:
        begun.set()
        await go_on.wait()
        return await send(*given, **more)

    monkeypatch.setattr(ExtBot, "send_message", held_up)
    async with office.at_work():
        await begun.wait()
        asyncio.get_running_loop().call_soon(go_on.set)  # while it is being stopped
    assert sum(bool(person.texts) for person in people) == 1
    assert len(office.waiting) == 2, "free for whoever comes next"


async def test_storage_that_fails_for_a_while_stops_no_broadcast(
    office: Office, telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasting, "LOOK_AGAIN", 0.02)
    [phone] = _people(office, telling, 1)
    failures = iter([OSError, OSError])
    expand = broadcast_stream.expand

    def failing(store: Store, now: datetime, is_meant: IsMeant) -> bool:
        for failure in failures:
            raise failure
        return expand(store, now, is_meant)

    monkeypatch.setattr(broadcast_stream, "expand", failing)
    async with _telling_everybody(office):
        id = telling.announce(facts={"text": "hello"}, lane=Lane.REMINDER)
        await _done(office, telling, id)
    assert phone.texts == ["en: hello"]
    assert next(failures, None) is None


async def test_while_the_clock_is_wrong_nothing_is_taken_to_be_too_late() -> None:
    asked: list[str] = []

    class Storage:
        async def write(self, rule: Callable[..., Any], *given: object, **more: object) -> Any:
            asked.append("write")
            return False

    work = Broadcasting(Storage(), lambda *_: True, lambda: datetime.now(UTC), lambda: None, lambda: False)
    assert not await work._step()
    assert asked == []
