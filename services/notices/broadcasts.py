"""One thing told to everybody who hears about something: announced in one row, streamed from there to the outbox.

Belongs here: what a broadcast is, taking it back, how far it has come. Does not belong here: who is next
(broadcast_stream), the sending (bot.outgoing.delivery), the words (handlers.notices).
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any, Final, NamedTuple

from sqlmodel import Session

from services.keys.sealing import Row, RuntimeKey
from services.notices.outbox import Lane
from services.recurrence.wall_time import WallTime, check_zone, wall_of
from services.store import UNREADABLE, Store
from storage import broadcasts as rows
from storage import outbox
from storage.broadcasts import BroadcastRow

WATCH = "broadcast watch"
KEPT_FOR: Final = timedelta(days=30)
"""How long after its end the messages of a broadcast can still be replaced by a later one."""
FORGOTTEN_AT_ONCE: Final = 500
"""Rows erased in one transaction at most, so that nobody's answer waits long for it."""


HAS_BEEN: Final = "has_been"
"""The fact that the time which a notice tells of is past: after an outage, or a night."""

IsMeant = Callable[[Store, dict[str, Any], int], bool]
"""Whether a chat is among those of `only`."""


class BroadcastState(IntEnum):
    """Where a broadcast stands: notices are still laid down, the last are being sent, over, taken back."""

    OPEN = 0
    ENDING = 1
    DONE = 2
    RECALLED = 3


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One announcement to everybody in these audiences who reads one of these languages; each gets it once.

    `kind` and `facts` (plain JSON) are worded by handlers.notices, once a language. Nothing leaves before `start`
    (the end of the recall window), nothing at or after `until`. Unless `urgent`, it waits for the end of a person's
    quiet hours, local time of `zone` (IANA). `only` narrows it down to those for whom `is_meant` says yes. With
    `replaces`, the message each had got of that earlier broadcast is changed to the notice's old wording first; so are
    those of the earlier ones in `outdates`. Of one that `is_discreet` organisers see no numbers. From `about` on, the
    time it tells of has been: it is then worded so (`HAS_BEEN` among the facts). `counted`: about how many it is for (a
    band), as counted last before it was let out; None where nobody counted.
    """

    id: str
    kind: str
    facts: dict[str, Any]
    audiences: tuple[str, ...]
    languages: tuple[str, ...]
    lane: Lane
    start: datetime
    zone: str
    until: datetime | None = None
    urgent: bool = False
    only: dict[str, Any] | None = field(default=None)
    replaces: str | None = None
    outdates: tuple[str, ...] = ()
    is_discreet: bool = True
    about: datetime | None = None
    counted: int | None = None

    def facts_at(self, now: datetime) -> dict[str, Any]:
        """What is true of it at that moment."""
        return self.facts | {HAS_BEEN: True} if self.about is not None and now >= self.about else self.facts

    def to_json(self) -> str:
        """Inverse of `from_json`."""
        body = asdict(self) | {"start": self.start.isoformat(), "until": self.until and self.until.isoformat()}
        body["about"] = self.about and self.about.isoformat()
        return json.dumps(body, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Broadcast":
        """Inverse of `to_json`."""
        known = {each.name for each in fields(cls)}
        body = {name: value for name, value in json.loads(text).items() if name in known}
        until, about = body["until"], body.get("about")
        return cls(
            **body
            | {
                "audiences": tuple(body["audiences"]),
                "languages": tuple(body["languages"]),
                "outdates": tuple(body.get("outdates", ())),
                "lane": Lane(body["lane"]),
                "start": datetime.fromisoformat(body["start"]),
                "until": until and datetime.fromisoformat(until),
                "about": about and datetime.fromisoformat(about),
            }
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a broadcast has come. `meant` is an estimate until everybody was looked at. Counts of people, as they
    are: what organisers are told of it says `publishing.told_progress`. `waits_until`: what is left waits for the end
    of people's quiet hours, of which the next is then, in local wall time. `is_taken_back`: whoever has not got it
    never gets it. `has_begun`: somebody was looked at, or there was nobody."""

    meant: int
    sent: int
    failed: int
    waiting: int
    is_done: bool
    waits_until: WallTime | None = None
    is_discreet: bool = True
    is_taken_back: bool = False
    has_begun: bool = True


class Watch(NamedTuple):
    """A message that tells how far a broadcast has come."""

    broadcast: str
    chat: int
    message: int
    language: str
    said: str = ""
    """How the message reads at first."""


class Delivered(NamedTuple):
    """A message somebody got. One that brought a reply keyboard cannot be changed (Bot API, "Updating messages")."""

    message: int
    can_change: bool = True


def announce(store: Store, broadcast: Broadcast) -> None:
    """Have it told from `start` on; in the transaction of the fact it tells. Takes no longer for a million people.

    What was not sent yet of broadcasts that this one replaces or outdates will not be. Raises UnknownZone.
    """
    check_zone(broadcast.zone)
    for earlier in (broadcast.replaces, *broadcast.outdates):
        if earlier is not None:
            recall(store.session, earlier)
    body = store.runtime.lock(broadcast.to_json().encode(), told_row(_key(broadcast.id)))
    start = int(broadcast.start.timestamp())
    rows.add(store.session, BroadcastRow(_key(broadcast.id), BroadcastState.OPEN, start, b"", 0, 0, 0, body))


def recall(session: Session, id: str) -> bool:
    """What was not sent yet will not be (but for a message that is on its way this very moment).

    True: nobody got it, nobody will. False: some have it already, or may have (it was tried, and nobody knows what
    became of it), or there is no such broadcast.
    """
    key = _key(id)
    known = rows.get(session, key)
    if known is None:
        return False
    was_tried = outbox.is_any_tried(session, key)
    if known.state in (BroadcastState.OPEN, BroadcastState.ENDING):
        rows.move(session, key, BroadcastState.RECALLED, known.due, known.place)
        outbox.delete_of(session, key)
    return known.sent == 0 and not was_tried


def tell_as_taken_back(session: Session, id: str) -> None:
    """From now on it is told as taken back, also where everybody had got it: or what is told would say which it was."""
    known = rows.get(session, _key(id))
    if known is not None and known.state == BroadcastState.DONE:
        rows.move(session, known.id, BroadcastState.RECALLED, known.due, known.place)


def is_known(session: Session, id: str) -> bool:
    """Whether it was announced; a month after its end nobody knows any more."""
    return rows.get(session, _key(id)) is not None


def progress(store: Store, id: str) -> Progress | None:
    """How far it has come; None for one that is forgotten (a month after its end)."""
    known = look(store, id)
    return None if known is None else known[1]


def look(store: Store, id: str) -> tuple[Broadcast | None, Progress] | None:
    """The broadcast, where anybody here can read it, and how far it has come; None for one that is forgotten."""
    known = rows.get(store.session, _key(id))
    if known is None:
        return None
    is_taken_back = known.state == BroadcastState.RECALLED
    is_done = is_taken_back or known.state == BroadcastState.DONE
    meant = known.sent + known.failed if is_done else max(known.meant, known.sent + known.failed)
    waiting = meant - known.sent - known.failed
    broadcast = readable(store, known)
    waits_until = None if broadcast is None else _waits_until(broadcast, known)
    is_discreet = broadcast is None or broadcast.is_discreet
    has_begun = known.state != BroadcastState.OPEN or bool(known.place)
    counts = (meant, known.sent, known.failed, waiting)
    return broadcast, Progress(*counts, is_done, waits_until, is_discreet, is_taken_back, has_begun)


def opened(store: Store, kept: BroadcastRow) -> Broadcast:
    """The broadcast in the row. Raises what UNREADABLE names where nobody here can read it."""
    return Broadcast.from_json(store.runtime.unlock(kept.body, told_row(kept.id)).decode())


def readable(store: Store, kept: BroadcastRow) -> Broadcast | None:
    """The same; None where nobody here can read it."""
    try:
        return opened(store, kept)
    except UNREADABLE:
        return None


def _waits_until(broadcast: Broadcast, known: BroadcastRow) -> WallTime | None:
    """A walk through the audience that has begun and is to go on later than it began has put people off."""
    has_begun = known.state == BroadcastState.OPEN and known.place
    if not has_begun or known.due <= int(broadcast.start.timestamp()):
        return None
    return wall_of(datetime.fromtimestamp(known.due, UTC), broadcast.zone)


def watch(store: Store, watch: Watch) -> None:
    """Have the message tell how far the broadcast has come, every few seconds, until it is done."""
    key, tag = _key(watch.broadcast), _watch_tag(store.runtime, watch)
    rows.watch(store.session, key, tag, store.runtime.lock(json.dumps(watch).encode(), _watch_row(key, tag)))


def watches(store: Store) -> list[Watch]:
    """Every message that tells how far something has come."""
    opened = (store.runtime.opened(body, _watch_row(key, tag)) for key, tag, body in rows.watches(store.session))
    return [Watch(*json.loads(body)) for body in opened if body is not None]


def unwatch(store: Store, watch: Watch) -> None:
    """That message tells no more."""
    rows.unwatch(store.session, _key(watch.broadcast), _watch_tag(store.runtime, watch))


def mark_of(runtime: RuntimeKey, id: str, chat: int) -> bytes:
    """The keyed tag under which it is known that the chat gets this broadcast, and which message it was."""
    return runtime.tag(f"broadcast:{id}", chat)


def note_message(store: Store, id: str, chat: int, delivered: Delivered) -> None:
    """The chat got this message of the broadcast."""
    key, mark = _key(id), mark_of(store.runtime, id, chat)
    rows.note_message(
        store.session, key, mark, store.runtime.lock(json.dumps(delivered).encode(), _message_row(key, mark))
    )


def message_of(store: Store, id: str, chat: int) -> Delivered | None:
    """Which message of the broadcast the chat got; None where it got none."""
    key, mark = _key(id), mark_of(store.runtime, id, chat)
    body = rows.message(store.session, key, mark)
    return None if body is None else Delivered(*json.loads(store.runtime.unlock(body, _message_row(key, mark))))


def forget_old(session: Session, now: datetime) -> bool:
    """Erase something of what ended more than a month ago; True where there is more of it."""
    before = int((now - KEPT_FOR).timestamp())
    for known in [
        each
        for state in (BroadcastState.DONE, BroadcastState.RECALLED)
        for each in rows.in_state(session, state, before)
    ]:
        if rows.forget_messages(session, known.id, FORGOTTEN_AT_ONCE) == FORGOTTEN_AT_ONCE:
            return True
        rows.delete(session, known.id)
    return False


def _key(id: str) -> bytes:
    return bytes.fromhex(id)


def _watch_tag(runtime: RuntimeKey, watch: Watch) -> bytes:
    return runtime.tag(f"{WATCH}:{watch.broadcast}", watch.chat)


def told_row(broadcast: bytes) -> Row:
    """Where what is told lies."""
    return Row("broadcasts", broadcast)


def _watch_row(broadcast: bytes, tag: bytes) -> Row:
    return Row("broadcast_watches", broadcast + tag)


def _message_row(broadcast: bytes, tag: bytes) -> Row:
    return Row("broadcast_messages", broadcast + tag)
