"""A broadcast from its one row to the phones, over real HTTP, with the limits on: who gets it, who no longer does."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.outgoing import broadcasting, delivery
from bot.outgoing.broadcasting import Broadcasting
from handlers.notices import NoticeText
from services.notices import broadcast_stream, broadcasts, subscriptions
from services.notices.broadcasts import IsMeant
from services.notices.outbox import Lane, Notice
from services.store import Store, keyless
from tests.support.notices.broadcast_office import done, its_facts, people_of, telling_everybody
from tests.support.notices.outbox_office import Office
from tests.support.notices.telling import AUDIENCES, A, Telling


async def test_everybody_gets_it_in_their_language_and_it_is_worded_once_for_each(
    office: Office, telling: Telling
) -> None:
    english, arabic = people_of(office, telling, 5), people_of(office, telling, 5, "ar")
    worded: list[str] = []

    def word(notice: Notice, words: object) -> NoticeText:
        worded.append(notice.language)
        return its_facts(notice, words)

    async with telling_everybody(office, word):
        id = telling.announce(facts={"text": "hello"})
        await done(office, telling, id)
    assert [phone.texts for phone in english] == [["en: hello"]] * 5
    assert [phone.texts for phone in arabic] == [["ar: hello"]] * 5
    assert sorted(worded) == ["ar", "en"]


async def test_one_who_has_blocked_the_bot_hears_about_nothing_more(office: Office, telling: Telling) -> None:
    gone, here = people_of(office, telling, 2)
    telling.joins(gone.chat, AUDIENCES[1])
    await gone.block()
    async with telling_everybody(office):
        id = telling.announce(facts={"text": "hello"})
        await done(office, telling, id)
    assert here.texts == ["en: hello"]
    assert (telling.progress(id).sent, telling.progress(id).failed) == (1, 1)
    assert telling.write(subscriptions.joined, AUDIENCES, gone.chat) == []
    assert telling.write(subscriptions.joined, AUDIENCES, here.chat) == [A]


async def test_a_fault_in_a_message_is_nobodys_leaving(office: Office, telling: Telling) -> None:
    [phone] = people_of(office, telling, 1)
    async with telling_everybody(office):
        id = telling.announce(facts={"text": "x" * 5000})
        await done(office, telling, id)
    assert telling.progress(id).failed == 1
    assert telling.write(subscriptions.joined, AUDIENCES, phone.chat) == [A]


async def test_what_ends_between_being_taken_up_and_its_turn_is_not_sent(office: Office, telling: Telling) -> None:
    people = people_of(office, telling, 3)
    until = office.now() + timedelta(minutes=5)

    def word(notice: Notice, words: object) -> NoticeText:
        office.ahead = timedelta(minutes=6)
        return its_facts(notice, words)

    async with telling_everybody(office, word):
        id = telling.announce(facts={"text": "late"}, until=until)
        await done(office, telling, id)
    assert [phone.texts for phone in people] == [[], [], []]
    assert (telling.progress(id).sent, telling.progress(id).failed) == (0, 3)


async def test_what_is_taken_back_stops_at_once(
    office: Office, telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "MOST_HANDS", 1)  # so that one is on its way at most, on a slow machine too
    people, other = people_of(office, telling, 60), office.phone()
    async with telling_everybody(office):
        id = telling.announce(facts={"text": "wrong"})
        await office.becomes(lambda: len(office.sandbox.ledger.of("accepted")) >= 5)
        assert telling.write(keyless(broadcasts.recall), id) is False
        reached = len(office.sandbox.ledger.of("accepted"))
        office.lay_down(other, "what goes out after it", Lane.BROADCAST)
        await other.expects("what goes out after it")
        await office.empties()
    assert sum(bool(phone.texts) for phone in people) <= reached + 1


async def test_storage_that_fails_for_a_while_stops_no_broadcast(
    office: Office, telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasting, "LOOK_AGAIN", 0.02)
    [phone] = people_of(office, telling, 1)
    failures = iter([OSError, OSError])
    expand = broadcast_stream.expand

    def failing(store: Store, now: datetime, is_meant: IsMeant) -> bool:
        for failure in failures:
            raise failure
        return expand(store, now, is_meant)

    monkeypatch.setattr(broadcast_stream, "expand", failing)
    async with telling_everybody(office):
        id = telling.announce(facts={"text": "hello"}, lane=Lane.REMINDER)
        await done(office, telling, id)
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
