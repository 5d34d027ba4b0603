"""What an open page asks by itself. Nobody works by it: such a request never puts off the lock.

Pages ask every few seconds instead of keeping a line open: a browser has six lines to one place for all its windows.
"""

import re

from aiohttp import web

from desk.access.authentication import refresh_or_lock
from desk.pages import session_of, sessions, words_for
from desk.workspace import Workspace
from services.reports.case import NoSuchCase

NOTHING = {"locks_in": 0, "fresh": 0, "heard": 0}
CASE = re.compile("[0-9a-f]{32}")


async def tell_news(request: web.Request) -> web.Response:
    """GET /news: seconds until the desk locks itself (0: it is locked), how many cases are not as the member last saw
    them, how much has come from people so far; from a page of a case (`case`) also who else is on it."""
    session = session_of(request)
    if session is None or session.workspace is None:
        return web.json_response(NOTHING)
    async with session.turn:
        workspace = session.workspace
        if workspace is None or not await refresh_or_lock(request, session, workspace):
            return web.json_response(NOTHING)
        tally = workspace.seen.tally
        left, asked = int(sessions(request).seconds_left(session)), request.query.get("case", "")
        here = await who_else(request, workspace, bytes.fromhex(asked)) if CASE.fullmatch(asked) else ""
        return web.json_response({"locks_in": left, "fresh": tally.fresh, "heard": tally.heard, "here": here})


async def who_else(request: web.Request, workspace: Workspace, case_id: bytes) -> str:
    """Note that the member has the case before them; a sentence where colleagues have it too, else ''. Of a case that
    they cannot open they are told nothing, and nobody is told of them."""
    try:
        workspace.caseload.get(case_id)
    except NoSuchCase:
        return ""
    others = await sessions(request).shared.be_on_case(case_id, workspace.unlocked.member)
    words = words_for(request)
    names = sorted(workspace.name_of(each) or words("A colleague") for each in others)
    return words("Also on this case now: {names}", names=words.listed(names)) if names else ""
