"""Mailboxes with answers in them, for tests of the chat that opens them: a report told, a desk that replies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from services.reports.case import Case
from services.reports.caseload import Caseload
from services.reports.casework import Casework
from services.reports.referrals import Terms
from storage import mailbox as rows
from storage.engine import Database
from tests.support.clocks import NOW
from tests.support.phones import Phone
from tests.support.vaults import Template


@dataclass
class Desk:
    """The caseworker or focal point, unlocked."""

    database: Database
    founded: Template
    who: str = "caseworker"

    def __post_init__(self) -> None:
        self.trust = self.founded.founding.trust
        self.unlocked = self.founded.unlocked(self.who)
        self.caseload = Caseload()

    def cases(self) -> list[Case]:
        with self.database.reading() as session:
            self.caseload.refresh(session, self.unlocked, self.trust)
        return self.caseload.all()

    def case(self) -> Case:
        (case,) = self.cases()
        return case

    def reply(self, text: str) -> None:
        case = self.case()
        with self.database.writing() as session:
            Casework(self.trust, self.unlocked).reply(session, case, text, NOW)

    def judge(self, is_urgent: bool, calm: Sequence[str]) -> None:
        case = self.case()
        with self.database.writing() as session:
            Casework(self.trust, self.unlocked).judge(session, case, is_urgent, calm, NOW)

    def ask(self, wanted: Terms) -> None:
        case = self.case()
        with self.database.writing() as session:
            Casework(self.trust, self.unlocked).ask(session, case, wanted, NOW)


class OpenDesk(Protocol):
    """A desk of the test's organisation, the caseworker's or of `who`."""

    def __call__(self, who: str = ...) -> Desk: ...


@dataclass
class Held:
    """What the person keeps on paper."""

    receipt: str
    pictures: str


async def report(phone: Phone, category: str = "I feel unsafe", told: bool = False) -> Held:
    """`told`: the person allows a notice when an answer has come."""
    await phone.start()
    await phone.press("Report", "Go on", category)
    if told:
        await _allow_notices(phone)
    else:
        await phone.press("Check and send")
    if "in danger right now" in phone.last:
        await phone.press("👌 No")
    await phone.press("✅ Send")
    receipt = re.search(r"(\d{3} ){5}\d{3}", phone.last, re.MULTILINE)
    pictures = re.search(r"^.* · .*$", phone.last, re.MULTILINE)
    assert receipt and pictures
    held = Held(receipt[0], pictures[0])
    await phone.press("I noted it")
    return held


async def _allow_notices(phone: Phone) -> None:
    while "💬 Yes" not in phone.buttons:
        await phone.press("Skip")
    await phone.press("💬 Yes", "🔔 Yes")


def waiting(database: Database) -> int:
    with database.reading() as session:
        return rows.count_replies(session)
