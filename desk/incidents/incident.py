"""GET /incident/{id}: the reports of an incident side by side, who told of it, and one answer to all."""

import asyncio
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from desk.access.authentication import unlocked
from desk.access.sessions import Session
from desk.cases.reply_preview import ReplyPreview, preview_of
from desk.drafts import CaseDraft, as_sent, mark_of
from desk.incidents.kept import JointDraft
from desk.incidents.similar import beside
from desk.pages import page, words_for
from desk.words.states import STATES
from desk.workspace import Workspace
from locales import LANGUAGES, Words
from services.content.content import Content
from services.incidents.incidents import NoSuchIncident, cases_of, corroboration, has_got
from services.reports.case import Case
from services.reports.replies import REPLY_LIMIT


@dataclass(frozen=True, slots=True)
class Readers:
    """Those who read one language: their cases, what is written to them, and how it looks; None before that."""

    code: str
    language: str
    cases: tuple[Case, ...]
    text: str
    mark: str
    preview: ReplyPreview | None


@unlocked
async def show_incident(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """The page; where there is no such incident, the same as for a case that is not there."""
    incident = bytes.fromhex(request.match_info["id"])
    try:
        cases = cases_of(incident, workspace.caseload.each())
    except NoSuchIncident:
        return page(request, "no_case.html", status=404, draft=None)
    facts = await asyncio.to_thread(facts_of, words_for(request), workspace, cases, workspace.joint.of(incident))
    for case in cases:
        workspace.seen.mark(case)
    await asyncio.to_thread(workspace.look, workspace.seen.tally.ringing == 0)
    return page(request, "incident.html", **facts)


def facts_of(words: Words, workspace: Workspace, cases: list[Case], draft: JointDraft) -> dict[str, Any]:
    """What the page says of an incident."""
    within_reach = [case for case in cases if workspace.reach(case).deliverable]
    waiting = [case for case in within_reach if not _got(case, draft)]
    return {
        "told": corroboration(cases),
        "reports": [beside(words, workspace, case) for case in cases],
        "draft": draft,
        "readers": readers_of(waiting, draft, workspace.config.content),
        "got": [case for case in cases if _got(case, draft)],
        "unreached": [case for case in cases if case not in within_reach],
        "is_looked_at": not draft.is_blank and draft.looked == draft.mark,
        "states": STATES,
        "reply_limit": REPLY_LIMIT,
    }


def readers_of(cases: list[Case], draft: JointDraft, content: Content | None) -> list[Readers]:
    """By language, the one that most read first."""
    by_language: dict[str, list[Case]] = {}
    for case in cases:
        by_language.setdefault(case.language, []).append(case)
    return [
        _readers(code, tuple(theirs), draft, content)
        for code, theirs in sorted(by_language.items(), key=lambda each: (-len(each[1]), each[0]))
    ]


def asks_too_much(readers: list[Readers]) -> bool:
    """Whether one of the texts asks who somebody is, or proposes a meeting."""
    return any(each.preview is not None and each.preview.asks for each in readers)


def _readers(code: str, cases: tuple[Case, ...], draft: JointDraft, content: Content | None) -> Readers:
    name = LANGUAGES[code].native_name if code in LANGUAGES else code
    text, looked = draft.texts.get(code, ""), draft.looked == draft.mark
    warned = as_sent(text) if draft.warned == draft.mark else ""
    shown = CaseDraft(reply=text, previewed=as_sent(text) if looked else "", warned=warned)
    return Readers(code, name, cases, text, mark_of(text), preview_of(cases[0], shown, content))


def _got(case: Case, draft: JointDraft) -> bool:
    return has_got(case, bytes.fromhex(draft.answer))
