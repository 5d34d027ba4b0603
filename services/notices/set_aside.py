"""Notices and broadcasts that nobody here can make anything of: they are passed over, and everything else goes its way.

Another version has written them as a rule, and may be put back: for a day they wait for it, then they are given up.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from services.notices.broadcasts import BroadcastState, readable
from services.store import Store
from storage import broadcasts as rows
from storage import outbox

KEPT_FOR: Final = timedelta(days=1)
LONGEST_CLAIM: Final = timedelta(hours=1)
"""No sender holds a notice for as long; what is held for longer is set aside."""


def put(session: Session, id: int, until: int | None, now: datetime) -> None:
    """Nobody looks at the notice again before a restart, or before the day is over. A restart does not make it longer:
    `until` (unix seconds) is then the end of the day from the first time."""
    last = int((now + KEPT_FOR).timestamp())
    outbox.set_aside(session, id, last if until is None else min(last, until))


def look_after(store: Store, now: datetime) -> int:
    """How many notices and broadcasts are set aside. A broadcast that still is a day after it was due is given up;
    notices are, once they are worth nothing any more (broadcast_stream)."""
    second, waiting = int(now.timestamp()), 0
    for kept in rows.in_state(store.session, BroadcastState.OPEN, second):
        if readable(store, kept) is not None:
            continue
        if second - kept.due > KEPT_FOR.total_seconds():
            rows.move(store.session, kept.id, BroadcastState.DONE, second, b"")
        else:
            waiting += 1
    return waiting + outbox.count_held_beyond(store.session, int((now + LONGEST_CLAIM).timestamp()))
