"""What an open page asks by itself. Nobody works by it: such a request never puts off the lock.

Pages ask every few seconds instead of keeping a line open: a browser has six lines to one place for all its windows.
"""

from aiohttp import web

from desk.authentication import refresh_or_lock
from desk.pages import session_of, sessions

NOTHING = {"locks_in": 0, "fresh": 0, "heard": 0}


async def tell_news(request: web.Request) -> web.Response:
    """GET /news: seconds until the desk locks itself (0: it is locked), how many cases are not as the member last saw
    them, and how much has come from people so far."""
    session = session_of(request)
    if session is None or session.workspace is None:
        return web.json_response(NOTHING)
    async with session.turn:
        workspace = session.workspace
        if workspace is None or not await refresh_or_lock(request, session, workspace):
            return web.json_response(NOTHING)
        tally = workspace.seen.tally
        left = int(sessions(request).seconds_left(session))
        return web.json_response({"locks_in": left, "fresh": tally.fresh, "heard": tally.heard})
