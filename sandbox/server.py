"""The sandbox as a whole: a server on loopback that other programs talk to, and the handle tests hold."""

import asyncio
import random
import socket
import string
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from sandbox.bot_api import BotApi
from sandbox.clock import Clock
from sandbox.control import Control
from sandbox.faults import Faults
from sandbox.group import Group
from sandbox.ledger import Ledger
from sandbox.parameters import MAX_UPLOAD
from sandbox.phone import SECONDS, Phone
from sandbox.phones import Phones
from sandbox.room import PracticeRoom

DEFAULT_TOKEN = "110201543:" + "PracticeRoomTokenNotForTelegram1234"
LOOPBACK = "127.0.0.1"
_FORM_OVERHEAD = 2**20


def new_token() -> str:
    """A well formed token that Telegram never gave to anyone we know."""
    letters = random.SystemRandom().choices(string.ascii_letters + string.digits, k=35)
    return f"{random.SystemRandom().randrange(10**8, 10**9)}:{''.join(letters)}"


class Sandbox:
    """A pretend Telegram. `async with Sandbox() as sandbox:` serves on a free loopback port until left."""

    def __init__(
        self,
        token: str = DEFAULT_TOKEN,
        *,
        port: int = 0,
        limits: bool = True,
        seed: int | None = None,
        keep_entries: int | None = None,
    ) -> None:
        self.room = PracticeRoom(token, limits=limits, seed=seed, keep_entries=keep_entries)
        self.port = port
        self._phones = Phones(self.room)
        self._bot_api = BotApi(self.room)
        self._control = Control(self.room, self._phones)
        self._runner: web.ServerRunner | None = None

    async def __aenter__(self) -> Self:
        server = web.Server(self._handle, request_factory=_request)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.2, access_log=None)
        await self._runner.setup()
        listener = socket.create_server((LOOPBACK, self.port), backlog=512)
        self.port = listener.getsockname()[1]
        await web.SockSite(self._runner, listener).start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._control.close()
        self.room.updates.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.raw_path.startswith(("/bot", "/file/")):
            return await self._bot_api.handle(request)
        return await self._control.handle(request)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def token(self) -> str:
        return self.room.bot.token

    @property
    def bot_id(self) -> int:
        return self.room.bot.id

    @property
    def bot_username(self) -> str:
        return self.room.bot.username

    @property
    def clock(self) -> Clock:
        return self.room.clock

    @property
    def ledger(self) -> Ledger:
        return self.room.ledger

    @property
    def faults(self) -> Faults:
        return self.room.faults

    @property
    def complaints(self) -> list[str]:
        return self.room.complaints

    @property
    def phones(self) -> list[Phone]:
        return self._phones.all

    @property
    def pending(self) -> int:
        """Updates made and not yet confirmed."""
        return len(self.room.updates)

    @property
    def limits(self) -> bool:
        return self.room.limits

    @limits.setter
    def limits(self, on: bool) -> None:
        self.room.limits = on

    def phone(
        self,
        language: str | None = "en",
        name: str | None = None,
        met: bool = False,
        user_id: int | None = None,
    ) -> Phone:
        """A new phone. `met`: the person has pressed Start some time ago, so the bot may write first."""
        return self._phones.add(language, name, met, user_id)

    def group(self, title: str, members: list[Phone]) -> Group:
        return Group(self.room, -self.room.random.randrange(10**8, 10**9), title, members)

    def advance(self, seconds: float) -> None:
        """Moves the server's clock forward; a poll that waits has waited long enough."""
        self.room.clock.advance(seconds)
        self.room.updates.let_go()

    async def confirmed(self, timeout: float = SECONDS) -> None:
        """Waits until the bot has confirmed every update."""
        try:
            async with asyncio.timeout(timeout):
                await self.room.updates.drained()
        except TimeoutError:
            raise AssertionError(f"{self.pending} updates are still unconfirmed after {timeout} s") from None


def _request(*parts: Any) -> web.BaseRequest:
    """As aiohttp's own, but taking uploads as large as Telegram does."""
    message, payload, protocol, writer, task = parts
    loop = asyncio.get_running_loop()
    size = MAX_UPLOAD + _FORM_OVERHEAD
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=size)
