"""Whatever is pushed to somebody: written in the transaction of the fact it announces, neither without the other.

Belongs here: what a notice is, and laying one down. Does not belong here: what becomes of it (dispatch), its words
(handlers.notices), the sending (bot.outgoing.delivery), and telling many people one thing (broadcasts). The desk seals
to the runtime key's public half, so it can lay a notice down without being able to read one; and because anybody can
seal to a public key, it signs.
"""

import json
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any, Final

from sqlmodel import Session

from services.keys.departures import imprint
from services.keys.sealing import CannotOpen, PublicKey, Row, RuntimeKey, Sealed, seal, unseal
from services.keys.signatures import StaffWriter, check_signed, signed
from services.keys.trust import Trust
from services.store import Store
from storage import outbox
from storage.departures import OUTBOX

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=10)
PURPOSE: Final = "notice"
STAFF_TELL: Final = ("mailbox",)
"""The kinds of notice that staff lay down. Neither words nor places can be told in them."""
BELIEVED_FOR: Final = timedelta(days=14)
"""How long a signed notice may wait. A copy of it that somebody lays down later is not believed."""


class Lane(IntEnum):
    """Who goes first when not all may go at once. REPORT: what is said to somebody inside a report."""

    REPORT = -1
    REPLY = 0
    SAFETY = 1
    REMINDER = 2
    BROADCAST = 3


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell one chat. `facts` is plain JSON; `kind` names the sentence they are put into."""

    kind: str
    chat: int
    language: str
    facts: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_json(cls, text: str | bytes) -> "Notice":
        """As it was laid down, perhaps by another version. Raises TypeError where too little is there."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in json.loads(text).items() if name in known})


@dataclass(frozen=True, slots=True)
class WaitingNotice:
    """A notice in the outbox, still closed."""

    id: int
    lane: Lane
    attempts: int
    body: bytes


def enqueue(store: Store, notice: Notice, lane: Lane, now: datetime, until: datetime | None = None) -> None:
    """Lay a notice down to be sent from `now` on, and before `until`. Raises sealing.TooLarge for facts of more than
    64 KiB."""
    text = json.dumps(asdict(notice), ensure_ascii=False)
    _add(store.session, closed(store.runtime, text.encode()), lane, now, until)


def enqueue_signed(session: Session, writer: StaffWriter, to: PublicKey, notice: Notice, now: datetime) -> None:
    """The same for a member of staff, whose process has no runtime key. `to` is its public half."""
    body = signed(writer, PURPOSE, {**asdict(notice), "laid": now.isoformat()})
    _add(session, seal(json.dumps(body, ensure_ascii=False).encode(), to), Lane.REMINDER, now)


def due(session: Session, now: datetime, limit: int) -> list[WaitingNotice]:
    """At most `limit` notices to send now that nobody is at: the upper lanes first, then as they were laid down."""
    rows = outbox.due(session, int(now.timestamp()), limit)
    return [WaitingNotice(row.id, Lane(row.lane), row.attempts, row.body) for row in rows]


def opened(store: Store, body: bytes, trust: Trust | None, now: datetime) -> Notice:
    """What is inside: locked by the bot itself, or signed by a member of staff within the last days.

    Raises what UNREADABLE names for what is neither: whoever can write the database has laid it down. Without `trust`
    no signature is believed.
    """
    inside = unseal(Sealed(body), store.runtime.box)
    own = store.runtime.opened(inside, laid_row())
    if own is not None:
        return Notice.from_json(own)
    content = json.loads(inside)
    if trust is None or content["kind"] not in STAFF_TELL or abs(now - _moment(content["laid"])) > BELIEVED_FOR:
        raise CannotOpen
    check_signed(store.session, trust, PURPOSE, content, None, imprint(OUTBOX, b"", body))
    return Notice.from_json(json.dumps(content))


def closed(runtime: RuntimeKey, notice: bytes) -> Sealed:
    """A notice of the bot's own (JSON): locked, and sealed as the desk's are, so that no row shows whose it is."""
    return seal(runtime.lock(notice, laid_row()), runtime.public)


def laid_row(broadcast: bytes = b"") -> Row:
    """Where notices lie, those of a broadcast apart."""
    return Row("outbox", broadcast)


def pause_after(attempts: int) -> timedelta:
    """How long to wait before the next try, after so many: twice as long each time, up to ten minutes."""
    doublings: int = 2 ** min(attempts, 16)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)


def _add(session: Session, body: Sealed, lane: Lane, now: datetime, until: datetime | None = None) -> None:
    last = None if until is None else int(until.timestamp())
    outbox.add(session, [outbox.NewOutboxRow(lane, int(now.timestamp()), body, last)])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
