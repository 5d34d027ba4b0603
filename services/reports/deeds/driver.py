"""What seems to drive the violence: what an answer to it can be depends on that."""

from dataclasses import replace

from services.errors import Refusal
from services.reports.case_entry import CaseEntry
from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.standing import DRIVERS, Standing

CHOICES = ("", *DRIVERS)
"""Nothing said, or one of them."""


class UnknownDriver(Refusal):
    """It is none of the list."""


def driven_by(driver: str) -> Act:
    """Say what seems to drive it; '' takes back what was said. Raises UnknownDriver."""
    if driver not in CHOICES:
        raise UnknownDriver
    return Act(DEED.event, {"driver": driver})


def _understands(facts: Facts) -> bool:
    return facts.get("driver") in CHOICES


def _change(standing: Standing, entry: CaseEntry) -> Standing:
    return replace(standing, driver=entry.facts["driver"])


DEED = Deed("driver", _understands, _change)
