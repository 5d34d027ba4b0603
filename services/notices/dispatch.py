"""What a sender takes up, and what becomes of it: claimed, sent, tried again later, or given up.

Belongs here: the account of each notice. Does not belong here: laying one down (outbox, broadcast_stream) and whether
Telegram's answer means sent or not (bot.outgoing.delivery).

A sender settles one notice and claims the next in one short transaction. While it holds a claim no other sender takes
the notice up; a claim that is not settled in time (its sender died) falls to whoever looks next.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from math import ceil
from typing import Final

from sqlmodel import Session

from services.conversation import conversation, sent_messages
from services.conversation.sent_messages import DOUBTFUL
from services.keys.sealing import NotTrusted
from services.keys.trust import Trust
from services.notices import broadcasts, outbox, set_aside, subscriptions, taken_off
from services.notices.broadcasts import Broadcast, BroadcastState, Delivered
from services.notices.outbox import Lane, Notice, laid_row
from services.store import UNREADABLE, Store
from storage import broadcasts as broadcast_rows
from storage import outbox as rows
from storage.outbox import OutboxRow

CLAIM: Final = timedelta(seconds=60)
"""How long a sender may hold a notice without settling it. Several times what one request can take."""


class Outcome(Enum):
    """What becomes of a notice after a try. GONE: it was for somebody who blocked us or is no more. MOVED: the group
    has another number now. SET_ASIDE: nobody here can make anything of it; for a day it waits for the version that
    can."""

    SENT = "sent"
    POSTPONED = "postponed"
    DROPPED = "dropped"
    GONE = "gone"
    MOVED = "moved"
    SET_ASIDE = "set aside"


@dataclass(frozen=True, slots=True)
class ClaimedNotice:
    """One claimed notice.

    `held_until` is when the claim ends, `until` when the notice is worth nothing any more. `replaced` is the
    message that this one replaces in the same chat, `outdated` are others that are no longer right. `broadcast` and
    `zone` only where many get the same. `is_busy`: the person is in the middle of something; `can_be_told` without
    buttons all the same, where that is only words that wait for what shall become of them.
    """

    id: int
    lane: Lane
    attempts: int
    notice: Notice
    held_until: datetime
    until: datetime | None = None
    broadcast: str | None = None
    zone: str | None = None
    replaced: Delivered | None = None
    outdated: tuple[Delivered, ...] = ()
    is_busy: bool = False
    can_be_told: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a claimed notice: `delivered` where it was sent, `again` (and whether it was `tried`) where it
    waits, `moved_to` where the group has another number. `in_doubt`: it may have been shown without our hearing which
    message it was."""

    claimed: ClaimedNotice
    outcome: Outcome
    delivered: Delivered | None = None
    again: datetime | None = None
    tried: bool = True
    in_doubt: bool = False
    moved_to: int | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """What a sender knows: the audiences that somebody who is gone is taken out of, and whom to believe of staff."""

    audiences: Sequence[str]
    trust: Trust | None = None


def settle_and_claim(
    store: Store, sender: Sender, result: Result | None, now: datetime, lowest: Lane
) -> ClaimedNotice | None:
    """Note what became of the last one, and claim the next of the lanes down to `lowest`; None where nothing is due."""
    if result is not None:
        settle(store, sender.audiences, result)
    return claim(store, now, lowest, sender.trust)


def claim(
    store: Store, now: datetime, lowest: Lane = Lane.BROADCAST, trust: Trust | None = None
) -> ClaimedNotice | None:
    """The first of what is due and not ended, the upper lanes first. What nobody here can open is set aside on the way:
    it is another version's, or lost, or neither the bot nor staff have laid it down."""
    held_until = now + CLAIM
    while True:
        found = rows.claim(store.session, _second(now), ceil(held_until.timestamp()), lowest, 1)
        if not found:
            return None
        waiting = found[0]
        try:
            opened = _opened(store, waiting, held_until, trust)
            standing = conversation.load(store, opened.notice.chat, now)
            return replace(opened, is_busy=standing.is_under_way, can_be_told=standing.can_be_told)
        except _HasLeft:  # nobody who could not be reached: they do not want to be
            _strike_off(store.session, waiting.id, waiting.broadcast)
        except _TakenBack:
            _strike_off(store.session, waiting.id, waiting.broadcast, failed=1)
        except (*UNREADABLE, NotTrusted):
            set_aside.put(store.session, waiting.id, waiting.until, now)


def settle(store: Store, audiences: Sequence[str], result: Result) -> None:
    """Note what became of it, and which message it was: a person who sweeps the chat sweeps this too."""
    claimed = result.claimed
    _trace(store, result)
    key = None if claimed.broadcast is None else bytes.fromhex(claimed.broadcast)
    if result.outcome is Outcome.POSTPONED and result.again is not None:
        again, held_until = ceil(result.again.timestamp()), ceil(claimed.held_until.timestamp())
        rows.postpone(store.session, claimed.id, again, claimed.attempts + result.tried, held_until)
        return
    if result.outcome is Outcome.SET_ASIDE:
        until = None if claimed.until is None else _second(claimed.until)
        set_aside.put(store.session, claimed.id, until, claimed.held_until - CLAIM)
        return
    is_sent = result.outcome is Outcome.SENT
    _strike_off(store.session, claimed.id, key, sent=int(is_sent), failed=int(not is_sent))
    if is_sent and claimed.broadcast is not None and result.delivered is not None:
        broadcasts.note_message(store, claimed.broadcast, claimed.notice.chat, result.delivered)
    if result.outcome is Outcome.GONE and subscriptions.forget_chat(store, audiences, claimed.notice.chat):
        taken_off.note(store, claimed.notice.chat, claimed.held_until)


def readdress(store: Store, claimed: ClaimedNotice, chat: int, now: datetime) -> None:
    """Lay it down for that chat instead. Nothing happens where it is no longer there: that was done before."""
    if rows.delete(store.session, claimed.id):
        outbox.enqueue(store, replace(claimed.notice, chat=chat), claimed.lane, now, claimed.until)


def _trace(store: Store, result: Result) -> None:
    number = DOUBTFUL if result.in_doubt else None
    number = number if result.delivered is None else result.delivered.message
    if number is not None:
        sent_at = result.claimed.held_until - CLAIM
        sent_messages.remember(store, {result.claimed.notice.chat: [number]}, sent_at)


def let_go(session: Session) -> int:
    """Every claim ends. For the one sender of an outbox, at its start: whatever is claimed, a dead one left behind."""
    return rows.let_go(session)


class _TakenBack(Exception):
    """The broadcast is no more."""


class _HasLeft(Exception):
    """The person has stopped everything since the notice was laid down: not even one more comes."""


def _strike_off(session: Session, id: int, key: bytes | None, sent: int = 0, failed: int = 0) -> None:
    """Counted only by whoever strikes it off: another sender may have had to take it up."""
    if rows.delete(session, id) and key is not None:
        broadcast_rows.count(session, key, sent=sent, failed=failed)


def _opened(store: Store, waiting: OutboxRow, held_until: datetime, trust: Trust | None) -> ClaimedNotice:
    until = None if waiting.until is None else datetime.fromtimestamp(waiting.until, UTC)
    lane = Lane(waiting.lane)
    if waiting.broadcast is None:
        notice = outbox.opened(store, waiting.body, trust, held_until - CLAIM)
        return ClaimedNotice(waiting.id, lane, waiting.attempts, notice, held_until, until)
    broadcast = _broadcast(store, waiting.broadcast)
    chat, language = json.loads(store.runtime.unlock(waiting.body, laid_row(waiting.broadcast)))
    if not subscriptions.joined(store, broadcast.audiences, chat):
        raise _HasLeft
    notice = Notice(broadcast.kind, chat, language, broadcast.facts_at(held_until - CLAIM))
    outdated = (broadcasts.message_of(store, each, chat) for each in broadcast.outdates)
    return replace(
        ClaimedNotice(waiting.id, lane, waiting.attempts, notice, held_until, until, broadcast.id, broadcast.zone),
        replaced=None if broadcast.replaces is None else broadcasts.message_of(store, broadcast.replaces, chat),
        outdated=tuple(each for each in outdated if each is not None),
    )


def _broadcast(store: Store, key: bytes) -> Broadcast:
    kept = broadcast_rows.get(store.session, key)
    if kept is None or kept.state == BroadcastState.RECALLED:
        raise _TakenBack
    return broadcasts.opened(store, kept)


def _second(now: datetime) -> int:
    return int(now.timestamp())
