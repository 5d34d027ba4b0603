"""A case on paper: only after a warning, and colleagues see in the case that it was printed."""

import asyncio

from aiohttp import web

from desk.access.authentication import unlocked
from desk.access.sessions import Session
from desk.cases.thread import Thread
from desk.pages import form_is_ours, page, redirect, words_for
from desk.workspace import Workspace
from services.reports.case import NoSuchCase
from services.reports.deeds.printing import printed

PRIVATE = frozenset({"note", "note_corrected"})
"""What goes onto paper only where that was asked for."""


@unlocked
async def warn_of_paper(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """GET /case/{id}/paper"""
    try:
        case = workspace.caseload.get(bytes.fromhex(request.match_info["id"]))
    except NoSuchCase:
        return page(request, "no_case.html", status=404, draft=None)
    return page(request, "paper.html", case=case)


@unlocked
async def show_sheet(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """POST /case/{id}/paper"""
    form, words, case_id = await request.post(), words_for(request), bytes.fromhex(request.match_info["id"])
    if not form_is_ours(request, str(form.get("form_token", ""))):
        return redirect(request.path)
    try:
        await asyncio.to_thread(workspace.do, case_id, None, lambda _case: printed())
    except NoSuchCase:
        return page(request, "no_case.html", status=404, draft=None)
    await asyncio.to_thread(workspace.refresh)
    case = workspace.caseload.get(case_id)
    workspace.seen.mark(case)
    way = await asyncio.to_thread(workspace.reach, case)
    lines = Thread(words, workspace, case, way, frozenset()).lines()
    return page(
        request,
        "sheet.html",
        case=case,
        labelled=workspace.labels.of(case, words.code),
        lines=[line for line in lines if not line.undone and (form.get("notes") or line.kind not in PRIVATE)],
        today=workspace.config.now().date(),
    )
