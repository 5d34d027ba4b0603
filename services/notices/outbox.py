"""Whatever is pushed to somebody: written in the transaction of the fact it announces, neither without the other.

Belongs here: what a notice is, and laying one down. Does not belong here: what becomes of it (dispatch), its words
(handlers.notices), the sending (bot.outgoing.delivery), and telling many people one thing (broadcasts). The address is
sealed to the runtime key's public half, so the desk can lay a notice down without being able to read one.
"""

import json
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlmodel import Session

from services.keys.sealing import KeyPair, PublicKey, Sealed, seal, unseal
from storage import outbox

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=10)


class Lane(IntEnum):
    """Who goes first when not all may go at once."""

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
    """A notice in the outbox, still sealed."""

    id: int
    lane: Lane
    attempts: int
    sealed: Sealed


def enqueue(session: Session, runtime_public: PublicKey, notice: Notice, lane: Lane, now: datetime) -> None:
    """Lay a notice down to be sent from `now` on. Raises sealing.TooLarge for facts of more than 64 KiB."""
    body = json.dumps(asdict(notice), ensure_ascii=False).encode()
    outbox.add(session, [outbox.NewOutboxRow(lane, int(now.timestamp()), seal(body, runtime_public))])


def due(session: Session, now: datetime, limit: int) -> list[WaitingNotice]:
    """At most `limit` notices to send now that nobody is at: the upper lanes first, then as they were laid down."""
    rows = outbox.due(session, int(now.timestamp()), limit)
    return [WaitingNotice(row.id, Lane(row.lane), row.attempts, Sealed(row.body)) for row in rows]


def opened(waiting: WaitingNotice, keys: KeyPair) -> Notice:
    """What is inside. Raises sealing.CannotOpen when it was sealed to another runtime key."""
    return Notice.from_json(unseal(waiting.sealed, keys))


def pause_after(attempts: int) -> timedelta:
    """How long to wait before the next try, after so many: twice as long each time, up to ten minutes."""
    doublings: int = 2 ** min(attempts, 16)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)
