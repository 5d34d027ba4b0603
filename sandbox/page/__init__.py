"""The phone page: its own few files and nothing from outside."""

from functools import cache
from pathlib import Path

from aiohttp import web

_FOLDER = Path(__file__).parent
_ASSETS = {
    "/": ("index.html", "text/html"),
    "/phones.css": ("phones.css", "text/css"),
    "/room.css": ("room.css", "text/css"),
    "/room.js": ("room.js", "text/javascript"),
    "/phone.js": ("phone.js", "text/javascript"),
    "/frame.js": ("frame.js", "text/javascript"),
    "/bubbles.js": ("bubbles.js", "text/javascript"),
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@cache
def _content(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()


def asset(path: str) -> web.Response | None:
    """A file of the page, or None when there is none at this path."""
    if path not in _ASSETS:
        return None
    name, kind = _ASSETS[path]
    return web.Response(body=_content(name), content_type=kind, charset="utf-8", headers=_HEADERS)
