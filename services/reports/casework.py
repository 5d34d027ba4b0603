"""What a member of staff does with a case. Each deed is a signed event in the case's own compartment.

Deeds are new envelopes, never changes: two people at once lose nothing, and the fold decides the same everywhere.
Sessions must be writing ones; whoever calls refreshes their caseload afterwards. The day of a deed is that of `now` on
the clock `now` is told by: that of the site.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from services.audit import entries
from services.audit.entries import Entry, by_member
from services.audit.references import TOLD, reference
from services.errors import Refusal
from services.keys.envelopes import Letter, put
from services.keys.keyring import Unlocked, signed
from services.keys.sealing import random_bytes
from services.keys.trust import Trust, check_organisation
from services.notices import outbox
from services.reports.bodies import SEEN_AT_ONCE
from services.reports.case import Case, PersonReach, reach
from services.reports.deeds.agreeing import agreed
from services.reports.deeds.asking import asked
from services.reports.deeds.deed import Act, Facts
from services.reports.deeds.handing_over import NoConsent
from services.reports.deeds.replying import replied
from services.reports.deeds.status import facts_of
from services.reports.deeds.urgency import judged, told_before
from services.reports.erasure.leave import take_back
from services.reports.memo import AGREED_KEPT
from services.reports.referrals import Terms
from services.reports.replies import REPLY_LIMIT, Question, make_false_alarm, make_question, make_reply
from services.reports.written import written
from storage import mailbox as mailboxes

IN_THE_CHAIN = frozenset({"replied", "printed", "referral_handed", "taken_down", "narrative", "narrative_agreed"})
"""The deeds that the audit chain tells of."""


class MailboxGone(Refusal):
    """The case has no mailbox (any more) to lay a reply in."""


class NotYourCase(Refusal):
    """The case is of a compartment the member holds no key of."""


class CannotBeAsked(Refusal):
    """The report is of a time when receipts signed nothing, so no yes could be proved."""


class TooManyReferrals(Refusal):
    """So many are under way that the mailbox could not remember one more yes."""


@dataclass(frozen=True, slots=True)
class SentReply:
    """A reply that was laid in the mailbox; `noticed` says whether the phone will be told that one has come."""

    reply: bytes
    noticed: bool


@dataclass(frozen=True, slots=True)
class Casework:
    """The deeds of one unlocked member."""

    trust: Trust
    unlocked: Unlocked

    def reply(
        self, session: Session, case: Case, text: str, now: datetime, status: str = "waiting", outcome: str = ""
    ) -> SentReply:
        """Lay a reply in the person's mailbox, write it into the case, and tell the phone where that was agreed to.

        All of it in the caller's one transaction.
        Raises NothingWritten, TooLong, MailboxGone, NotYourCase, UnknownStatus, OutcomeMissing.
        """
        return self.send(session, case, written(text, REPLY_LIMIT), facts_of(status, outcome), now)

    def send(self, session: Session, case: Case, text: str, afterwards: Facts, now: datetime) -> SentReply:
        """The same with a text that was looked at, and with what the case is to know of it besides.

        Raises MailboxGone, NotYourCase.
        """
        way = reach(session, case, now.date())
        if not way.deliverable:
            raise MailboxGone
        self._check_entitled(case)
        reply_id = make_reply(session, self.unlocked, case, text, now)
        self.do(session, case, replied(case, reply_id, text, afterwards), now)
        if way.notice:
            self._notify(session, case, now)
        return SentReply(reply_id, way.notice)

    def ask(self, session: Session, case: Case, terms: Terms, now: datetime) -> SentReply:
        """Ask the person in their mailbox whether this may be passed on, and tell the phone where that was agreed to.

        Raises TooManyReferrals, MailboxGone, CannotBeAsked, NotYourCase.
        """
        way = self._way_to_ask(session, case, now)
        if case.mailbox is None or not way.deliverable:
            raise MailboxGone
        if not case.mailbox.proves:
            raise CannotBeAsked
        question = make_question(session, self.unlocked, case, Question(terms), now)
        self.do(session, case, asked(case, terms, question), now)
        if way.notice:
            self._notify(session, case, now)
        return SentReply(question, way.notice)

    def agree(self, session: Session, case: Case, terms: Terms, now: datetime) -> None:
        """Record that the person has said yes to the member. Where there is a mailbox it is told, to be taken back.

        Raises NotToldInPerson, TooManyReferrals, NoConsent (the report was taken back), NotYourCase.
        """
        way = self._way_to_ask(session, case, now)
        if case.withdrawn:
            raise NoConsent
        act, question = agreed(case, terms, None), Question(terms, agreed=True)
        if way.deliverable:
            act = agreed(case, terms, make_question(session, self.unlocked, case, question, now))
        self.do(session, case, act, now)

    def judge(self, session: Session, case: Case, is_urgent: bool, calm: Sequence[str], now: datetime) -> bytes:
        """Say whether it is urgent; where not, the mailbox is told by which words nobody is called at once any more.

        What it was told before counts no longer. The event's id. Raises NotYourCase.
        """
        self._check_entitled(case)
        way = reach(session, case, now.date())
        mailboxes.delete_replies(session, way.unread & told_before(case))
        is_told = not is_urgent and bool(calm) and way.deliverable
        told = make_false_alarm(session, self.unlocked, case, calm, now) if is_told else None
        return self.do(session, case, judged(case, is_urgent, told), now)

    def _way_to_ask(self, session: Session, case: Case, now: datetime) -> PersonReach:
        self._check_entitled(case)
        if sum(not referral.is_over for referral in case.referrals) >= AGREED_KEPT:
            raise TooManyReferrals
        return reach(session, case, now.date())

    def do(self, session: Session, case: Case, act: Act, now: datetime) -> bytes:
        """Do something with the case (`services.reports.deeds`); the event's id. Raises NotYourCase."""
        self._check_entitled(case)
        event_id = random_bytes(16)
        body = {
            "kind": "event",
            "id": event_id.hex(),
            "case": case.id.hex(),
            "event": act.event,
            "facts": dict(act.facts),
            "clock": case.clock + 1,
            "seen": [envelope.hex() for envelope in case.unseen[:SEEN_AT_ONCE]],
            "about": case.digest or None,
            "day": now.date().isoformat(),
        }
        self._tell(session, case, act.event, now)
        take_back(session, self.unlocked, case)
        letter = Letter(case.compartment, signed(self.unlocked, "event", body), event_id)
        return put(session, self.trust, letter, now)

    def _check_entitled(self, case: Case) -> None:
        if case.compartment not in self.unlocked.compartments:
            raise NotYourCase

    def _tell(self, session: Session, case: Case, event: str, now: datetime) -> None:
        """What leaves the desk, or comes to it by hand, stewards see too: not of which case, and of none of psea."""
        if event in IN_THE_CHAIN and case.compartment in TOLD:
            about = reference(self.unlocked, case.compartment, case.id, now)
            entry = Entry(event, now.date(), about)
            entries.write(session, self.trust, by_member(self.unlocked), entry)

    def _notify(self, session: Session, case: Case, now: datetime) -> None:
        assert case.route is not None
        runtime_public = check_organisation(session, self.trust).runtime_public
        notice = outbox.Notice(kind="mailbox", chat=case.route.chat, language=case.route.language, facts={})
        outbox.enqueue_signed(session, self.unlocked, runtime_public, notice, now)
