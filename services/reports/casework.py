"""What a member of staff does with a case. Each deed is a signed event in the case's own compartment.

Deeds are new envelopes, never changes: two people at once lose nothing, and the fold decides the same everywhere.
Sessions must be writing ones; whoever calls refreshes their caseload afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from services.errors import Refusal
from services.keys.envelopes import Letter, put
from services.keys.keyring import Unlocked, signed
from services.keys.sealing import random_bytes
from services.keys.trust import Trust, check_organisation
from services.notices import outbox
from services.reports.bodies import SEEN_AT_ONCE
from services.reports.case import STATUSES, Case, reach
from services.reports.replies import REPLY_LIMIT, make_reply
from services.reports.verification import LEVELS, NotForProof, UnknownLevel, can_be_verified

NOTE_LIMIT = 10_000


class NothingWritten(Refusal):
    """There is no text to send or to note."""


@dataclass(eq=False)
class TooLong(Refusal):
    """A text is `over` characters longer than the `limit`."""

    over: int
    limit: int


class MailboxGone(Refusal):
    """The case has no mailbox (any more) to lay a reply in."""


class NotYourCase(Refusal):
    """The case is of a compartment the member holds no key of."""


class UnknownStatus(Refusal):
    """No case can stand so."""


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

    def reply(self, session: Session, case: Case, text: str, now: datetime, status: str = "waiting") -> SentReply:
        """Lay a reply in the person's mailbox, write it into the case, and tell the phone where that was agreed to.

        All of it in the caller's one transaction.
        Raises NothingWritten, TooLong, MailboxGone, NotYourCase, UnknownStatus.
        """
        text = written(text, REPLY_LIMIT)
        _known(status)
        way = reach(session, case, now.date())
        if not way.deliverable:
            raise MailboxGone
        self._check_entitled(case)
        reply_id = make_reply(session, self.unlocked, case, text, now)
        facts = {"text": text, "reply": reply_id.hex(), "sequence": case.last_sequence + 1, "status": status}
        self._event(session, case, "replied", facts, now)
        if way.notice:
            self._notify(session, case, now)
        return SentReply(reply_id, way.notice)

    def note(self, session: Session, case: Case, text: str, now: datetime) -> bytes:
        """Add a note only colleagues of the compartment read. Raises NothingWritten, TooLong, NotYourCase."""
        return self._event(session, case, "note", {"text": written(text, NOTE_LIMIT)}, now)

    def set_status(self, session: Session, case: Case, status: str, now: datetime) -> bytes:
        """Say how the case stands. Raises UnknownStatus, NotYourCase."""
        _known(status)
        return self._event(session, case, "status", {"status": status}, now)

    def assign(self, session: Session, case: Case, member: bytes | None, now: datetime) -> bytes:
        """Give the case to a colleague (their member id), or to nobody. Raises NotYourCase."""
        return self._event(session, case, "assigned", {"member": member.hex() if member else None}, now)

    def verify(self, session: Session, case: Case, level: str, now: datetime) -> bytes:
        """Say how sure it is. Raises UnknownLevel, NotForProof, NotYourCase."""
        if level not in LEVELS:
            raise UnknownLevel
        if not can_be_verified(case):
            raise NotForProof
        return self._event(session, case, "verified", {"level": level}, now)

    def _event(self, session: Session, case: Case, event: str, facts: Mapping[str, Any], now: datetime) -> bytes:
        self._check_entitled(case)
        event_id = random_bytes(16)
        body = {
            "kind": "event",
            "id": event_id.hex(),
            "case": case.id.hex(),
            "event": event,
            "facts": dict(facts),
            "clock": case.clock + 1,
            "seen": [envelope.hex() for envelope in case.unseen[:SEEN_AT_ONCE]],
            "day": now.date().isoformat(),
        }
        letter = Letter(case.compartment, signed(self.unlocked, "event", body), event_id)
        return put(session, self.trust, letter, now)

    def _check_entitled(self, case: Case) -> None:
        if case.compartment not in self.unlocked.compartments:
            raise NotYourCase

    def _notify(self, session: Session, case: Case, now: datetime) -> None:
        assert case.route is not None
        runtime_public = check_organisation(session, self.trust).runtime_public
        notice = outbox.Notice(kind="mailbox", chat=case.route.chat, language=case.route.language, facts={})
        outbox.enqueue_signed(session, self.unlocked, runtime_public, notice, now)


def written(text: str, limit: int) -> str:
    """The text as it will be kept: newlines made one kind, blank edges gone. Raises NothingWritten, TooLong."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not kept:
        raise NothingWritten
    if len(kept) > limit:
        raise TooLong(len(kept) - limit, limit)
    return kept


def _known(status: str) -> None:
    if status not in STATUSES:
        raise UnknownStatus
