"""Whom a block took off every list, so that it can be said when they come back.

A keyed tag and the day, locked: neither the address nor what the person had heard about. It lies among the
subscriptions as one to nothing, under a keyed name of its own, and goes once it was said, or after half a year.
"""

from datetime import date, datetime, timedelta
from typing import Final

from services.keys.sealing import RuntimeKey
from services.store import Store
from storage import subscriptions as rows
from storage.subscriptions import SubscriptionRow

PURPOSE: Final = "taken off"
KEPT_FOR: Final = timedelta(weeks=26)
LOOKED_AT: Final = 10_000


def note(store: Store, chat: int, now: datetime) -> None:
    """A block has taken the chat off its lists."""
    body = store.runtime.lock(now.date().isoformat().encode())
    rows.put(store.session, [SubscriptionRow(store.runtime.tag(PURPOSE, chat), keyed_name(store.runtime), body)])


def is_noted(store: Store, chat: int) -> bool:
    """Whether it did, and the person was not told yet."""
    return bool(rows.find(store.session, [store.runtime.tag(PURPOSE, chat)]))


def forget(store: Store, chat: int) -> None:
    """The person was told."""
    rows.delete(store.session, [store.runtime.tag(PURPOSE, chat)])


def forget_old(store: Store, now: datetime) -> int:
    """Erase what is older than half a year, and what nobody can open; how many went."""
    before = (now - KEPT_FOR).date()
    found = rows.page(store.session, keyed_name(store.runtime), b"", LOOKED_AT)
    return rows.delete(store.session, [row.tag for row in found if _is_old(store, row, before)])


def keyed_name(runtime: RuntimeKey) -> bytes:
    """The name they all lie under; nothing at rest says what it is the name of."""
    return runtime.pseudonym(PURPOSE, PURPOSE)


def _is_old(store: Store, row: SubscriptionRow, before: date) -> bool:
    opened = store.runtime.opened(row.body)
    return opened is None or date.fromisoformat(opened.decode()) < before
