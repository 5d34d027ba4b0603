"""What is done on a case's page.

Every button of the page sends every text of the page, so no button loses what stands in another box; only what was
changed on that page is kept of it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from desk.access.sessions import Session
from desk.cases.buttons import BUTTONS, Button, Press
from desk.cases.corrections import CORRECTING
from desk.cases.form import CaseForm, read_form
from desk.cases.reply_preview import asks_too_much, ready_for, with_ready
from desk.cases.urgency import JUDGING, judge
from desk.drafts import CaseDraft, as_sent
from desk.incidents.grouping import group
from desk.pages import form_is_ours, page, redirect, say, sessions, words_for
from desk.queue.filters import read_filters
from desk.referral.outcome import put_outcome_in
from desk.typed_pages import TypedPage
from desk.words.sentences import sentence
from desk.words.states import read_state
from desk.workspace import CaseChanged, Workspace
from locales import mark
from services.errors import Refusal
from services.reports.case import Case, NoSuchCase
from services.reports.deeds.notes import noted
from services.reports.replies import REPLY_LIMIT
from services.reports.written import written

STALE: Final = mark("This page was from before the desk locked. Your text is kept: read it once more, then go on.")
Work = Callable[["CaseAction"], Awaitable[web.StreamResponse]]


def page_of_case(work: Work) -> TypedPage[CaseForm]:
    """A page of a case whose buttons are worked on like that."""

    async def work_on(
        request: web.Request, session: Session, workspace: Workspace, form: CaseForm
    ) -> web.StreamResponse:
        try:
            case = workspace.caseload.get(form.case_id)
        except NoSuchCase:
            return page(request, "no_case.html", status=404, draft=workspace.drafts.of(form.case_id))
        if not form_is_ours(request, form["form_token"]):
            say(session, "trouble", words_for(request)(STALE))
            return redirect(request.path_qs)
        if form.button == "lock":
            sessions(request).lock(session)
            return redirect("/unlock?why=locked")
        return await work(CaseAction(request, session, workspace, case, form, workspace.drafts.of(form.case_id)))

    return TypedPage(read_form, _keep, work_on)


def _keep(workspace: Workspace, form: CaseForm) -> Mapping[str, str]:
    return workspace.drafts.change(form.case_id, form.changes).marks


async def _work(action: "CaseAction") -> web.StreamResponse:
    request = action.request
    match action.form.button:
        case "queue":
            return redirect(f"/{read_filters(request, action.workspace).query}")
        case "paper" | "referral":
            return redirect(f"{request.path}/{action.form.button}")
        case _:
            return await action.response()


CASE_PAGE: Final = page_of_case(_work)
REPLYING = frozenset({"preview", "send", "insert", "outcome"})
"""The buttons that are about the reply."""


@dataclass(frozen=True, slots=True)
class CaseAction:
    """One button that one member pressed on the page of one case. `draft` is what the workspace keeps of the page."""

    request: web.Request
    session: Session
    workspace: Workspace
    case: Case
    form: CaseForm
    draft: CaseDraft

    async def response(self) -> web.Response:
        """Do it, and show what has come of it. A refusal is said on the next page."""
        here, words = self.request.path_qs, words_for(self.request)
        try:
            return redirect(await asyncio.to_thread(self._do))
        except CaseChanged as changed:
            now_case = self.workspace.caseload.get(self.case.id)
            self.session.marked = self.workspace.seen.entries_since(now_case, self.form.version)
            say(self.session, "trouble", sentence(words, changed))
            return redirect(here)
        except Refusal as refusal:
            say(self.session, "writing", sentence(words, refusal))
            return redirect(f"{here}#trouble")

    def _do(self) -> str:
        """Do it, in a worker thread; the page to go on with. Raises Refusal."""
        here, button, verb = self.request.path_qs, self.form.button, self.form.verb
        if button in REPLYING:
            return f"{here}{self._reply()}"
        if button == "note":
            self._note()
        elif verb in CORRECTING:
            CORRECTING[verb](self.workspace, self.case, self.form, self.draft)
            return f"{here}#note"
        elif verb == "undo":
            self.workspace.undo(self.case.id, self.form.about)
        elif button == "group":
            group(self.workspace, self.case.id, self.form)
        elif button in JUDGING:
            judge(self.workspace, self.case, self.form)
        elif button in BUTTONS:
            self._press(Press(self.form, self.workspace), BUTTONS[button])
        return here

    def _reply(self) -> str:
        """What is done with the reply; the place on the page to go on at."""
        button, draft = self.form.button, self.draft
        if button == "insert":
            ready = ready_for(self.case, self.workspace.config.content)
            draft.reply = with_ready(draft, ready, self.form["ready"])
            return "#write"
        if button == "outcome":
            put_outcome_in(self.workspace, self.case)
            return "#write"
        if button == "send" and self._was_sent():
            draft.reply = draft.previewed = ""
        elif button == "preview" or draft.previewed != as_sent(draft.reply):
            draft.previewed = written(draft.reply, REPLY_LIMIT)
            return "#preview"
        elif self._has_to_be_warned():
            draft.warned = as_sent(draft.reply)
            return "#preview"
        else:
            self._send()
        return ""

    def _has_to_be_warned(self) -> bool:
        """True the first time that a reply is to be sent which asks who somebody is, or proposes a meeting."""
        asks = asks_too_much(self.draft, self.workspace.config.content)
        return asks and self.draft.warned != as_sent(self.draft.reply)

    def _was_sent(self) -> bool:
        """True when the button was pressed twice: the case moved on since that page, by this very reply of theirs."""
        member = self.workspace.unlocked.member
        replies = [entry for entry in self.case.entries if entry.kind == "reply" and entry.member == member]
        moved_on = self.form.version != self.case.version
        return bool(replies) and moved_on and replies[-1].text == as_sent(self.draft.reply)

    def _send(self) -> None:
        words, draft = words_for(self.request), self.draft
        sent = self.workspace.act(
            self.case.id,
            self.form.version,
            lambda t, work, case, now: work.reply(t, case, draft.reply, now, *read_state(draft.status)),
        )
        draft.reply = draft.previewed = draft.warned = ""
        if sent.noticed:
            told = words("Your reply is in their mailbox, and their phone will be told that one has come.")
        else:
            told = words("Your reply is in their mailbox. They will find it when they open it with the receipt.")
        say(self.session, "done", told)

    def _note(self) -> None:
        # Of any version: whatever was added meanwhile, a note is true as it was written.
        self.workspace.do(self.case.id, None, lambda _case: noted(self.draft.note))
        self.draft.note = self.draft.corrects = ""

    def _press(self, press: Press, button: Button) -> None:
        self.workspace.do(self.case.id, self.form.version, lambda case: button(press, case))
