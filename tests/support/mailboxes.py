"""Mailboxes with answers in them, for tests of the chat that opens them: a report told, a desk that replies."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from services.reports.caseload import Caseload
from services.reports.casework import Casework
from storage import mailbox as rows
from storage.engine import Database

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


@dataclass
class Desk:
    """The caseworker or focal point, unlocked."""

    database: Database
    founded: Any
    who: str = "caseworker"

    def __post_init__(self) -> None:
        self.trust = self.founded.founding.trust
        self.unlocked = self.founded.unlocked(self.who)
        self.caseload = Caseload()

    def case(self) -> Any:
        with self.database.reading() as session:
            self.caseload.refresh(session, self.unlocked, self.trust)
        (case,) = self.caseload.all()
        return case

    def reply(self, text: str) -> None:
        case = self.case()
        with self.database.writing() as session:
            Casework(self.trust, self.unlocked).reply(session, case, text, NOW)


@dataclass
class Held:
    """What the person keeps on paper."""

    receipt: str
    pictures: str


async def report(phone: Any, category: str = "I feel unsafe") -> Held:
    await phone.start()
    await phone.press("Report", "Go on", category, "Send now", "✅ Send")
    receipt = re.search(r"(\d{3} ){5}\d{3}", phone.last, re.MULTILINE)
    pictures = re.search(r"^.* · .*$", phone.last, re.MULTILINE)
    assert receipt and pictures
    held = Held(receipt[0], pictures[0])
    await phone.press("I noted it")
    return held


def waiting(database: Database) -> int:
    with database.reading() as session:
        return rows.count_replies(session)


@contextmanager
def broken(app: Any) -> Any:
    decide = app.turns.decide

    async def fails(*_given: Any) -> None:
        raise OSError("disk full")

    app.turns.decide = fails
    yield
    app.turns.decide = decide
