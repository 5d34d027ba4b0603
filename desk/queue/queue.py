"""The queue: every case open to the member, the pressing ones first, and looking for words in them."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from aiohttp import web

from desk.authentication import unlocked
from desk.colleagues import takers_of
from desk.pages import form_is_ours, is_by_itself, page, redirect, words_for
from desk.queue.filters import ALL, NEEDS_ANSWER, NOT_CLOSED, TABS, found, is_in_state, is_wanted, read_filters
from desk.sanitising import excerpt
from desk.sessions import Session
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
    filters, language = read_filters(request, workspace), words_for(request).code
    cases = found(workspace, filters)
    in_state = [case for case in cases if is_in_state(workspace, case, filters.status)]
    chosen = [case for case in in_state if is_wanted(workspace, case, filters)]
    shown = chosen[: filters.part * PAGE]
    if not is_by_itself(request):
        shows_all_new = not filters.narrow and filters.status in {NEEDS_ANSWER, NOT_CLOSED, ALL}
        await asyncio.to_thread(workspace.look, shows_all_new)
    compartments = sorted({case.compartment for case in cases})
    return page(
        request,
        "queue.html",
        filters=filters,
        search=workspace.searches.text(filters.search),
        lines=[line_of(workspace, case, language) for case in shown],
        hidden=len(chosen) - len(shown),
        found=len(chosen),
        tabs=TABS,
        counts=count_states(workspace, cases),
        zones=options(in_state, "zone", lambda case: workspace.labels.zone(case, language)),
        categories=options(in_state, "category", lambda case: workspace.labels.category(case, language)),
        compartments=compartments,
        tags=workspace.tags_in_use,
        outcomes=OUTCOMES,
        fresh=workspace.seen.tally.fresh,
        unusual=next((each for each in compartments if workspace.watch.unusual(each)), ""),
        left=sum(workspace.was_left(case) for case in workspace.caseload.each()),
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
        goes_on=workspace.goes_on(case),
        fresh=workspace.seen.is_fresh(case),
        assignee=workspace.name_of(workspace.keeper(case)),
        kept=workspace.keeper(case) is not None,
        mine=case.assigned == workspace.unlocked.member,
        left=workspace.was_left(case),
        draft=case.id in workspace.drafts and not workspace.drafts[case.id].is_blank,
    )


def count_states(workspace: Workspace, cases: Sequence[Case]) -> dict[str, int]:
    """How many cases each tab holds."""
    return {tab: sum(is_in_state(workspace, case, tab) for case in cases) for tab in TABS}


def options(cases: Sequence[Case], what: str, label: Callable[[Case], str]) -> list[Option]:
    """What can be chosen in one filter, by label."""
    names = [getattr(case, what) for case in cases]
    some = dict(zip(names, cases, strict=True))
    each = [Option(name, label(some[name]) or name, count) for name, count in Counter(names).items() if name]
    return sorted(each, key=lambda option: option.label)
