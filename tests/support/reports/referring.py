"""Referrals for tests: terms, and a person who answers."""

from services.reports.casework import Casework
from services.reports.deeds.handing_over import handed_over, new_handing
from services.reports.referrals import PassedItem, Recipient, Referral, Terms, terms
from tests.support.offices import Office

CLINIC = Recipient("partner:example_clinic", "Example clinic", "Treats injuries")


def summary(text: str = "Needs a doctor for a wound.") -> PassedItem:
    return PassedItem(key="summary", label="Summary of the team", text=text)


def asks(office: Office, case_id: bytes, who: str = "caseworker", wanted: Terms | None = None) -> Terms:
    """Ask the person of a case."""
    wanted = wanted or terms(CLINIC, [summary()])
    with office.database.writing() as session:
        Casework(office.trust, office.members[who]).ask(session, office.case(case_id, who), wanted, office.now)
    return wanted


def answers(office: Office, case_id: bytes, asked: Terms, answer: str = "yes", compartment: str = "safety") -> bytes:
    """The person answers with the receipt."""
    return office.later(case_id, "consent", compartment, referral=asked.id, terms=asked.digest, answer=answer)


def hands_over(office: Office, case_id: bytes, asked: Terms, who: str = "caseworker") -> bytes:
    """Hand it over today."""
    handing = new_handing("packet", 3)
    return office.act(who, case_id, handed_over(office.case(case_id, who), asked.digest, handing, office.now.date()))


def only(office: Office, case_id: bytes, who: str = "caseworker") -> Referral:
    """The one referral of a case."""
    (referral,) = office.case(case_id, who).referrals
    return referral
