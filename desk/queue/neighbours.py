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


def neighbours(case: Case, cases: Iterable[Case], count: int, filters: Filters) -> Neighbours:
    """Those of the case among these, in their order; so many there are. No further than to the case itself is looked,
    since of a long queue people work at the beginning."""
    first, before, after, place = None, None, None, 0
    walk = iter(cases)
    for number, each in enumerate(walk, 1):
        first = first or each
        if each.id == case.id:
            place, after = number, next(walk, None)
            break
        before = each
    previous, following = (before, after) if place else (None, first)
    return Neighbours(_page_of(previous, filters), _page_of(following, filters), place, count)


def _page_of(case: Case | None, filters: Filters) -> str:
    return f"/case/{case.id.hex()}{filters.query}" if case else ""
