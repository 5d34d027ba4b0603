"""What a broadcast cuts short before it has reached anybody, and what goes on where that broadcast is taken back."""

from datetime import datetime

from sqlmodel import Session

from services.notices.broadcasts import FORGOTTEN_AT_ONCE, Broadcast, BroadcastState
from services.store import Store
from storage import broadcasts as rows
from storage import outbox
from storage.broadcasts import BroadcastRow

GOING_ON = (BroadcastState.OPEN, BroadcastState.ENDING)


def cut_short_by(store: Store, broadcast: Broadcast) -> tuple[str, ...]:
    """Which earlier notices end, and have reached nobody yet, once this one is announced."""
    earlier = [each for each in (broadcast.replaces, *broadcast.outdates) if each is not None]
    found = {each: rows.get(store.session, bytes.fromhex(each)) for each in earlier}
    return tuple(
        each
        for each, known in found.items()
        if known is not None and known.state in GOING_ON and _is_with_nobody(store.session, known)
    )


def resume(session: Session, id: str, now: datetime) -> bool:
    """Have a recalled broadcast that reached nobody told after all, to everybody, at its start or now. False where it
    is not such a one any more."""
    known = rows.get(session, bytes.fromhex(id))
    if known is None or known.state != BroadcastState.RECALLED or not _is_with_nobody(session, known):
        return False
    while rows.forget_messages(session, known.id, FORGOTTEN_AT_ONCE) == FORGOTTEN_AT_ONCE:
        pass
    rows.count(session, known.id, failed=-known.failed)
    rows.move(session, known.id, BroadcastState.OPEN, max(known.due, int(now.timestamp())), b"")
    return True


def _is_with_nobody(session: Session, known: BroadcastRow) -> bool:
    return known.sent == 0 and not outbox.is_any_tried(session, known.id)
