"""The python-telegram-bot application: our transport, our limiter, our context; no updater, no persistence."""

import json
from collections.abc import Callable, Mapping
from typing import Any, cast
from urllib.parse import urlencode

from telegram.ext import ApplicationBuilder, ContextTypes, ExtBot

from bot.incoming.answering import AnyApplication
from bot.outgoing.limiter import LaneLimiter
from bot.outgoing.pace import Pace
from bot.settings import Settings
from bot.wire.clock import TelegramClock
from bot.wire.transport import AiohttpRequest
from handlers.chat.turn import Turn

ALLOWED_UPDATES = json.dumps(["message", "edited_message", "callback_query"])
POOL = 64
GRACE = 10.0
"""Seconds a long poll may take over its own time before it counts as lost."""


def build_application(
    settings: Settings, token: str, may_send: Callable[[], bool] = lambda: True, pace: Pace | None = None
) -> AnyApplication:
    """An application that is not initialised yet. Its bot sends through the lanes, and only while it `may_send`."""
    server = str(settings.api_url).rstrip("/")
    bot: ExtBot[Any] = ExtBot(
        token,
        base_url=f"{server}/bot",
        base_file_url=f"{server}/file/bot",
        request=AiohttpRequest(POOL, proxy_of(settings), may_send=may_send),
        get_updates_request=AiohttpRequest(1, proxy_of(settings), may_send=may_send),
        rate_limiter=LaneLimiter(pace=pace) if settings.limits else LaneLimiter(overall=None),
    )
    return ApplicationBuilder().bot(bot).updater(None).context_types(ContextTypes(context=Turn)).build()


def proxy_of(settings: Settings) -> str | None:
    """The proxy's address, or None."""
    return settings.proxy.get_secret_value() if settings.proxy else None


class Poller:
    """Raw getUpdates (Bot API): python-telegram-bot would build objects of all that is in them, at each repetition."""

    def __init__(self, bot: ExtBot[Any], settings: Settings) -> None:
        self._url = f"{bot.base_url}/getUpdates"
        self._request = AiohttpRequest(pool=1, proxy=proxy_of(settings))
        if isinstance(bot.request, AiohttpRequest):
            self._request.may_send = bot.request.may_send
            self._request.clock = bot.request.clock  # which has heard of Telegram already, at the bot's first word

    async def __call__(self, offset: int | None, timeout: int) -> list[Mapping[str, Any]]:
        """What waits, oldest first, at most 100; `offset` confirms all before it. Raises telegram.error.*."""
        wanted: dict[str, Any] = {"timeout": timeout, "limit": 100, "allowed_updates": ALLOWED_UPDATES}
        if offset is not None:
            wanted["offset"] = offset
        found = await self._request.post(f"{self._url}?{urlencode(wanted)}", read_timeout=timeout + GRACE)
        return cast("list[Mapping[str, Any]]", found)

    @property
    def clock(self) -> TelegramClock:
        """What Telegram's clock says."""
        return self._request.clock

    async def open(self) -> None:
        """Open the connection pool."""
        await self._request.initialize()

    async def close(self) -> None:
        """Let the connection go."""
        await self._request.shutdown()
