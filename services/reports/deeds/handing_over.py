"""That what a person said yes to was handed over: how, and within how many days the other side answers."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.errors import Refusal
from services.keys.sealing import random_bytes
from services.reports.case import Case
from services.reports.case_entry import CaseEntry
from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.deeds.status import moved
from services.reports.referrals import WAYS, Referral
from services.reports.standing import Standing

DIGEST = re.compile("[0-9a-f]{64}")
NUMBER = re.compile("[A-Z0-9]{4}-[A-Z0-9]{4}")
MOST_DAYS = 90
LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""None that is taken for another."""


class NoSuchReferral(Refusal):
    """The case has no such referral."""


class NoConsent(Refusal):
    """Nobody said yes to this, or it was taken back, or the yes is too old, or the other side has ended it."""


class UnknownWay(Refusal):
    """Something is handed over as a packet or as a sheet."""


@dataclass(frozen=True, slots=True)
class Handing:
    """`how` it goes, under which `number`, and within how many `days` of the office an answer comes."""

    how: str
    number: str
    days: int


def new_handing(how: str, days: int) -> Handing:
    """Under a fresh number, which joins to nothing that is kept. Raises UnknownWay."""
    if how not in WAYS:
        raise UnknownWay
    signs = "".join(LETTERS[byte % len(LETTERS)] for byte in random_bytes(8))
    return Handing(how, f"{signs[:4]}-{signs[4:]}", min(max(days, 1), MOST_DAYS))


def handed_over(case: Case, digest: str, handing: Handing, today: date) -> Act:
    """Write into the case that it was handed over. Raises NoSuchReferral, NoConsent."""
    referral = find(case, digest)
    if case.withdrawn or not referral.can_be_handed_over(today):
        raise NoConsent
    facts = {"terms": digest, "how": handing.how, "number": handing.number, "days": handing.days}
    return Act(DEED.event, facts)


def find(case: Case, digest: str) -> Referral:
    """The referral on those terms. Raises NoSuchReferral."""
    for referral in case.referrals:
        if referral.terms.digest == digest:
            return referral
    raise NoSuchReferral


def _understands(facts: Facts) -> bool:
    digest, number, days = facts.get("terms"), facts.get("number"), facts.get("days")
    return (
        isinstance(digest, str)
        and DIGEST.fullmatch(digest) is not None
        and facts.get("how") in WAYS
        and isinstance(number, str)
        and NUMBER.fullmatch(number) is not None
        and isinstance(days, int)
        and 0 < days <= MOST_DAYS
    )


def _change(standing: Standing, _entry: CaseEntry) -> Standing:
    return moved(standing, {"status": "referred"})


DEED = Deed("referral_handed", _understands, _change)
