"""That a person who told their report to a member has said yes to passing this on, in the same conversation."""

from services.errors import Refusal
from services.reports.case import Case
from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.referrals import Terms, terms_in


class NotToldInPerson(Refusal):
    """Whoever wrote to the bot is asked there, and answers with the receipt."""


def agreed(case: Case, terms: Terms, question: bytes | None) -> Act:
    """Record it. `question`: what was laid in the mailbox, to be taken back there. Raises NotToldInPerson."""
    if not case.told:
        raise NotToldInPerson
    facts: Facts = {"terms": terms.model_dump(mode="json")}
    if question is not None:
        facts = {**facts, "reply": question.hex(), "sequence": case.last_sequence + 1}
    return Act(DEED.event, facts)


def _understands(facts: Facts) -> bool:
    return terms_in(facts) is not None


DEED = Deed("referral_agreed", _understands)
