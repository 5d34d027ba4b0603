"""How the queue is narrowed down, and which cases that leaves, in their order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

from aiohttp import web

from desk.queue.board import Spot
from desk.queue.tabs import NOT_CLOSED, TABS
from desk.workspace import Workspace
from services.reports.case import Case

WHOSE = (MINE, NOBODYS, LEFT) = ("mine", "nobodys", "left")
"""Mine; nobody's; of these, what a colleague left behind."""


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


def chosen(workspace: Workspace, filters: Filters, cases: Iterable[Case]) -> Iterable[Case]:
    """Those of the cases, in their order, that the queue as it is narrowed holds, in whatever part of it."""
    cases = workspace.board.standing(cases, partial(_is_wanted, filters))
    if filters.tag:
        cases = (case for case in cases if filters.tag in case.standing.tags)
    if filters.fresh:
        cases = (case for case in cases if workspace.seen.is_fresh(case))
    if filters.whose == MINE:
        return (case for case in cases if case.assigned == workspace.unlocked.member)
    return (case for case in cases if workspace.keeper(case) is None) if filters.whose == NOBODYS else cases


def how_many(workspace: Workspace, filters: Filters, cases: Iterable[Case]) -> int:
    """How many are `chosen`; counted one by one only where the spots do not tell."""
    if filters.search or filters.tag or filters.fresh or filters.whose in {MINE, NOBODYS}:
        return sum(1 for _ in chosen(workspace, filters, cases))
    return sum(number for spot, number in workspace.board.tally().items() if _is_wanted(filters, spot))


def _is_wanted(filters: Filters, spot: Spot) -> bool:
    return (
        filters.status in spot.tabs
        and filters.category in {"", spot.category}
        and filters.zone in {"", spot.zone}
        and filters.compartment in {"", spot.compartment}
        and (filters.whose != LEFT or spot.left)
    )
