"""Pages for members only: finds the unlocked session, brings its workspace up to date, one request at a time."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from desk.access.sessions import Session, Sessions
from desk.pages import is_by_itself, redirect, session_of, sessions
from desk.workspace import Workspace
from services.keys.keyring import WrongPassphrase

MemberPage = Callable[[web.Request, Session, Workspace], Awaitable[web.StreamResponse]]


def unlocked(handler: MemberPage) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Let a GET handler have an unlocked workspace, brought up to date; send everyone else to the unlock page."""

    async def authenticated(request: web.Request) -> web.StreamResponse:
        session = session_of(request)
        if session is None or session.workspace is None:
            return redirect(f"/unlock?next={request.path}&why=idle" if session else f"/unlock?next={request.path}")
        async with session.turn:
            workspace = session.workspace
            if workspace is None or not await refresh_or_lock(request, session, workspace):
                return redirect("/unlock?why=removed")
            if not is_by_itself(request):
                sessions(request).touch(session)
            return await handler(request, session, workspace)

    return authenticated


async def work_unlocked(
    request: web.Request,
    session: Session,
    lay_aside: Callable[[], None],
    work: Callable[[Workspace], Awaitable[web.StreamResponse]],
) -> web.StreamResponse:
    """Work on what a page sent, with the workspace brought up to date. Where the desk is locked, `lay_aside` keeps what
    was typed, and the page leads to the door."""
    if session.workspace is None:
        lay_aside()
        return redirect(f"/unlock?next={request.path}&why=idle")
    async with session.turn:
        workspace = session.workspace
        if workspace is None or not await refresh_or_lock(request, session, workspace):
            lay_aside()
            return redirect("/unlock?why=idle")
        return await work(workspace)


async def refresh_or_lock(request: web.Request, session: Session, workspace: Workspace) -> bool:
    """Refresh the workspace; False, and locked, where the member was removed meanwhile."""
    try:
        await asyncio.to_thread(workspace.refresh)
    except WrongPassphrase:
        sessions(request).lock(session)
        return False
    return True


async def lock_removed(everyone: Sessions) -> None:
    """Lock every session of whoever was removed, also where no page is asked for."""
    for session in everyone.unlocked():
        async with session.turn:
            workspace = session.workspace
            if workspace is not None and await asyncio.to_thread(workspace.is_over):
                everyone.lock(session)
