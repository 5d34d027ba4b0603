"""Pages for members only: finds the unlocked session, brings its room up to date, and gives one request its turn."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from desk.pages import see, session_of, sessions, words_for
from desk.sessions import Session
from desk.workspace import Room
from services.keys.keyring import WrongPassphrase

Inside = Callable[[web.Request, Session, Room], Awaitable[web.StreamResponse]]


def unlocked(handler: Inside) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Let a GET handler see an unlocked, current room; send everyone else to the door."""

    async def enter(request: web.Request) -> web.StreamResponse:
        session = session_of(request)
        if session is None or session.room is None:
            return see(f"/unlock?next={request.path}&why=idle" if session else f"/unlock?next={request.path}")
        async with session.turn:
            room = session.room
            if room is None or not await current(request, session, room):
                return see("/unlock?why=removed")
            sessions(request).touch(session)
            return await handler(request, session, room)

    return enter


async def current(request: web.Request, session: Session, room: Room) -> bool:
    """Refresh the room; False, and locked, where the member was removed meanwhile."""
    try:
        await asyncio.to_thread(room.refresh, words_for(request).code)
    except WrongPassphrase:
        sessions(request).lock(session)
        return False
    return True
