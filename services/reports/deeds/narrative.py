"""That a text of the case left the office: who took it out, what for, and which colleague had read it and agreed."""

from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.deeds.giving import ID

TAKEN = "narrative"
AGREED = "narrative_agreed"


def taken_out(purpose: str, second: bytes) -> Act:
    """The member takes it out, for that purpose; `second` has read it."""
    return Act(TAKEN, {"purpose": purpose, "second": second.hex()})


def agreed_to() -> Act:
    """The member has read what a colleague takes out, and agrees."""
    return Act(AGREED)


def _understands(facts: Facts) -> bool:
    second = facts.get("second")
    return isinstance(facts.get("purpose"), str) and isinstance(second, str) and ID.fullmatch(second) is not None


DEED = Deed(TAKEN, understands=_understands)
AGREEMENT = Deed(AGREED)
