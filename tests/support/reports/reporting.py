"""A report made ready and confirmed, for tests of where it goes."""

from sqlmodel import Session

from services.keys.founding import Founding
from services.keys.trust import check_organisation
from services.reports.bodies import ReplyRoute
from services.reports.receipts import Ready, mailbox_keys, new_receipt
from services.reports.reports import ReportDraft

WORDS = "men with sticks at the water point"


def ready(session: Session, founding: Founding) -> Ready:
    """A receipt of this organisation's, with the keys of its mailbox."""
    salt = check_organisation(session, founding.trust).site_salt
    receipt = new_receipt()
    return Ready(receipt, mailbox_keys(receipt, salt))


def draft(compartment: str = "safety", route: ReplyRoute | None = None) -> ReportDraft:
    """An urgent report in Arabic, told in `WORDS`."""
    answers = {"category": "attacked", "what_happened": WORDS}
    return ReportDraft("safety_report", "ab" * 32, answers, compartment, True, "ar", route)
