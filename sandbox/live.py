"""Server-sent events for the page: a phone's new view whenever it changed, the room's whenever a switch moved."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from sandbox.phone import Phone
from sandbox.phones import Phones

GATHER_SECONDS = 0.03
HEARTBEAT_SECONDS = 15.0

Event = dict[str, Any]


class Live:
    """Open pages. While there are none, nothing is watched and nothing costs."""

    def __init__(self, phones: Phones, view: Callable[[Phone], Event], room: Callable[[], Event]) -> None:
        self._phones = phones
        self._view = view
        self._room = room
        self._pages: set[asyncio.Event] = set()
        self._changed: dict[asyncio.Event, set[int | None]] = {}
        self._closed = False
        phones.on_new = self.phone_came

    def phone_came(self, phone: Phone) -> None:
        if self._pages:
            self._watch()
            self._mark(None)
            self._mark(phone.chat)

    def phone_changed(self, phone: Phone) -> None:
        self._mark(phone.chat)

    def room_changed(self) -> None:
        """A switch moved, or a phone went."""
        self._mark(None)

    def close(self) -> None:
        self._closed = True
        for page in self._pages:
            page.set()

    def _mark(self, what: int | None) -> None:
        for page in self._pages:
            self._changed[page].add(what)
            page.set()

    def _watch(self) -> None:
        for phone in self._phones.all:
            phone.on_change = self.phone_changed if self._pages else None

    async def stream(self, request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        page = asyncio.Event()
        self._pages.add(page)
        self._changed[page] = {None, *(phone.chat for phone in self._phones.all)}
        self._watch()
        page.set()
        try:
            while not self._closed:
                await self._send_changes(response, page)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._pages.discard(page)
            del self._changed[page]
            self._watch()
        return response

    async def _send_changes(self, response: web.StreamResponse, page: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS):
                await page.wait()
        except TimeoutError:
            await response.write(b": still here\n\n")
            return
        await asyncio.sleep(GATHER_SECONDS)
        page.clear()
        changed, self._changed[page] = self._changed[page], set()
        if None in changed:
            await response.write(_event("room", self._room()))
        for phone in self._phones.all:
            if phone.chat in changed:
                await response.write(_event("phone", self._view(phone)))


def _event(name: str, body: Event) -> bytes:
    return f"event: {name}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n".encode()
