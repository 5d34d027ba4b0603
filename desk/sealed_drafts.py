"""Half-written texts of members whose desk is locked. Sealed to the member's own key: a locked desk cannot read them.

In memory only. What is kept here goes back into the member's workspace at their next unlock, from whatever browser.
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

KEPT_PER_MEMBER = 200


class SealedDrafts:
    """What a workspace packed when it locked, sealed, by member."""

    def __init__(self) -> None:
        self._sealed: dict[bytes, list[tuple[Sealed, bytes]]] = defaultdict(list)

    def put(self, member: bytes, box: PublicKey, packed: dict[str, Any]) -> None:
        """Seal what was packed (JSON) and keep it. Of one member at most 200 are kept; then the oldest goes."""
        key = SymmetricKey(random_bytes(32))
        body = lock(json.dumps(packed, ensure_ascii=False).encode(), key)
        self._sealed[member].append((seal_plain(key, box), body))
        del self._sealed[member][:-KEPT_PER_MEMBER]

    def take_out(self, unlocked: Unlocked) -> list[dict[str, Any]]:
        """Take out everything of that member, oldest first."""
        opened = []
        for sealed_key, body in self._sealed.pop(unlocked.member, []):
            try:
                key = SymmetricKey(unseal_plain(sealed_key, unlocked.box))
                opened.append(json.loads(unlock(body, key)))
            except CannotOpen:
                continue
        return opened
