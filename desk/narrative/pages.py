"""Taking texts out of the office: the texts of ticked cases to be shortened, a purpose, and a colleague who has read
every word and types their own passphrase. Then a sheet to print; nothing is kept as a file."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aiohttp import web
from sqlalchemy.exc import DBAPIError

from desk.access.authentication import unlocked
from desk.access.sessions import Session
from desk.access.unlocking import THROTTLE, knocker_of
from desk.pages import form_is_ours, page, redirect, say, words_for
from desk.queue.several import TICKED
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


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text as it is read: in which case it stands, what that is about, and what of it is to leave."""

    case: Case = field(repr=False)
    category: str
    text: str = field(repr=False)


@unlocked
async def work_on_narrative(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """POST /narrative: begin with the ticked cases, or let the texts leave."""
    sent, words = await request.post(), words_for(request)
    form = {name: str(value) for name, value in sent.items()}
    if not form_is_ours(request, form.get("form_token", "")):
        say(session, "trouble", words("This page was from before the desk locked. Please try once more."))
        return redirect("/")
    found = (TICKED.fullmatch(str(each)) for each in sent.getall("case", ()))
    texts = _texts(workspace, [bytes.fromhex(each[1]) for each in found if each], form)
    try:
        if not texts or not all(may_be_told(each.case) for each in texts):
            raise NotForANarrative
        if len(texts) > MOST_CASES:
            raise TooManyTexts
    except Refusal as refusal:
        say(session, "trouble", sentence(words, refusal))
        return redirect("/")
    if form.get("do") != "take_out":
        return _written(request, workspace, texts, form)
    try:
        told = narrative(texts, form.get("purpose", ""))
        second = await request.app[THROTTLE].member(form.get("passphrase", ""), knocker_of(request))
        await asyncio.to_thread(_take_out, workspace, second, told)
    except (Refusal, DBAPIError, DatabaseUnusable) as failure:  # what was shortened is not to be typed once more
        say(session, "trouble", _why_not(words, failure))
        return _written(request, workspace, texts, form)
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


def _texts(workspace: Workspace, ids: Sequence[bytes], form: Mapping[str, str]) -> list[Text]:
    """The cases that are open to the member, with what was typed for each, or what the person wrote."""
    cases = {case.id: case for case in workspace.caseload.each()}
    return [
        Text(cases[id], form.get(f"text_{id.hex()}", cases[id].answer("what_happened"))) for id in ids if id in cases
    ]


def _written(
    request: web.Request, workspace: Workspace, texts: Sequence[Text], form: Mapping[str, str]
) -> web.Response:
    lines = _lines(request, workspace, texts)
    return page(request, "narrative.html", lines=lines, purpose=form.get("purpose", ""), longest=PURPOSE_LIMIT)


def _lines(request: web.Request, workspace: Workspace, texts: Sequence[Text]) -> list[TextLine]:
    language = words_for(request).code
    return [TextLine(each.case, workspace.labels.category(each.case, language), each.text) for each in texts]


def _take_out(workspace: Workspace, second: Unlocked, told: Narrative) -> None:
    """Raises NobodyElse, NotForANarrative."""
    config = workspace.config
    with config.database.writing() as session:
        take_out(session, config.trust, (workspace.unlocked, second), told, config.clock())
    workspace.see_again(each.case for each in told.texts)
