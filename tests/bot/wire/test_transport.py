"""The transport: what reaches the server, and what a failure says about it."""

import asyncio
import json
import logging
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InputFile, ReplyKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest

from bot.wire.errors import (
    AnswerLost,
    NotSent,
    NotSentInTime,
    NotTelegram,
    is_out_of_reach,
    may_have_been_done,
    nobody_is_there,
)
from bot.wire.transport import AiohttpRequest, Timeouts
from tests.support.patience import PATIENCE

TOKEN = "123456:" + "s" * 35

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Server:
    """A Bot API server that answers as told and keeps what it was asked."""

    url: str = ""
    handler: Handler | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    connections: set[asyncio.BaseTransport | None] = field(default_factory=set)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.connections.add(request.transport)
        if self.handler is not None:
            return await self.handler(request)
        if request.content_type == "application/json":
            self.asked.append(await request.json())
        elif request.can_read_body:
            self.asked.append(dict(await request.post()))
        return web.json_response({"ok": True, "result": True})


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    found = Server()
    runner = web.AppRunner(_application(found), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    found.url = f"http://127.0.0.1:{runner.addresses[0][1]}/bot{TOKEN}/sendMessage"
    yield found
    await runner.cleanup()


def _application(found: Server) -> web.Application:
    application = web.Application()
    application.router.add_route("*", "/{rest:.*}", found.answer)
    return application


def _answering(status: int, body: dict[str, object]) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status)

    return answer


async def _hang(request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(3600)
    return web.Response()


async def _drop(request: web.Request) -> web.StreamResponse:
    await request.read()
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def _break_off(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"ok"')
    assert request.transport is not None
    request.transport.close()
    return response


@contextmanager
def _closed_port() -> Iterator[int]:
    """A port at which nobody listens; held, so that nobody else comes to listen there meanwhile."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])


def _bot(server: Server, request: BaseRequest) -> Bot:
    root = server.url.split("/bot")[0]
    return Bot(TOKEN, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot", request=request)


async def test_parameters_of_every_kind_arrive_as_the_stock_transport_sends_them(server: Server) -> None:
    server.handler = _as_sent(server)
    for request in (AiohttpRequest(), HTTPXRequest()):
        async with request:
            await _bot(server, request).send_message(
                7, "أمانة 🧹", disable_notification=True, reply_markup=ReplyKeyboardMarkup([["ب"]])
            )
            await _bot(server, request).delete_messages(7, [1, 2])
    assert server.asked[:2] == server.asked[2:]
    assert server.asked[0]["text"] == "أمانة 🧹"


def _as_sent(server: Server) -> Handler:
    """Keep what was asked as the Bot API server sees it: texts as they are, all else as JSON."""

    async def keep(request: web.Request) -> web.StreamResponse:
        form = request.content_type != "application/json"
        found: dict[str, object] = dict(await request.post()) if form else await request.json()
        server.asked.append({name: _plain(value) for name, value in found.items()})
        message = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}}
        return web.json_response({"ok": True, "result": message if "text" in found else True})

    return keep


def _plain(value: object) -> object:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


async def test_half_a_character_is_replaced_and_never_fails(server: Server) -> None:
    async with AiohttpRequest() as request:
        await _bot(server, request).set_my_description("a\ud800b")
    assert server.asked[0]["description"] == "a?b"


async def test_a_file_arrives_whole_with_its_name_and_type(server: Server) -> None:
    content = bytes(range(256)) * 1500
    texts: list[object] = []
    files: list[tuple[str, str, bytes]] = []

    async def take(request: web.Request) -> web.StreamResponse:
        assert request.content_length is not None
        assert request.content_length > len(content)
        form = await request.post()
        texts.append(form["url"])
        certificate = form["certificate"]
        assert isinstance(certificate, web.FileField)
        files.append((certificate.filename, certificate.content_type, certificate.file.read()))
        return web.json_response({"ok": True, "result": True})

    server.handler = take
    async with AiohttpRequest() as request:
        certificate = InputFile(content, filename='di"r.pdf')
        await _bot(server, request).set_webhook("https://x.invalid", certificate=certificate)
    assert texts == ["https://x.invalid"]
    assert files == [("di%22r.pdf", "application/pdf", content)]


async def test_a_stalled_upload_times_out_and_a_slow_one_does_not(server: Server) -> None:
    async def dawdle(request: web.Request) -> web.StreamResponse:
        async for _ in request.content.iter_chunked(1 << 20):
            await asyncio.sleep(0.2)
        return web.json_response({"ok": True, "result": True})

    certificate = InputFile(b"x" * 20_000_000, filename="big.bin")
    async with AiohttpRequest(timeouts=Timeouts(media_write=0.2, read=3600)) as request:
        server.handler = _hang
        with pytest.raises(TimedOut):
            await _bot(server, request).set_webhook("https://x.invalid", certificate=certificate)
    as_long_as_a_piece_may_take = 3.0
    async with AiohttpRequest(timeouts=Timeouts(media_write=as_long_as_a_piece_may_take, read=PATIENCE)) as request:
        server.handler = dawdle
        began = time.monotonic()
        assert await _bot(server, request).set_webhook("https://x.invalid", certificate=certificate)
        assert time.monotonic() - began > as_long_as_a_piece_may_take, "as a whole it was longer than that"


async def test_a_file_is_fetched_as_it_is(server: Server) -> None:
    async def give(request: web.Request) -> web.StreamResponse:
        assert request.method == "GET"
        return web.Response(body=b"\x00\xffphoto")

    server.handler = give
    async with AiohttpRequest() as request:
        assert await request.retrieve(server.url) == b"\x00\xffphoto"


async def test_connections_are_kept_for_the_next_request(server: Server) -> None:
    async with AiohttpRequest() as request:
        for _ in range(20):
            await request.post(server.url)
    assert len(server.connections) == 1


async def test_no_more_connections_than_the_pool_has(server: Server) -> None:
    async with AiohttpRequest(pool=3) as request:
        await asyncio.gather(*(request.post(server.url) for _ in range(30)))
    assert len(server.connections) <= 3


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, {"ok": False, "description": "Bad Request: chat not found"}, BadRequest),
        (403, {"ok": False, "description": "Forbidden: bot was blocked by the user"}, Forbidden),
        (429, {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 3}}, RetryAfter),
        (502, {"ok": False, "description": "Bad Gateway"}, NetworkError),
    ],
)
async def test_refusals_are_the_libraries_own_errors(
    server: Server, status: int, body: dict[str, object], error: type[TelegramError]
) -> None:
    server.handler = _answering(status, body)
    async with AiohttpRequest() as request:
        with pytest.raises(error) as raised:
            await request.post(server.url)
    assert type(raised.value) is error


async def test_a_page_instead_of_an_answer_is_a_telegram_error_and_is_not_logged(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    async def portal(request: web.Request) -> web.StreamResponse:
        return web.Response(text="<html>please log in, Amal</html>")

    server.handler = portal
    async with AiohttpRequest() as request:
        with caplog.at_level(logging.DEBUG), pytest.raises(TelegramError, match="Invalid server response"):
            await request.post(server.url)
    assert "Amal" not in caplog.text


async def test_an_answer_that_does_not_come_in_time_leaves_doubt(server: Server) -> None:
    server.handler = _hang
    async with AiohttpRequest(timeouts=Timeouts(read=0.1)) as request:
        with pytest.raises(TimedOut) as raised:
            await request.post(server.url)
    assert not isinstance(raised.value, NotSent)


async def test_the_timeout_asked_for_comes_before_the_usual_one(server: Server) -> None:
    server.handler = _hang
    async with AiohttpRequest(timeouts=Timeouts(read=3600)) as request:
        with pytest.raises(TimedOut):
            await asyncio.wait_for(request.post(server.url, read_timeout=0.1), PATIENCE)


@pytest.mark.parametrize("handler", [_drop, _break_off])
async def test_a_connection_that_breaks_after_the_request_leaves_doubt(server: Server, handler: Handler) -> None:
    server.handler = handler
    async with AiohttpRequest() as request:
        with pytest.raises(AnswerLost):
            await request.post(server.url)


async def test_no_server_means_certainly_not_sent() -> None:
    async with AiohttpRequest() as request:
        with _closed_port() as port, pytest.raises(NotSent) as raised:
            await request.post(f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage")
    assert not isinstance(raised.value, TimedOut)


async def test_an_unknown_name_means_certainly_not_sent() -> None:
    async with AiohttpRequest() as request:
        with pytest.raises(NotSent):
            await request.post(f"http://nowhere.invalid/bot{TOKEN}/sendMessage")


async def test_no_connection_in_time_means_certainly_not_sent_and_is_a_timeout() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        with socket.create_connection(full.getsockname()):  # the backlog is full now: the next connection hangs
            async with AiohttpRequest(timeouts=Timeouts(connect=0.1, read=3600)) as request:
                with pytest.raises(NotSentInTime):
                    await request.post(f"http://127.0.0.1:{full.getsockname()[1]}/bot{TOKEN}/sendMessage")


async def test_no_free_connection_in_time_means_certainly_not_sent_and_is_a_timeout(server: Server) -> None:
    reached = asyncio.Event()

    async def hang(request: web.Request) -> web.StreamResponse:
        reached.set()
        return await _hang(request)

    server.handler = hang
    async with AiohttpRequest(pool=1, timeouts=Timeouts(pool=0.1, read=3600)) as request:
        first = asyncio.create_task(request.post(server.url))
        await asyncio.wait_for(reached.wait(), PATIENCE)
        with pytest.raises(NotSentInTime):
            await request.post(server.url)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        server.handler = None
        assert await request.post(server.url)


async def test_before_it_is_opened_and_after_it_is_closed_nothing_is_sent(server: Server) -> None:
    request = AiohttpRequest()
    with pytest.raises(NotSent):
        await request.post(server.url)
    await request.initialize()
    await request.initialize()
    assert await request.post(server.url)
    await request.shutdown()
    await request.shutdown()
    with pytest.raises(NotSent):
        await request.post(server.url)
    await request.initialize()
    assert await request.post(server.url)
    await request.shutdown()


async def test_no_error_nor_what_it_is_chained_to_nor_a_log_line_names_the_token(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.handler = _drop
    with caplog.at_level(logging.DEBUG), _closed_port() as port:
        dead = f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage"
        async with AiohttpRequest() as request:
            for url in (server.url, dead, f"nonsense://{TOKEN}/"):
                with pytest.raises(NetworkError) as raised:
                    await request.post(url)
                assert _family(raised.value) == [raised.value]
                assert TOKEN not in str(raised.value)
                assert "127.0.0.1" not in str(raised.value)
    assert TOKEN not in caplog.text


def _family(error: BaseException) -> list[BaseException]:
    """The error and all it is chained to, whether Python would show it or not."""
    found: list[BaseException] = []
    following: BaseException | None = error
    while following is not None:
        found.append(following)
        following = following.__cause__ or following.__context__
    return found


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404])
@pytest.mark.parametrize("body", ["<html>Welcome to our hotel</html>", "", "[]", "{}", '"ok"', '{"error": "denied"}'])
async def test_a_page_of_somebody_on_the_way_is_no_word_of_telegrams(server: Server, status: int, body: str) -> None:
    """Neither has the token been refused, nor has anybody blocked us, nor was anything done."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(text=body, status=status, content_type="text/html")

    server.handler = answer
    async with AiohttpRequest() as request:
        with pytest.raises(NotTelegram) as raised:
            await request.post(server.url)
    assert is_out_of_reach(raised.value)
    assert not nobody_is_there(raised.value)
    assert not may_have_been_done(raised.value)


@pytest.mark.parametrize(("status", "kind"), [(400, BadRequest), (401, InvalidToken), (403, Forbidden)])
async def test_what_telegram_refuses_is_a_refusal(server: Server, status: int, kind: type[Exception]) -> None:
    server.handler = _answering(status, {"ok": False, "error_code": status, "description": "no"})
    async with AiohttpRequest() as request:
        with pytest.raises(kind):
            await request.post(server.url)
