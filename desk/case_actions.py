"""What is done on a case's page. Whatever is typed there is kept first; then comes the action, which may be refused.

Every button of the page sends every text of the page, so no button loses what stands in another box. A page whose desk
has locked meanwhile, or whose session is gone, is no reason to lose it either.
"""

import asyncio
from dataclasses import replace
from datetime import datetime

from aiohttp import web
from sqlmodel import Session as Transaction

from desk.authentication import refresh_or_lock
from desk.case import as_sent
from desk.pages import UNOWNED_DRAFTS, form_is_ours, page, redirect, say, session_of, sessions, words_for
from desk.sentences import sentence
from desk.sessions import Session
from desk.workspace import CaseChanged, CaseDraft, Workspace, packed
from services.errors import Refusal
from services.reports.case import STATUSES, Case, NoSuchCase
from services.reports.casework import Casework, written
from services.reports.replies import REPLY_LIMIT


async def work_on_case(request: web.Request) -> web.StreamResponse:
    """POST /case/{id}"""
    form = {name: str(value) for name, value in (await request.post()).items()}
    case_id, draft, session = bytes.fromhex(request.match_info["id"]), draft_in(form), session_of(request)
    if session is None:
        kept = "" if draft.is_blank else request.app[UNOWNED_DRAFTS].seal(case_id, draft)
        return page(request, "unlock.html", status=401, onward=request.path, why="gone", trouble="", kept=kept)
    if session.workspace is None:
        lay_aside(request, session, case_id, draft)
        return redirect(f"/unlock?next={request.path}&why=idle")
    async with session.turn:
        workspace = session.workspace
        if workspace is None or not await refresh_or_lock(request, session, workspace):
            lay_aside(request, session, case_id, draft)
            return redirect("/unlock?why=idle")
        return await _work(request, session, workspace, case_id, form, draft)


async def keep_draft(request: web.Request) -> web.Response:
    """POST /case/{id}/draft: the page saves what is being written. Answers how long the desk stays unlocked."""
    form = {name: str(value) for name, value in (await request.post()).items()}
    session = session_of(request)
    if session is None or not form_is_ours(request, form.get("form_token", "")):
        return web.json_response({"locks_in": 0}, status=403)
    case_id, draft = bytes.fromhex(request.match_info["id"]), draft_in(form)
    if session.workspace is None:
        lay_aside(request, session, case_id, draft)
        return web.json_response({"locks_in": 0})
    keep(session.workspace, case_id, draft)
    if not form.get("leaving"):
        sessions(request).touch(session)
    return web.json_response({"locks_in": int(sessions(request).seconds_left(session))})


def draft_in(form: dict[str, str]) -> CaseDraft:
    """The texts of the page."""
    status = form.get("then", "waiting")
    return CaseDraft(form.get("reply", ""), form.get("note", ""), status if status in STATUSES else "waiting")


def keep(workspace: Workspace, case_id: bytes, draft: CaseDraft) -> CaseDraft:
    """Keep the texts on the case; what was previewed stays so while the reply is the same."""
    before = workspace.draft(case_id)
    unchanged = as_sent(draft.reply) == before.previewed
    workspace.drafts[case_id] = replace(draft, previewed=before.previewed if unchanged else "")
    return workspace.drafts[case_id]


def lay_aside(request: web.Request, session: Session, case_id: bytes, draft: CaseDraft) -> None:
    """Seal the texts for their writer while the desk is locked."""
    if not draft.is_blank:
        sessions(request).sealed_drafts.put(session.member, session.box, packed({case_id: draft}))


async def _work(
    request: web.Request, session: Session, workspace: Workspace, case_id: bytes, form: dict[str, str], draft: CaseDraft
) -> web.StreamResponse:
    sessions(request).touch(session)
    try:
        case = workspace.caseload.get(case_id)
    except NoSuchCase:
        return page(request, "no_case.html", status=404, draft=None if draft.is_blank else draft)
    draft = keep(workspace, case_id, draft)
    if not form_is_ours(request, form.get("form_token", "")):
        words = words_for(request)
        stale = words("This page was from before the desk locked. Your text is kept: read it once more, then go on.")
        say(session, "trouble", stale)
        return redirect(request.path)
    match form.get("do"):
        case "lock":
            sessions(request).lock(session)
            return redirect("/unlock?why=locked")
        case "queue":
            return redirect("/")
        case _:
            return await _try(request, session, workspace, case, form, draft)


async def _try(
    request: web.Request, session: Session, workspace: Workspace, case: Case, form: dict[str, str], draft: CaseDraft
) -> web.StreamResponse:
    try:
        return redirect(await asyncio.to_thread(_do, request, session, workspace, case, form, draft))
    except CaseChanged as changed:
        session.marked = workspace.entries_since(workspace.caseload.get(case.id), form.get("version", ""))
        say(session, "trouble", sentence(words_for(request), changed))
        return redirect(request.path)
    except Refusal as refusal:
        say(session, "writing", sentence(words_for(request), refusal))
        return redirect(f"{request.path}#trouble")


def _do(
    request: web.Request, session: Session, workspace: Workspace, case: Case, form: dict[str, str], draft: CaseDraft
) -> str:
    """The action, in a worker thread; where to go on. Raises Refusal."""
    action = form.get("do", "")
    if action == "send" and was_sent(workspace.unlocked.member, case, draft.reply, form.get("version", "")):
        draft.reply = draft.previewed = ""
        return request.path
    if action == "preview" or (action == "send" and draft.previewed != as_sent(draft.reply)):
        draft.previewed = written(draft.reply, REPLY_LIMIT)
        return f"{request.path}#preview"
    if action == "send":
        _send(request, session, workspace, case, form, draft)
    elif action == "note":
        workspace.act(case.id, None, lambda t, work, now_case, now: work.note(t, now_case, draft.note, now))
        draft.note = ""
    elif action in {"status", "take", "assign", "verify"}:
        _set(workspace, case, action, form)
    return request.path


def was_sent(member: bytes, case: Case, text: str, version: str) -> bool:
    """True when the button was pressed twice: the case moved on since that page, by this very reply of this member."""
    replies = [entry for entry in case.entries if entry.kind == "reply" and entry.member == member]
    return bool(replies) and version != case.version and replies[-1].text == as_sent(text)


def _send(
    request: web.Request, session: Session, workspace: Workspace, case: Case, form: dict[str, str], draft: CaseDraft
) -> None:
    words = words_for(request)
    sent = workspace.act(
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


def _set(workspace: Workspace, case: Case, action: str, form: dict[str, str]) -> None:
    def change(transaction: Transaction, work: Casework, now_case: Case, now: datetime) -> bytes:
        if action == "status":
            return work.set_status(transaction, now_case, form.get("state", ""), now)
        if action == "verify":
            return work.verify(transaction, now_case, form.get("level", ""), now)
        member = work.unlocked.member.hex() if action == "take" else form.get("assignee", "")
        entitled = {colleague.id.hex(): colleague.id for colleague in workspace.entitled(now_case)}
        return work.assign(transaction, now_case, entitled.get(member), now)

    workspace.act(case.id, form.get("version", ""), change)
