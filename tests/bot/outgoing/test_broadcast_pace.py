"""How soon a broadcast leaves, and how much of it is under way at once."""

from datetime import datetime
from typing import Any

import pytest

from bot.outgoing import broadcasting, delivery
from bot.outgoing.limiter import LaneLimiter
from bot.wire.transport import AiohttpRequest
from services.notices import broadcast_stream, dispatch
from services.notices.broadcasts import IsMeant
from services.store import Store
from tests.support.notices.broadcast_office import done, people_of, telling_everybody
from tests.support.notices.outbox_office import Office
from tests.support.notices.telling import Telling


async def test_the_first_message_leaves_within_two_seconds_of_publishing(
    office: Office, telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the first look after it, of which there is one a second; the sender is woken and does not look by itself."""
    people = people_of(office, telling, 40)
    looks: list[bool] = []
    expand = broadcast_stream.expand

    def noting(store: Store, now: datetime, is_meant: IsMeant) -> bool:
        looks.append(expand(store, now, is_meant))
        return looks[-1]

    monkeypatch.setattr(broadcast_stream, "expand", noting)
    monkeypatch.setattr(delivery, "LOOK_AGAIN", 3600)
    async with telling_everybody(office):
        await office.becomes(lambda: bool(looks))
        id = telling.announce(facts={"text": "hello"})
        before = len(looks)
        await office.becomes(lambda: bool(office.sandbox.ledger.of("accepted")))
        assert broadcasting.LOOK_AGAIN <= 1
        assert True in looks[before : before + 2], "the first may have begun before it was published"
        await done(office, telling, id)
    assert all(phone.texts == ["en: hello"] for phone in people)
    assert office.sandbox.ledger.of("refused") == []


async def test_on_a_quick_line_each_message_is_accounted_for_before_the_next_is_begun(
    office: Office, telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    people_of(office, telling, 30)
    settle = dispatch.settle
    begun_when_settled: list[int] = []

    def noting(*given: Any) -> None:
        begun_when_settled.append(len(office.sandbox.ledger.calls("sendMessage")))
        settle(*given)

    monkeypatch.setattr(dispatch, "settle", noting)
    monkeypatch.setattr(LaneLimiter, "round_trip", 0.001)  # however slow this machine is
    async with telling_everybody(office):
        id = telling.announce(facts={"text": "hello"})
        await done(office, telling, id)
    assert begun_when_settled == list(range(1, 31))


async def test_on_a_slow_line_as_many_are_under_way_as_it_takes(
    office: Office, telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fifth of a second there and back, and thirty a second: that takes half a dozen."""
    people = people_of(office, telling, 90)
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
    async with telling_everybody(office):
        id = telling.announce(facts={"text": "hello"})
        await done(office, telling, id)
    assert all(phone.texts == ["en: hello"] for phone in people)
    assert 4 <= most <= delivery.MOST_HANDS
