"""Sending a report: sealed for those who may open it, with a mailbox only its receipt opens.

What is returned is shown once to the person and is nowhere at rest afterwards: the turn that recorded it is emptied
as soon as Telegram has confirmed the update.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session

from services.forms import AnswerRefused, Form, Interview, Question
from services.keys import envelopes
from services.keys.envelopes import Letter
from services.keys.keyring import intake_key
from services.keys.trust import Trust
from services.reports import mailbox
from services.reports.bodies import ReplyRoute
from services.reports.memo import Memo
from services.reports.receipts import Ready, new_check_words

COMPARTMENTS = ("safety", "psea")
"""Where a report may go. The form decides (its calculated `compartment`)."""
TOLD = ("in_person", "telephone")
"""How somebody tells a report to a member who types it in."""
YES = "true"
NO = "no"


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A report as the person confirmed it. `answers`: path -> value, as the form's submission gives them. `hours`: when
    they were promised an answer, as memos have it. `told`: how it was told to a member who typed it in (TOLD), '' where
    the person wrote it themself."""

    form: str
    form_hash: str
    answers: Mapping[str, str]
    compartment: str
    urgent: bool
    language: str
    route: ReplyRoute | None
    hours: int | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class SentReport:
    """What the person is shown: the receipt's 18 digits and the numbers of the two check words."""

    receipt: str
    check_words: tuple[int, int]
    urgent: bool
    route: bool


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report in its envelope, and what the person is shown. Whoever answers a chat keeps only what was `sent`: which
    envelope is whose is written nowhere."""

    envelope: bytes
    sent: SentReport


def require_intake(session: Session, trust: Trust, now: datetime) -> None:
    """Raises NoTrustedKey (or NotTrusted) when a report could not be sealed now, so that nobody writes in vain."""
    for compartment in COMPARTMENTS:
        intake_key(session, trust, compartment, now)


def prefilled(interview: Interview, given: Mapping[str, str]) -> Interview:
    """The interview with what is known already, by the names of its first questions; it stops before the first one that
    is not given, or that cannot be answered so."""
    while True:
        question = interview.current()
        name = question.path.rpartition("/")[2] if isinstance(question, Question) else ""
        if name not in given:
            return interview
        try:
            interview = interview.answer(given[name])
        except AnswerRefused:
            return interview


def wants_answer(interview: Interview) -> bool:
    """False only where the person said that no answer is wanted."""
    return interview.value("reply_wanted") != NO


def draft_of(
    interview: Interview, form: Form, language: str, chat: int | None, hours: int | None = None
) -> ReportDraft:
    """The draft a finished interview makes; without a `chat` there is nowhere to tell of answers.

    Raises StillRequired or ConstraintBroken (services.forms).
    """
    compartment = interview.value("compartment")
    return ReportDraft(
        form=form.name,
        form_hash=form.hash,
        answers=interview.submission(),
        compartment=compartment if compartment in COMPARTMENTS else COMPARTMENTS[0],
        urgent=interview.value("urgent") == YES,
        language=language,
        route=ReplyRoute(chat, language) if chat is not None and interview.value("contact") == YES else None,
        hours=hours,
    )


def submit(session: Session, trust: Trust, ready: Ready, draft: ReportDraft, now: datetime) -> SentReport:
    """As `keep`, without telling which envelope it lies in."""
    return keep(session, trust, ready, draft, now).sent


def keep(session: Session, trust: Trust, ready: Ready, draft: ReportDraft, now: datetime) -> KeptReport:
    """Keep the sealed report and its mailbox, both or neither. Its day is that of `now` on the clock `now` is told by.

    Raises NoTrustedKey, TooLarge.
    """
    check_words = new_check_words()
    box = mailbox.address(ready.mailbox, draft.compartment)
    body = {
        "kind": "report",
        "form": draft.form,
        "form_hash": draft.form_hash,
        "answers": dict(draft.answers),
        "compartment": draft.compartment,
        "urgent": draft.urgent,
        "mailbox": {
            "tag": box.tag.hex(),
            "public_key": box.keys.public.hex(),
            "verify_key": box.voice.verify.hex(),
        },
        "check_words": list(check_words),
        "language": draft.language,
        "route": asdict(draft.route) if draft.route else None,
        "day": now.date().isoformat(),
        **({"told": draft.told} if draft.told else {}),
    }
    envelope = envelopes.put(session, trust, Letter(draft.compartment, body), now)
    mailbox.open_new(session, box, Memo(is_told=draft.route is not None, hours=draft.hours), now)
    return KeptReport(envelope, SentReport(ready.receipt.digits, check_words, draft.urgent, draft.route is not None))
