"""That a person was asked whether this may be passed on; `services.reports.casework` lays the question down."""

from services.reports.case import Case
from services.reports.case_entry import CaseEntry
from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.deeds.status import moved
from services.reports.referrals import Terms, terms_in
from services.reports.standing import Standing


def asked(case: Case, terms: Terms, question: bytes) -> Act:
    """Write into the case that this question was laid in its mailbox."""
    facts = {"terms": terms.model_dump(mode="json"), "reply": question.hex(), "sequence": case.last_sequence + 1}
    return Act(DEED.event, facts)


def _understands(facts: Facts) -> bool:
    return terms_in(facts) is not None


def _change(standing: Standing, _entry: CaseEntry) -> Standing:
    return moved(standing, {"status": "waiting"}) if standing.status in {"new", "open"} else standing


DEED = Deed("referral_asked", _understands, _change)
