"""The control API under /sandbox/ and the page: what a trainer's browser or another process may do to the room.

Answers only a browser or program on this computer: a page of another origin, or one that reached us under another
host name, is turned away.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from sandbox.faults import KINDS, FaultRule
from sandbox.live import Live
from sandbox.page import asset
from sandbox.phone import NoSuchButton, Phone
from sandbox.phone_actions import ACTIONS
from sandbox.phones import Phones
from sandbox.room import JSON, PracticeRoom
from sandbox.views import entry_view, phone_view, room_view
from sandbox.well_formed import is_well_formed

_UNTRUSTED = {
    "Accept-Ranges": "bytes",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}
_LOCAL = {"127.0.0.1", "localhost"}


class Wrong(Exception):
    """A control request that cannot be done: HTTP status and one sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Control:
    """Routes control requests; everything it does, a test can do by `Sandbox` itself."""

    def __init__(self, room: PracticeRoom, phones: Phones) -> None:
        self._room = room
        self._phones = phones
        self._live = Live(phones, lambda phone: phone_view(room, phone), self._state)
        self._reads: dict[str, Callable[[dict[str, str]], JSON]] = {
            "/sandbox/state": lambda query: self._state(),
            "/sandbox/ledger": self._ledger,
            "/sandbox/complaints": lambda query: {"complaints": room.complaints},
            "/sandbox/faults": lambda query: room.faults.as_json(),
        }
        self._writes: dict[str, Callable[[JSON], JSON]] = {
            "/sandbox/phones": self._add_phone,
            "/sandbox/faults": self._switch_fault,
            "/sandbox/limits": self._switch_limits,
            "/sandbox/clock": self._move_clock,
        }

    def close(self) -> None:
        self._live.close()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if not _is_local(request):
            return web.json_response({"error": "only from this computer"}, status=403)
        try:
            if request.method == "GET":
                return await self._read(request)
            if request.method == "POST":
                return web.json_response(await self._write(request.path, await _body(request)))
        except Wrong as wrong:
            return web.json_response({"error": str(wrong)}, status=wrong.status)
        except (NoSuchButton, KeyError, TypeError, ValueError, RecursionError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)
        return web.json_response({"error": "GET or POST"}, status=405)

    async def _read(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path == "/sandbox/events":
            return await self._live.stream(request)
        if path in self._reads:
            query = {name: values[0] for name, values in parse_qs(request.query_string).items()}
            return web.json_response(self._reads[path](query))
        if path.startswith("/sandbox/phones/"):
            return web.json_response(phone_view(self._room, self._phone(path.split("/")[3])))
        if path.startswith("/sandbox/files/"):
            return self._file(path.removeprefix("/sandbox/files/"), request.http_range)
        found = asset(path)
        if found is None:
            raise Wrong(404, "no such page")
        return found

    async def _write(self, path: str, body: JSON) -> JSON:
        if path in self._writes:
            answer = self._writes[path](body)
            self._live.room_changed()
            return answer
        parts = path.split("/")
        if len(parts) != 5 or parts[2] != "phones":
            raise Wrong(404, "no such control")
        phone = self._phone(parts[3])
        if parts[4] == "remove":
            self._phones.remove(phone)
            self._live.room_changed()
            return {}
        act: Callable[[Phone, JSON], Awaitable[JSON]] | None = ACTIONS.get(parts[4])
        if act is None:
            raise Wrong(404, "no such action")
        answer = await act(phone, body)
        phone.changed()
        return answer

    def _phone(self, number: str) -> Phone:
        phone = self._phones.find(int(number)) if number.isdecimal() else None
        if phone is None:
            raise Wrong(404, "no such phone")
        return phone

    def _file(self, path: str, part: slice) -> web.Response:
        """A file, or the part a player asks for: it looks at the end to learn how long a recording is."""
        stored = self._room.files.at(path)
        if stored is None:
            raise Wrong(404, "no such file")
        shown = stored.mime_type if stored.kind in {"photo", "voice", "audio", "video"} else "application/octet-stream"
        first, last, _ = part.indices(len(stored.data))
        if (first, last) == (0, len(stored.data)):
            return web.Response(body=stored.data, content_type=shown, headers=_UNTRUSTED)
        headers = _UNTRUSTED | {"Content-Range": f"bytes {first}-{last - 1}/{len(stored.data)}"}
        return web.Response(status=206, body=stored.data[part], content_type=shown, headers=headers)

    def _state(self) -> JSON:
        return room_view(self._room, self._phones.all)

    def _ledger(self, query: dict[str, str]) -> JSON:
        following, entries = self._room.ledger.since(int(query.get("after", "0")))
        chat = int(query["chat"]) if "chat" in query else None
        shown = [
            entry_view(entry)
            for entry in entries
            if query.get("event", entry.event) == entry.event
            and query.get("method", entry.method) == entry.method
            and chat in (None, entry.chat)
        ]
        return {"next": following, "entries": shown}

    def _add_phone(self, body: JSON) -> JSON:
        phone = self._phones.add(
            body.get("language_code"), body.get("name"), bool(body.get("met")), body.get("user_id")
        )
        return phone_view(self._room, phone)

    def _switch_fault(self, body: JSON) -> JSON:
        kind, on = str(body["kind"]), bool(body.get("on", True))
        faults = self._room.faults
        if kind == "latency":
            faults.latency = float(body.get("seconds", 0.05)) if on else 0.0
        elif kind == "duplicates":
            faults.duplicates = on
        elif kind not in KINDS:
            raise Wrong(400, f"no such fault: {kind}")
        else:
            faults.clear(kind)
            if on:
                faults.add(FaultRule(kind, **_fault_options(body)))
        return faults.as_json()

    def _switch_limits(self, body: JSON) -> JSON:
        self._room.limits = bool(body["on"])
        return {"limits": self._room.limits}

    def _move_clock(self, body: JSON) -> JSON:
        self._room.clock.advance(float(body["advance"]))
        return {"clock": self._room.clock.now()}


def _fault_options(body: JSON) -> dict[str, Any]:
    options = {name: body[name] for name in ("times", "retry_after", "code", "description") if name in body}
    return options | {name: tuple(body[name]) for name in ("methods", "chats") if body.get(name) is not None}


async def _body(request: web.BaseRequest) -> JSON:
    raw = await request.read()
    body = json.loads(raw) if raw else {}
    if not isinstance(body, dict):
        raise Wrong(400, "a JSON object is expected")
    if not is_well_formed(body):
        raise Wrong(400, "half of a sign stands in a text")
    return body


def _is_local(request: web.BaseRequest) -> bool:
    host = urlsplit(f"//{request.headers.get('Host', '')}")
    origin = request.headers.get("Origin")
    return host.hostname in _LOCAL and (origin is None or urlsplit(origin).netloc == host.netloc)
