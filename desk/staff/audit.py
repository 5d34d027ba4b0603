"""What was done, for a steward: no entry holds anything that was told, or about whom."""

import asyncio
from typing import NamedTuple

from aiohttp import web

from desk.access.authentication import unlocked
from desk.access.sessions import Session
from desk.pages import page, redirect, words_for
from desk.words.audit_words import deed_words, nobody_words
from desk.workspace import Workspace
from locales import Words
from locales.dates import worded
from services.audit import chain
from services.audit.reading import Read, Reader

SHOWN = 500
"""The newest entries; `amana audit show` has all."""


class AuditLine(NamedTuple):
    """One entry as it is shown."""

    number: int
    day: str
    who: str
    what: str
    about: str
    is_false: bool


@unlocked
async def show_audit(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """GET /audit. Whoever is no steward has no such page."""
    if workspace.unlocked.organisation is None:
        return redirect("/")
    read, is_whole = await asyncio.to_thread(_read, workspace)
    words = words_for(request)
    lines = [_line(words, workspace, each) for each in reversed(read[-SHOWN:])]
    is_true = is_whole and not any(each.is_false for each in read)
    return page(request, "audit.html", lines=lines, count=len(read), is_true=is_true)


def _read(workspace: Workspace) -> tuple[list[Read], bool]:
    config = workspace.config
    with config.database.reading() as session:
        read = Reader(session, config.trust, config.runtime, workspace.unlocked.organisation).everything()
        return read, chain.verify(session, config.audit_mark()).is_whole


def _line(words: Words, workspace: Workspace, entry: Read) -> AuditLine:
    day = worded(entry.day, "yMMMd", words.code) if entry.day else ""
    who = nobody_words(words, entry)
    if entry.member is not None:
        who = workspace.name_of(entry.member) or entry.member.hex()[:8]
    return AuditLine(entry.number, day, who, deed_words(words, entry), entry.about, entry.is_false)
