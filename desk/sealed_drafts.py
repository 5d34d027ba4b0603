"""Half-written texts of members whose desk is locked. Sealed to the member's own key: a locked desk cannot read them.

In memory only. What lies here goes back into the member's room at their next unlock, from whatever browser.
"""

import json
from collections import defaultdict
from typing import Any

from services.keys.keyring import Unlocked
from services.keys.sealing import (
    CannotOpen,
    PublicKey,
    Sealed,
    SymmetricKey,
    lock,
    random_bytes,
    seal_plain,
    unlock,
    unseal_plain,
)

ROOM_FOR = 200


class Drawer:
    """Sealed papers by member."""

    def __init__(self) -> None:
        self._papers: dict[bytes, list[tuple[Sealed, bytes]]] = defaultdict(list)

    def put(self, member: bytes, box: PublicKey, paper: dict[str, Any]) -> None:
        """Lay a JSON paper in, sealed. Beyond 200 papers of one member the oldest falls out."""
        key = SymmetricKey(random_bytes(32))
        body = lock(json.dumps(paper, ensure_ascii=False).encode(), key)
        self._papers[member].append((seal_plain(key, box), body))
        del self._papers[member][:-ROOM_FOR]

    def empty(self, unlocked: Unlocked) -> list[dict[str, Any]]:
        """Take out everything of that member, oldest first."""
        papers = []
        for sealed_key, body in self._papers.pop(unlocked.member, []):
            try:
                key = SymmetricKey(unseal_plain(sealed_key, unlocked.box))
                papers.append(json.loads(unlock(body, key)))
            except CannotOpen:
                continue
        return papers
