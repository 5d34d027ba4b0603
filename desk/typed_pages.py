"""Pages on which somebody types. What was typed is kept first, whichever way it comes; then it is worked on.

It comes with a button, or by itself while somebody types; to a desk that is open, to one that has locked meanwhile, or
to one that was started anew and knows nobody's session.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from aiohttp import web

from desk.access.authentication import refresh_or_lock
from desk.access.sessions import Session
from desk.pages import BY_ITSELF, UNOWNED_DRAFTS, form_is_ours, page, redirect, session_of, sessions
from desk.workspace import Workspace


class TypedForm(Protocol):
    """What such a page sent."""

    def __getitem__(self, name: str) -> str:
        """The value of a field, '' where the page has no such field."""

    @property
    def packed(self) -> Mapping[str, Any]:
        """What was typed, as JSON that a workspace can `restore`; empty where nothing was."""

    @property
    def packed_whole(self) -> Mapping[str, Any]:
        """The same for a desk that was started anew, and has lost what was typed there before."""


Form = TypeVar("Form", bound=TypedForm)


@dataclass(frozen=True, slots=True)
class TypedPage(Generic[Form]):
    """One of these pages: how its form is `read`, how what was typed is kept in the workspace (`keep`, with what the
    page is told: marks of its fields as they are kept now), and how a button is worked on. `lost`: why nothing is
    kept where the desk was started anew (`templates/unlock.html`), '' where there is nothing to say."""

    read: Callable[[web.Request], Awaitable[Form]]
    keep: Callable[[Workspace, Form], Mapping[str, str]]
    work: Callable[[web.Request, Session, Workspace, Form], Awaitable[web.StreamResponse]]
    lost: str = ""

    async def press(self, request: web.Request) -> web.StreamResponse:
        """A button was pressed."""
        form, session = await self.read(request), session_of(request)
        if session is None:
            return self._nobodys(request, form)
        if session.workspace is None:
            _lay_aside(request, session, form)
            return redirect(f"/unlock?next={request.path}&why=idle")
        async with session.turn:
            workspace = session.workspace
            if workspace is None or not await refresh_or_lock(request, session, workspace):
                _lay_aside(request, session, form)
                return redirect("/unlock?why=idle")
            sessions(request).touch(session)
            self.keep(workspace, form)
            return await self.work(request, session, workspace, form)

    async def save(self, request: web.Request) -> web.Response:
        """The page saves itself. Answers how long the desk stays unlocked, and how the page can tell from now on what
        was changed on it."""
        form, session = await self.read(request), session_of(request)
        if session is None or not form_is_ours(request, form["form_token"]):
            return web.json_response({"locks_in": 0}, status=403)
        if session.workspace is None:
            _lay_aside(request, session, form)
            return web.json_response({"locks_in": 0})
        marks = self.keep(session.workspace, form)
        if not form[BY_ITSELF]:
            sessions(request).touch(session)
        return web.json_response({"locks_in": int(sessions(request).seconds_left(session)), "shown": dict(marks)})

    def _nobodys(self, request: web.Request, form: Form) -> web.Response:
        """The text travels through the door in the page that asks for the passphrase."""
        typed = form.packed_whole
        kept = request.app[UNOWNED_DRAFTS].seal(request.path, typed) if typed else ""
        why = "gone" if kept else self.lost
        return page(request, "unlock.html", status=401, onward=request.path, why=why, trouble="", kept=kept)


def _lay_aside(request: web.Request, session: Session, form: TypedForm) -> None:
    """Seal what was typed for its writer while the desk is locked."""
    if form.packed:
        sessions(request).sealed_drafts.put(session.member, session.box, form.packed)
