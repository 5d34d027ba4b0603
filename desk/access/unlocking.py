"""Unlocking: asking for the passphrase, the moment of waiting, and locking again."""

import asyncio
import re
from dataclasses import dataclass
from hashlib import sha256

from aiohttp import web

from desk.access.addresses import address_of
from desk.access.throttle import Knocker, UnlockThrottle
from desk.first_look import FirstLook
from desk.pages import (
    UNOWNED_DRAFTS,
    config_of,
    form_is_ours,
    page,
    redirect,
    session_of,
    sessions,
    set_token,
    token_of,
    words_for,
)
from desk.words.sentences import sentence
from desk.workspace import Workspace
from services.errors import Refusal

THROTTLE = web.AppKey("throttle", UnlockThrottle)
PATIENCE = 0.8
"""Seconds to wait for all, and then for something to show."""
UNCLAIMED = 30.0
NEARLY_OVER = 5
INSIDE = re.compile(
    r"/|/me|/audit|/phones|/dictation|/journeys|/narrative|/picture|/(?:case|incident)/[0-9a-f]{32}"
    r"|/case/[0-9a-f]{32}/referral"
    r"|/surveys|/survey/[a-z0-9-]{1,40}/[a-z0-9-]{1,40}"
)


@dataclass(slots=True)
class Try:
    """A passphrase being tried for one browser, what can be read meanwhile, and where it wants to go on."""

    task: "asyncio.Task[Workspace]"
    look: FirstLook
    onward: str
    kept: str


TRIES = web.AppKey("tries", dict[str, Try])
"""What is being tried now, by the browser's cookie."""


async def show_unlock_page(request: web.Request) -> web.Response:
    """GET /unlock"""
    session = session_of(request)
    if session is not None and session.workspace is not None:
        if sessions(request).seconds_left(session) > NEARLY_OVER:
            return redirect("/") if request.query.get("why") != "idle" else page(request, "still_open.html")
        sessions(request).lock(session)  # the page counted down to this moment; a second's difference must not renew it
    onward = _page_inside(request.query.get("next", "/"))
    return page(request, "unlock.html", onward=onward, why=request.query.get("why", ""), trouble="", kept="")


async def try_passphrase(request: web.Request) -> web.Response:
    """POST /unlock"""
    form = await request.post()
    onward, kept = _page_inside(str(form.get("next", "/"))), str(form.get("kept", ""))
    if not form_is_ours(request, str(form.get("form_token", ""))):
        words = words_for(request)
        return _unlock_page(request, 403, onward, kept, words("This page was open for too long. Try once more."))
    tries = request.app[TRIES]
    if token_of(request) not in tries:
        passphrase = str(form.get("passphrase", ""))
        look = FirstLook()
        unlocking = asyncio.create_task(request.app[THROTTLE].unlock(passphrase, knocker_of(request), look))
        tries[token_of(request)] = _begin(tries, token_of(request), Try(unlocking, look, onward, kept))
    return await _go_on(request, tries[token_of(request)])


async def show_waiting(request: web.Request) -> web.Response:
    """GET /opening: said while a try takes longer than people expect of a page."""
    tried = request.app[TRIES].get(token_of(request))
    return redirect("/unlock") if tried is None else await _go_on(request, tried)


async def lock_desk(request: web.Request) -> web.Response:
    """POST /lock"""
    form = await request.post()
    session = session_of(request)
    if session is not None and form_is_ours(request, str(form.get("form_token", ""))):
        sessions(request).lock(session)
    return redirect("/unlock?why=locked")


async def choose_language(request: web.Request) -> web.Response:
    """POST /language"""
    form = await request.post()
    chosen = str(form.get("language", ""))
    response = redirect(_own_path(str(form.get("back", "/"))))
    if chosen in config_of(request).languages:
        response.set_cookie("amana_language", chosen, path="/", httponly=True, samesite="Strict")
    return response


def knocker_of(request: web.Request) -> Knocker:
    """Who tries a passphrase there."""
    browser = sha256(token_of(request).encode()).hexdigest()
    return Knocker(address_of(request, config_of(request).proxies), browser, session_of(request) is not None)


def _begin(tries: dict[str, Try], token: str, tried: Try) -> Try:
    # A browser that went away must not leave an unlocked workspace behind.
    loop = asyncio.get_running_loop()
    tried.task.add_done_callback(lambda _: loop.call_later(UNCLAIMED, tries.pop, token, None))
    return tried


async def _go_on(request: web.Request, tried: Try) -> web.Response:
    await asyncio.wait({tried.task}, timeout=PATIENCE)
    await asyncio.wait({tried.task, tried.look.begun}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    if not tried.task.done():
        response = page(request, "opening.html", look=tried.look, today=config_of(request).now().date())
        response.headers["Refresh"] = "1; url=/opening"
        return response
    request.app[TRIES].pop(token_of(request), None)
    try:
        workspace = tried.task.result()
    except Refusal as refusal:
        return _unlock_page(request, 401, tried.onward, tried.kept, sentence(words_for(request), refusal))
    return _begin_session(request, workspace, tried)


def _begin_session(request: web.Request, workspace: Workspace, tried: Try) -> web.Response:
    onward = request.app[UNOWNED_DRAFTS].take_back(workspace, tried.kept) or tried.onward
    sessions(request).forget(token_of(request))
    response = redirect(onward)
    set_token(request, response, sessions(request).open(workspace))
    return response


def _unlock_page(request: web.Request, status: int, onward: str, kept: str, trouble: str) -> web.Response:
    return page(request, "unlock.html", status=status, onward=onward, why="", trouble=trouble, kept=kept)


def _page_inside(path: str) -> str:
    return path if INSIDE.fullmatch(path) else "/"


def _own_path(path: str) -> str:
    return path if re.fullmatch(r"/(?!/)[\w/?=&%.-]*", path, re.ASCII) else "/"
