"""Taking texts out of the office: the texts of ticked cases to be shortened, a purpose, and a colleague who has read
every word and types their own passphrase. Then a sheet to print; nothing is kept as a file."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web
from sqlalchemy.exc import DBAPIError

from desk.access.authentication import unlocked
from desk.access.sessions import Session
from desk.access.unlocking import THROTTLE, knocker_of
from desk.drafts import mark_of
from desk.narrative.form import NarrativeForm, read_form
from desk.pages import form_is_ours, page, redirect, say, words_for
from desk.typed_pages import TypedPage
from desk.words.sentences import sentence
from desk.words.troubles import trouble_words
from desk.workspace import Workspace
from locales import Words
from services.errors import Refusal
from services.keys.keyring import Unlocked
from services.reports.case import Case
from services.reports.narrative import (
    MOST_CASES,
    PURPOSE_LIMIT,
    Narrative,
    NotForANarrative,
    Text,
    TooManyTexts,
    may_be_told,
    narrative,
    take_out,
)
from storage.errors import DatabaseUnusable, trouble_of

HERE = "/narrative"


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text as it is read: in which case it stands, what that is about, and what of it is to leave."""

    case: Case = field(repr=False)
    category: str
    text: str = field(repr=False)

    @property
    def mark(self) -> str:
        """By which the page knows later whether it was changed there."""
        return mark_of(self.text)


@unlocked
async def show_narrative(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """GET /narrative: what was being shortened, as after a lock."""
    texts = _texts(workspace, workspace.shortening.cases, {})
    return _written(request, workspace, texts) if texts else redirect("/")


def _keep(workspace: Workspace, form: NarrativeForm) -> Mapping[str, str]:
    workspace.shortening.change(form.changed, form.purpose)
    return {}


async def _work(request: web.Request, session: Session, workspace: Workspace, form: NarrativeForm) -> web.Response:
    words = words_for(request)
    if not form_is_ours(request, form["form_token"]):
        say(session, "trouble", words("This page was from before the desk locked. Please try once more."))
        return redirect(HERE)
    if form["do"] == "drop":
        workspace.shortening.drop()
        return redirect("/")
    texts = _texts(workspace, form.cases, form.texts)
    try:
        if not texts or not all(may_be_told(each.case) for each in texts):
            raise NotForANarrative
        if len(texts) > MOST_CASES:
            raise TooManyTexts
    except Refusal as refusal:
        say(session, "trouble", sentence(words, refusal))
        return redirect("/")
    workspace.shortening.begin(each.case.id for each in texts)
    if form["do"] != "take_out":
        return _written(request, workspace, texts)
    return await _let_leave(request, session, workspace, form, texts)


NARRATIVE_PAGE: Final = TypedPage(read_form, _keep, _work)


async def _let_leave(
    request: web.Request, session: Session, workspace: Workspace, form: NarrativeForm, texts: Sequence[Text]
) -> web.Response:
    """What leaves is what stood on the page that both have read."""
    try:
        told = narrative(texts, form["purpose"])
        second = await request.app[THROTTLE].member(form["passphrase"], knocker_of(request))
        await asyncio.to_thread(_take_out, workspace, second, told)
    except (Refusal, DBAPIError, DatabaseUnusable) as failure:  # what was shortened is not to be typed once more
        say(session, "trouble", _why_not(words_for(request), failure))
        return _written(request, workspace, texts)
    workspace.shortening.drop()
    return page(
        request,
        "narrative_sheet.html",
        lines=_lines(request, workspace, told.texts),
        purpose=told.purpose,
        names=(workspace.unlocked.name, second.name),
        today=workspace.config.now().date(),
    )


def _why_not(words: Words, failure: Exception) -> str:
    """Raises what nobody has words for."""
    if isinstance(failure, Refusal):
        return sentence(words, failure)
    trouble = trouble_of(failure)
    if trouble is None:
        raise failure
    return trouble_words(words, trouble)


def _texts(workspace: Workspace, ids: Sequence[bytes], on_page: Mapping[bytes, str]) -> list[Text]:
    """The cases that are open to the member, with what stands on the page for each, or is kept, or the person wrote."""
    cases, kept = workspace.caseload.by_id, workspace.shortening
    return [
        Text(cases[id], on_page.get(id, kept.text(id, cases[id].answer("what_happened")))) for id in ids if id in cases
    ]


def _written(request: web.Request, workspace: Workspace, texts: Sequence[Text]) -> web.Response:
    lines, purpose = _lines(request, workspace, texts), workspace.shortening.purpose
    return page(
        request, "narrative.html", lines=lines, purpose=purpose, purpose_mark=mark_of(purpose), longest=PURPOSE_LIMIT
    )


def _lines(request: web.Request, workspace: Workspace, texts: Sequence[Text]) -> list[TextLine]:
    language = words_for(request).code
    return [TextLine(each.case, workspace.labels.category(each.case, language), each.text) for each in texts]


def _take_out(workspace: Workspace, second: Unlocked, told: Narrative) -> None:
    """Raises NobodyElse, NotForANarrative."""
    config = workspace.config
    with config.database.writing() as session:
        take_out(session, config.trust, (workspace.unlocked, second), told, config.clock())
    workspace.see_again(each.case for each in told.texts)
