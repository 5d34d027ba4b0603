"""What the other side of a referral has said: accepted, declined, done; or that it was told to stop; or that
nobody goes on with it."""

from services.errors import Refusal
from services.reports.case import Case
from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.deeds.handing_over import DIGEST, find
from services.reports.referrals import STEPS


class UnknownStep(Refusal):
    """It is none of the list."""


class NotHandedOver(Refusal):
    """Nobody has it yet, so nobody can have said anything of it."""


class NothingToStop(Refusal):
    """Its person has not taken their yes back."""


def followed_up(case: Case, digest: str, step: str) -> Act:
    """Note what was said. Raises UnknownStep, NoSuchReferral, NotHandedOver, NothingToStop."""
    if step not in STEPS:
        raise UnknownStep
    referral = find(case, digest)
    if referral.handed_on is None and step != "dropped":
        raise NotHandedOver
    if step == "stopped" and referral.answer != "withdrawn":
        raise NothingToStop
    return Act(DEED.event, {"terms": digest, "step": step})


def _understands(facts: Facts) -> bool:
    digest = facts.get("terms")
    return isinstance(digest, str) and DIGEST.fullmatch(digest) is not None and facts.get("step") in STEPS


DEED = Deed("referral_step", _understands)
