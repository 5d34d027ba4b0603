"""Requests for somebody to come along on a way, by the days on which they want to go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.reports.case import Case

ACCOMPANIMENT_FORM = "accompaniment_request"
"""The form that asks from where, where to, and when."""
WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Days:
    """From when to when; None where that is open. Days are all that is known."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Journey:
    """A request that is open, and when it is for."""

    case: Case
    days: Days


def days_of(case: Case) -> Days:
    """The days that were meant when it was sent: `today`, `this_week` (seven days from then on), `later` or none."""
    sent = case.received
    match case.when:
        case "today":
            return Days(sent, sent)
        case "this_week":
            return Days(sent, sent + WEEK)
        case "later":
            return Days(sent + timedelta(days=1), None)
        case _:
            return Days()


def journeys(cases: Iterable[Case]) -> list[Journey]:
    """The open requests among these cases, what is soonest over first."""
    found = [Journey(case, days_of(case)) for case in cases if case.form == ACCOMPANIMENT_FORM and case.is_open]
    return sorted(found, key=lambda each: (each.days.last or date.max, each.days.first or date.max, each.case.name))
