"""Whoever mistypes waits; whoever does not is let in, from the same address too, and behind a proxy."""

import asyncio
from contextlib import AsyncExitStack, suppress
from dataclasses import replace

import pytest
from aiohttp.test_utils import make_mocked_request

from desk.access.addresses import address_of
from desk.access.throttle import FORGIVEN_AFTER, PLACES, Knocker, TooBusy, Turns
from desk.config import DeskConfig
from services.keys.keyring import WrongPassphrase
from tests.desk.conftest import Desk, Ticks

OFFICE = "10.0.0.1"


async def fail(turns: Turns, knocker: Knocker) -> None:
    with suppress(WrongPassphrase):
        async with turns.turn(knocker):
            raise WrongPassphrase


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, none of which takes any time."""
    made: list[float] = []

    async def sleep(seconds: float) -> None:
        made.append(seconds)

    monkeypatch.setattr("desk.access.throttle.asyncio.sleep", sleep)
    return made


async def test_mistyping_slows_down_and_is_forgiven(ticks: Ticks, waited: list[float]) -> None:
    turns, clumsy = Turns(ticks), Knocker(OFFICE, "one")
    for _ in range(12):
        await fail(turns, clumsy)
    assert waited == [0, 0, 0, 0, 1, 2, 3, 4, 5, 5, 5, 5]
    assert turns.pause(Knocker(OFFICE, "another")) == 0, "others do not wait, at the same address either"
    ticks.now += FORGIVEN_AFTER + 1
    assert turns.pause(clumsy) == 0


async def test_twelve_who_mistype_keep_nobody_of_their_office_out(ticks: Ticks, waited: list[float]) -> None:
    turns = Turns(ticks)
    for number in range(12):
        for _ in range(4):
            await fail(turns, Knocker(OFFICE, f"wrong {number}"))
    came: list[str] = []

    async def come(knocker: Knocker) -> None:
        async with turns.turn(knocker):
            came.append(knocker.browser)

    async with AsyncExitStack() as held:
        await held.enter_async_context(turns.turn(Knocker("10.0.0.9", "somebody at it")))
        wrong = [asyncio.create_task(come(Knocker(OFFICE, f"wrong {number}"))) for number in range(12)]
        await asyncio.wait(wrong, timeout=0.01)
        new = [asyncio.create_task(come(Knocker(OFFICE, f"new {number}"))) for number in range(10)]
        await asyncio.wait(new, timeout=0.01)
        known = [asyncio.create_task(come(Knocker(OFFICE, f"known {number}", True))) for number in range(12)]
        await asyncio.wait(known, timeout=0.01)
    results = await asyncio.gather(*wrong, *new, *known, return_exceptions=True)
    refused = [type(result) for result in results if result is not None]
    assert refused == [TooBusy] * (12 - PLACES[2]), "only of those who had failed"
    assert [browser.split()[0] for browser in came] == ["known"] * 12 + ["new"] * 10 + ["wrong"] * PLACES[2]


async def test_who_gives_up_waiting_leaves_no_gap(ticks: Ticks, waited: list[float]) -> None:
    turns = Turns(ticks)

    async def come() -> str:
        async with turns.turn(Knocker(OFFICE, "patient")):
            return "in"

    async with turns.turn(Knocker(OFFICE, "first")):
        waiting = [asyncio.create_task(come()) for _ in range(3)]
        await asyncio.wait(waiting, timeout=0.01)
        waiting[0].cancel()
    assert await asyncio.gather(*waiting[1:]) == ["in", "in"]
    assert await asyncio.wait_for(come(), 1) == "in"


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("10.0.0.1", "6.6.6.6", "10.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "6.6.6.6, 192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "6.6.6.6, 192.0.2.7, 10.9.9.9", "192.0.2.7"),
        ("127.0.0.1", "nonsense", ""),
        ("127.0.0.1", "2001:db8::1", "2001:db8::/64"),
    ],
)
def test_only_a_trusted_proxy_is_believed_and_only_as_far_as_it_saw(remote: str, forwarded: str, address: str) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = make_mocked_request("POST", "/unlock", headers=headers).clone(remote=remote)
    assert address_of(request, {"127.0.0.1", "10.9.9.9"}) == address


@pytest.fixture
def config(config: DeskConfig) -> DeskConfig:
    return replace(config, proxies=frozenset({"127.0.0.1"}))


async def test_wrong_passphrases_behind_a_proxy_are_counted_by_who_called_it(desk: Desk) -> None:
    turns, stranger = desk.sessions.shared.turns, {"X-Forwarded-For": "192.0.2.7"}
    visitor = desk.visitor()
    await visitor.get("/unlock")
    for _ in range(4):
        await visitor.post("/unlock", {"passphrase": "wrong", "next": "/"}, **stranger)
    assert turns.rank(Knocker("192.0.2.7", "new")) == 1 and turns.rank(Knocker("192.0.2.8", "new")) == 0
