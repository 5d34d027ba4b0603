"""The mailbox a receipt opens: answers out, later words in. It never opens the report itself.

Which compartment a report went to is written nowhere outside its envelope, yet the person's later words must reach
the same people. So the tag a mailbox is found by is derived from the receipt *and* the compartment: whoever brings
the receipt finds out, whoever holds the database does not.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

from sqlmodel import Session

from services.errors import Refusal
from services.keys import envelopes
from services.keys.envelopes import Letter
from services.keys.epochs import week_of
from services.keys.sealing import KeyPair, PrivateKey, PublicKey, derive, random_bytes
from services.keys.trust import Trust
from services.reports import later_words
from services.reports.memo import Memo
from services.reports.receipts import MailboxKeys
from services.reports.replies import Reply, open_replies
from storage import mailbox as rows

COMPARTMENTS = ("safety", "psea")
TEXT_LIMIT = 12_000
"""Characters of one later message: sealed whole even where each takes four bytes."""

_order = count(1)
"""Which of two messages of one day came first, without a clock time. It starts again with the process."""


class NoSuchMailbox(Refusal):
    """No mailbox has this receipt: it was never given out, or has expired, or was erased. Nobody can tell which."""


class AlreadyTakenBack(Refusal):
    """The report was taken back with this receipt: nobody works on it, and nobody would read later words."""


@dataclass(eq=False)
class MessageTooLong(Refusal):
    """One later message has more than `limit` characters."""

    limit: int


@dataclass(frozen=True, slots=True)
class OpenMailbox:
    """A mailbox somebody brought the receipt of. Holds the keys, never the receipt."""

    compartment: str
    keys: MailboxKeys


def open_new(session: Session, box: MailboxKeys, memo: Memo, now: datetime) -> None:
    """Keep a mailbox that was not there before. Its tag must be new (sqlalchemy IntegrityError otherwise)."""
    locked = memo.locked(box.keys.private)
    rows.add(session, rows.MailboxRow(box.tag, box.keys.public, week_of(now), locked))


def address(keys: MailboxKeys, compartment: str) -> MailboxKeys:
    """The same mailbox keys under the tag they have in that compartment."""
    return replace(keys, tag=derive(keys.keys.private, f"mailbox of {compartment}"))


def find(session: Session, keys: MailboxKeys) -> OpenMailbox:
    """The mailbox these keys belong to. Raises NoSuchMailbox, after the same work wherever it is looked for.

    The tag alone decides: whoever can write the row may change the key that lies there, and it is used for nothing.
    """
    found = None
    for compartment in COMPARTMENTS:
        box = address(keys, compartment)
        row = rows.get(session, box.tag)
        if row is not None:
            found = OpenMailbox(compartment, box)
    if found is None:
        raise NoSuchMailbox
    return found


def reopen(private: str, public: str, compartment: str) -> OpenMailbox:
    """The open mailbox again, from what an unfinished conversation keeps of it (hex)."""
    pair = KeyPair(PrivateKey(bytes.fromhex(private)), PublicKey(bytes.fromhex(public)))
    return OpenMailbox(compartment, address(MailboxKeys(b"", pair), compartment))


@dataclass(frozen=True, slots=True)
class LaterWords:
    """What somebody writes with their receipt. `after`: the highest reply sequence they had read, 0 for none. `urgent`:
    it speaks of danger."""

    text: str
    after: int = 0
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Inbox:
    """What lies in a mailbox: replies that are proven true, oldest first, how many others pretend to be, and what it
    remembers. `calm`: words of danger that were a false alarm here."""

    replies: tuple[Reply, ...]
    doubtful: int
    memo: Memo
    calm: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[Reply, ...]:
        """Those among the replies that ask whether something may be passed on, oldest first."""
        return tuple(reply for reply in self.replies if reply.question and not reply.question.agreed)

    @property
    def agreed_now(self) -> tuple[tuple[str, str], ...]:
        """What lies here of what its person has said yes to face to face: number, and name of who gets it."""
        agreed = (reply.question.terms for reply in self.replies if reply.question and reply.question.agreed)
        return tuple((terms.id, terms.name) for terms in agreed)

    @property
    def agreed(self) -> tuple[tuple[str, str], ...]:
        """All that its person has said yes to and can take back."""
        remembered = {referral for referral, _name in self.memo.agreed}
        return (*self.memo.agreed, *(each for each in self.agreed_now if each[0] not in remembered))


def look(session: Session, trust: Trust, box: OpenMailbox) -> Inbox:
    """Open what waits. A reply counts as true when somebody entitled to this very compartment has signed it, and
    the person has not erased it before."""
    inbox, memo = open_replies(session, trust, box.keys), remembered(session, box)
    signed = [reply for reply in inbox.replies if reply.compartment == box.compartment]
    true = tuple(reply for reply in signed if reply.calm is None and not memo.has_erased(reply.id))
    calm = [reply.calm for reply in signed if reply.calm is not None]
    doubtful = len(inbox.forged) + len(inbox.replies) - len(true) - len(calm)
    return Inbox(true, doubtful, memo, calm[-1] if calm else ())


def enter(session: Session, trust: Trust, keys: MailboxKeys) -> tuple[OpenMailbox, Inbox]:
    """`find` and `look` in one. Raises NoSuchMailbox, once it has looked all the same."""
    try:
        box = find(session, keys)
    except NoSuchMailbox:
        look(session, trust, nobodys(keys))
        raise
    return box, look(session, trust, box)


def nobodys(keys: MailboxKeys) -> OpenMailbox:
    """One that is not there, for a receipt that opens none: visited like any other, so that time tells nothing."""
    return OpenMailbox(COMPARTMENTS[0], address(keys, COMPARTMENTS[0]))


def remembered(session: Session, box: OpenMailbox) -> Memo:
    """What this mailbox remembers."""
    row = rows.get(session, box.keys.tag)
    return Memo.opened(row.memo if row else None, box.keys.keys.private)


def visit(session: Session, box: OpenMailbox, now: datetime, agreed: Iterable[tuple[str, str]] = ()) -> None:
    """The mailbox is in use: its life is counted from this week on. What its person agreed to face to face (number and
    name of each) is remembered from now on."""
    memo = remembered(session, box)
    for referral, name in agreed:
        memo = memo.agreeing(referral, name)
    used(session, box.keys, memo, now)


def used(session: Session, keys: MailboxKeys, memo: Memo, now: datetime) -> None:
    """The same, with what it remembers from now on: locked afresh at every use, so that a use which changes something
    looks like one that does not."""
    rows.touch(session, keys.tag, week_of(now))
    rows.remember(session, keys.tag, memo.locked(keys.keys.private))


def erase(session: Session, box: OpenMailbox, read: Iterable[str], now: datetime) -> None:
    """Erase the replies that were read (row ids in hex), and no other that came meanwhile."""
    waiting = {reply.id.hex() for reply in rows.replies(session, box.keys.tag)}
    erased = [bytes.fromhex(each) for each in read if each in waiting]
    rows.delete_replies(session, erased)
    used(session, box.keys, remembered(session, box).erasing(erased), now)


def write(session: Session, trust: Trust, box: OpenMailbox, words: LaterWords, now: datetime) -> None:
    """Send later words to those who have the report. Their day is that of `now` on the clock `now` is told by.

    Raises MessageTooLong, NoTrustedKey, NoSuchMailbox (erased while it was open), AlreadyTakenBack.
    """
    if len(words.text) > TEXT_LIMIT:
        raise MessageTooLong(TEXT_LIMIT)
    _put(session, trust, box, now, {"kind": "message", **asdict(words)})
    visit(session, box, now)


def cut_route(session: Session, trust: Trust, box: OpenMailbox, now: datetime) -> None:
    """Say that this person does not want to be told about answers any more. Raises as `write` does."""
    _put(session, trust, box, now, {"kind": "route_cut"})
    used(session, box.keys, replace(remembered(session, box), is_told=False), now)


def withdraw(session: Session, trust: Trust, box: OpenMailbox, now: datetime) -> None:
    """Take back the consent to work on the report. Raises as `write` does."""
    _put(session, trust, box, now, {"kind": "withdrawn"})
    memo = replace(remembered(session, box), is_told=False, is_taken_back=True)
    used(session, box.keys, memo, now)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something may be passed on: which row asked, about what, and to whom it would go. A yes is bound to the
    digest of the `terms` that were read."""

    row: str
    referral: str
    terms: str
    is_yes: bool
    name: str = field(default="", repr=False)


def answer(session: Session, trust: Trust, box: OpenMailbox, said: Answer, now: datetime) -> None:
    """Answer a question; it is then gone from the mailbox. Raises as `write` does."""
    meant = "yes" if said.is_yes else "no"
    _put(session, trust, box, now, _consent(said.referral, meant) | {"terms": said.terms})
    erase(session, box, (said.row,), now)
    if said.is_yes:
        used(session, box.keys, remembered(session, box).agreeing(said.referral, said.name), now)


def take_consent_back(session: Session, trust: Trust, box: OpenMailbox, told: Iterable[str], now: datetime) -> None:
    """Take back every yes that is remembered, and erase the rows that tell of them. Raises as `write` does."""
    for referral, _name in remembered(session, box).agreed:
        _put(session, trust, box, now, _consent(referral, "withdrawn"))
    erase(session, box, told, now)
    used(session, box.keys, replace(remembered(session, box), agreed=()), now)


def _consent(referral: str, meant: str) -> dict[str, Any]:
    return {"kind": "consent", "referral": referral, "answer": meant}


def _put(session: Session, trust: Trust, box: OpenMailbox, now: datetime, said: dict[str, Any]) -> None:
    if rows.get(session, box.keys.tag) is None:
        raise NoSuchMailbox
    if remembered(session, box).is_taken_back:
        raise AlreadyTakenBack
    id, tag, day = random_bytes(16), box.keys.tag.hex(), now.date().isoformat()
    body = {**said, "id": id.hex(), "mailbox_tag": tag, "day": day, "order": next(_order)}
    envelopes.put(session, trust, Letter(box.compartment, later_words.signed(box.keys.voice, body), id), now)
