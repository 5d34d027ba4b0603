"""What an answer of the Bot API looks like, and how much of it may come.

Whoever stands on the way (a portal, a proxy, a cache) can answer in Telegram's place: at any length, packed, nested,
with fields of any type. What is not shaped as the Bot API says never reaches the library, and of a message that was
sent only its number goes on: the answer repeats whom it went to, by name.
"""

import asyncio
import json
import zlib
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

import aiohttp
from telegram.error import NetworkError

from bot.wire.errors import AnswerLost, NotTelegram
from bot.wire.narrowing import narrowed

LARGEST_ANSWER: Final = 32 * 1024 * 1024
"""Bytes, unpacked: a hundred updates of the longest kind, or a file (20 MB at most), with room to spare."""
LONGEST_ANSWER: Final = 120.0
"""Seconds from the first byte of an answer to its last."""
LONGEST_PAUSE: Final = 86_400
"""Seconds Telegram may ask us to wait; who asks for more is not Telegram."""
MOST: Final = 2**63
_GZIP: Final = zlib.MAX_WBITS | 16
_MINIMAL: Final = {"date": 0, "chat": {"id": 0, "type": "private"}}

Json = Mapping[str, Any]


async def read_body(response: aiohttp.ClientResponse) -> bytes:
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


def endpoint_of(url: str) -> str:
    """The method that is asked for: what stands last in the path of an address."""
    return url.partition("?")[0].rpartition("/")[2]


def answer_of_telegram(endpoint: str, status: int, body: bytes) -> bytes:
    """The answer as far as it is wanted.

    Raises NotTelegram where it is not Telegram's: a page of a hotel must not end the bot with its 401 or its 302, nor
    take people off their lists with its 403. For a page with which a server failed a plain NetworkError, since it may
    be a server of Telegram's. AnswerLost where it says in Telegram's way that something was done, and then breaks off.
    """
    body = narrowed(endpoint, body)
    says_yes = 200 <= status < 300
    if not body.lstrip().startswith(b"{") or (b'"result"' if says_yes else b'"ok"') not in body:
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise NetworkError("A server failed")
        raise NotTelegram("Invalid server response")
    found = parsed(body)
    if says_yes:
        return _wanted(endpoint, found, body)
    if found is None or not _is_refusal(found):
        raise NotTelegram("Invalid server response")
    return body


def parsed(body: bytes) -> dict[str, Any] | None:
    """The JSON object in a body; None where there is none, or one that is nested as no answer is."""
    try:
        found = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _is_refusal(found: Json) -> bool:
    """Bot API, "Making requests": `ok`, `description`, and `parameters` (ResponseParameters)."""
    if found.get("ok") is not False or not isinstance(found.get("description", ""), str):
        return False
    parameters = found.get("parameters", {})
    return (
        isinstance(parameters, dict)
        and _is_number(parameters.get("retry_after", 0), 0, LONGEST_PAUSE)
        and _is_number(parameters.get("migrate_to_chat_id", 0))
    )


def _wanted(endpoint: str, found: Json | None, body: bytes) -> bytes:
    shape = next((shape for name, shape in _SHAPES.items() if endpoint.startswith(name)), _anything)
    if found is None or found.get("ok") is not True or "result" not in found or not shape(found["result"]):
        if endpoint.startswith("get"):
            raise NotTelegram("The answer has another shape")
        raise AnswerLost("The answer has another shape")
    result = found["result"]
    if isinstance(result, dict) and endpoint.startswith(_MESSAGES):
        return json.dumps({"ok": True, "result": {"message_id": result["message_id"], **_MINIMAL}}).encode()
    return body


def _anything(result: Any) -> bool:
    return True


def _is_message(result: Any) -> bool:
    return result is True or (isinstance(result, dict) and _is_number(result.get("message_id"), 0))


def _is_batch(result: Any) -> bool:
    return isinstance(result, list) and all(
        isinstance(each, dict) and _is_number(each.get("update_id"), 0) for each in result
    )


def _is_bot(result: Any) -> bool:
    return (
        isinstance(result, dict)
        and _is_number(result.get("id"), 0)
        and isinstance(result.get("is_bot"), bool)
        and all(isinstance(result.get(name), str) for name in ("first_name", "username"))
    )


def _is_number(value: Any, least: int = -MOST, most: int = MOST - 1) -> bool:
    return type(value) is int and least <= value <= most


def _is_text_in(name: str) -> Callable[[Any], bool]:
    return lambda result: isinstance(result, dict) and isinstance(result.get(name), str)


_MESSAGES: Final = ("send", "edit")
_SHAPES: Final[Mapping[str, Callable[[Any], bool]]] = {
    "send": _is_message,
    "edit": _is_message,
    "getUpdates": _is_batch,
    "getMe": _is_bot,
    "getMyDescription": _is_text_in("description"),
    "getMyShortDescription": _is_text_in("short_description"),
    **dict.fromkeys(("delete", "set", "answer"), lambda result: isinstance(result, bool)),
}
"""By how the method's name begins."""
