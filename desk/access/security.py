"""What stands between the desk and the rest of the web: which hosts and origins are heard, what browsers may do.

The desk listens on loopback, where any page in the same browser can try to reach it: a foreign name that resolves to
127.0.0.1 (DNS rebinding) is refused by its Host, a form on a foreign page by its Origin.
"""

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from desk.config import LOOPBACK_NAMES, DeskConfig

EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104  # named in order to be left out

HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "img-src 'self'",
            "script-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: under it browsers send `Origin: null` with our own forms, and the origin check needs the truth.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), clipboard-read=()",
    "X-Robots-Tag": "noindex, nofollow",
    "Server": "desk",
}


class ForeignRequest(web.HTTPForbidden):
    """The request comes from, or was meant for, somewhere else."""


def refuse_foreign_requests(config: DeskConfig, bound_host: str | None = None) -> Middleware:
    """The middleware that refuses foreign hosts and origins (403)."""
    allowed = LOOPBACK_NAMES | config.hosts | ({bound_host} if bound_host and bound_host not in EVERYWHERE else set())

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if _host_name(request.host) not in allowed:
            raise ForeignRequest
        if request.method not in {"GET", "HEAD"} and not is_own_origin(request):
            raise ForeignRequest
        return await handler(request)

    return guard


def is_own_origin(request: web.Request) -> bool:
    """True when the browser says that the form was on a page of this very desk."""
    origin = urlsplit(request.headers.get("Origin", ""))
    return origin.scheme in {"http", "https"} and origin.netloc.lower() == request.host.lower()


async def add_security_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Signal `on_response_prepare`: every response, errors too, carries the headers and stays out of caches."""
    response.headers.update(HEADERS)
    static = request.path.startswith("/static/") and response.status in {200, 304}
    response.headers["Cache-Control"] = "no-cache" if static else "no-store"


def _host_name(host: str) -> str:
    return (urlsplit(f"//{host}").hostname or "") if _is_plain(host) else ""


def _is_plain(host: str) -> bool:
    return not any(letter in host for letter in "/@?#\\ ")
