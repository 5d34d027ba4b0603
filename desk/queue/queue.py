"""The queue: every case open to the member, the pressing ones first, and looking for words in them."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Literal

from aiohttp import web

from desk.access.authentication import unlocked
from desk.access.sessions import Session
from desk.pages import form_is_ours, is_by_itself, page, redirect, words_for
from desk.queue.board import Board, Tally, counts
from desk.queue.filters import chosen, found, how_many, read_filters
from desk.queue.tabs import ALL, NEEDS_ANSWER, NOT_CLOSED, TABS
from desk.sanitising import excerpt
from desk.staff.colleagues import takers_of
from desk.workspace import Workspace
from services.reports.case import Case
from services.reports.standing import OUTCOMES

PAGE = 50


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One case as the queue shows it. `days` since anything came from the person; `overdue` since which day;
    `late_referral`: whoever got something owes an answer; `goes_on`: the day on which it is erased, where that is soon.
    """

    case: Case
    category: str
    zone: str
    excerpt: str = field(repr=False)
    days: int
    overdue: date | None
    late_referral: bool
    goes_on: date | None
    fresh: bool
    assignee: str | None
    kept: bool
    mine: bool
    left: bool
    draft: bool


@dataclass(frozen=True, slots=True)
class Option:
    """A value to filter by, its label, and how many cases of the chosen state have it."""

    value: str
    label: str
    count: int


@unlocked
async def show_queue(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """GET /"""
    filters = read_filters(request, workspace)
    if not is_by_itself(request):
        shows_all_new = not filters.narrow and filters.status in {NEEDS_ANSWER, NOT_CLOSED, ALL}
        await asyncio.to_thread(workspace.look, shows_all_new)
    cases, board, language = found(workspace, filters), workspace.board, words_for(request).code
    tally = board.tally(cases if filters.search else None)
    shown = [*islice(chosen(workspace, filters, cases), filters.part * PAGE)]
    in_queue = how_many(workspace, filters, cases)
    compartments = sorted({spot.compartment for spot in tally})
    in_state = {spot: number for spot, number in tally.items() if filters.status in spot.tabs}
    labels = workspace.labels
    return page(
        request,
        "queue.html",
        filters=filters,
        search=workspace.searches.text(filters.search),
        lines=[line_of(workspace, case, language) for case in shown],
        hidden=in_queue - len(shown),
        found=in_queue,
        tabs=TABS,
        counts=counts(tally, TABS),
        zones=options(board, in_state, "zone", language, lambda case: labels.zone(case, language)),
        categories=options(board, in_state, "category", language, lambda case: labels.category(case, language)),
        compartments=compartments,
        tags=board.tags,
        outcomes=OUTCOMES,
        fresh=workspace.seen.tally.fresh,
        unusual=next((each for each in compartments if workspace.watch.unusual(each)), ""),
        left=sum(number for spot, number in board.tally().items() if spot.left),
        takers=takers_of(words_for(request), workspace, shown),
        broken=workspace.caseload.broken,
        strange=workspace.caseload.strange,
    )


@unlocked
async def search_cases(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """POST /search: the queue as it was narrowed, of what holds these words."""
    form, filters = await request.post(), read_filters(request, workspace)
    if not form_is_ours(request, str(form.get("form_token", ""))):
        return redirect(filters.link())
    return redirect(filters.link(search=workspace.searches.note(str(form.get("words", "")))))


def line_of(workspace: Workspace, case: Case, language: str) -> QueueLine:
    """One case as the queue shows it."""
    return QueueLine(
        case=case,
        category=workspace.labels.category(case, language),
        zone=workspace.labels.zone(case, language),
        excerpt=excerpt(case.answer("what_happened")),
        days=(workspace.config.now().date() - case.last_heard).days,
        overdue=workspace.overdue_since(case),
        late_referral=workspace.has_late_referral(case),
        goes_on=workspace.erasing.goes_on(workspace.unlocked, case),
        fresh=workspace.seen.is_fresh(case),
        assignee=workspace.name_of(workspace.keeper(case)),
        kept=workspace.keeper(case) is not None,
        mine=case.assigned == workspace.unlocked.member,
        left=workspace.was_left(case),
        draft=workspace.drafts.is_begun(case.id),
    )


def options(
    board: Board, in_state: Tally, what: Literal["zone", "category"], language: str, worded: Callable[[Case], str]
) -> list[Option]:
    """What can be chosen in one filter, by label."""
    numbers: Counter[str] = Counter()
    for spot, number in in_state.items():
        numbers[getattr(spot, what)] += number
    each = [Option(name, board.label(what, name, language, worded) or name, n) for name, n in numbers.items() if name]
    return sorted(each, key=lambda option: option.label)
