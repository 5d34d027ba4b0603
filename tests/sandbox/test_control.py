"""Another process, or a trainer's page, can do all of it over HTTP; nobody from elsewhere can."""

import asyncio
import base64
import json
import signal
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from sandbox import Sandbox
from tests.support.patience import PATIENCE


@pytest.fixture
async def room() -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The command line's own process and its address."""
    arguments = ("-m", "sandbox", "--port", "0", "--limits", "off", "--token", "42:" + "a" * 35)
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    word, address = (await process.stdout.readline()).decode().split()
    assert word == "listening"
    yield process, address
    if process.returncode is None:
        process.kill()
        await process.wait()


async def post(http: aiohttp.ClientSession, path: str, **body: object) -> dict[str, Any]:
    async with http.post(f"/sandbox/{path}", json=body) as response:
        answer: dict[str, Any] = await response.json()
        return answer


async def get(http: aiohttp.ClientSession, path: str) -> dict[str, Any]:
    async with http.get(f"/sandbox/{path}") as response:
        answer: dict[str, Any] = await response.json()
        return answer


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
async def test_the_command_line_serves_until_a_signal_and_ends_cleanly(
    room: tuple[asyncio.subprocess.Process, str], ending: signal.Signals
) -> None:
    process, address = room
    assert address.startswith("http://127.0.0.1:")
    async with aiohttp.ClientSession(address) as http, Bot("42:" + "a" * 35, base_url=f"{address}/bot") as bot:
        state = await get(http, "state")
        assert [phone["language_code"] for phone in state["phones"]] == ["ar", "ckb", "en"]
        assert state["limits"] is False
        waiting = asyncio.create_task(bot.get_updates(timeout=30))
        await asyncio.sleep(0.1)
        process.send_signal(ending)
        assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
        await asyncio.gather(waiting, return_exceptions=True)


async def test_a_phone_can_be_made_and_used_from_outside(
    sandbox: Sandbox, http: aiohttp.ClientSession, bot: Bot
) -> None:
    view = await post(http, "phones", name="Amal", language_code="ar")
    mine = f"phones/{view['id']}"
    await post(http, f"{mine}/start", payload="x")
    await post(http, f"{mine}/attach", kind="document", data=base64.b64encode(b"abc").decode(), filename="a.txt")
    markup = {"keyboard": [["Yes", "No"]]}
    await bot.send_message(view["id"], "Sure?", reply_markup=markup)  # type: ignore[arg-type]  # plain JSON will do
    await post(http, f"{mine}/press", label="Yes")
    view = await get(http, mine)
    assert [message["text"] for message in view["messages"]] == ["/start x", "", "Sure?", "Yes"]
    assert view["messages"][1]["file"]["name"] == "a.txt"
    assert view["keyboard"] == [["Yes", "No"]]
    await post(http, f"{mine}/delete_chat")
    assert (await get(http, mine))["messages"] == []
    await post(http, f"{mine}/remove")
    assert (await get(http, "state"))["phones"] == []


async def test_switches_clock_and_ledger_work_from_outside(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    await post(http, "faults", kind="too_many_requests", retry_after=9, methods=["sendMessage"])
    await post(http, "faults", kind="latency", seconds=0.01)
    await post(http, "limits", on=False)
    before = sandbox.clock.now()
    await post(http, "clock", advance=3600)
    assert sandbox.clock.now() - before >= 3600
    state = await get(http, "state")
    assert (state["limits"], state["faults"]["too_many_requests"], state["faults"]["latency"]) == (False, True, 0.01)
    phone = sandbox.phone()
    await phone.send("one")
    first = await get(http, "ledger?event=queued")
    await phone.send("two")
    assert len(first["entries"]) == 1
    assert len((await get(http, f"ledger?event=queued&after={first['next']}"))["entries"]) == 1


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("phones/1/send", {"text": "x"}, 404),
        ("nothing", {}, 404),
        ("faults", {"kind": "rain"}, 400),
        ("clock", {"advance": -1}, 400),
        ("clock", {}, 400),
    ],
)
async def test_a_wrong_request_is_told_so(
    http: aiohttp.ClientSession, path: str, body: dict[str, object], status: int
) -> None:
    async with http.post(f"/sandbox/{path}", json=body) as response:
        assert response.status == status
        assert (await response.json())["error"]


@pytest.mark.parametrize("headers", [{"Origin": "http://example.org"}, {"Host": "rebound.example:80"}])
async def test_pages_from_elsewhere_are_turned_away(
    sandbox: Sandbox, http: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    async with http.post("/sandbox/phones", json={}, headers=headers) as response:
        assert response.status == 403
    assert sandbox.phones == []


async def test_events_bring_the_room_and_each_change_of_a_phone(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    phone = sandbox.phone("ar")
    async with http.get("/sandbox/events") as stream:
        heard: list[tuple[str, dict[str, Any]]] = []

        async def hear(count: int) -> None:
            while len(heard) < count:
                name = (await stream.content.readline()).decode().strip().removeprefix("event: ")
                body = json.loads((await stream.content.readline()).decode().removeprefix("data: "))
                await stream.content.readline()
                heard.append((name, body))

        await asyncio.wait_for(hear(2), PATIENCE)
        await phone.send("مرحبا")
        await asyncio.wait_for(hear(3), PATIENCE)
    assert [name for name, _ in heard] == ["room", "phone", "phone"]
    assert heard[2][1]["messages"][0]["text"] == "مرحبا"


async def test_the_page_asks_nothing_of_anyone_else(http: aiohttp.ClientSession) -> None:
    async with http.get("/") as response:
        page = await response.text()
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "//" not in page.replace("<!doctype html>", "")


async def test_a_recording_can_be_fetched_in_parts_so_that_players_know_its_length(
    sandbox: Sandbox, http: aiohttp.ClientSession
) -> None:
    phone = sandbox.phone()
    await phone.voice(b"0123456789")
    address = (await get(http, f"phones/{phone.chat}"))["messages"][0]["file"]["address"]
    for asked, status, body in (("bytes=0-", 200, b"0123456789"), ("bytes=6-7", 206, b"67"), ("bytes=-3", 206, b"789")):
        async with http.get(address, headers={"Range": asked}) as response:
            assert (response.status, await response.read()) == (status, body)
