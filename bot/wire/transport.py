"""How requests reach the Bot API server: python-telegram-bot's transport port on aiohttp.

Belongs here: one request and its answer, the proxy, and what a failure says about whether Telegram did as asked. Does
not belong here: when to send (limiter) and whether to send again (delivery).

The token is part of every address, so no error of ours names an address or is chained to one that does.
"""

import asyncio
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.wire.clock import TelegramClock
from bot.wire.errors import AnswerLost, NotOurTurn, NotSent, NotSentInTime, NotTelegram
from bot.wire.multipart import multipart, paced

JSON = {"Content-Type": "application/json"}
SOCKS = "socks5"
LARGEST_ANSWER: Final = 32 * 1024 * 1024
"""Bytes, unpacked: a hundred updates of the longest kind, or a file (20 MB at most), with room to spare."""
LONGEST_ANSWER: Final = 120.0
"""Seconds from the first byte of an answer to its last."""
_GZIP: Final = zlib.MAX_WBITS | 16
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds, with the meaning they have in `telegram.request.HTTPXRequest`; None is no bound.

    `connect` bounds making a connection (through the proxy, with TLS), `pool` waiting for a free one, `read` and
    `media_write` each single operation on the socket (writing for files only: all else fits the socket's buffer). They
    are longer than HTTPXRequest's: on the lines this is used on, five seconds say nothing, and a timeout leaves doubt.
    """

    connect: float | None = 10.0
    pool: float | None = 5.0
    read: float | None = 15.0
    media_write: float | None = 20.0


USUAL: Final = Timeouts()


class AiohttpRequest(BaseRequest):
    """The port `telegram.request.BaseRequest` on one aiohttp session with at most `pool` kept-alive connections.

    Errors are those of HTTPXRequest (TimedOut, NetworkError), finer: NotSent and NotSentInTime when nothing left,
    AnswerLost when the connection broke later, a bare TimedOut when no answer came in time.

    `proxy` is `http://` or `socks5://`, with `user:password@` if need be. Names are resolved by the SOCKS proxy.
    `may_send` is asked right before each request: where it says no, nothing leaves, and NotOurTurn is raised.
    """

    def __init__(
        self,
        pool: int = 64,
        proxy: str | None = None,
        timeouts: Timeouts = USUAL,
        may_send: Callable[[], bool] = lambda: True,
    ) -> None:
        self.clock = TelegramClock()
        self.may_send = may_send
        self._proxy = proxy
        self._usual = timeouts
        self._session: aiohttp.ClientSession | None = None
        self._free = asyncio.Semaphore(pool)
        self._addresses: dict[str, URL] = {}
        self._never_sent: tuple[type[Exception], ...] = (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError)
        self._failures: tuple[type[Exception], ...] = (aiohttp.ClientError, OSError)

    @property
    def read_timeout(self) -> float | None:
        """The read timeout in seconds that holds when none is asked for."""
        return self._usual.read

    async def initialize(self) -> None:
        """Open the session; nothing is connected yet. Opening it again does nothing."""
        if self._session is None:
            through_socks = self._proxy is not None and self._proxy.startswith(SOCKS)
            self._session = aiohttp.ClientSession(
                connector=self._socks_connector() if through_socks else aiohttp.TCPConnector(limit=0),
                proxy=None if through_socks else self._proxy,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,  # it would unpack any amount; see _unpacked
                headers={"User-Agent": self.USER_AGENT, "Accept-Encoding": "gzip"},
                timeout=_bounds(self._usual.connect, self._usual.read),
            )

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The HTTP status and the body. Raises NotSent, NotSentInTime, TimedOut, AnswerLost, NotTelegram."""
        options: dict[str, Any] = {}
        if read_timeout is not self.DEFAULT_NONE or connect_timeout is not self.DEFAULT_NONE:
            connect, read = _chosen(connect_timeout, self._usual.connect), _chosen(read_timeout, self._usual.read)
            options["timeout"] = _bounds(connect, read)
        await self._wait_for_place(_chosen(pool_timeout, self._usual.pool))
        try:
            if request_data is not None and request_data.contains_files:
                return _answer_of_telegram(await self._upload(method, url, request_data, write_timeout, options))
            if request_data is not None:
                options["data"] = _as_json(request_data.parameters).encode("utf-8", "replace")
                options["headers"] = JSON
            answer = await self._exchange(method, url, options)
            return answer if method == "GET" and answer[0] == HTTPStatus.OK else _answer_of_telegram(answer)
        except self._failures as error:
            failure = self._meaning(error)
        finally:
            self._free.release()
        raise failure  # outside of the except block, so that it is not chained to an error that names the address

    async def _wait_for_place(self, bound: float | None) -> None:
        if not self._free.locked():
            await self._free.acquire()
            return
        try:
            async with asyncio.timeout(bound):
                await self._free.acquire()
                return
        except TimeoutError:
            pass
        raise NotSentInTime("Pool timeout: every connection is in use. The request was not sent")

    async def _exchange(self, method: str, url: str, options: dict[str, Any]) -> tuple[int, bytes]:
        if self._session is None:
            raise NotSent("The transport is not initialized")
        if not self.may_send():
            raise NotOurTurn("Another process may be at work")
        async with self._session.request(method, self._address(url), allow_redirects=False, **options) as response:
            self.clock.note(response.headers.get("Date"))
            return response.status, await _body_of(response)

    async def _upload(
        self, method: str, url: str, request_data: RequestData, write_timeout: Any, options: dict[str, Any]
    ) -> tuple[int, bytes]:
        body, content_type = multipart(request_data)
        async with asyncio.timeout(None) as limit:
            options["data"] = paced(body, limit, _chosen(write_timeout, self._usual.media_write))
            options["headers"] = {"Content-Type": content_type, "Content-Length": str(len(body))}
            return await self._exchange(method, url, options)

    def _meaning(self, error: Exception) -> NetworkError:
        name = type(error).__name__
        if isinstance(error, aiohttp.ConnectionTimeoutError):
            return NotSentInTime(f"No connection in time ({name})")
        if isinstance(error, self._never_sent):
            return NotSent(f"No connection ({name})")
        if isinstance(error, TimeoutError):
            return TimedOut()
        return AnswerLost(f"The connection broke ({name})")

    def _address(self, url: str) -> URL:
        """Parsed once for each endpoint; those with a query are never the same twice and not kept."""
        address = self._addresses.get(url)
        if address is None:
            address = URL(url, encoded=True)
            if not address.raw_query_string and "/file/" not in address.raw_path:
                self._addresses[url] = address
        return address

    def _socks_connector(self) -> aiohttp.TCPConnector:
        # Only those behind such a proxy pay for the import.
        from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError

        self._never_sent += (ProxyConnectionError, ProxyError, ProxyTimeoutError)
        self._failures += self._never_sent
        assert self._proxy is not None
        connector: aiohttp.TCPConnector = ProxyConnector.from_url(self._proxy, rdns=True, limit=0)
        return connector

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The Bot API's answer. Raises NotTelegram for anything else, and logs nothing of it: it may be a message."""
        try:
            found = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise NotTelegram("Invalid server response")
        return found


def _answer_of_telegram(answer: tuple[int, bytes]) -> tuple[int, bytes]:
    """The answer, unless it is not Telegram's: a page of a hotel must not end the bot with its 401 or its 302, nor take
    people off their lists with its 403. Raises NotTelegram; for a page with which a server failed a plain NetworkError,
    since it may be a server of Telegram's."""
    status, body = answer
    says_yes = 200 <= status < 300
    if body.lstrip().startswith(b"{") and (b'"result"' if says_yes else b'"ok"') in body:
        return answer
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise NetworkError("A server failed")
    raise NotTelegram("Invalid server response")


async def _body_of(response: aiohttp.ClientResponse) -> bytes:
    """The whole answer, unpacked. Raises NotTelegram where it is larger than any of Telegram's, and TimeoutError."""
    parts: list[bytes] = []
    size = 0
    async with asyncio.timeout(LONGEST_ANSWER):
        async for part in response.content.iter_any():
            size += len(part)
            if size > LARGEST_ANSWER:
                raise NotTelegram("Larger than any answer")
            parts.append(part)
    return _unpacked(b"".join(parts), response.headers.get("Content-Encoding", "identity"))


def _unpacked(body: bytes, encoding: str) -> bytes:
    """However much it would become, no more than the largest answer is unpacked."""
    if encoding.lower() == "identity":
        return body
    if encoding.lower() != "gzip":
        raise NotTelegram("Packed in a way nobody asked for")
    unpacker = zlib.decompressobj(_GZIP)
    try:
        found = unpacker.decompress(body, LARGEST_ANSWER)
    except zlib.error:
        raise NotTelegram("Packed wrongly") from None
    if not unpacker.eof:
        raise NotTelegram("Larger than any answer, or not whole")
    return found


def _chosen(asked: Any, usual: float | None) -> float | None:
    return usual if asked is BaseRequest.DEFAULT_NONE else asked


def _bounds(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_read=read)
