"""One case: everything that is known of it, and the places to write."""

import asyncio
from typing import Any

from aiohttp import web

from desk.access.authentication import unlocked
from desk.access.sessions import Session
from desk.cases.controls import controls_of
from desk.cases.reply_preview import preview_of, ready_for
from desk.cases.thread import Thread
from desk.incidents.similar import of_one_incident, similar_to
from desk.news import who_else
from desk.pages import page, words_for
from desk.queue.filters import chosen, found, how_many, read_filters
from desk.queue.neighbours import neighbours
from desk.referral.outcome import ready_outcome
from desk.workspace import Workspace
from locales import LANGUAGES
from services.reports.case import NoSuchCase
from services.reports.deeds.notes import NOTE_LIMIT
from services.reports.replies import REPLY_LIMIT


@unlocked
async def show_case(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """GET /case/{id}"""
    case_id = bytes.fromhex(request.match_info["id"])
    try:
        case = workspace.caseload.get(case_id)
    except NoSuchCase:
        return page(request, "no_case.html", status=404, draft=workspace.drafts.of(case_id))
    way = await asyncio.to_thread(workspace.reach, case)
    left = await asyncio.to_thread(workspace.weeks_left, case)
    fresh, session.marked = session.marked, frozenset()
    workspace.seen.mark(case)
    await asyncio.to_thread(workspace.look, workspace.seen.tally.ringing == 0)
    filters = read_filters(request, workspace)
    similar = await asyncio.to_thread(similar_to, words_for(request), workspace, case)
    cases = found(workspace, filters)
    count = how_many(workspace, filters, cases)
    around = neighbours(case, chosen(workspace, filters, cases), count, filters)
    here = await who_else(request, workspace, case_id)
    facts = facts_of(Thread(words_for(request), workspace, case, way, fresh))
    return page(request, "case.html", also_here=here, weeks_left=left, around=around, similar=similar, **facts)


def facts_of(thread: Thread) -> dict[str, Any]:
    """What the page says of the case, with its thread."""
    words, workspace, case = thread.words, thread.workspace, thread.case
    draft = workspace.drafts.of(case.id)
    return controls_of(words, workspace, case) | {
        "case": case,
        "labelled": workspace.labels.of(case, words.code),
        "lines": thread.lines(),
        "way": thread.way,
        "days": (workspace.config.now().date() - case.last_heard).days,
        "overdue": workspace.overdue_since(case),
        "late_referral": workspace.has_late_referral(case),
        "incident": of_one_incident(workspace, case),
        "draft": draft,
        "preview": preview_of(case, draft, workspace.config.content),
        "outcome": ready_outcome(case, workspace.config.content, words.code),
        "ready": ready_for(case, workspace.config.content),
        "reply_limit": REPLY_LIMIT,
        "note_limit": NOTE_LIMIT,
        "language": LANGUAGES[case.language].native_name if case.language in LANGUAGES else case.language,
    }
