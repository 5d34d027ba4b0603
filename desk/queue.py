"""The queue: every case open to the member, the pressing ones first, and the ways to narrow it down."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from aiohttp import web

from desk.authentication import unlocked
from desk.colleagues import takers_of
from desk.pages import is_by_itself, page, words_for
from desk.sanitising import excerpt
from desk.sessions import Session
from desk.workspace import Workspace
from services.reports.case import Case
from services.reports.standing import STATUSES

PAGE = 50
NEEDS_ANSWER = "needs_answer"
OVERDUE = "overdue"
TO_CHECK = "to_check"
NOT_CLOSED = "not_closed"
ALL = "all"
WHOSE = (MINE, NOBODYS, LEFT) = ("mine", "nobodys", "left")
"""Mine; nobody's; of these, what a colleague left behind."""
TABS = (NEEDS_ANSWER, OVERDUE, TO_CHECK, NOT_CLOSED, *STATUSES, ALL)


@dataclass(frozen=True, slots=True)
class Filters:
    """How the queue is narrowed, as in the address: one of the tabs, and a name or '' (any) for each."""

    status: str = NOT_CLOSED
    category: str = ""
    zone: str = ""
    compartment: str = ""
    whose: str = ""
    tag: str = ""
    fresh: str = ""
    part: int = 1

    def link(self, **changes: str | int) -> str:
        """The address of the queue with those changes."""
        wanted = replace(self, **{"part": 1} | changes)  # type: ignore[arg-type]  # the names are fields
        plain = Filters()
        fields = ((name, getattr(wanted, name)) for name in Filters.__slots__)
        query = urlencode({name: value for name, value in fields if value != getattr(plain, name)})
        return f"/?{query}" if query else "/"

    @property
    def narrow(self) -> bool:
        """True when anything but the tab is chosen."""
        return bool(self.category or self.zone or self.compartment or self.whose or self.tag or self.fresh)


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One case as the queue shows it. `days` since anything came from the person; `overdue` since which day."""

    case: Case
    category: str
    zone: str
    excerpt: str = field(repr=False)
    days: int
    overdue: date | None
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
    filters = read_filters(request)
    language = words_for(request).code
    cases = workspace.caseload.all()
    in_state = [case for case in cases if is_in_state(workspace, case, filters.status)]
    chosen = [case for case in in_state if is_wanted(workspace, case, filters)]
    shown = chosen[: filters.part * PAGE]
    if not is_by_itself(request):
        await asyncio.to_thread(
            workspace.look, not filters.narrow and filters.status in {NEEDS_ANSWER, NOT_CLOSED, ALL}
        )
    return page(
        request,
        "queue.html",
        filters=filters,
        lines=[line_of(workspace, case, language) for case in shown],
        hidden=len(chosen) - len(shown),
        found=len(chosen),
        tabs=TABS,
        counts=count_states(workspace, cases),
        zones=options(in_state, (workspace.labels.of(case, language).zone for case in in_state), "zone"),
        categories=options(in_state, (workspace.labels.of(case, language).category for case in in_state), "category"),
        compartments=sorted({case.compartment for case in cases}),
        tags=workspace.tags_in_use,
        fresh=workspace.fresh,
        left=sum(workspace.was_left(case) for case in cases),
        takers=takers_of(words_for(request), workspace, shown) if filters.whose in {NOBODYS, LEFT} else [],
        broken=workspace.caseload.broken,
        strange=workspace.caseload.strange,
    )


def read_filters(request: web.Request) -> Filters:
    """The filters in the address; what is not understood counts as not given."""
    asked = request.query
    status = asked.get("status", NOT_CLOSED)
    part = asked.get("part", "1")
    return Filters(
        status=status if status in TABS else NOT_CLOSED,
        category=asked.get("category", ""),
        zone=asked.get("zone", ""),
        compartment=asked.get("compartment", ""),
        whose=asked.get("whose", "") if asked.get("whose") in WHOSE else "",
        tag=asked.get("tag", ""),
        fresh="1" if asked.get("fresh") else "",
        part=int(part) if part.isascii() and part.isdigit() and 0 < int(part) < 1000 else 1,
    )


def is_in_state(workspace: Workspace, case: Case, status: str) -> bool:
    """True when the case stands under that tab."""
    match status:
        case "needs_answer":
            return case.needs_answer
        case "overdue":
            return workspace.overdue_since(case) is not None
        case "to_check":
            return case.check_is_due(workspace.config.now().date())
        case "not_closed":
            return case.is_open
        case "all":
            return True
        case _:
            return case.status == status


def is_wanted(workspace: Workspace, case: Case, filters: Filters) -> bool:
    """True when the case passes every filter but the state."""
    return (
        filters.category in {"", case.category}
        and filters.zone in {"", case.zone}
        and filters.compartment in {"", case.compartment}
        and (not filters.tag or filters.tag in case.standing.tags)
        and is_theirs(workspace, case, filters.whose)
        and (not filters.fresh or workspace.is_fresh(case))
    )


def is_theirs(workspace: Workspace, case: Case, whose: str) -> bool:
    """True when the case is of the chosen ones among `WHOSE`, or none is chosen."""
    match whose:
        case "mine":
            return case.assigned == workspace.unlocked.member
        case "nobodys":
            return workspace.keeper(case) is None
        case "left":
            return workspace.was_left(case)
        case _:
            return True


def line_of(workspace: Workspace, case: Case, language: str) -> QueueLine:
    """One case as the queue shows it."""
    labelled = workspace.labels.of(case, language)
    return QueueLine(
        case=case,
        category=labelled.category,
        zone=labelled.zone,
        excerpt=excerpt(labelled.text),
        days=(workspace.config.now().date() - case.last_heard).days,
        overdue=workspace.overdue_since(case),
        fresh=workspace.is_fresh(case),
        assignee=workspace.name_of(workspace.keeper(case)),
        kept=workspace.keeper(case) is not None,
        mine=case.assigned == workspace.unlocked.member,
        left=workspace.was_left(case),
        draft=case.id in workspace.drafts and not workspace.drafts[case.id].is_blank,
    )


def count_states(workspace: Workspace, cases: Sequence[Case]) -> dict[str, int]:
    """How many cases each tab holds."""
    return {tab: sum(is_in_state(workspace, case, tab) for case in cases) for tab in TABS}


def options(cases: Sequence[Case], labels: Iterable[str], what: str) -> list[Option]:
    """What can be chosen in one filter, by label."""
    names = [getattr(case, what) for case in cases]
    labelled = dict(zip(names, labels, strict=True))
    counts = Counter(names)
    found = [Option(name, labelled[name] or name, counts[name]) for name in counts if name]
    return sorted(found, key=lambda option: option.label)
