"""How the queue is narrowed down, and which cases that leaves, in their order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from aiohttp import web

from desk.workspace import Workspace
from services.reports.case import Case
from services.reports.standing import STATUSES

NEEDS_ANSWER = "needs_answer"
OVERDUE = "overdue"
TO_CHECK = "to_check"
REFERRAL_OVERDUE = "referral_overdue"
NOT_CLOSED = "not_closed"
GOES_SOON = "goes_soon"
ASIDE = "aside"
ALL = "all"
WHOSE = (MINE, NOBODYS, LEFT) = ("mine", "nobodys", "left")
"""Mine; nobody's; of these, what a colleague left behind."""
TABS = (NEEDS_ANSWER, OVERDUE, REFERRAL_OVERDUE, TO_CHECK, NOT_CLOSED, *STATUSES, ASIDE, GOES_SOON, ALL)
"""What is set aside stands under its own tab and no other, but for that of what is erased soon."""


@dataclass(frozen=True, slots=True)
class Filters:
    """How the queue is narrowed, as in the address: one of the tabs, and a name or '' (any) for each. `search` is the
    number of a search (desk.search)."""

    status: str = NOT_CLOSED
    category: str = ""
    zone: str = ""
    compartment: str = ""
    whose: str = ""
    tag: str = ""
    fresh: str = ""
    search: str = ""
    part: int = 1

    @property
    def query(self) -> str:
        """What stands behind an address, from its question mark; '' for the queue as it is shown at first."""
        plain = Filters()
        fields = ((name, getattr(self, name)) for name in Filters.__slots__)
        query = urlencode({name: value for name, value in fields if value != getattr(plain, name)})
        return f"?{query}" if query else ""

    def link(self, **changes: str | int) -> str:
        """The address of the queue with those changes."""
        wanted = replace(self, **{"part": 1} | changes)  # type: ignore[arg-type]  # the names are fields
        return f"/{wanted.query}"

    @property
    def narrow(self) -> bool:
        """True when anything but the tab is chosen."""
        chosen = (self.category, self.zone, self.compartment, self.whose, self.tag, self.fresh, self.search)
        return any(chosen)


def read_filters(request: web.Request, workspace: Workspace) -> Filters:
    """The filters in the address; what is not understood, or not known any more, counts as not given."""
    asked = request.query
    status = asked.get("status", NOT_CLOSED)
    part, search = asked.get("part", "1"), asked.get("search", "")
    return Filters(
        status=status if status in TABS else NOT_CLOSED,
        category=asked.get("category", ""),
        zone=asked.get("zone", ""),
        compartment=asked.get("compartment", ""),
        whose=asked.get("whose", "") if asked.get("whose") in WHOSE else "",
        tag=asked.get("tag", ""),
        fresh="1" if asked.get("fresh") else "",
        search=search if workspace.searches.text(search) else "",
        part=int(part) if part.isascii() and part.isdigit() and 0 < int(part) < 1000 else 1,
    )


def found(workspace: Workspace, filters: Filters) -> Sequence[Case]:
    """All cases in the order of the queue, or those of the search."""
    cases = workspace.caseload.all()
    if not filters.search:
        return cases
    return workspace.index.find(cases, workspace.searches.text(filters.search))


def chosen(workspace: Workspace, filters: Filters) -> list[Case]:
    """The cases of the queue as it is narrowed, in its order, in whatever part of it."""
    cases = (case for case in found(workspace, filters) if is_in_state(workspace, case, filters.status))
    return [case for case in cases if is_wanted(workspace, case, filters)]


def is_in_state(workspace: Workspace, case: Case, status: str) -> bool:
    """True when the case stands under that tab."""
    if case.standing.aside and status != GOES_SOON:
        return status == ASIDE
    match status:
        case "needs_answer":
            return case.needs_answer
        case "overdue" | "referral_overdue" | "to_check" | "goes_soon":
            return _is_due(workspace, case, status)
        case "not_closed":
            return case.is_open or case.took_back
        case "aside":
            return False
        case "all":
            return True
        case _:
            return case.status == status


def _is_due(workspace: Workspace, case: Case, status: str) -> bool:
    match status:
        case "overdue":
            return case.needs_answer and workspace.overdue_since(case) is not None
        case "referral_overdue":
            return workspace.has_late_referral(case)
        case "to_check":
            return case.check_is_due(workspace.config.now().date())
        case _:
            return workspace.goes_on(case) is not None


def is_wanted(workspace: Workspace, case: Case, filters: Filters) -> bool:
    """True when the case passes every filter but the state."""
    if not filters.narrow:
        return True
    return (
        filters.category in {"", case.category}
        and filters.zone in {"", case.zone}
        and filters.compartment in {"", case.compartment}
        and (not filters.tag or filters.tag in case.standing.tags)
        and is_theirs(workspace, case, filters.whose)
        and (not filters.fresh or workspace.seen.is_fresh(case))
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
