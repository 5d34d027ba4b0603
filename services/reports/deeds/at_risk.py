"""Who is at risk, in the groups that protection monitoring counts by."""

from collections.abc import Collection
from dataclasses import replace

from services.errors import Refusal
from services.reports.case_entry import CaseEntry
from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.standing import GROUPS, Standing


class UnknownGroup(Refusal):
    """It is none of the list."""


def are_at_risk(groups: Collection[str]) -> Act:
    """Say who is at risk: these, and no others. Raises UnknownGroup."""
    if not {*GROUPS}.issuperset(groups):
        raise UnknownGroup
    return Act(DEED.event, {"groups": [group for group in GROUPS if group in groups]})


def groups_in(facts: Facts) -> tuple[str, ...]:
    """Those of the facts, in the order of the list."""
    return tuple(group for group in GROUPS if group in facts["groups"])


def _understands(facts: Facts) -> bool:
    groups = facts.get("groups")
    return isinstance(groups, list) and all(group in GROUPS for group in groups)


def _change(standing: Standing, entry: CaseEntry) -> Standing:
    return replace(standing, at_risk=groups_in(entry.facts))


DEED = Deed("at_risk", _understands, _change)
