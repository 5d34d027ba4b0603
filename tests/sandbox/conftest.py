"""What these tests share: a room, an unmodified python-telegram-bot that talks to it, and a browser."""

from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from sandbox import Sandbox
from tests.support.pages.browsers import browser, page

__all__ = ["browser", "page"]

Call = Callable[..., Awaitable[dict[str, object]]]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(seed=7) as room:
        yield room


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """python-telegram-bot's own Bot on its own stock transport."""
    stock = Bot(
        sandbox.token,
        base_url=f"{sandbox.url}/bot",
        base_file_url=f"{sandbox.url}/file/bot",
        request=HTTPXRequest(connection_pool_size=8, httpx_kwargs={"trust_env": False}),
        get_updates_request=HTTPXRequest(httpx_kwargs={"trust_env": False}),
    )
    async with stock:
        yield stock


@pytest.fixture
async def http(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(base_url=sandbox.url) as session:
        yield session


@pytest.fixture
def call(sandbox: Sandbox, http: aiohttp.ClientSession) -> Call:
    """Calls a Bot API method with JSON and returns the whole answer."""

    async def ask(method: str, **parameters: object) -> dict[str, object]:
        async with http.post(f"/bot{sandbox.token}/{method}", json=parameters) as response:
            answer: dict[str, object] = await response.json()
            return answer

    return ask
