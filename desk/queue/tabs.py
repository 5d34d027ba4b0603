"""The tabs of the queue, and under which of them a case stands."""

from datetime import date

from services.reports.case import Case
from services.reports.standing import STATUSES

NEEDS_ANSWER = "needs_answer"
OVERDUE = "overdue"
TO_CHECK = "to_check"
REFERRAL_OVERDUE = "referral_overdue"
NOT_CLOSED = "not_closed"
ASIDE = "aside"
GOES_SOON = "goes_soon"
ALL = "all"
TABS = (NEEDS_ANSWER, OVERDUE, REFERRAL_OVERDUE, TO_CHECK, NOT_CLOSED, *STATUSES, ASIDE, GOES_SOON, ALL)
"""What is set aside stands under its own tab, and under that of what is erased soon."""


def tabs_of(case: Case, today: date, overdue: date | None, late_referral: bool, told: bool) -> frozenset[str]:
    """Under which it stands today: `overdue` since that day, with a `late_referral`, or `told` of as erased soon."""
    if case.standing.aside:
        return frozenset([ASIDE, *([GOES_SOON] if told else [])])
    stands = (
        (NEEDS_ANSWER, case.needs_answer),
        (OVERDUE, case.needs_answer and overdue is not None),
        (REFERRAL_OVERDUE, late_referral),
        (TO_CHECK, case.check_is_due(today)),
        (GOES_SOON, told),
        (NOT_CLOSED, case.is_open or case.took_back),
    )
    return frozenset([case.status, ALL, *(tab for tab, does in stands if does)])
