"""A report, or a later word, with the ringing of the desk's bell: both or neither."""

from datetime import datetime

from services.keys.trust import Trust
from services.nudges import telling
from services.reports import mailbox, reports
from services.reports.mailbox import LaterWords, OpenMailbox
from services.reports.receipts import Ready
from services.reports.reports import ReportDraft, SentReport
from services.request import Request


def submit(request: Request, trust: Trust, ready: Ready, draft: ReportDraft, now: datetime) -> SentReport:
    """Keep the sealed report. Raises as services.reports.reports.submit."""
    sent = reports.submit(request.session, trust, ready, draft, now)
    telling.ring(request, draft.compartment, draft.urgent)
    return sent


def write(request: Request, trust: Trust, box: OpenMailbox, words: LaterWords, now: datetime) -> None:
    """Send later words. Raises as services.reports.mailbox.write."""
    mailbox.write(request.session, trust, box, words, now)
    telling.ring(request, box.compartment, is_urgent=False)
