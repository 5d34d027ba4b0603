"""How a case stands."""

from dataclasses import replace
from typing import Any

from services.errors import Refusal
from services.reports.case import CaseEntry
from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.standing import STATUSES, Standing


class UnknownStatus(Refusal):
    """No case can stand so."""


def set_to(status: str) -> Act:
    """Say how the case stands. Raises UnknownStatus."""
    check(status)
    return Act(DEED.event, {"status": status})


def check(status: str) -> None:
    """Raises UnknownStatus for a word that is none of STATUSES."""
    if status not in STATUSES:
        raise UnknownStatus


def moved(standing: Standing, status: Any) -> Standing:
    """The same, with that status, if it is one. What was withdrawn stays closed."""
    if status not in STATUSES or standing.withdrawn:
        return standing
    return replace(standing, status=status, unanswered=standing.unanswered and status != "closed")


def _understands(facts: Facts) -> bool:
    return facts.get("status") in STATUSES


def _change(standing: Standing, entry: CaseEntry) -> Standing:
    return moved(standing, entry.facts["status"])


DEED = Deed("status", _understands, _change)
