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
