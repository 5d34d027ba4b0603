"""Who can be given a case, and giving on at once what is nobody's."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from aiohttp import web

from desk.authentication import unlocked
from desk.pages import form_is_ours, redirect, say, words_for
from desk.sentences import sentence
from desk.sessions import Session
from desk.workspace import Workspace
from locales import Words
from services.errors import Refusal
from services.reports.case import Case

ID_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody a case can be given to."""

    id: str
    name: str


def takers_of(words: Words, workspace: Workspace, cases: Iterable[Case]) -> list[Colleague]:
    """Everyone who can open all of these cases, by name. Whoever has no name here is shown by a short sign."""
    able = [{member.id for member in workspace.entitled(case)} for case in cases]
    everyone = set.intersection(*able) if able else set()
    named = [(workspace.name_of(member), member.hex()) for member in everyone]
    known = [Colleague(id, name or words("A colleague ({sign})", sign=id[:4])) for name, id in named]
    return sorted(known, key=lambda colleague: colleague.name)


@unlocked
async def give_cases(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """POST /give: what is nobody's, to one colleague."""
    form, words = await request.post(), words_for(request)
    asked = [str(value) for value in form.getall("case", ())]
    if not form_is_ours(request, str(form.get("form_token", ""))):
        return redirect("/")
    try:
        ids, member = [bytes.fromhex(each) for each in asked], bytes.fromhex(str(form.get("assignee", "")))
        given = await asyncio.to_thread(workspace.give, ids, member)
        say(session, "done", words.plural("{n} case given on.", "{n} cases given on.", n=given))
    except Refusal as refusal:
        say(session, "trouble", sentence(words, refusal))
    except ValueError:
        say(session, "trouble", words("Choose who shall look after them."))
    return redirect("/")
