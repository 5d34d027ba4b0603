"""Files on their way up: multipart/form-data (RFC 7578), written whole and sent in paced pieces.

Belongs here: the bytes of an upload. Does not belong here: what is uploaded and when.
"""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

from telegram.request import RequestData

PIECE = 64 * 1024


def multipart(request_data: RequestData) -> tuple[bytes, str]:
    """Parameters and files as one body, and its content type."""
    boundary = uuid4().hex
    pieces: list[bytes] = []
    for name, value in request_data.json_parameters.items():
        pieces += [_head(boundary, name), value.encode("utf-8", "replace"), b"\r\n"]
    for name, (filename, content, content_type) in request_data.multipart_data.items():
        whole = content if isinstance(content, bytes) else content.read()
        pieces += [_head(boundary, name, filename, content_type), whole, b"\r\n"]
    pieces.append(f"--{boundary}--\r\n".encode())
    return b"".join(pieces), f"multipart/form-data; boundary={boundary}"


async def paced(body: bytes, limit: asyncio.Timeout, seconds: float | None) -> AsyncIterator[bytes]:
    """The body in pieces; `limit` expires when one of them takes more than `seconds` to leave.

    aiohttp bounds connecting and reading, not writing: its reader's timeout starts when all is written.
    """
    clock = asyncio.get_running_loop().time
    for start in range(0, len(body), PIECE):
        limit.reschedule(None if seconds is None else clock() + seconds)
        yield body[start : start + PIECE]
    limit.reschedule(None)


def _head(boundary: str, name: str, filename: str | None = None, content_type: str | None = None) -> bytes:
    lines = [f"--{boundary}", f'Content-Disposition: form-data; name="{_quoted(name)}"']
    if filename is not None:
        lines[1] += f'; filename="{_quoted(filename)}"'
        lines.append(f"Content-Type: {content_type}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace")


def _quoted(text: str) -> str:
    """As browsers do (HTML, multipart/form-data encoding): a name cannot end its own quotes or line."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
