"""Cases: what a report is from the desk. Values only; `folding` makes them, `casework` changes them.

A case exists in the memory of an unlocked desk alone. How to reach the person is part of it, and of no printed form.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import Session

from services.errors import Refusal
from services.keys.sealing import PublicKey
from services.reports.bodies import CaseEnvelopes, ReplyRoute
from services.reports.case_entry import CaseEntry
from services.reports.referrals import Referral
from services.reports.standing import Standing
from storage import mailbox as mailboxes

SAFETY_REPORT = "safety_report"
"""The form that asks for a category."""
IN_THE_MAILBOX = frozenset({"reply", "referral_asked", "referral_agreed", "urgency"})
"""What staff lay there."""
NOBODYS = frozenset({"forged", "unproven", "broken", "replaced"})
"""What nobody did who is known, or with another report."""
ROUTE_LIFE = timedelta(days=14)
CONSONANTS = "bdfgklmnprstvz"
VOWELS = "aeiou"
SYLLABLES = 3


class NoSuchCase(Refusal):
    """No case of that name or id is open to this member (the two are told apart nowhere)."""


@dataclass(frozen=True, slots=True)
class CaseMailbox:
    """Where replies are laid: the tag that finds it, and the key only the receipt can open. `proves`: the receipt signs
    what its person says; it did not always."""

    tag: bytes
    public_key: PublicKey
    proves: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """One report with everything that came after it, folded. `received` is a day: nobody keeps the hour.

    There may be very many: it keeps nothing that can be worked out.
    """

    id: bytes
    compartment: str
    received: date
    urgent: bool
    language: str
    form: str
    form_hash: str
    answers: Mapping[str, str] = field(repr=False)
    check_words: tuple[int, int] = field(repr=False)
    mailbox: CaseMailbox | None = field(repr=False)
    route: ReplyRoute | None = field(repr=False)
    entries: tuple[CaseEntry, ...] = field(repr=False)
    standing: Standing
    told: str = ""
    digest: str = ""
    """How it was told to a member who typed it in (services.reports.reports.TOLD), else ''; a digest of the report."""
    undone: frozenset[bytes] = frozenset()
    """The entries that count no more: their own members have undone them."""
    referrals: tuple[Referral, ...] = ()
    """What is, was or is to be passed on, in the order it was asked about."""
    envelopes: CaseEnvelopes | None = None
    """What it was folded from; None where that were no envelopes."""

    @property
    def status(self) -> str:
        """How it stands (services.reports.standing.STATUSES)."""
        return self.standing.status

    @property
    def outcome(self) -> str:
        """Why it was closed (services.reports.standing.OUTCOMES), '' where nobody said so."""
        return self.standing.outcome

    @property
    def assigned(self) -> bytes | None:
        """The member it was given to last."""
        return self.standing.assigned

    @property
    def withdrawn(self) -> bool:
        """True once the person has taken it back."""
        return self.standing.withdrawn

    @property
    def unanswered(self) -> bool:
        """True from what the person wrote until a reply."""
        return self.standing.unanswered

    @property
    def verification(self) -> str:
        """How sure it is."""
        return self.standing.verification

    @property
    def name(self) -> str:
        """The short name people use for it."""
        return case_name(self.id)

    @property
    def category(self) -> str:
        """The name (not the label) of the chosen category; that of the form where it asks for none; else ''."""
        return self.answer("category") or ("" if self.form == SAFETY_REPORT else self.form)

    @property
    def zone(self) -> str:
        """The name of the chosen zone, '' when none was chosen."""
        return self.answer("zone")

    @property
    def when(self) -> str:
        """The name of the chosen time, '' when none was chosen."""
        return self.answer("when")

    @property
    def is_open(self) -> bool:
        """False once closed, withdrawn or set aside."""
        return self.status != "closed" and not self.standing.aside

    def check_is_due(self, today: date) -> bool:
        """True for an open case that somebody wanted to look into again by today."""
        return self.is_open and self.standing.next_check is not None and self.standing.next_check <= today

    @property
    def needs_answer(self) -> bool:
        """True from what the person wrote until a reply, or until the case is closed. Nothing else ends it."""
        return self.is_open and self.unanswered

    @property
    def waits_for_us(self) -> bool:
        """True while nobody has looked into it, or the person wants an answer and has none."""
        return self.is_open and (self.status == "new" or self.unanswered or self.can_be_handed_over)

    @property
    def can_be_handed_over(self) -> bool:
        """True where the person said yes to passing something on, and nobody has done so yet."""
        return self.is_open and any(referral.waits_for_us for referral in self.referrals)

    @property
    def must_be_stopped(self) -> bool:
        """True where somebody has of this case what its person does not want them to have any more."""
        return any(referral.must_be_stopped for referral in self.referrals)

    @property
    def took_back(self) -> bool:
        """True where a yes was taken back that colleagues have to act on, or have not seen yet."""
        unseen = {*self.unseen}
        back = (each.id for each in self.entries if each.kind == "consent" and each.facts["answer"] == "withdrawn")
        return self.must_be_stopped or any(id in unseen for id in back)

    @property
    def wrote_again(self) -> bool:
        """True while it is a later message of the person that needs an answer."""
        return self.needs_answer and any(entry.kind == "message" for entry in self.entries)

    @property
    def last_heard(self) -> date:
        """The day on which anything last came from the person."""
        return max(entry.day for entry in self.entries if entry.from_the_person)

    @property
    def heard(self) -> int:
        """How much has come from the person."""
        return sum(entry.from_the_person for entry in self.entries)

    @property
    def queue_order(self) -> tuple[bool, bool, bool, bool, date, str]:
        """Sort key of the queue: whatever was taken back, then open before closed, what waits for us first, of that the
        urgent, longest unheard first."""
        pressing = not self.took_back, not self.is_open, not self.waits_for_us, not self.urgent
        return (*pressing, self.last_heard, self.name)

    @property
    def version(self) -> str:
        """Changes whenever anything is added to the case or erased from it."""
        return hashlib.sha256(b"".join(sorted(entry.id for entry in self.entries))).hexdigest()[:16]

    @property
    def clock(self) -> int:
        """The highest logical time in the thread; the next event gets one more and so sorts after what it answers."""
        return max(entry.clock for entry in self.entries if entry.kind != "forged")

    @property
    def unseen(self) -> tuple[bytes, ...]:
        """What came from the person since anybody last did something with the case."""
        ids: list[bytes] = []
        for entry in self.entries[1:]:
            if entry.from_the_person:
                ids.append(entry.id)
            elif entry.kind not in NOBODYS:
                ids.clear()
        return tuple(ids)

    @property
    def last_sequence(self) -> int:
        """The number of the newest reply or question, 0 before the first."""
        return max((sequence_of(entry) for entry in self.entries), default=0)

    def answer(self, question: str) -> str:
        """The stored answer to the question of that name, wherever in the form it stands; '' when skipped."""
        found = (value for path, value in self.answers.items() if path.rpartition("/")[2] == question)
        return next(found, "")

    @property
    def written(self) -> tuple[str, ...]:
        """What the person wrote in free words: the story, and what came after it."""
        return (self.answer("what_happened"), *(entry.text for entry in self.entries if entry.kind == "message"))


@dataclass(frozen=True, slots=True)
class PersonReach:
    """What can reach the person today: a reply in the mailbox, a notice to the phone. `unread`: replies still there.
    `altered`: somebody has changed the mailbox in the database; what is sealed to it is not."""

    deliverable: bool
    notice: bool
    unread: frozenset[bytes]
    altered: bool = False


def reach(session: Session, case: Case, today: date) -> PersonReach:
    """How the person can be reached. A reply that is no longer in the mailbox has been read, or its mailbox is gone."""
    row = mailboxes.get(session, case.mailbox.tag) if case.mailbox else None
    if case.mailbox is None or row is None:
        return PersonReach(deliverable=False, notice=False, unread=frozenset())
    unread = frozenset(reply.id for reply in mailboxes.replies(session, case.mailbox.tag))
    altered = row.public_key != case.mailbox.public_key
    return PersonReach(not case.withdrawn, route_alive(case, today), unread, altered)


def route_alive(case: Case, today: date) -> bool:
    """False when there never was a route, the person cut it, or two weeks passed without anything on the case.

    A route that died stays dead until the person writes again: a later reply alone does not wake it.
    """
    if case.route is None or case.withdrawn or any(entry.kind == "route_cut" for entry in case.entries):
        return False
    alive_on = case.last_heard
    for reply in (entry for entry in case.entries if entry.kind == "reply"):
        if alive_on <= reply.day <= alive_on + ROUTE_LIFE:
            alive_on = reply.day
    return today <= alive_on + ROUTE_LIFE


def sequence_of(entry: CaseEntry) -> int:
    """The number of a reply or a question among those of its case, 0 for anything else."""
    sequence = entry.facts.get("sequence") if entry.kind in IN_THE_MAILBOX else None
    return sequence if isinstance(sequence, int) else 0


def case_name(envelope_id: bytes) -> str:
    """A name that can be said over a telephone, such as `rubako-27`; the same id always has the same name.

    About 34 million names: among 1,000 cases two share one about once in 70 such offices. The id decides, not the name.
    """
    digest = hashlib.sha256(b"case name" + envelope_id).digest()
    syllables = [_syllable(digest[2 * i], digest[2 * i + 1]) for i in range(SYLLABLES)]
    number = int.from_bytes(digest[-8:], "big") % 90 + 10
    return f"{''.join(syllables)}-{number}"


def _syllable(first: int, second: int) -> str:
    return CONSONANTS[first % len(CONSONANTS)] + VOWELS[second % len(VOWELS)]
