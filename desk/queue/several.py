"""One thing done to several cases at once, those that are ticked in the queue. What somebody has changed since the page
was shown is left out and named, so that nobody closes what a person has just written to."""

import asyncio
import re
from collections.abc import Callable, Mapping

from aiohttp import web

from desk.access.authentication import unlocked
from desk.access.sessions import Session
from desk.pages import form_is_ours, redirect, say, words_for
from desk.queue.filters import read_filters
from desk.words.sentences import sentence
from desk.workspace import Several, Workspace
from locales import Words
from services.errors import Refusal
from services.reports.case import Case
from services.reports.casework import NotYourCase
from services.reports.deeds import giving, status, tags
from services.reports.deeds.deed import Act
from services.reports.written import NothingWritten

TICKED = re.compile("([0-9a-f]{32}):([0-9a-f]{16})")
"""A case, and the version of it that the page showed."""


@unlocked
async def work_on_several(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """POST /several"""
    form, words = await request.post(), words_for(request)
    back, button = f"/{read_filters(request, workspace).query}", str(form.get("do", ""))
    if button not in DEEDS or not form_is_ours(request, str(form.get("form_token", ""))):
        return redirect(back)
    found = (TICKED.fullmatch(str(each)) for each in form.getall("case", ()))
    ticked = {bytes.fromhex(each[1]): each[2] for each in found if each}
    try:
        deed = DEEDS[button](workspace, {name: str(value) for name, value in form.items()})
        _tell(session, words, button, await asyncio.to_thread(workspace.do_to_several, ticked, deed))
    except Refusal as refusal:
        say(session, "trouble", sentence(words, refusal))
    return redirect(back)


def _tell(session: Session, words: Words, button: str, several: Several) -> None:
    given = words.plural("{n} case given on.", "{n} cases given on.", n=several.done)
    closed = words.plural("{n} case closed.", "{n} cases closed.", n=several.done)
    tagged = words.plural("{n} case tagged.", "{n} cases tagged.", n=several.done)
    say(session, "done", {"give": given, "close": closed, "tag": tagged}[button])
    if several.left_out:
        names = ", ".join(several.left_out)
        say(session, "trouble", words("Left out, because something was added meanwhile: {names}", names=names))


def _give(workspace: Workspace, form: Mapping[str, str]) -> Callable[[Case], Act]:
    """To nobody but those entitled."""

    def give(case: Case) -> Act:
        entitled = {colleague.id.hex(): colleague.id for colleague in workspace.entitled(case)}
        if form.get("assignee") not in entitled:
            raise NotYourCase
        return giving.given(entitled[form["assignee"]])

    return give


def _close(_workspace: Workspace, form: Mapping[str, str]) -> Callable[[Case], Act]:
    return lambda _case: status.set_to("closed", form.get("outcome", ""))


def _tag(_workspace: Workspace, form: Mapping[str, str]) -> Callable[[Case], Act]:
    """These tags besides those that each case has."""
    typed = tags.tags_in(form.get("tags", ""))
    if not typed:
        raise NothingWritten
    return lambda case: tags.tagged(case.standing.tags, case.standing.tags | {*typed})


DEEDS = {"give": _give, "close": _close, "tag": _tag}
"""By the value of the button."""
