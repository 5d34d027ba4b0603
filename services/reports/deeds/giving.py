"""Whose case it is."""

import re
from dataclasses import replace

from services.keys.keyring import ROLES, StaffMember
from services.reports.case import Case
from services.reports.case_entry import CaseEntry
from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.standing import Standing

ID = re.compile("[0-9a-f]{32}")


def can_open(member: StaffMember, case: Case) -> bool:
    """True for a colleague whom the case can be given to."""
    return opens(member, case.compartment)


def opens(member: StaffMember, compartment: str) -> bool:
    """True for a colleague who can open the cases of that compartment."""
    return member.certified and any(compartment in ROLES.get(role, ()) for role in member.roles)


def given(member: bytes | None) -> Act:
    """Give the case to a colleague (their member id), or to nobody."""
    return Act(DEED.event, {"member": member.hex() if member else None})


def _understands(facts: Facts) -> bool:
    member = facts.get("member")
    return member is None or (isinstance(member, str) and ID.fullmatch(member) is not None)


def _change(standing: Standing, entry: CaseEntry) -> Standing:
    member = entry.facts.get("member")
    if member is None:
        return replace(standing, assigned=None)
    is_taken_up = standing.status == "new"
    return replace(standing, assigned=bytes.fromhex(member), status="open" if is_taken_up else standing.status)


DEED = Deed("assigned", _understands, _change)
