"""Whether what is locked lies where it was laid: bodies that no row of the database opens, and binding older ones.

A body is bound to its row (`RuntimeKey.lock`). Those of before open anywhere, so whoever can write the database could
have words that somebody typed read as a notice to everybody. They are bound once, as they lie then.
"""

from collections.abc import Mapping
from functools import partial

from services.keys.sealing import CannotOpen, Row, RuntimeKey, Sealed, unseal
from services.notices import outbox
from services.store import Store
from storage import locked as columns
from storage.locked import LOCKED

OUTBOX = "outbox"


def bind(store: Store) -> None:
    """Bind every body that is not. What this key does not open stays as it is: nobody can read it."""
    for column in LOCKED:
        columns.change(store.session, column, partial(_bound, store.runtime, column.label))


def unreadable(store: Store) -> Mapping[str, int]:
    """How many bodies do not open where they lie, by column; of those that have any. Another runtime key has locked
    them, or somebody has moved or changed them. Notices that wait are counted where they are set aside."""
    found = {column.label: _unreadable(store, column) for column in LOCKED if column.label != OUTBOX}
    return {label: count for label, count in found.items() if count}


def _unreadable(store: Store, column: columns.LockedColumn) -> int:
    bodies = columns.each(store.session, column)
    return sum(store.runtime.opened(body, Row(column.label, key)) is None for key, body in bodies)


def _bound(runtime: RuntimeKey, label: str, key: bytes, body: bytes) -> bytes:
    row = Row(label, key)
    if label == OUTBOX and not key:
        return _bound_notice(runtime, row, body)
    if runtime.opened(body, row) is not None:
        return body
    try:
        return runtime.lock(runtime.unlock_unbound(body), row)
    except CannotOpen:
        return body


def _bound_notice(runtime: RuntimeKey, row: Row, body: bytes) -> bytes:
    """A notice to one person was sealed to the runtime key's public half, to which anybody can seal."""
    try:
        inside = unseal(Sealed(body), runtime.box)
    except CannotOpen:
        return body
    is_ours = runtime.opened(inside, row) is not None
    return body if is_ours or b'"signature"' in inside else outbox.closed(runtime, inside)
