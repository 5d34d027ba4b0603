"""Bent answers of the Bot API: a proxy, a portal or a broken server may make anything of them."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import aiohttp
from aiohttp import web

from tests.fuzzing.bending import ATOMS, as_json, bent, torn
from tests.fuzzing.campaign import Strike
from tests.fuzzing.targets.running import a_room

PAGES = (
    b"",
    b"<html>Please sign in</html>",
    b"null",
    b"[]",
    b"{}",
    b'{"ok":true}',
    b'{"ok":true,"result":null}',
    b"[" * 9000,
)
PAUSE = 0.3


class Line:
    """Stands between the bot and the pretend Telegram; while it is `bad`, no answer comes through whole."""

    def __init__(self) -> None:
        self.target = ""
        self.bad: Random | None = None
        self._http: aiohttp.ClientSession | None = None

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if self._http is None:
            self._http = aiohttp.ClientSession()
        headers = {name: value for name, value in request.headers.items() if name in ("Content-Type",)}
        body = await request.read()
        async with self._http.request(
            request.method, self.target + request.raw_path, data=body, headers=headers
        ) as got:
            status, answer = got.status, await got.read()
        if self.bad is None:
            return web.Response(status=status, body=answer, content_type="application/json")
        return bent_answer(status, answer, self.bad)

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()


def bent_answer(status: int, answer: bytes, chance: Random) -> web.Response:
    way = chance.randrange(6)
    headers = {"Content-Type": chance.choice(("application/json", "text/html", "x", "application/json; charset=utf-7"))}
    if way == 0:
        answer = chance.choice(PAGES)
    elif way == 1:
        answer = torn(answer, chance)
    elif way == 2:
        answer = as_json(bent(json.loads(answer), chance)).encode("utf-8", "surrogatepass")
    elif way == 3:
        answer = gzip.compress(torn(answer, chance))
        headers["Content-Encoding"] = chance.choice(("gzip", "deflate", "br", "identity"))
    elif way == 4:
        status, after = 429, {"retry_after": chance.choice(ATOMS[:19])}
        answer = as_json(
            {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": after}
        ).encode()
    else:
        status = chance.choice((200, 204, 301, 302, 304, 418, 500, 502, 503, 599))
    return web.Response(status=status, body=answer, headers=headers)


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Strike]:
    line = Line()
    runner = web.ServerRunner(web.Server(line.handle), shutdown_timeout=0.2, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    here = f"http://127.0.0.1:{runner.addresses[0][1]}"

    def through(url: str) -> str:
        line.target = url
        return here

    async with a_room(folder, through) as room:

        async def strike(chance: Random) -> None:
            with room.unharmed():
                line.bad = chance
                unlucky = asyncio.create_task(room.honest())
                await asyncio.sleep(PAUSE)
                line.bad = None
                await room.honest()
                await unlucky

        yield strike
    await line.close()
    await runner.cleanup()
