"""Every deed this version knows. What it does not know stays in the thread and changes nothing."""

from collections.abc import Mapping

from services.reports.case_entry import CaseEntry
from services.reports.deeds import (
    agreeing,
    aside,
    asking,
    at_risk,
    checking,
    driver,
    following_up,
    giving,
    handing_over,
    incident,
    keeping,
    narrative,
    notes,
    printing,
    replying,
    status,
    tags,
    taking_down,
    undoing,
    urgency,
    verification,
)
from services.reports.deeds.deed import Deed

DEEDS: Mapping[str, Deed] = {
    deed.kind: deed
    for deed in (
        replying.DEED,
        notes.DEED,
        notes.CORRECTION,
        status.DEED,
        urgency.DEED,
        giving.DEED,
        verification.DEED,
        tags.DEED,
        driver.DEED,
        at_risk.DEED,
        checking.DEED,
        aside.DEED,
        keeping.DEED,
        incident.DEED,
        undoing.DEED,
        printing.DEED,
        narrative.DEED,
        narrative.AGREEMENT,
        taking_down.DEED,
        asking.DEED,
        agreeing.DEED,
        handing_over.DEED,
        following_up.DEED,
    )
}
"""By the kinds of their entries."""
CALLED: Mapping[str, str] = {deed.event: deed.kind for deed in DEEDS.values()}
"""How a thread calls what an envelope calls otherwise."""
UNKNOWN = "unknown"
"""The kind of all others: whatever they call themselves, they are not taken for anything else."""


def understood(entry: CaseEntry) -> Deed | None:
    """What a member did there; None where it is none of these, or of a later version."""
    deed = DEEDS.get(entry.kind) if entry.member is not None else None
    return deed if deed is not None and deed.understands(entry.facts) else None
