"""Half-written texts while no workspace can hold them, sealed, and in memory only.

Those of a member whose desk is locked are sealed to the member's own key, so a locked desk cannot read them. They go
back into the member's workspace at their next unlock, from whatever browser.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desk.drafts import CaseDraft
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

    def put(self, member: bytes, box: PublicKey, packed: dict[str, Any]) -> None:
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

    def seal(self, case_id: bytes, draft: CaseDraft, changed: Collection[str]) -> str:
        """The text as a token that only this desk can open, with which of its fields were changed last."""
        return lock(json.dumps([case_id.hex(), draft.written, [*changed]]).encode(), self._key).hex()

    def seal_joint(self, incident: bytes, texts: Mapping[str, str]) -> str:
        """The same of what is written to all people of an incident, by language."""
        return lock(json.dumps({"joint": {incident.hex(): {"texts": {**texts}}}}).encode(), self._key).hex()

    def seal_narrative(self, packed: Mapping[str, Any]) -> str:
        """The same of texts that are shortened to leave the office (desk.narrative)."""
        return lock(json.dumps(packed).encode(), self._key).hex()

    def take_back(self, workspace: Workspace, token: str) -> str | None:
        """Lay the text on its case again; the path of its page, None where there is nothing for this member.

        What was not changed on its page stays behind what was written elsewhere.
        """
        try:
            before = json.loads(unlock(bytes.fromhex(token), self._key))
            if "joint" in before:
                workspace.joint.restore(before)
                return f"/incident/{next(iter(before['joint']))}"
            if "narrative" in before:
                workspace.shortening.restore(before)
                return "/narrative"
            case_hex, written, changed = before
            case = workspace.caseload.get(bytes.fromhex(case_hex))
        except (ValueError, CannotOpen, NoSuchCase):
            return None
        elsewhere = workspace.draft(case.id).written.keys() - changed
        workspace.change_draft(case.id, {name: value for name, value in written.items() if name not in elsewhere})
        return f"/case/{case_hex}"
