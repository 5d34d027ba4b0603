"""Who is at the desk. A session is a random cookie; what it opens is in its workspace, which goes when it locks.

A locked session is kept for a day without its workspace, so that a text sent from a page that was still open is sealed
for its writer rather than lost.
"""

import gc
import secrets
from asyncio import Lock
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from desk.access.open_windows import OpenWindows
from desk.config import DeskConfig
from desk.sealed_drafts import SealedDrafts
from desk.shared import OpenSession, Shared
from desk.workspace import Workspace
from services.keys.sealing import PublicKey, keyed_tag

LOCKED_KEPT = 24 * 3600


@dataclass(slots=True)
class Flash:
    """Something to say on the next page, as a whole sentence: 'done', 'trouble', or 'writing' (beside the text)."""

    kind: str
    sentence: str


@dataclass(slots=True)
class Session:
    """One browser of one member. `workspace` is None while locked. Times are `DeskConfig.ticks`."""

    member: bytes
    box: PublicKey
    workspace: Workspace | None
    unlocked_at: float
    used_at: float
    says: list[Flash] = field(default_factory=list)
    marked: frozenset[bytes] = frozenset()
    windows: OpenWindows = field(default_factory=OpenWindows)
    turn: Lock = field(default_factory=Lock, repr=False)


class Sessions:
    """All sessions of one desk, by the hash of their cookie."""

    def __init__(self, config: DeskConfig, shared: Shared) -> None:
        self.config = config
        self.shared = shared
        self.sealed_drafts = SealedDrafts(shared.drawer)
        self._sessions: dict[bytes, Session] = {}

    def new_token(self) -> str:
        """A cookie value nobody can guess."""
        return secrets.token_urlsafe(32)

    def form_token(self, token: str) -> str:
        """What every form on a page must carry back, bound to the page's cookie."""
        return keyed_tag(self.shared.form_key, "form", token.encode()).hex()

    def open(self, workspace: Workspace) -> str:
        """Begin a session for a member who just unlocked; its cookie value."""
        token, now = self.new_token(), self.config.ticks()
        unlocked = workspace.unlocked
        self._sessions[tag_of(token)] = Session(unlocked.member, unlocked.box.public, workspace, now, now)
        self.shared.opened(tag_of(token), unlocked.member, unlocked.box.public)
        return token

    def know_locked(self, tag: bytes, member: bytes, box: PublicKey) -> None:
        """Know of a session that was locked, so that a text from its page is sealed for its member."""
        now = self.config.ticks()
        self._sessions.setdefault(tag, Session(member, box, None, now, now))

    def find(self, token: str) -> Session | None:
        """The session of a cookie, locked first where its time is over."""
        session = self._sessions.get(tag_of(token))
        if session is not None and self.seconds_left(session) <= 0:
            self.lock(session)
        return session

    def touch(self, session: Session) -> None:
        """Note that its member is working."""
        session.used_at = self.config.ticks()
        self.shared.worked()

    def seconds_left(self, session: Session) -> float:
        """Until the session locks by itself: so long without work, and never longer than the hard limit."""
        idle_end = session.used_at + self.config.lock_minutes * 60
        hard_end = session.unlocked_at + self.config.hard_minutes * 60
        return min(idle_end, hard_end) - self.config.ticks()

    def lock(self, session: Session) -> None:
        """Drop keys and cases; half-written texts are kept, sealed."""
        if session.workspace is None:
            return
        self.sealed_drafts.put(session.member, session.box, session.workspace.packed)
        session.workspace = None
        session.says.clear()
        session.marked = frozenset()
        gc.collect()
        self.shared.locked()

    def lock_overdue(self) -> None:
        """Lock every session whose time is over or whose windows are closed, and forget those locked for a day."""
        for tag, session in list(self._sessions.items()):
            if self.seconds_left(session) <= 0 or session.windows.are_closed(self.config.ticks()):
                self.lock(session)
            if self.config.ticks() - session.used_at > LOCKED_KEPT:
                del self._sessions[tag]

    def lock_all(self) -> None:
        """Lock everyone out, as at the end of the process."""
        for session in self.unlocked():
            self.lock(session)

    def unlocked(self) -> Iterator[Session]:
        """The sessions that hold keys now."""
        return iter([session for session in self._sessions.values() if session.workspace is not None])

    async def open_of(self, member: bytes) -> list[OpenSession]:
        """Where that member's desk is unlocked, wherever that is, whoever worked last first."""
        now = self.config.ticks()
        here = [
            OpenSession(tag, now - session.unlocked_at, now - session.used_at)
            for tag, session in self._sessions.items()
            if session.member == member and session.workspace is not None
        ]
        return sorted([*here, *await self.shared.open_elsewhere()], key=lambda each: each.worked)

    def end(self, member: bytes, tag: bytes) -> None:
        """Lock that session, if it is one of that member's."""
        session = self._sessions.get(tag)
        if session is None:
            self.shared.end_elsewhere(tag)
        elif session.member == member:
            self.lock(session)

    def forget(self, token: str) -> None:
        """Drop a session altogether, after its member has unlocked anew."""
        session = self._sessions.pop(tag_of(token), None)
        if session is not None:
            self.lock(session)


def tag_of(token: str) -> bytes:
    """By what a session is known that has this cookie."""
    return sha256(token.encode()).digest()
