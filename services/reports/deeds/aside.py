"""Spam and tests are set aside: in no queue, count or picture until they are taken back, or the person writes."""

from dataclasses import replace

from services.errors import Refusal
from services.reports.case_entry import CaseEntry
from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.standing import ASIDE, Standing


class UnknownReason(Refusal):
    """Only spam and tests are set aside."""


def set_aside(why: str) -> Act:
    """Set a case aside as one of ASIDE. Raises UnknownReason."""
    if why not in ASIDE:
        raise UnknownReason
    return Act(DEED.event, {"as": why})


def taken_back() -> Act:
    """Have a case that was set aside back among the others."""
    return Act(DEED.event, {"as": None})


def _understands(facts: Facts) -> bool:
    why = facts.get("as", "")
    return why is None or why in ASIDE


def _change(standing: Standing, entry: CaseEntry) -> Standing:
    return replace(standing, aside=entry.facts["as"] or "")


DEED = Deed("set_aside", _understands, _change)
