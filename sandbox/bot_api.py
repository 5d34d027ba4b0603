"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>.

Faults strike here and answers are written here; what a method means is not known here.
"""

import asyncio
import json
import socket
import struct
from email.utils import formatdate
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from sandbox.faults import POLL, FaultRule
from sandbox.ledger import About
from sandbox.methods import BY_LOWER_CASE, METHODS
from sandbox.parameters import Parameters, Upload, chat_id, integer, read_parameters, structure
from sandbox.refusals import (
    ConnectionDropped,
    Refused,
    bad_gateway,
    not_found,
    too_many_requests,
    unauthorized,
)
from sandbox.room import PracticeRoom

MAX_POLL_SECONDS = 50
MAX_BATCH = 100
_JSON_HEADERS = {"Content-Type": "application/json"}


class BotApi:
    """Answers as the real server does; `handle` is the door for both kinds of address."""

    def __init__(self, room: PracticeRoom) -> None:
        self.room = room
        self._prefix = f"/bot{room.bot.token}/"

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path.partition("?")[0]
        if "%" in path:
            path = unquote(path)
        if path.startswith("/file/"):
            return self._download(path.removeprefix("/file"))
        name = ""
        try:
            name = self._method_name(path)
            body = await self._answer(request, name)
            status = 200
        except Refused as refused:
            if request.transport is not None:
                self.room.ledger.note("refused", About(method=name), (refused.code, refused.description))
            body, status = _refusal_body(refused), refused.code
        except ConnectionDropped as dropped:
            _drop(request, dropped.reset)
            return web.Response()
        if self.room.faults.latency:
            await asyncio.sleep(self.room.faults.latency)
        date = formatdate(self.room.clock.now(), usegmt=True)
        return web.Response(body=body, status=status, headers={**_JSON_HEADERS, "Date": date})

    def _method_name(self, path: str) -> str:
        if not path.startswith(self._prefix):
            raise unauthorized() if path.count("/") == 2 and ":" in path else not_found()
        name = path[len(self._prefix) :]
        return name if name in METHODS else BY_LOWER_CASE.get(name.lower(), name)

    async def _answer(self, request: web.BaseRequest, name: str) -> bytes:
        room = self.room
        parameters = await read_parameters(request)
        if room.faults.latency:
            await asyncio.sleep(room.faults.latency)
        if room.ledger.recording and name != POLL:
            chat = chat_id(parameters) or None
            room.ledger.note("called", About(method=name, chat=chat), _noted(parameters))
        fault = room.faults.strike(name, chat_id(parameters) or None)
        if fault is not None:
            self._fail_early(fault, name, parameters)
        body = await self._run(request, name, parameters)
        if fault is not None:
            raise ConnectionDropped(reset=False)
        room.ledger.note("answered", About(method=name), 200)
        return body

    def _fail_early(self, fault: FaultRule, name: str, parameters: Parameters) -> None:
        """Raises what the fault asks for, unless it waits until the work is done (a lost answer)."""
        chat = chat_id(parameters) or None
        self.room.ledger.note("fault", About(method=name, chat=chat), fault.kind)
        if fault.kind == "refused":
            raise ConnectionDropped(reset=True)
        if fault.kind == "down":
            raise bad_gateway()
        if fault.kind == "error":
            raise Refused(fault.code, fault.description, moved_to=fault.moved_to)
        if fault.kind == "too_many_requests":
            raise too_many_requests(fault.retry_after)

    async def _run(self, request: web.BaseRequest, name: str, parameters: Parameters) -> bytes:
        method = METHODS.get(name)
        if method is None:
            self.room.complain(f"unknown method {name}")
            raise not_found()
        if not parameters.keys() <= method.known:
            self._complain_about(name, parameters, method.known)
        if method.run is None:
            return await self._poll(request, parameters)
        result = method.run(self.room, parameters)
        if result is True:
            return b'{"ok":true,"result":true}'
        return f'{{"ok":true,"result":{_dumps(result)}}}'.encode()

    def _complain_about(self, name: str, parameters: Parameters, known: frozenset[str]) -> None:
        for parameter in sorted(parameters.keys() - known):
            if not isinstance(parameters[parameter], Upload):
                self.room.complain(f"unknown parameter {parameter} of {name}")

    async def _poll(self, request: web.BaseRequest, parameters: Parameters) -> bytes:
        updates = self.room.updates
        updates.take_over()
        wanted: Any = structure(parameters, "allowed_updates", "allowed_updates")
        updates.want(wanted if isinstance(wanted, list) else None)
        updates.confirm(integer(parameters, "offset"))
        limit = integer(parameters, "limit", MAX_BATCH)
        limit = limit if 1 <= limit <= MAX_BATCH else MAX_BATCH
        seconds = min(integer(parameters, "timeout"), MAX_POLL_SECONDS)
        batch = updates.take(limit)
        if not batch and seconds > 0:
            await updates.wait(seconds)
            if request.transport is None:
                return b""  # the poller died while it waited; what came is for the next one
            batch = updates.take(limit)
        if self.room.ledger.recording:
            for update in batch:
                self.room.ledger.note("delivered", About(chat=update.chat, update=update.id))
        return f'{{"ok":true,"result":[{",".join(update.payload for update in batch)}]}}'.encode()

    def _download(self, path: str) -> web.Response:
        if not path.startswith(self._prefix):
            return web.Response(body=_refusal_body(unauthorized()), status=401, headers=_JSON_HEADERS)
        stored = self.room.files.at(path[len(self._prefix) :])
        if stored is None:
            return web.Response(body=_refusal_body(not_found()), status=404, headers=_JSON_HEADERS)
        return web.Response(body=stored.data, content_type="application/octet-stream")


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _refusal_body(refused: Refused) -> bytes:
    body: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.retry_after is not None:
        body["parameters"] = {"retry_after": refused.retry_after}
    if refused.moved_to is not None:
        body["parameters"] = {"migrate_to_chat_id": refused.moved_to}
    return _dumps(body).encode()


def _noted(parameters: Parameters) -> Parameters:
    """The ledger keeps what was said, not megabytes of files."""
    return {
        name: f"<file {value.filename}, {len(value.data)} bytes>" if isinstance(value, Upload) else value
        for name, value in parameters.items()
    }


def _drop(request: web.BaseRequest, reset: bool) -> None:
    """Ends the connection without an answer; `reset` makes the other side see a reset rather than an end."""
    transport = request.transport
    if transport is None:
        return
    connection = transport.get_extra_info("socket")
    if reset and connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
