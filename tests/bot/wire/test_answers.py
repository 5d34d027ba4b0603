"""Whatever answers in Telegram's place, it neither ends the bot nor takes its memory."""

import asyncio
import gzip
import json
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from pydantic import HttpUrl
from telegram.error import NetworkError, TimedOut

from bot.application import Poller, build_application
from bot.run import _initialised
from bot.settings import Settings
from bot.wire import transport
from bot.wire.errors import NotTelegram, has_failed_at_it, is_out_of_reach
from bot.wire.transport import AiohttpRequest

TOKEN = "123456:" + "s" * 35
ME = '{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"Amana","username":"amana_bot"}}'
DEEP = '{"ok":true,"result":' + "[" * 200_000 + "]" * 200_000 + "}"
MIB = 1024 * 1024

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Answer], Awaitable[str]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Starts a server that answers as told; its address."""
    runners: list[web.AppRunner] = []

    async def start(answer: Answer) -> str:
        application = web.Application()
        application.router.add_route("*", "/{rest:.*}", answer)
        runners.append(web.AppRunner(application, access_log=None, shutdown_timeout=0.1))
        await runners[-1].setup()
        await web.TCPSite(runners[-1], "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runners[-1].addresses[0][1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


def saying(body: str | bytes, status: int = 200, packed: str = "", to: str = "") -> Answer:
    named = {"Content-Encoding": packed, "Location": to}

    async def answer(_: web.Request) -> web.StreamResponse:
        raw = body if isinstance(body, bytes) else body.encode()
        return web.Response(body=raw, status=status, headers={name: said for name, said in named.items() if said})

    return answer


async def _endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b'{"ok":true,"result":"' + b"x" * MIB)


async def _dripping(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.01)


def bomb(unpacked: int) -> bytes:
    return gzip.compress(b'{"ok":true,"result":"' + b"x" * unpacked + b'"}', 9)


@pytest.mark.parametrize(
    "answer",
    [_endless, saying(bomb(64 * MIB), packed="gzip")],
    ids=["without end", "packed tightly"],
)
async def test_an_answer_of_any_size_takes_little_memory(
    serve: Serve, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "LARGEST_ANSWER", MIB)
    url = await serve(answer)
    tracemalloc.start()
    try:
        async with AiohttpRequest() as request:
            with pytest.raises(NotTelegram) as raised:
                await request.post(url)
        assert tracemalloc.get_traced_memory()[1] < 16 * MIB
    finally:
        tracemalloc.stop()
    assert is_out_of_reach(raised.value)


async def test_an_answer_that_never_ends_is_given_up(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "LONGEST_ANSWER", 0.2)
    url = await serve(_dripping)
    async with AiohttpRequest() as request:
        with pytest.raises(TimedOut):
            await request.post(url)


@pytest.mark.parametrize(
    "answer",
    [
        saying("", 302, to="http://portal.invalid/"),
        saying("<html>Log in</html>", 511),
        saying("<html>Log in</html>", 202),
        saying(DEEP),
        saying(ME, packed="gzip"),
        saying(gzip.compress(ME.encode())[:-9], packed="gzip"),
        saying(ME, packed="br"),
    ],
    ids=["redirect", "portal", "page", "deep", "not packed", "half", "packed otherwise"],
)
async def test_what_is_not_the_bot_api_is_out_of_reach(serve: Serve, answer: Answer) -> None:
    url = await serve(answer)
    async with AiohttpRequest() as request:
        with pytest.raises(NetworkError) as raised:
            await request.post(url)
    assert is_out_of_reach(raised.value)


async def test_a_page_of_a_server_that_failed_counts_as_its_failure(serve: Serve) -> None:
    url = await serve(saying("<html>502</html>", 502))
    async with AiohttpRequest() as request:
        with pytest.raises(NetworkError) as raised:
            await request.post(url)
    assert has_failed_at_it(raised.value)


async def test_a_packed_answer_is_unpacked(serve: Serve) -> None:
    url = await serve(saying(gzip.compress(ME.encode()), packed="gzip"))
    async with AiohttpRequest() as request:
        assert await request.post(url) == json.loads(ME)["result"]


@pytest.mark.parametrize("strange", ['{"ok":true,"result":[]}', '{"ok":true,"result":{"id":"x"}}', DEEP, "<html>"])
async def test_a_start_behind_a_portal_is_waited_out(
    serve: Serve, strange: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append(request.path.rpartition("/")[2])
        if len(asked) == 1:
            return web.Response(text=strange)
        return web.json_response(text=ME if asked[-1] == "getMe" else '{"ok":true,"result":true}')

    monkeypatch.setattr("bot.run.PAUSE", 0.0)
    application = build_application(Settings(_env_file=None, api_url=HttpUrl(await serve(answer))), TOKEN)
    async with _initialised(application):
        assert application.bot.username == "amana_bot"
    assert asked[:2] == ["getMe", "getMe"]


@pytest.mark.parametrize("result", ['"none"', "{}", "[1]", '[{"update_id":"7"}]', "true"])
async def test_what_is_no_list_of_updates_is_asked_for_again(serve: Serve, result: str) -> None:
    url = await serve(saying(f'{{"ok":true,"result":{result}}}'))
    settings = Settings(_env_file=None, api_url=HttpUrl(url))
    poller = Poller(build_application(settings, TOKEN).bot, settings)
    await poller.open()
    with pytest.raises(NotTelegram):
        await poller(None, 0)
    await poller.close()
