"""The transport behind an HTTP proxy and behind a SOCKS proxy, both written here in a few lines."""

import asyncio
import base64
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

import pytest
from aiohttp import web
from telegram.error import NetworkError, TimedOut

from bot.wire.errors import NotSent
from bot.wire.transport import AiohttpRequest, Timeouts

TOKEN = "123456:" + "s" * 35


@asynccontextmanager
async def _bot_api() -> AsyncIterator[int]:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": True, "result": [request.host, await request.text()]})

    application = web.Application()
    application.router.add_post("/{rest:.*}", answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


class Proxy:
    """Listens on loopback and leads to `target`, a port; `heard` is what clients asked of it."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.port = 0
        self.target = 0
        self.refuses = False
        self.is_mute = False

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Self]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        yield self
        server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if self.is_mute:
                await asyncio.sleep(3600)
            await self.serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raise NotImplementedError


class HttpProxy(Proxy):
    """Forwards to `target` whatever host is asked for; answers CONNECT with 407 or leads nowhere."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heard.append(head.decode())
        if self.refuses:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        elif head.startswith(b"CONNECT"):
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        else:
            await _join(reader, writer, self.target, head)
        await writer.drain()


class SocksProxy(Proxy):
    """SOCKS5 (RFC 1928) with user name and password (RFC 1929), CONNECT by name only; leads to `target`."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, methods = await reader.readexactly(2)
        offered = await reader.readexactly(methods)
        writer.write(b"\x05\x02" if 2 in offered else b"\x05\x00")
        if 2 in offered:
            user, password = [await _counted(reader, skip) for skip in (1, 0)]
            self.heard.append(f"{user}:{password}")
            writer.write(b"\x01\x01" if self.refuses else b"\x01\x00")
        *_, kind = await reader.readexactly(4)
        assert kind == 3, "the name is to be resolved by the proxy"
        name = await _counted(reader, 0)
        port = int.from_bytes(await reader.readexactly(2))
        self.heard.append(f"{name}:{port}")
        writer.write(b"\x05\x05\x00\x01\0\0\0\0\0\0" if self.refuses else b"\x05\x00\x00\x01\0\0\0\0\0\0")
        if not self.refuses:
            await _join(reader, writer, self.target)


async def _counted(reader: asyncio.StreamReader, skip: int) -> str:
    await reader.readexactly(skip)
    return (await reader.readexactly((await reader.readexactly(1))[0])).decode()


async def _join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, first: bytes = b"") -> None:
    far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
    far_writer.write(first)
    await asyncio.gather(_pour(reader, far_writer), _pour(far_reader, writer))


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(65536):
        writer.write(piece)
    writer.close()


async def test_an_http_proxy_carries_plain_requests_and_learns_its_password_alone() -> None:
    async with _bot_api() as port, HttpProxy().listening() as proxy:
        proxy.target = port
        async with AiohttpRequest(proxy=f"http://amal:secret@127.0.0.1:{proxy.port}") as request:
            answer: object = await request.post(f"http://api.invalid/bot{TOKEN}/echo")
    assert answer == ["api.invalid", ""]
    assert proxy.heard[0].startswith(f"POST http://api.invalid/bot{TOKEN}/echo HTTP/1.1")
    assert "Proxy-Authorization: Basic " + base64.b64encode(b"amal:secret").decode() in proxy.heard[0]


async def test_an_http_proxy_is_asked_for_a_tunnel_to_telegram_and_never_sees_the_token() -> None:
    async with (
        HttpProxy().listening() as proxy,
        AiohttpRequest(proxy=f"http://amal:secret@127.0.0.1:{proxy.port}") as request,
    ):
        with pytest.raises(NotSent):
            await request.post(f"https://api.invalid/bot{TOKEN}/echo")
    assert proxy.heard[0].startswith("CONNECT api.invalid:443 HTTP/1.1")
    assert "Proxy-Authorization: Basic " in proxy.heard[0]
    assert TOKEN not in proxy.heard[0]


async def test_a_socks_proxy_resolves_the_name_and_carries_the_request() -> None:
    async with _bot_api() as port, SocksProxy().listening() as proxy:
        proxy.target = port
        async with AiohttpRequest(proxy=f"socks5://amal:secret@127.0.0.1:{proxy.port}") as request:
            answer: object = await request.post(f"http://api.invalid/bot{TOKEN}/echo")
    assert answer == ["api.invalid", ""]
    assert proxy.heard == ["amal:secret", "api.invalid:80"]


async def test_a_socks_proxy_without_a_password_works_too() -> None:
    async with _bot_api() as port, SocksProxy().listening() as proxy:
        proxy.target = port
        async with AiohttpRequest(proxy=f"socks5://127.0.0.1:{proxy.port}") as request:
            answer: object = await request.post(f"http://api.invalid:81/bot{TOKEN}/echo")
    assert answer == ["api.invalid:81", ""]
    assert proxy.heard == ["api.invalid:81"]


@pytest.mark.parametrize(("scheme", "kind"), [("http", HttpProxy), ("socks5", SocksProxy)])
async def test_a_proxy_that_refuses_means_certainly_not_sent(scheme: str, kind: type[Proxy]) -> None:
    async with kind().listening() as proxy:
        proxy.refuses = True
        async with AiohttpRequest(proxy=f"{scheme}://amal:wrong@127.0.0.1:{proxy.port}") as request:
            with pytest.raises(NotSent) as raised:
                await request.post(f"https://api.invalid/bot{TOKEN}/echo")
    assert TOKEN not in str(raised.value)


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_is_not_there_means_certainly_not_sent(scheme: str) -> None:
    with socket.socket() as held:  # so that nobody else comes to listen there
        held.bind(("127.0.0.1", 0))
        async with AiohttpRequest(proxy=f"{scheme}://127.0.0.1:{held.getsockname()[1]}") as request:
            with pytest.raises(NotSent):
                await request.post(f"https://api.invalid/bot{TOKEN}/echo")


@pytest.mark.parametrize(("scheme", "kind"), [("http", HttpProxy), ("socks5", SocksProxy)])
async def test_a_mute_proxy_means_certainly_not_sent_within_the_connect_timeout(scheme: str, kind: type[Proxy]) -> None:
    async with kind().listening() as proxy:
        proxy.is_mute = True
        async with AiohttpRequest(
            proxy=f"{scheme}://127.0.0.1:{proxy.port}", timeouts=Timeouts(connect=0.2)
        ) as request:
            with pytest.raises(NotSent) as raised:
                await request.post(f"https://api.invalid/bot{TOKEN}/echo")
    assert isinstance(raised.value, TimedOut)


async def test_a_proxys_own_error_page_is_a_network_error() -> None:
    async with HttpProxy().listening() as proxy:
        proxy.refuses = True
        async with AiohttpRequest(proxy=f"http://127.0.0.1:{proxy.port}") as request:
            with pytest.raises(NetworkError):
                await request.post(f"http://api.invalid/bot{TOKEN}/echo")
