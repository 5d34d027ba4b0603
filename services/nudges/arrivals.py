"""A report, or a later word, with the ringing of the desk's bell: both or neither."""

from collections.abc import Sequence
from datetime import datetime

from services.keys.trust import Trust
from services.nudges import telling
from services.nudges.telling import Site
from services.reports import mailbox, reports
from services.reports.mailbox import Answer, LaterWords, OpenMailbox
from services.reports.receipts import Ready
from services.reports.reports import KeptReport, ReportDraft, SentReport
from services.request import Request
from services.store import Store


def submit(request: Request, trust: Trust, ready: Ready, draft: ReportDraft, now: datetime) -> SentReport:
    """Keep the sealed report. Raises as services.reports.reports.submit."""
    sent = reports.submit(request.session, trust, ready, draft, now)
    telling.ring(request, _site(request), draft.compartment, draft.urgent, request.now)
    return sent


def write(request: Request, trust: Trust, box: OpenMailbox, words: LaterWords, now: datetime) -> None:
    """Send later words. Raises as services.reports.mailbox.write."""
    mailbox.write(request.session, trust, box, words, now)
    telling.ring(request, _site(request), box.compartment, words.urgent, request.now)


def answer(request: Request, trust: Trust, box: OpenMailbox, said: Answer, now: datetime) -> None:
    """Say whether something may be passed on. Raises as services.reports.mailbox.answer."""
    mailbox.answer(request.session, trust, box, said, now)
    telling.ring(request, _site(request), box.compartment, False, request.now)


def take_consent_back(request: Request, trust: Trust, box: OpenMailbox, told: Sequence[str], now: datetime) -> None:
    """Take every yes back: that is told at once. Raises as services.reports.mailbox.take_consent_back."""
    mailbox.take_consent_back(request.session, trust, box, told, now)
    telling.ring(request, _site(request), box.compartment, True, request.now)


def take_down(store: Store, site: Site, trust: Trust, ready: Ready, draft: ReportDraft, now: datetime) -> KeptReport:
    """Keep the sealed report that somebody told a member. Raises as services.reports.reports.keep."""
    kept = reports.keep(store.session, trust, ready, draft, now)
    telling.ring(store, site, draft.compartment, draft.urgent, now)
    return kept


def _site(request: Request) -> Site:
    return telling.site_of(request.content.organisation)
