"""Whether a case is urgent, as somebody at the desk judges it: words of danger can be a false alarm.

What they judged is said in the mailbox too (`services.reports.replies`): by the same words of the same person nobody is
called at once any more. By any other word of danger everybody is.
"""

import re
from dataclasses import replace
from typing import Final

from services.reports.case import Case
from services.reports.case_entry import CaseEntry
from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.standing import Standing

ROW: Final = re.compile("[0-9a-f]{32}")


def judged(case: Case, is_urgent: bool, told: bytes | None) -> Act:
    """Say whether it is. `told` is the row in which the mailbox is told of a false alarm, None where it is not."""
    facts: dict[str, object] = {"urgent": is_urgent}
    if told is not None:
        facts |= {"told": told.hex(), "sequence": case.last_sequence + 1}
    return Act(DEED.event, facts)


def told_before(case: Case) -> frozenset[bytes]:
    """The rows in which its mailbox was told of false alarms."""
    told = (entry.facts.get("told") for entry in case.entries if entry.kind == DEED.kind)
    return frozenset(bytes.fromhex(each) for each in told if isinstance(each, str) and ROW.fullmatch(each))


def _understands(facts: Facts) -> bool:
    return isinstance(facts.get("urgent"), bool)


def _change(standing: Standing, entry: CaseEntry) -> Standing:
    return replace(standing, urgent=entry.facts["urgent"])


DEED = Deed("urgency", _understands, _change)
