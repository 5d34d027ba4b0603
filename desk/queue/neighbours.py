"""Which case comes before another in the queue as it is narrowed, and which after it."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk.queue.filters import Filters
from services.reports.case import Case


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The addresses of the cases before and after one ('' for none). `place` counts from 1; 0 for a case that stands
    in that queue no more: after it comes the first one."""

    previous: str
    next: str
    place: int
    count: int


def neighbours(case: Case, cases: Iterable[Case], filters: Filters) -> Neighbours:
    """Those of the case among these, in their order."""
    ids = [each.id for each in cases]
    place = ids.index(case.id) + 1 if case.id in ids else 0
    before, after = ids[: max(place - 1, 0)][-1:], ids[place : place + 1]
    return Neighbours(
        previous=f"/case/{before[0].hex()}{filters.query}" if before else "",
        next=f"/case/{after[0].hex()}{filters.query}" if after else "",
        place=place,
        count=len(ids),
    )
