"""Which reports are counted in the picture, and as what: from the cases of an unlocked desk.

A report counts once somebody has looked into it, unless it was taken back, was not confirmed, was
closed as false or as told before, or is set aside as spam or a test. Complaints about aid
workers never do. What is told of sexual violence or of a child counts as that, whichever button it came by.
"""

from collections.abc import Iterable
from typing import Final

from services.authoring.parts import Zone
from services.picture.ledger import Accepted, Rules
from services.picture.weeks import number_on
from services.reports.case import Case

COMPARTMENT: Final = "safety"
NEVER: Final = frozenset({"psea", "aid_worker"})
ALWAYS_SENSITIVE: Final = ("sexual_violence", "child")
"""Branches of the form of reports. The organisation names further categories as sensitive (`organisation.toml`)."""
NOT_LOOKED_INTO: Final = "new"
NOT_CONFIRMED: Final = "not_confirmed"
NO_INCIDENT: Final = frozenset({"false", "duplicate"})
"""Outcomes of what did not happen, or is counted with another report."""


def accepted(cases: Iterable[Case]) -> list[Accepted]:
    """What counts of them."""
    return [_counted(case) for case in cases if _counts(case)]


def rules(zones: Iterable[Zone], sensitive: Iterable[str]) -> Rules:
    """What the organisation says of its zones and of the categories that it calls sensitive."""
    return Rules({zone.name: zone.people for zone in zones}, frozenset([*ALWAYS_SENSITIVE, *sensitive]), NEVER)


def _counts(case: Case) -> bool:
    is_sure = case.status != NOT_LOOKED_INTO and case.verification != NOT_CONFIRMED and case.outcome not in NO_INCIDENT
    return case.compartment == COMPARTMENT and is_sure and not case.withdrawn and not case.standing.aside


def _counted(case: Case) -> Accepted:
    branches = case.answer("branch").split()
    category = next((name for name in ALWAYS_SENSITIVE if name in branches), case.category)
    contributor = case.mailbox.tag if case.mailbox else case.id
    return Accepted(case.id, number_on(case.received), case.zone, category, contributor)
