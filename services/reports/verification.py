"""How sure a report is: what the team has found out about it, in the words of early warning.

Only for reports that say something about the community, such as a rumour or a broken agreement. What happened to a
person is never put to the proof here.
"""

from services.errors import Refusal
from services.guides.agreements import AGREEMENT_FORM
from services.reports.case import Case

UNVERIFIED = "unverified"
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
