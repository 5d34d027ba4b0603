"""What an answer of the Bot API looks like, and how much of it may come.

Whoever stands on the way (a portal, a proxy, a cache) can answer in Telegram's place: at any length, packed, nested,
with fields of any type. What is not shaped as the Bot API says never reaches the library, and of a message that was
sent only its number goes on: the answer repeats whom it went to, by name.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import aiohttp

from bot.wire.errors import AnswerLost, NotTelegram

LONGEST_BATCH: Final = 32 * 2**20
"""Bytes of one answer with updates: a hundred of the longest messages, each quoting another, take about half of it."""
LONGEST: Final = 2**20
"""Bytes of any other answer."""
LONGEST_READING: Final = 180.0
"""Seconds for the body of one answer, however slowly it drips: a batch over the worst line we know."""
LONGEST_PAUSE: Final = 86_400
"""Seconds Telegram may ask us to wait; who asks for more is not Telegram."""
REFUSALS: Final = frozenset({400, 401, 403, 404})
"""What Telegram says no with for good (Bot API, "Making requests")."""
TOO_MANY: Final = 429
GET_UPDATES: Final = "getUpdates"
MOST: Final = 2**63
PLAIN: Final = ("", "identity")
_MINIMAL: Final = {"date": 0, "chat": {"id": 0, "type": "private"}}

Json = Mapping[str, Any]


async def read_body(response: aiohttp.ClientResponse, endpoint: str) -> bytes:
    """The body as it came. Raises NotTelegram where it is too long, or packed, which nobody asked for; TimeoutError."""
    if response.headers.get("Content-Encoding", "").lower() not in PLAIN:
        raise NotTelegram("Packed, though nobody asked for it")
    longest = LONGEST_BATCH if endpoint == GET_UPDATES else LONGEST
    if (response.content_length or 0) > longest:
        raise NotTelegram("Longer than any answer")
    body = bytearray()
    async with asyncio.timeout(LONGEST_READING):
        async for part in response.content.iter_any():
            body += part
            if len(body) > longest:
                raise NotTelegram("Longer than any answer")
    return bytes(body)


def endpoint_of(url: str) -> str:
    """The method that is asked for: what stands last in the path of an address."""
    return url.partition("?")[0].rpartition("/")[2]


def answer_of_telegram(endpoint: str, status: int, body: bytes) -> bytes:
    """The answer as far as it is wanted. Raises NotTelegram where it says yes, no or wait and is not Telegram's: a page
    of a hotel must not end the bot with its 401, nor take people off their lists with its 403; AnswerLost where it says
    yes in Telegram's way and then breaks off: it may well have been done."""
    says_yes = 200 <= status < 300
    if not says_yes and status not in REFUSALS and status != TOO_MANY:
        return body
    if not body.lstrip().startswith(b"{") or (b'"result"' if says_yes else b'"ok"') not in body:
        raise NotTelegram("Invalid server response")
    found = parsed(body)
    if says_yes:
        if found is None or found.get("ok") is not True or "result" not in found:
            raise AnswerLost("The answer is not whole")
        return _wanted(endpoint, found["result"], body)
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


def _wanted(endpoint: str, result: Any, body: bytes) -> bytes:
    fits = next((fits for name, fits in _SHAPES.items() if endpoint.startswith(name)), None)
    if fits is not None and not fits(result):
        raise AnswerLost("The answer is of another shape")
    if isinstance(result, dict) and endpoint.startswith(_MESSAGES):
        return json.dumps({"ok": True, "result": {"message_id": result["message_id"], **_MINIMAL}}).encode()
    return body


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
    GET_UPDATES: _is_batch,
    "getMe": _is_bot,
    "getMyDescription": _is_text_in("description"),
    "getMyShortDescription": _is_text_in("short_description"),
    **dict.fromkeys(("delete", "set", "answer"), lambda result: isinstance(result, bool)),
}
"""By how the method's name begins."""
