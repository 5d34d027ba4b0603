"""How a case stands; closed with an outcome."""

from dataclasses import replace

from services.errors import Refusal
from services.reports.case_entry import CaseEntry
from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.standing import OUTCOMES, STATUSES, Standing

OF_BEFORE = {"in_progress": "open"}
"""What statuses were called in envelopes of earlier versions."""


class UnknownStatus(Refusal):
    """No case can stand so."""


class OutcomeMissing(Refusal):
    """A case is closed with one of the outcomes."""


def set_to(status: str, outcome: str = "") -> Act:
    """Say how the case stands, and why it is closed. Raises UnknownStatus, OutcomeMissing."""
    return Act(DEED.event, facts_of(status, outcome))


def facts_of(status: str, outcome: str) -> Facts:
    """How the case stands, as an event says it. Raises UnknownStatus, OutcomeMissing."""
    if status not in STATUSES:
        raise UnknownStatus
    if status != "closed":
        return {"status": status}
    if outcome not in OUTCOMES:
        raise OutcomeMissing
    return {"status": status, "outcome": outcome}


def said_in(facts: Facts) -> tuple[str, str] | None:
    """The status and outcome in the facts of an event, None where they name no status that is known here."""
    named, why = facts.get("status"), facts.get("outcome")
    status = OF_BEFORE.get(named, named) if isinstance(named, str) else None
    if status not in STATUSES:
        return None
    return status, why if status == "closed" and why in OUTCOMES else ""


def moved(standing: Standing, facts: Facts) -> Standing:
    """The same, as those facts say, if they do. What was withdrawn stays closed."""
    said = said_in(facts)
    if said is None or standing.withdrawn:
        return standing
    status, outcome = said
    is_unanswered = standing.unanswered and status != "closed"
    return replace(standing, status=status, outcome=outcome, unanswered=is_unanswered)


def _understands(facts: Facts) -> bool:
    return said_in(facts) is not None


def _change(standing: Standing, entry: CaseEntry) -> Standing:
    return moved(standing, entry.facts)


DEED = Deed("status", _understands, _change)
