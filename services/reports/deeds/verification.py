"""How sure a report is: what the team has found out about it, in the words of early warning.

Only for reports that say something about the community, such as a rumour or a broken agreement. What happened to a
person is never put to the proof here.
"""

from dataclasses import replace

from services.errors import Refusal
from services.guides.agreements import AGREEMENT_FORM
from services.reports.case import Case
from services.reports.case_entry import CaseEntry
from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.standing import UNVERIFIED, Standing

LEVELS = (UNVERIFIED, "one_source", "two_sources", "observed", "not_confirmed")
RUMOUR = "tension"
"""The category of the safety report for tensions and rumours."""


class UnknownLevel(Refusal):
    """Nothing can be as sure as that."""


class NotForProof(Refusal):
    """What such a case tells is not put to the proof."""


def can_be_verified(case: Case) -> bool:
    """True for a rumour, a tension, and whether an agreement was kept."""
    return case.form == AGREEMENT_FORM or case.category == RUMOUR


def verified(case: Case, level: str) -> Act:
    """Say how sure it is. Raises UnknownLevel, NotForProof."""
    if level not in LEVELS:
        raise UnknownLevel
    if not can_be_verified(case):
        raise NotForProof
    return Act(DEED.event, {"level": level})


def _understands(facts: Facts) -> bool:
    return facts.get("level") in LEVELS


def _change(standing: Standing, entry: CaseEntry) -> Standing:
    return replace(standing, verification=entry.facts["level"])


DEED = Deed("verified", _understands, _change)
