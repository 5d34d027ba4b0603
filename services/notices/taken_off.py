"""Whom a block took off every list, so that it can be said when they come back.

A keyed tag and the day, locked: neither the address nor what the person had heard about. It lies among the
subscriptions as one to nothing, under a keyed name of its own, and goes once it was said, or after half a year.
"""

from datetime import date, datetime, timedelta
from typing import Final

from services.keys.sealing import Row, RuntimeKey
from services.store import Store
from storage import audiences as rows
from storage.audiences import Note

PURPOSE: Final = "taken off"
KEPT_FOR: Final = timedelta(weeks=26)
LOOKED_AT: Final = 10_000


def note(store: Store, chat: int, now: datetime) -> None:
    """A block has taken the chat off its lists."""
    tag = store.runtime.tag(PURPOSE, chat)
    body = store.runtime.lock(now.date().isoformat().encode(), Row("subscriptions", tag))
    rows.put_note(store.session, keyed_name(store.runtime), Note(tag, body))


def is_noted(store: Store, chat: int) -> bool:
    """Whether it did, and the person was not told yet."""
    return rows.body_of(store.session, store.runtime.tag(PURPOSE, chat)) is not None


def forget(store: Store, chat: int) -> None:
    """The person was told."""
    rows.drop_notes(store.session, [store.runtime.tag(PURPOSE, chat)])


def forget_old(store: Store, now: datetime) -> int:
    """Erase what is older than half a year, and what nobody can open; how many went."""
    before = (now - KEPT_FOR).date()
    found = rows.notes(store.session, keyed_name(store.runtime), LOOKED_AT)
    return rows.drop_notes(store.session, [note.tag for note in found if _is_old(store, note, before)])


def keyed_name(runtime: RuntimeKey) -> bytes:
    """The name they all lie under; nothing at rest says what it is the name of."""
    return runtime.pseudonym(PURPOSE, PURPOSE)


def _is_old(store: Store, note: Note, before: date) -> bool:
    opened = store.runtime.opened(note.body, Row("subscriptions", note.tag))
    return opened is None or date.fromisoformat(opened.decode()) < before
