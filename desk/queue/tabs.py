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
ALL = "all"
TABS = (NEEDS_ANSWER, OVERDUE, REFERRAL_OVERDUE, TO_CHECK, NOT_CLOSED, *STATUSES, ASIDE, ALL)
"""What is set aside stands under its own tab and no other."""


def tabs_of(case: Case, today: date, overdue: date | None, late_referral: bool) -> frozenset[str]:
    """Under which it stands today: `overdue` since that day, or with a `late_referral`."""
    if case.standing.aside:
        return frozenset({ASIDE})
    stands = (
        (NEEDS_ANSWER, case.needs_answer),
        (OVERDUE, case.needs_answer and overdue is not None),
        (REFERRAL_OVERDUE, late_referral),
        (TO_CHECK, case.check_is_due(today)),
        (NOT_CLOSED, case.is_open or case.took_back),
    )
    return frozenset([case.status, ALL, *(tab for tab, does in stands if does)])
