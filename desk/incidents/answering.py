"""POST /incident/{id}: what is written to all people of an incident is kept, read once more, and sent once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from desk.access.sessions import Session
from desk.drafts import as_sent, mark_of
from desk.incidents.grouping import TICKED
from desk.incidents.incident import asks_too_much, readers_of
from desk.incidents.kept import JointDraft
from desk.pages import form_is_ours, redirect, say, sessions, words_for
from desk.typed_pages import TypedPage
from desk.words.sentences import sentence
from desk.words.states import STATES, read_state
from desk.workspace import Workspace
from locales import Words
from services.errors import Refusal
from services.incidents.incidents import Answered, JointAnswer, answer_together, cases_of, has_got, read_number
from services.reports.casework import Casework

OF_TEXT = "text_"
MOST_LANGUAGES = 40


@dataclass(frozen=True, slots=True)
class JointForm:
    """What the page of an incident sent."""

    incident: bytes
    fields: Mapping[str, str] = field(repr=False)

    @property
    def changes(self) -> dict[str, str]:
        """The texts, by language, that were changed on the page since it was shown."""
        texts = {name: text for name, text in self.fields.items() if name.startswith(OF_TEXT) and "_was" not in name}
        changed = {name: text for name, text in texts.items() if mark_of(text) != self[f"{name}_was"]}
        return {name.removeprefix(OF_TEXT): text for name, text in [*changed.items()][:MOST_LANGUAGES]}

    @property
    def shown(self) -> dict[bytes, str]:
        """The cases of the page, each with its version."""
        found = (TICKED.fullmatch(each) for each in self["case"].split())
        return {bytes.fromhex(each[1]): each[2] for each in found if each}

    @property
    def packed(self) -> Mapping[str, Any]:
        """What was changed, as JSON that a workspace can `restore`."""
        return {"joint": {self.incident.hex(): {"texts": self.changes}}} if self.changes else {}

    @property
    def packed_whole(self) -> Mapping[str, Any]:
        """The same."""
        return self.packed

    def __getitem__(self, name: str) -> str:
        """The value of a field, '' where the page has no such field."""
        return self.fields.get(name, "")


async def _press(request: web.Request, session: Session, workspace: Workspace, form: JointForm) -> web.StreamResponse:
    if not form_is_ours(request, form["form_token"]):
        return redirect(request.path)
    if form["do"] == "lock":
        sessions(request).lock(session)
        return redirect("/unlock?why=locked")
    return redirect(await _work(request, session, workspace, form, workspace.joint.of(form.incident)))


def _keep(workspace: Workspace, form: JointForm) -> Mapping[str, str]:
    draft = workspace.joint.of(form.incident)
    draft.texts |= form.changes
    if form["then"] in STATES:
        draft.then = form["then"]
    return {}


async def _work(
    request: web.Request, session: Session, workspace: Workspace, form: JointForm, draft: JointDraft
) -> str:
    """Do it; the page to go on with. A refusal is said on the next page."""
    words = words_for(request)
    try:
        if form["do"] == "send" and await asyncio.to_thread(_may_be_sent, workspace, form, draft):
            _tell(session, words, await asyncio.to_thread(_send, workspace, form, draft))
            return request.path
        draft.looked = draft.mark
    except Refusal as refusal:
        say(session, "trouble", sentence(words, refusal))
        return request.path
    return f"{request.path}#preview"


def _may_be_sent(workspace: Workspace, form: JointForm, draft: JointDraft) -> bool:
    """False where it was not read once more, or has to be warned of; then it is by the next press."""
    cases = cases_of(form.incident, workspace.caseload.each())
    if _all_got(workspace, form):
        return True
    if draft.is_blank or draft.looked != draft.mark:
        return False
    if asks_too_much(readers_of(cases, draft, workspace.config.content)) and draft.warned != draft.mark:
        draft.warned = draft.mark
        return False
    return True


def _all_got(workspace: Workspace, form: JointForm) -> bool:
    """True when the button was pressed twice: everybody on that page has this answer."""
    answer, shown = read_number(form["answer"]), form.shown
    theirs = [case for case in workspace.caseload.each() if case.id in shown]
    return bool(theirs) and all(has_got(case, answer) for case in theirs)


def _send(workspace: Workspace, form: JointForm, draft: JointDraft) -> Answered:
    """Send it to all that the page showed. Raises Refusal."""
    config, shown = workspace.config, form.shown
    if _all_got(workspace, form):
        return Answered(0, ())
    texts = {code: as_sent(text) for code, text in draft.texts.items()}
    answer = JointAnswer(read_number(form["answer"]), texts, *read_state(draft.then))
    with config.database.writing() as session:
        workspace.caseload.refresh(session, workspace.unlocked, config.trust)
        cases = [case for case in cases_of(form.incident, workspace.caseload.each()) if case.id in shown]
        answered = answer_together(
            session,
            Casework(config.trust, workspace.unlocked),
            [(case, shown[case.id]) for case in cases],
            answer,
            config.now(),
        )
    workspace.see_again(cases)
    if not answered.left_out:
        workspace.joint.drop(form.incident)
    return answered


def _tell(session: Session, words: Words, answered: Answered) -> None:
    if answered.sent:
        said = words.plural("{n} reply was sent.", "{n} replies were sent, each to one mailbox.", n=answered.sent)
        say(session, "done", said)
    elif not answered.left_out:
        say(session, "done", words("These replies were sent already. Nothing was sent twice."))
    if answered.left_out:
        names = ", ".join(answered.left_out)
        say(
            session,
            "trouble",
            words(
                "Not answered: {names}. Something was added meanwhile, or there is no text in their language. "
                "Your texts are kept.",
                names=names,
            ),
        )


async def _read(request: web.Request) -> JointForm:
    posted = await request.post()
    fields = {name: "\n".join(map(str, posted.getall(name))) for name in posted}
    return JointForm(bytes.fromhex(request.match_info["id"]), fields)


INCIDENT_PAGE: Final = TypedPage(_read, _keep, _press)
