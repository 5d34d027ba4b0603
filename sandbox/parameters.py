"""Reading a call's parameters: JSON, urlencoded, multipart or query string, all into one plain dictionary.

Values keep the shape they came in (a form sends everything as text); the readers below accept either.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox.refusals import Refused, bad_request, ill_formed
from sandbox.well_formed import is_well_formed

MAX_UPLOAD = 50 * 1024 * 1024
NOBODY = 2**53
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart body."""

    filename: str
    mime_type: str
    data: bytes


Parameters = dict[str, Any]


async def read_parameters(request: web.BaseRequest) -> Parameters:
    """Query string first, then the body over it. Raises Refused for a body that cannot be read."""
    path = request.raw_path
    found: Parameters = {}
    mark = path.find("?")
    if mark >= 0:
        found.update(parse_qsl(path[mark + 1 :], keep_blank_values=True))
    if request.method == "POST" and request.body_exists:
        try:
            found.update(await _read_body(request))
        except UnicodeDecodeError:
            raise ill_formed() from None
    _require_well_formed(found)
    return found


def _require_well_formed(value: Any) -> None:
    """Raises Refused where half of a sign stands in it."""
    if not is_well_formed(value):
        raise ill_formed()


async def _read_body(request: web.BaseRequest) -> Parameters:
    kind = request.headers.get("Content-Type", "")
    if kind.startswith(_FORM):
        return dict(parse_qsl((await request.read()).decode(), keep_blank_values=True))
    if kind.startswith("application/json"):
        return _read_json(await request.read())
    if kind.startswith("multipart/form-data"):
        return await _read_multipart(request)
    return {}


def _read_json(body: bytes) -> Parameters:
    if not body:
        return {}
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise bad_request("can't parse request parameters JSON") from None
    if not isinstance(value, dict):
        raise bad_request("object expected as request parameters")
    return value


async def _read_multipart(request: web.BaseRequest) -> Parameters:
    found: Parameters = {}
    try:
        form = await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise Refused(413, "Request Entity Too Large") from None
    for name, value in form.items():
        if isinstance(value, web.FileField):
            data = value.file.read()
            if len(data) > MAX_UPLOAD:
                raise Refused(413, "Request Entity Too Large")
            found[name] = Upload(value.filename, value.content_type or "application/octet-stream", data)
        else:
            found[name] = value if isinstance(value, str) else bytes(value).decode()
    return found


def integer(parameters: Parameters, name: str, missing: int = 0) -> int:
    """A whole number; `missing` when absent or not one, as the Bot API reads it."""
    value = parameters.get(name)
    if value is None:
        return missing
    try:
        return int(value)
    except (TypeError, ValueError):
        return missing


def chat_id(parameters: Parameters) -> int:
    """0 when absent; an id nobody has when it is not a number (names of channels are not known here)."""
    return integer(parameters, "chat_id", NOBODY if parameters.get("chat_id") else 0)


def flag(parameters: Parameters, name: str) -> bool:
    value = parameters.get(name)
    if isinstance(value, str):
        return value.strip().lower() in {"true", "yes", "1"}
    return bool(value)


def string(parameters: Parameters, name: str) -> str:
    value = parameters.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else str(value)


def structure(parameters: Parameters, name: str, what: str) -> Any:
    """A list or object, given as such or as JSON text; None when absent or empty."""
    value = parameters.get(name)
    if not isinstance(value, str):
        return value
    if not value:
        return None
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        raise bad_request(f"can't parse {what} JSON object") from None
    _require_well_formed(found)
    return found


def utf16_length(text: str) -> int:
    """Telegram counts text in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
