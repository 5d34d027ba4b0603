"""Figures that stay as they are for a while: who looks twice, or joins with accounts of their own between two looks,
learns nothing.

They are kept as notes among the subscriptions, locked, one for each kind of figure; nobody is named in them.
"""

import json
from typing import Any, Final

from services.keys.sealing import Row, RuntimeKey
from services.store import Store
from storage import audiences as rows
from storage.audiences import Note

PURPOSE: Final = "fixed figures"


def read(store: Store, kind: str) -> dict[str, Any]:
    """What was fixed last of this kind; nothing where another key locked it."""
    tag = store.runtime.pseudonym(PURPOSE, kind)
    opened = store.runtime.opened(rows.body_of(store.session, tag), Row("subscriptions", tag))
    figures: dict[str, Any] = json.loads(opened) if opened is not None else {}
    return figures


def fix(store: Store, kind: str, figures: dict[str, Any]) -> None:
    """Keep these in place of what was fixed before."""
    tag = store.runtime.pseudonym(PURPOSE, kind)
    body = store.runtime.lock(json.dumps(figures).encode(), Row("subscriptions", tag))
    rows.put_note(store.session, keyed_name(store.runtime), Note(tag, body))


def keyed_name(runtime: RuntimeKey) -> bytes:
    """The name they all lie under; nothing at rest says what it is the name of."""
    return runtime.pseudonym(PURPOSE, PURPOSE)
