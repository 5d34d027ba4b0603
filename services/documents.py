"""What organisers work on, in and out of storage: JSON locked with the runtime key, under a random number.

Belongs here: reading, keeping and dropping any of it. Does not belong here: what it means (meetings, minutes,
announcements, publishing).
"""

import json
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlmodel import Session

from services.keys.sealing import Row, random_bytes
from services.store import Store
from storage.documents import Collection

Body = dict[str, Any]
Version = TypeVar("Version", int, str)


@dataclass(frozen=True, slots=True)
class Seen(Generic[Version]):
    """Something as a person saw it before they changed it: its number, and the version it was at then.

    Whoever changes it asks in the same transaction whether it is still at that version.
    """

    id: str
    version: Version


def new_id() -> str:
    """A number nobody can guess (32 hexadecimal digits)."""
    return random_bytes(16).hex()


def read(store: Store, collection: Collection, id: str) -> Body | None:
    """What is kept under that number; None for nothing, for no number, and for another runtime key's."""
    try:
        locked = collection.get(store.session, bytes.fromhex(id))
    except ValueError:
        return None
    return _read(store.runtime.opened(locked, Row(collection.name, bytes.fromhex(id))))


def write(store: Store, collection: Collection, id: str, body: Body) -> None:
    """Keep it in place of anything earlier under that number."""
    row = Row(collection.name, bytes.fromhex(id))
    collection.put(store.session, row.key, store.runtime.lock(json.dumps(body, ensure_ascii=False).encode(), row))


def everything(store: Store, collection: Collection) -> dict[str, Body]:
    """All there is, by number."""
    locked = {id: (Row(collection.name, id), body) for id, body in collection.everything(store.session)}
    found = {id.hex(): _read(store.runtime.opened(body, row)) for id, (row, body) in locked.items()}
    return {id: body for id, body in found.items() if body is not None}


def drop(session: Session, collection: Collection, id: str) -> None:
    """Erase it; nothing happens when there is none."""
    collection.delete(session, bytes.fromhex(id))


def _read(opened: bytes | None) -> Body | None:
    body: Body | None = json.loads(opened) if opened is not None else None
    return body
