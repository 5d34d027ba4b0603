"""What is done on a case's page. Whatever is typed there is kept first; then comes the deed, which may be refused.

Every button of the page sends every text of the page, so no button loses what stands in another box. A page whose desk
has locked meanwhile, or whose session is gone, is no reason to lose it either.
"""

import asyncio
from dataclasses import asdict, replace
from datetime import datetime

from aiohttp import web
from sqlmodel import Session as Transaction

from desk.authentication import current
from desk.case import as_sent
from desk.pages import form_is_ours, page, say, see, session_of, sessions, words_for
from desk.rescue import RESCUE
from desk.sentences import sentence
from desk.sessions import Session
from desk.workspace import CaseChanged, Draft, Room
from services.errors import Refusal
from services.reports.case import STATUSES, Case, NoSuchCase
from services.reports.casework import Casework, written
from services.reports.replies import REPLY_LIMIT


async def work_on_case(request: web.Request) -> web.StreamResponse:
    """POST /case/{id}"""
    form = {name: str(value) for name, value in (await request.post()).items()}
    case_id, draft, session = bytes.fromhex(request.match_info["id"]), draft_in(form), session_of(request)
    if session is None:
        kept = "" if draft.is_blank else request.app[RESCUE].keep(case_id, draft)
        return page(request, "unlock.html", status=401, onward=request.path, why="gone", trouble="", kept=kept)
    if session.room is None:
        lay_aside(request, session, case_id, draft)
        return see(f"/unlock?next={request.path}&why=idle")
    async with session.turn:
        room = session.room
        if room is None or not await current(request, session, room):
            lay_aside(request, session, case_id, draft)
            return see("/unlock?why=idle")
        return await _work(request, session, room, case_id, form, draft)


async def keep_draft(request: web.Request) -> web.Response:
    """POST /case/{id}/draft: the page saves what is being written. Answers how long the desk stays unlocked."""
    form = {name: str(value) for name, value in (await request.post()).items()}
    session = session_of(request)
    if session is None or not form_is_ours(request, form.get("form_token", "")):
        return web.json_response({"locks_in": 0}, status=403)
    case_id, draft = bytes.fromhex(request.match_info["id"]), draft_in(form)
    if session.room is None:
        lay_aside(request, session, case_id, draft)
        return web.json_response({"locks_in": 0})
    keep(session.room, case_id, draft)
    if not form.get("leaving"):
        sessions(request).touch(session)
    return web.json_response({"locks_in": int(sessions(request).seconds_left(session))})


def draft_in(form: dict[str, str]) -> Draft:
    """The texts of the page."""
    status = form.get("then", "waiting")
    return Draft(form.get("reply", ""), form.get("note", ""), status if status in STATUSES else "waiting")


def keep(room: Room, case_id: bytes, draft: Draft) -> Draft:
    """Keep the texts on the case; what was previewed stays so while the reply is the same."""
    before = room.draft(case_id)
    unchanged = as_sent(draft.reply) == before.previewed
    room.drafts[case_id] = replace(draft, previewed=before.previewed if unchanged else "")
    return room.drafts[case_id]


def lay_aside(request: web.Request, session: Session, case_id: bytes, draft: Draft) -> None:
    """Seal the texts for their writer while the desk is locked."""
    if not draft.is_blank:
        paper = {"drafts": {case_id.hex(): asdict(draft)}, "looked": None}
        sessions(request).drawer.put(session.member, session.box, paper)


async def _work(
    request: web.Request, session: Session, room: Room, case_id: bytes, form: dict[str, str], draft: Draft
) -> web.StreamResponse:
    sessions(request).touch(session)
    try:
        case = room.caseload.get(case_id)
    except NoSuchCase:
        return page(request, "no_case.html", status=404, draft=None if draft.is_blank else draft)
    draft = keep(room, case_id, draft)
    if not form_is_ours(request, form.get("form_token", "")):
        words = words_for(request)
        stale = words("This page was from before the desk locked. Your text is kept: read it once more, then go on.")
        say(session, "trouble", stale)
        return see(request.path)
    match form.get("do"):
        case "lock":
            sessions(request).lock(session)
            return see("/unlock?why=locked")
        case "queue":
            return see("/")
        case _:
            return await _try(request, session, room, case, form, draft)


async def _try(
    request: web.Request, session: Session, room: Room, case: Case, form: dict[str, str], draft: Draft
) -> web.StreamResponse:
    try:
        return see(await asyncio.to_thread(_do, request, session, room, case, form, draft))
    except CaseChanged as changed:
        session.marked = room.entries_since(room.caseload.get(case.id), form.get("version", ""))
        say(session, "trouble", sentence(words_for(request), changed))
        return see(request.path)
    except Refusal as refusal:
        say(session, "writing", sentence(words_for(request), refusal))
        return see(f"{request.path}#trouble")


def _do(request: web.Request, session: Session, room: Room, case: Case, form: dict[str, str], draft: Draft) -> str:
    """The deed, in a worker thread; where to go on. Raises Refusal."""
    deed = form.get("do", "")
    if deed == "send" and was_sent(room.unlocked.member, case, draft.reply, form.get("version", "")):
        draft.reply = draft.previewed = ""
        return request.path
    if deed == "preview" or (deed == "send" and draft.previewed != as_sent(draft.reply)):
        draft.previewed = written(draft.reply, REPLY_LIMIT)
        return f"{request.path}#preview"
    if deed == "send":
        _send(request, session, room, case, form, draft)
    elif deed == "note":
        room.act(case.id, None, lambda t, work, now_case, now: work.note(t, now_case, draft.note, now))
        draft.note = ""
    elif deed in {"status", "take", "assign", "verify"}:
        _set(room, case, deed, form)
    return request.path


def was_sent(member: bytes, case: Case, text: str, version: str) -> bool:
    """True when the button was pressed twice: the case moved on since that page, by this very reply of this member."""
    replies = [entry for entry in case.entries if entry.kind == "reply" and entry.member == member]
    return bool(replies) and version != case.version and replies[-1].text == as_sent(text)


def _send(request: web.Request, session: Session, room: Room, case: Case, form: dict[str, str], draft: Draft) -> None:
    words = words_for(request)
    sent = room.act(
        case.id,
        form.get("version", ""),
        lambda t, work, now_case, now: work.reply(t, now_case, draft.reply, now, draft.status),
    )
    draft.reply = draft.previewed = ""
    if sent.noticed:
        say(session, "done", words("Your reply is in their mailbox, and their phone will be told that one has come."))
    else:
        say(
            session,
            "done",
            words("Your reply is in their mailbox. They will find it when they open it with the receipt."),
        )


def _set(room: Room, case: Case, deed: str, form: dict[str, str]) -> None:
    def change(transaction: Transaction, work: Casework, now_case: Case, now: datetime) -> bytes:
        if deed == "status":
            return work.set_status(transaction, now_case, form.get("state", ""), now)
        if deed == "verify":
            return work.verify(transaction, now_case, form.get("level", ""), now)
        member = work.unlocked.member.hex() if deed == "take" else form.get("assignee", "")
        entitled = {colleague.id.hex(): colleague.id for colleague in room.entitled(now_case)}
        return work.assign(transaction, now_case, entitled.get(member), now)

    room.act(case.id, form.get("version", ""), change)
