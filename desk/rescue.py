"""Texts sent from a page whose session is gone altogether, as after a restart of the desk.

Nobody is known to be at that browser, so the text travels in its unlock form, sealed with a key of this process, and
is taken back by whoever unlocks there, if the case is open to them.
"""

import json
from dataclasses import asdict

from aiohttp import web

from desk.workspace import CaseDraft, Workspace
from services.keys.sealing import CannotOpen, SymmetricKey, lock, random_bytes, unlock
from services.reports.case import NoSuchCase


class Rescue:
    """Seals and takes back texts without an owner."""

    def __init__(self) -> None:
        self._key = SymmetricKey(random_bytes(32))

    def keep(self, case_id: bytes, draft: CaseDraft) -> str:
        """The text as a token that only this process can open."""
        return lock(json.dumps([case_id.hex(), asdict(draft)]).encode(), self._key).hex()

    def take_back(self, workspace: Workspace, token: str) -> str | None:
        """Lay the text on its case again; the path of the case, None where there is nothing for this member."""
        try:
            case_hex, draft = json.loads(unlock(bytes.fromhex(token), self._key))
            case = workspace.caseload.get(bytes.fromhex(case_hex))
        except (ValueError, CannotOpen, NoSuchCase):
            return None
        workspace.drafts[case.id] = CaseDraft(**draft)
        return f"/case/{case_hex}"


RESCUE = web.AppKey("rescue", Rescue)
