"""Which address a browser calls from. What a header says of it counts only where a proxy of ours has written it."""

from collections.abc import Collection
from ipaddress import IPv6Address, IPv6Network, ip_address

from aiohttp import web

FORWARDED = "X-Forwarded-For"


def address_of(request: web.Request, proxies: Collection[str]) -> str:
    """The nearest address that is none of the trusted proxies; of IPv6 the network of 64 bits, '' where it is unknown.

    Each proxy adds to the header's end whom it was called by, so what stands before the first stranger is hearsay.
    """
    calls = [each.strip() for line in request.headers.getall(FORWARDED, ()) for each in line.split(",")]
    nearest = request.remote or ""
    while nearest in proxies and calls:
        nearest = calls.pop()
    return _network(nearest)


def _network(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    return str(IPv6Network((int(known) >> 64 << 64, 64))) if isinstance(known, IPv6Address) else str(known)
