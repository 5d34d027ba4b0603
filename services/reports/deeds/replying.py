"""A reply as the case remembers it; `services.reports.replies` lays it in the mailbox."""

from dataclasses import replace

from services.reports.case import Case
from services.reports.case_entry import CaseEntry
from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.deeds.status import moved
from services.reports.standing import Standing


def replied(case: Case, reply: bytes, text: str, afterwards: Facts) -> Act:
    """Write into the case that this reply was laid in its mailbox, and how the case stands then (`status.facts_of`)."""
    return Act(DEED.event, {"text": text, "reply": reply.hex(), "sequence": case.last_sequence + 1, **afterwards})


def _change(standing: Standing, entry: CaseEntry) -> Standing:
    return moved(replace(standing, unanswered=False), entry.facts)


DEED = Deed("replied", changes=_change, called="reply")
