"""A broadcast from its one row to the phones: over real HTTP, with the limits on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot import broadcasting, delivery
from bot.broadcasting import Broadcasting
from handlers.notices import Said
from sandbox import Phone
from services import broadcasts, dispatch, subscriptions
from services.outbox import Lane, Notice
from tests.outbox_office import Office
from tests.telling import AUDIENCES, A, Telling

Word = Callable[[Notice, object], Said]


def _its_facts(notice: Notice, _words: object) -> Said:
    keyboard = [["✅"]] if notice.facts.get("keyboard") else None
    return Said(f"{notice.language}: {notice.facts['text']}", keyboard, old=notice.facts.get("old"))


@pytest.fixture
def telling(office: Office) -> Telling:
    """Who hears about what in the office's database."""
    return Telling(office.database, office.runtime, office.now())


@asynccontextmanager
async def _telling_everybody(office: Office, word: Word = _its_facts) -> AsyncIterator[None]:
    async with office.bot() as bot:
        sender = office.worker(bot, word)
        stream = Broadcasting(office.storage, office.runtime, lambda *_: True, office.now, sender.nudge)
        tasks = [asyncio.create_task(sender.run()), asyncio.create_task(stream.run())]
        yield
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

    def word(notice: Notice, words: object) -> Said:
        worded.append(notice.language)
        return _its_facts(notice, words)

    async with _telling_everybody(office, word):
        id = telling.announce(facts={"text": "hello"})
        await _done(office, telling, id)
    assert [phone.texts for phone in english] == [["en: hello"]] * 5
    assert [phone.texts for phone in arabic] == [["ar: hello"]] * 5
    assert sorted(worded) == ["ar", "en"]


async def test_the_first_message_leaves_within_two_seconds_of_publishing(office: Office, telling: Telling) -> None:
    people = _people(office, telling, 40)
    async with _telling_everybody(office):
        await asyncio.sleep(0.2)
        began = office.sandbox.clock.monotonic()
        id = telling.announce(facts={"text": "hello"})
        await office.becomes(lambda: bool(office.sandbox.ledger.of("accepted")))
        assert office.sandbox.ledger.of("accepted")[0].at - began < 2
        await _done(office, telling, id)
    assert all(phone.texts == ["en: hello"] for phone in people)
    assert office.sandbox.ledger.of("refused") == []


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
    assert telling.write(subscriptions.joined, office.runtime, AUDIENCES, gone.chat) == []
    assert telling.write(subscriptions.joined, office.runtime, AUDIENCES, here.chat) == [A]


async def test_a_fault_in_a_message_is_nobodys_leaving(office: Office, telling: Telling) -> None:
    [phone] = _people(office, telling, 1)
    async with _telling_everybody(office):
        id = telling.announce(facts={"text": "x" * 5000})
        await _done(office, telling, id)
    assert telling.progress(id).failed == 1
    assert telling.write(subscriptions.joined, office.runtime, AUDIENCES, phone.chat) == [A]


async def test_what_ends_between_being_taken_up_and_its_turn_is_not_sent(office: Office, telling: Telling) -> None:
    people = _people(office, telling, 3)
    until = office.now() + timedelta(minutes=5)

    def word(notice: Notice, words: object) -> Said:
        office.ahead = timedelta(minutes=6)
        return _its_facts(notice, words)

    async with _telling_everybody(office, word):
        id = telling.announce(facts={"text": "late"}, until=until)
        await _done(office, telling, id)
    assert [phone.texts for phone in people] == [[], [], []]
    assert (telling.progress(id).sent, telling.progress(id).failed) == (0, 3)


async def test_what_is_taken_back_stops_at_once(office: Office, telling: Telling) -> None:
    people = _people(office, telling, 60)
    async with _telling_everybody(office):
        id = telling.announce(facts={"text": "wrong"})
        await office.becomes(lambda: len(office.sandbox.ledger.of("accepted")) >= 5)
        assert telling.write(broadcasts.recall, office.runtime, id) is False
        reached = len(office.sandbox.ledger.of("accepted"))
        await asyncio.sleep(0.3)
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
    async with _telling_everybody(office):
        id = telling.announce(facts={"text": "hello"})
        await _done(office, telling, id)
    assert begun_when_settled == list(range(1, 31))


async def test_on_a_slow_line_as_many_are_under_way_as_it_takes(office: Office, telling: Telling) -> None:
    people = _people(office, telling, 90)
    office.sandbox.faults.latency = 0.1
    async with _telling_everybody(office):
        began = office.sandbox.clock.monotonic()
        id = telling.announce(facts={"text": "hello"})
        await _done(office, telling, id)
        took = office.sandbox.ledger.of("accepted")[-1].at - began
    assert all(phone.texts == ["en: hello"] for phone in people)
    assert took < 90 * 0.2 / 2, "one after the other it would take eighteen seconds"


async def test_what_one_chat_has_to_wait_for_holds_up_nobody_else(office: Office) -> None:
    hasty, other = office.sandbox.phone(met=True), office.sandbox.phone(met=True)
    for number in range(5):
        office.lay_down(hasty, f"number {number}")
    office.lay_down(other, "for the other")
    async with office.at_work():
        await other.expects("for the other", timeout=0.9)
        await office.empties()
    assert sorted(hasty.texts) == [f"number {number}" for number in range(5)]
    assert office.sandbox.ledger.of("refused") == []


async def test_stopping_puts_back_what_was_taken_up_and_not_begun(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "PATIENCE", 1.0)
    people = [office.sandbox.phone(met=True) for _ in range(3)]
    for person in people:
        office.lay_down(person, "hello")
    office.sandbox.faults.latency = 0.1
    async with office.at_work():
        await office.becomes(lambda: bool(office.sandbox.ledger.calls("sendMessage")))
    assert sum(bool(person.texts) for person in people) == 1
    assert len(office.waiting) == 2, "free for whoever comes next"


async def test_storage_that_fails_for_a_while_stops_no_broadcast(
    office: Office, telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasting, "LOOK_AGAIN", 0.02)
    [phone] = _people(office, telling, 1)
    failures = iter([OSError, OSError])
    expand = broadcasting.broadcast_stream.expand

    def failing(*given: Any) -> bool:
        for failure in failures:
            raise failure
        return expand(*given)

    monkeypatch.setattr(broadcasting.broadcast_stream, "expand", failing)
    async with _telling_everybody(office):
        id = telling.announce(facts={"text": "hello"}, lane=Lane.REMINDER)
        await _done(office, telling, id)
    assert phone.texts == ["en: hello"]
    assert next(failures, None) is None
