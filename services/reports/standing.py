"""Where a case stands: what its thread comes to, once all of it is folded."""

from dataclasses import dataclass

STATUSES = ("new", "open", "referred", "waiting", "closed")
OUTCOMES = ("helped", "passed_on", "noted", "not_wanted", "not_reached", "not_ours", "duplicate", "false")
"""Why a case is closed."""
UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands before anybody did anything, and after each thing that was done.

    `outcome` is one of OUTCOMES in a case that staff closed, '' in any other and where nobody said one.
    `verification` is how sure it is (services.reports.deeds.verification.LEVELS).
    """

    status: str = "new"
    outcome: str = ""
    assigned: bytes | None = None
    withdrawn: bool = False
    unanswered: bool = True
    verification: str = UNVERIFIED
