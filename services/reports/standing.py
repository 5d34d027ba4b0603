"""Where a case stands: what its thread comes to, once all of it is folded."""

from dataclasses import dataclass
from datetime import date

STATUSES = ("new", "open", "referred", "waiting", "closed")
OUTCOMES = ("helped", "passed_on", "noted", "not_wanted", "not_reached", "not_ours", "duplicate", "false")
"""Why a case is closed."""
UNVERIFIED = "unverified"
ASIDE = ("spam", "test")
"""As what a case can be set aside."""
DRIVERS = ("predation", "extraction", "revenge", "collateral", "other", "unknown")
"""What violence seems to be driven by."""
GROUPS = (
    "person",
    "family",
    "community",
    "children",
    "women",
    "men",
    "older",
    "disabled",
    "ill",
    "displaced",
    "returned",
    "minority",
)
"""Who can be at risk."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands before anybody did anything, and after each thing that was done.

    `outcome` is one of OUTCOMES in a case that staff closed, '' in any other and where nobody said one.
    `aside` is one of ASIDE, '' in a case that counts.
    `driver` is one of DRIVERS, '' where nobody said one; `at_risk` are some of GROUPS.
    `incident` is the number of what it is about together with other cases (services.incidents.incidents).
    `urgent` is what the report and later words said by themselves, until a member judged it.
    `verification` is how sure it is (services.reports.deeds.verification.LEVELS).
    """

    status: str = "new"
    outcome: str = ""
    assigned: bytes | None = None
    withdrawn: bool = False
    unanswered: bool = True
    urgent: bool = False
    verification: str = UNVERIFIED
    aside: str = ""
    tags: frozenset[str] = frozenset()
    driver: str = ""
    at_risk: tuple[str, ...] = ()
    next_check: date | None = None
    incident: bytes | None = None
