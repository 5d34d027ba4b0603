"""What an open page asks by itself. Nobody works by it: such a request never puts off the lock."""

from aiohttp import web

from desk.pages import session_of, sessions

BY_ITSELF = "by_itself"
"""The field of a form that a page sends without anybody's doing."""


async def tell_news(request: web.Request) -> web.Response:
    """GET /news: how many seconds are left until the desk locks itself, 0 where it is locked."""
    session = session_of(request)
    left = sessions(request).seconds_left(session) if session is not None and session.workspace is not None else 0
    return web.json_response({"locks_in": int(left)})
