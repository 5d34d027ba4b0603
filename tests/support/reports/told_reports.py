"""Reports told in a chat, for tests of what becomes of them, and what lies at rest."""

import re
from typing import Any

from services.keys import envelopes
from storage import envelopes as envelope_rows
from storage import mailbox as mailbox_rows
from storage.engine import Database
from tests.support.vaults import Template

TO_QUESTIONS = ("Report", "Go on")


def reports(database: Database, founded: Template, who: str = "caseworker") -> list[dict[str, Any]]:
    with database.reading() as session:
        return [each.body for each in envelopes.open_new(session, founded.unlocked(who).keys, frozenset())]


def receipt_in(text: str) -> str:
    found = re.search(r"(\d{3} ){5}\d{3}", text, re.MULTILINE)
    assert found, text
    return found[0]


def how_many(database: Database) -> tuple[int, int]:
    """Envelopes and mailboxes."""
    with database.reading() as session:
        boxes = len(mailbox_rows.idle_since(session, "9999-W01"))
        return envelope_rows.count(session), boxes
