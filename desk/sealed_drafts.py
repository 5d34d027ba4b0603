"""Half-written texts while no workspace can hold them, sealed, and in memory only.

Those of a member whose desk is locked are sealed to the member's own key, so a locked desk cannot read them. They go
back into the member's workspace at their next unlock, from whatever browser.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desk.workspace import Workspace
from services.keys.keyring import Unlocked
from services.keys.sealing import (
    CannotOpen,
    PublicKey,
    SymmetricKey,
    lock,
    random_bytes,
    seal_plain,
    unlock,
    unseal_plain,
)
from services.reports.case import NoSuchCase

KEPT_PER_MEMBER = 200
SEALED_KEY = 32 + 48
"""Bytes of a key that was sealed."""


@dataclass
class Drawer:
    """Where what was sealed lies, by member: bytes that nobody but the member can open."""

    pieces: dict[bytes, list[bytes]] = field(default_factory=lambda: defaultdict(list))

    def lay(self, member: bytes, piece: bytes) -> None:
        """Lay it in. Of one member at most 200 are kept; then the oldest goes."""
        self.pieces[member].append(piece)
        del self.pieces[member][:-KEPT_PER_MEMBER]

    def empty(self, member: bytes) -> Sequence[bytes]:
        """Take out everything of that member, oldest first."""
        return self.pieces.pop(member, [])


class SealedDrafts:
    """What a workspace packed when it locked, sealed, by member."""

    def __init__(self, drawer: Drawer) -> None:
        self.drawer = drawer

    def put(self, member: bytes, box: PublicKey, packed: Mapping[str, Any]) -> None:
        """Seal what was packed (JSON) and keep it."""
        key = SymmetricKey(random_bytes(32))
        body = lock(json.dumps(packed, ensure_ascii=False).encode(), key)
        self.drawer.lay(member, seal_plain(key, box) + body)

    def take_out(self, unlocked: Unlocked) -> list[dict[str, Any]]:
        """Take out everything of that member, oldest first."""
        opened = []
        for piece in self.drawer.empty(unlocked.member):
            try:
                key = SymmetricKey(unseal_plain(piece[:SEALED_KEY], unlocked.box))
                opened.append(json.loads(unlock(piece[SEALED_KEY:], key)))
            except CannotOpen:
                continue
        return opened


class UnownedDrafts:
    """Texts sent from a page whose session is gone altogether, as after a restart of the desk.

    Nobody is known to be at that browser, so the text travels in its unlock form, sealed with a key of this desk,
    and is taken back by whoever unlocks there, if the case is open to them.
    """

    def __init__(self, key: SymmetricKey) -> None:
        self._key = key

    def seal(self, path: str, packed: Mapping[str, Any]) -> str:
        """What was typed on the page of that path, as a token that only this desk can open."""
        return lock(json.dumps([path, packed]).encode(), self._key).hex()

    def take_back(self, workspace: Workspace, token: str) -> str | None:
        """Lay the text where it was typed; the path of its page, None where there is nothing for this member."""
        try:
            path, packed = json.loads(unlock(bytes.fromhex(token), self._key))
            for case in packed.get("drafts", {}):
                workspace.caseload.get(bytes.fromhex(case))
        except (ValueError, CannotOpen, NoSuchCase):
            return None
        workspace.restore(packed)
        return str(path)
