"""A reply from staff: sealed so that only the receipt opens it, signed so that only staff can have made it.

Both halves are here: the desk makes a reply, the bot opens a mailbox. A reply names its mailbox, its own row and its
compartment under the signature, so that a copied or moved one is told from a true one. Check words are repeated in
every reply; whoever stole the bot or looks like it does not have them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ValidationError
from sqlmodel import Session

from services.keys.departures import imprint
from services.keys.epochs import COMPARTMENTS, week_of
from services.keys.keyring import Unlocked, check_signed, signed
from services.keys.sealing import CannotOpen, KeyPair, NotTrusted, Sealed, random_bytes, seal, unseal
from services.keys.trust import Trust
from services.reports.bodies import Count, Hex16, Hex32, SealedBody, two_check_words
from services.reports.case import Case
from services.reports.receipts import MailboxKeys
from services.reports.referrals import Terms
from storage import mailbox as mailboxes
from storage.departures import REPLIES

REPLY_LIMIT = 3000
"""Characters; with heading and check words a reply of this length still fits one Telegram message (4,096)."""

MOST_CALM, LONGEST_CALM = 30, 80
"""Words of danger that one mailbox can be told of, and characters of each."""
PURPOSE = "reply"


@dataclass(frozen=True, slots=True)
class Question:
    """Whether this may be passed on. `agreed`: no question any more, the person has said yes face to face."""

    terms: Terms = field(repr=False)
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """A true reply, or a question instead of its text. `id` is its row, to be erased once read; `check_words` are
    indexes of the picture list."""

    id: bytes
    text: str = field(repr=False)
    check_words: tuple[int, int] = field(repr=False)
    sequence: int
    day: date
    compartment: str
    question: Question | None = field(default=None, repr=False)
    calm: tuple[str, ...] | None = field(default=None, repr=False)
    """No answer to anybody: the words of danger that were a false alarm."""


@dataclass(frozen=True, slots=True)
class OpenedReplies:
    """What a mailbox holds: true replies, oldest first, and the rows of those that are no staff member's."""

    replies: tuple[Reply, ...]
    forged: tuple[bytes, ...]


class ReplyBody(SealedBody):
    """The shape under the seal."""

    kind: Literal["reply"]
    id: Hex16
    mailbox: Hex32
    compartment: str
    text: str
    check_words: Annotated[tuple[int, int], AfterValidator(two_check_words)]
    sequence: Count
    day: date
    terms: Terms | None = None
    agreed: bool = False
    calm: tuple[str, ...] | None = None


def make_false_alarm(session: Session, unlocked: Unlocked, case: Case, words: Sequence[str], now: datetime) -> bytes:
    """Tell the case's mailbox, as a reply is laid there, by which words nobody is called at once; the row's id. Of very
    many words some are left out: by them somebody is called."""
    calm = [each for each in words if len(each) <= LONGEST_CALM][:MOST_CALM]
    return _lay(session, unlocked, case, {"text": "", "calm": calm}, now)


def make_question(session: Session, unlocked: Unlocked, case: Case, question: Question, now: datetime) -> bytes:
    """Lay a signed question in the case's mailbox, as a reply is laid there; its id."""
    said = {"text": "", "terms": question.terms.model_dump(mode="json"), "agreed": question.agreed}
    return _lay(session, unlocked, case, said, now)


def make_reply(session: Session, unlocked: Unlocked, case: Case, text: str, now: datetime) -> bytes:
    """Lay a signed reply in the case's mailbox and renew the mailbox; the reply's id. Does not check the text."""
    return _lay(session, unlocked, case, {"text": text}, now)


def _lay(session: Session, unlocked: Unlocked, case: Case, said: Mapping[str, Any], now: datetime) -> bytes:
    mailbox, reply_id = case.mailbox, random_bytes(16)
    assert mailbox is not None, "whoever replies has asked whether anything can reach the person"
    body = {
        "kind": "reply",
        "id": reply_id.hex(),
        "mailbox": mailbox.tag.hex(),
        "compartment": case.compartment,
        **said,
        "check_words": list(case.check_words),
        "sequence": case.last_sequence + 1,
        "day": now.date().isoformat(),
    }
    sealed = seal(json.dumps(signed(unlocked, PURPOSE, body), ensure_ascii=False).encode(), mailbox.public_key)
    week = week_of(now)
    mailboxes.add_reply(session, mailboxes.ReplyRow(reply_id, mailbox.tag, week, sealed))
    mailboxes.touch(session, mailbox.tag, week)
    return reply_id


def open_replies(session: Session, trust: Trust, mailbox: MailboxKeys) -> OpenedReplies:
    """Open what lies in a mailbox. Never raises on what it finds there: a reply that cannot be trusted is 'forged'."""
    replies, forged = [], []
    for row in mailboxes.replies(session, mailbox.tag):
        try:
            replies.append(_open(session, trust, mailbox, row.id, Sealed(row.body)))
        except (CannotOpen, NotTrusted, ValidationError, ValueError, KeyError, TypeError):
            forged.append(row.id)
    return OpenedReplies(tuple(sorted(replies, key=lambda reply: (reply.sequence, reply.day, reply.id))), tuple(forged))


def _open(session: Session, trust: Trust, mailbox: MailboxKeys, row: bytes, sealed: Sealed) -> Reply:
    body = _read(sealed, mailbox.keys)
    reply = ReplyBody.model_validate(body)
    if reply.compartment not in COMPARTMENTS or reply.id != row.hex() or reply.mailbox != mailbox.tag.hex():
        raise NotTrusted
    check_signed(session, trust, PURPOSE, body, reply.compartment, imprint(REPLIES, row, sealed))
    question = Question(reply.terms, reply.agreed) if reply.terms is not None else None
    return Reply(row, reply.text, reply.check_words, reply.sequence, reply.day, reply.compartment, question, reply.calm)


def _read(sealed: Sealed, keys: KeyPair) -> Mapping[str, Any]:
    body = json.loads(unseal(sealed, keys))
    if not isinstance(body, dict):
        raise NotTrusted
    return body
