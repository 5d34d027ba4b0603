"""Open requests for company on a way, by day and place: on the screen, and on paper by the rules of paper."""

import asyncio
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from aiohttp import web

from desk.access.authentication import unlocked
from desk.access.sessions import Session
from desk.pages import form_is_ours, page, redirect, words_for
from desk.workspace import Workspace
from locales import Words
from services.reports.case import Case
from services.reports.deeds.printing import printed
from services.reports.journeys import Days, journeys


@dataclass(frozen=True, slots=True)
class JourneyLine:
    """One request: from where, where to, and the other answers (label, answer)."""

    case: Case
    zone: str
    where_to: str
    answers: tuple[tuple[str, str], ...]
    assignee: str | None


@dataclass(frozen=True, slots=True)
class JourneyDays:
    """The requests for the same days, by place; `over` where these days are past."""

    days: Days
    over: bool
    lines: tuple[JourneyLine, ...]


TOLD_APART = frozenset({"where_to", "when", "who"})
"""Answers that are not among the others: they stand by themselves, or decide who reads it."""


@unlocked
async def show_journeys(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """GET /journeys"""
    return page(request, "journeys.html", groups=grouped(workspace, words_for(request)), on_paper=None)


@unlocked
async def print_journeys(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """POST /journeys: the sheet to print. Colleagues see in each case that it was printed."""
    form = await request.post()
    if not form_is_ours(request, str(form.get("form_token", ""))):
        return redirect("/journeys")
    groups = grouped(workspace, words_for(request))
    for line in (line for group in groups for line in group.lines):
        await asyncio.to_thread(workspace.do, line.case.id, None, lambda _case: printed())
    today = workspace.config.now().date()
    return page(request, "journeys.html", groups=groups, on_paper=today)


def grouped(workspace: Workspace, words: Words) -> list[JourneyDays]:
    """What is open to the member, by days and then by the place they start from."""
    today = workspace.config.now().date()
    found = groupby(journeys(workspace.caseload.all()), key=lambda each: each.days)
    groups = []
    for days, each in found:
        lines = sorted((_line(workspace, words, one.case) for one in each), key=lambda line: line.zone)
        groups.append(JourneyDays(days, _is_over(days, today), tuple(lines)))
    return groups


def _is_over(days: Days, today: date) -> bool:
    return days.last is not None and days.last < today


def _line(workspace: Workspace, words: Words, case: Case) -> JourneyLine:
    labelled = workspace.labels.of(case, words.code)
    others = (row for row in labelled.rows if row.path.rpartition("/")[2] not in TOLD_APART)
    answers = tuple((row.label, row.shown) for row in others)
    return JourneyLine(case, labelled.zone, case.answer("where_to"), answers, workspace.name_of(workspace.keeper(case)))
