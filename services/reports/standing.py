"""Where a case stands: what its thread comes to, once all of it is folded."""

from dataclasses import dataclass

STATUSES = ("new", "in_progress", "waiting", "closed")
UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands before anybody did anything, and after each thing that was done.

    `verification` is how sure it is (services.reports.deeds.verification.LEVELS).
    """

    status: str = "new"
    assigned: bytes | None = None
    withdrawn: bool = False
    unanswered: bool = True
    verification: str = UNVERIFIED
