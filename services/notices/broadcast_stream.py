"""From one row to many notices: who is next in a broadcast, a few at a time.

Belongs here: walking through an audience, and who is passed over or put off. Does not belong here: what a broadcast is
(broadcasts), and what becomes of a notice once it is laid down (dispatch).

Each step is one short transaction: the notices, the marks of who is about to get one, and how far the walk has come
commit together, so a kill between two steps loses and doubles nothing. At most `AHEAD` notices of a broadcast wait at
a time, however many people it is for. The walk is repeated: once in any case, for those who joined or changed their
language behind its back, and then when the quiet hours of those it put off are over. Marks keep it from doubling.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from math import ceil
from typing import Final

from sqlmodel import Session

from services.keys.sealing import Row, RuntimeKey
from services.notices import audiences, subscriptions
from services.notices.broadcasts import Broadcast, BroadcastState, IsMeant, mark_of, readable, told_row
from services.notices.outbox import laid_row
from services.notices.quiet_hours import quiet_until
from services.notices.subscriptions import Recipient
from services.store import Store
from storage import broadcasts as rows
from storage import outbox
from storage.broadcasts import BroadcastRow
from storage.outbox import NewOutboxRow

AHEAD: Final = 200
"""Notices of one broadcast that wait in the outbox at most: some seven seconds' worth."""
REFILL: Final = 50
"""Room that must be there before more are laid down: fewer commits."""
LOOKED_AT: Final = 150
"""People looked at in one transaction at most, so that nobody's answer waits long for it."""


@dataclass(slots=True)
class _Place:
    """How far the walk has come: which round, which list of people, after which tag; and when those it put off can be
    told."""

    round: int = 0
    list: int = 0
    after: str = ""
    put_off_until: int | None = None

    @classmethod
    def of(cls, kept: BroadcastRow, runtime: RuntimeKey) -> "_Place":
        return cls(**json.loads(runtime.unlock(kept.place, _place_row(kept.id)))) if kept.place else cls()

    def locked(self, runtime: RuntimeKey, broadcast: bytes) -> bytes:
        return runtime.lock(json.dumps(asdict(self)).encode(), _place_row(broadcast))


@dataclass(slots=True)
class _Chosen:
    """What one look at a page of people comes to."""

    laid: list[NewOutboxRow] = field(default_factory=list)
    marks: list[bytes] = field(default_factory=list)
    too_late: int = 0


def expand(store: Store, now: datetime, is_meant: IsMeant) -> bool:
    """Go one step further with the most urgent broadcast that has room; True where there is more to do at once.

    Also strikes off what can no longer be sent in time, and ends broadcasts of which nothing is left.
    """
    _strike_off_too_late(store.session, now)
    _end_finished(store.session, now)
    for known, broadcast in _open(store, now):
        if _is_earlier_one_under_way(store.session, broadcast, now):
            continue
        kept = _begun(store, known, broadcast)
        room = AHEAD - outbox.count_of(store.session, kept.id)
        if broadcast.until is not None and now >= broadcast.until:
            _cut_short(store.session, kept, now)
            return True
        if room >= REFILL:
            _Walk(store, kept, broadcast, now, is_meant).go_on(room)
            return True
    return False


def _open(store: Store, now: datetime) -> list[tuple[BroadcastRow, Broadcast]]:
    """Broadcasts that have people left to look at, upper lanes first. One of another runtime key reaches nobody; one of
    another version is passed over (set_aside)."""
    found = []
    for kept in rows.in_state(store.session, BroadcastState.OPEN, _second(now)):
        if store.runtime.opened(kept.body, told_row(kept.id)) is None:
            rows.move(store.session, kept.id, BroadcastState.DONE, _second(now), b"")
        elif broadcast := readable(store, kept):
            found.append((kept, broadcast))
    return sorted(found, key=lambda each: each[1].lane)


def _is_earlier_one_under_way(session: Session, broadcast: Broadcast, now: datetime) -> bool:
    """While a message of what this one replaces is on its way, it could arrive behind it and look newer."""
    earlier = (broadcast.replaces, *broadcast.outdates)
    return any(outbox.is_any_held(session, bytes.fromhex(each), _second(now)) for each in earlier if each is not None)


def _begun(store: Store, kept: BroadcastRow, broadcast: Broadcast) -> BroadcastRow:
    """With an estimate for how many it is: somebody in two audiences counts twice until everybody was looked at."""
    if kept.place or broadcast.only is not None:
        return kept
    languages = audiences.spoken(store, broadcast.languages)
    readers = [subscriptions.sizes(store, audience, languages) for audience in broadcast.audiences]
    meant = sum(count for each in readers for count in each.values())
    rows.set_meant(store.session, kept.id, meant)
    return kept._replace(meant=meant)


def _strike_off_too_late(session: Session, now: datetime) -> None:
    for broadcast, count in outbox.delete_ended(session, _second(now)).items():
        if broadcast is not None:
            rows.count(session, broadcast, failed=count)


def _end_finished(session: Session, now: datetime) -> None:
    for kept in rows.in_state(session, BroadcastState.ENDING, _second(now)):
        if not outbox.count_of(session, kept.id):
            rows.move(session, kept.id, BroadcastState.DONE, _second(now), b"")


def _cut_short(session: Session, kept: BroadcastRow, now: datetime) -> None:
    """Whoever was not reached by now is not reached at all."""
    unreached = kept.meant - kept.sent - kept.failed - outbox.count_of(session, kept.id)
    rows.count(session, kept.id, failed=max(0, unreached))
    rows.move(session, kept.id, BroadcastState.ENDING, _second(now), kept.place)


class _Walk:
    """One step through the audience of one broadcast."""

    def __init__(
        self, store: Store, kept: BroadcastRow, broadcast: Broadcast, now: datetime, is_meant: IsMeant
    ) -> None:
        self._store = store
        self._key = kept.id
        self._broadcast = broadcast
        self._now = now
        self._is_meant = is_meant
        self._start = min(broadcast.start, now)  # a clock far ahead may have set it for much later (put_off)
        spoken = audiences.spoken(store, broadcast.languages)
        self._lists = [(audience, *each) for audience in broadcast.audiences for each in spoken.items()]
        self._place = _Place.of(kept, store.runtime)

    def go_on(self, room: int) -> None:
        """Look at the next few people, and lay down at most `room` notices."""
        left = min(LOOKED_AT, room)
        while left > 0 and self._place.list < len(self._lists):
            page = self._page(left)
            self._lay_down(page, self._lists[self._place.list][2])
            if len(page) < left:
                self._place.list += 1
                self._place.after = ""
            else:
                self._place.after = page[-1].tag.hex()
            left -= len(page)
        if self._place.list < len(self._lists):
            self._note(BroadcastState.OPEN, self._start)
        else:
            self._end_round()

    def _page(self, limit: int) -> list[Recipient]:
        audience, language, _ = self._lists[self._place.list]
        after = bytes.fromhex(self._place.after)
        return subscriptions.recipients(self._store, audience, language, after, limit)

    def _lay_down(self, page: list[Recipient], language: str) -> None:
        marks = {mark_of(self._store.runtime, self._broadcast.id, each.chat): each for each in page}
        known = rows.known(self._store.session, self._key, list(marks))
        chosen = _Chosen()
        for mark, recipient in marks.items():
            if mark not in known:
                self._choose(chosen, mark, recipient, language)
        rows.mark(self._store.session, self._key, chosen.marks)
        outbox.add(self._store.session, chosen.laid)
        if chosen.too_late:
            rows.count(self._store.session, self._key, failed=chosen.too_late)

    def _choose(self, chosen: _Chosen, mark: bytes, recipient: Recipient, language: str) -> None:
        only, until = self._broadcast.only, self._broadcast.until
        if only is not None and not self._is_meant(self._store, only, recipient.chat):
            return
        over = None if self._broadcast.urgent else quiet_until(recipient.quiet, self._now, self._broadcast.zone)
        if over is None:
            chosen.laid.append(self._laid(recipient.chat, language))
        elif until is not None and over >= until:
            chosen.too_late += 1
        else:
            self._place.put_off_until = min(self._place.put_off_until or ceil(over.timestamp()), ceil(over.timestamp()))
            return
        chosen.marks.append(mark)

    def _laid(self, chat: int, language: str) -> NewOutboxRow:
        """Due since the start, not since now: a clock that is put back does not hold up what was laid down before."""
        body = self._store.runtime.lock(json.dumps([chat, language]).encode(), laid_row(self._key))
        until = self._broadcast.until
        last = None if until is None else int(until.timestamp())
        return NewOutboxRow(self._broadcast.lane, _second(self._start), body, last, self._key)

    def _end_round(self) -> None:
        put_off_until, round = self._place.put_off_until, self._place.round
        self._place = _Place(round + 1)
        if put_off_until is not None:
            self._note(BroadcastState.OPEN, datetime.fromtimestamp(put_off_until, self._now.tzinfo))
        else:
            self._note(BroadcastState.OPEN if round == 0 else BroadcastState.ENDING, self._start)

    def _note(self, state: BroadcastState, due: datetime) -> None:
        rows.move(
            self._store.session, self._key, state, _second(due), self._place.locked(self._store.runtime, self._key)
        )


def _place_row(broadcast: bytes) -> Row:
    return Row("broadcasts.place", broadcast)


def _second(moment: datetime) -> int:
    return int(moment.timestamp())
