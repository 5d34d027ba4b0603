"""That several reports are about one incident: each of its cases says so for itself, with the number of the incident.

Nothing of a case moves into another: each keeps its thread, its mailbox and its state. Who has the database sees as
many new envelopes as there are cases, as after anything else that is done to several at once.
"""

import re
from dataclasses import replace

from services.errors import Refusal
from services.keys.sealing import random_bytes
from services.reports.case import Case
from services.reports.case_entry import CaseEntry
from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.standing import Standing

COMPARED = "safety"
"""The only compartment whose cases are put or listed together: each complaint about an aid worker stands alone."""
NUMBER = re.compile("[0-9a-f]{32}")
MOST = 60
"""Cases of one incident: as many as are answered in one step."""


class NotOneIncident(Refusal):
    """Cases of that compartment stand alone."""


class TooManyCases(Refusal):
    """An incident has no room for that many."""


def new_incident() -> bytes:
    """A number for an incident that has none."""
    return random_bytes(16)


def joined(case: Case, incident: bytes) -> Act:
    """Let a case be of that incident, of whichever it was before. Raises NotOneIncident."""
    if case.compartment != COMPARED:
        raise NotOneIncident
    return Act(DEED.event, {"incident": incident.hex()})


def apart() -> Act:
    """Let a case be of no incident again."""
    return Act(DEED.event, {"incident": None})


def _understands(facts: Facts) -> bool:
    incident = facts.get("incident", "")
    return incident is None or (isinstance(incident, str) and NUMBER.fullmatch(incident) is not None)


def _change(standing: Standing, entry: CaseEntry) -> Standing:
    incident = entry.facts["incident"]
    return replace(standing, incident=bytes.fromhex(incident) if incident else None)


DEED = Deed("incident", _understands, _change)
