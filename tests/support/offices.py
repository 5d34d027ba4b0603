"""An office for tests of the desk: founded once with real keys, then copied for each test.

Import the fixtures into a folder's conftest.py: `from tests.support.offices import founded, office`.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Literal, TypedDict, Unpack, overload

import pytest

from services.keys import envelopes
from services.keys import founding as organisation
from services.keys.envelopes import Letter
from services.keys.epochs import week_of
from services.keys.founding import FirstPeople, Founding
from services.keys.keyring import Newcomer, Unlocked, enrol, stretch, unlock
from services.keys.sealing import RuntimeKey, new_key_pair, random_bytes
from services.keys.trust import Trust, check_organisation
from services.reports import later_words
from services.reports.case import Case
from services.reports.caseload import Caseload
from services.reports.casework import Casework, SentReply
from services.reports.deeds.deed import Act
from services.reports.deeds.giving import given
from services.reports.deeds.notes import noted
from services.reports.deeds.status import set_to
from services.reports.deeds.verification import verified
from services.reports.receipts import MailboxKeys
from storage import mailbox as mailboxes
from storage import migrations
from storage.engine import Database

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CANARY_CHAT = 7_654_321_098


class ReportFacts(TypedDict, total=False):
    """What a report can hold besides its text; what is left out is as in the plainest of reports."""

    compartment: str
    form: str
    form_hash: str
    answers: Mapping[str, str]
    urgent: bool
    check_words: list[int]
    language: str
    route: Mapping[str, object] | None
    mailbox: Mapping[str, str] | None
    told: str
    day: str


@dataclass(frozen=True)
class Founded:
    """What founding gave, and the two members every office has, unlocked once."""

    file: Path
    founding: Founding
    runtime: RuntimeKey
    members: dict[str, Unlocked]
    passphrases: dict[str, str]


DEEDS: Mapping[str, Callable[[Case, Any], Act]] = {
    "note": lambda _, text: noted(text),
    "set_status": lambda _, state: set_to(state, "helped" if state == "closed" else ""),
    "assign": lambda _, member: given(member),
    "verify": verified,
}


@dataclass
class Office:
    """One test's own copy of the office, with the actions a bot would do."""

    database: Database
    trust: Trust
    runtime: RuntimeKey
    site_salt: bytes
    members: dict[str, Unlocked]
    passphrases: dict[str, str]
    now: datetime = NOON
    mailboxes: dict[bytes, MailboxKeys] = field(default_factory=dict)
    orders: Iterator[int] = field(default_factory=lambda: count(1))

    def report(self, text: str = "They came again last night.", **changes: Unpack[ReportFacts]) -> bytes:
        """Put a report in, as the bot would; the envelope's id."""
        keys = MailboxKeys(random_bytes(32), new_key_pair())
        answers = {"category": "unsafe", "zone": "block_c", "when": "today", "what_happened": text}
        body: dict[str, object] = {
            "kind": "report",
            "form": "safety_report",
            "form_hash": "0" * 64,
            "compartment": "safety",
            "urgent": False,
            "mailbox": {
                "tag": keys.tag.hex(),
                "public_key": keys.keys.public.hex(),
                "verify_key": keys.voice.verify.hex(),
            },
            "check_words": [3, 41],
            "language": "en",
            "route": None,
            "day": self.now.date().isoformat(),
        }
        body |= changes | {"answers": {**answers, **changes.get("answers", {})}}
        case_id = self.put(changes.get("compartment", "safety"), body)
        with self.database.writing() as session:
            mailboxes.add(session, mailboxes.MailboxRow(keys.tag, keys.keys.public, week_of(self.now)))
        self.mailboxes[case_id] = keys
        return case_id

    def put(self, compartment: str, body: Mapping[str, object], envelope: bytes | None = None) -> bytes:
        """Seal any body into any compartment: what anyone can do who can write to the database."""
        with self.database.writing() as session:
            return envelopes.put(session, self.trust, Letter(compartment, body, envelope), self.now)

    def later(self, case_id: bytes, kind: str = "message", compartment: str = "safety", **facts: object) -> bytes:
        """What the person does later, with the receipt."""
        keys, id = self.mailboxes[case_id], random_bytes(16)
        body = {"kind": kind, "id": id.hex(), "mailbox_tag": keys.tag.hex(), "order": next(self.orders)}
        body |= {"day": self.now.date().isoformat()} | facts
        return self.put(compartment, later_words.signed(keys.voice, body), id)

    def caseload(self, who: str = "caseworker") -> Caseload:
        """Everything that member sees, opened afresh."""
        caseload = Caseload()
        with self.database.reading() as session:
            caseload.refresh(session, self.members[who], self.trust)
        return caseload

    def case(self, case_id: bytes, who: str = "caseworker") -> Case:
        """One case as that member sees it now."""
        return self.caseload(who).get(case_id)

    @overload
    def do(self, who: str, action: Literal["reply"], case_id: bytes, what: str) -> SentReply: ...

    @overload
    def do(
        self,
        who: str,
        action: Literal["note", "set_status", "assign", "verify"],
        case_id: bytes,
        what: str | bytes | None,
    ) -> bytes: ...

    def do(self, who: str, action: str, case_id: bytes, what: str | bytes | None) -> SentReply | bytes:
        """Let a member do something to a case, by one of the names in `DEEDS`: a text, a state, a member."""
        if action != "reply":
            return self.act(who, case_id, DEEDS[action](self.case(case_id, who), what))
        with self.database.writing() as session:
            work = Casework(self.trust, self.members[who])
            return work.reply(session, self.case(case_id, who), str(what), self.now)

    def act(self, who: str, case_id: bytes, act: Act) -> bytes:
        """Let a member do this to a case; the event's id."""
        with self.database.writing() as session:
            work = Casework(self.trust, self.members[who])
            return work.do(session, self.case(case_id, who), act, self.now)

    def colleague(self, key: str, name: str, role: str) -> Unlocked:
        """Enrol and unlock one more member."""
        with self.database.writing() as session:
            new = enrol(session, self.members["steward"], Newcomer(name, role), self.trust, self.now)
        self.passphrases[key] = new.passphrase
        for one in ("caseworker", "focal_point"):
            with self.database.writing() as session:  # an unlock hands keys on to who was enrolled since
                opened = stretch(self.site_salt, self.passphrases[one])
                self.members[one] = unlock(session, opened, self.trust, self.now)
        with self.database.writing() as session:
            self.members[key] = unlock(session, stretch(self.site_salt, new.passphrase), self.trust, self.now)
        return self.members[key]

    def pass_days(self, days: int) -> None:
        """Let time go by."""
        self.now += timedelta(days=days)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """An organisation with a steward, a caseworker and a focal point."""
    return found_in(tmp_path_factory.mktemp("founded") / "amana.db")


@pytest.fixture
def office(founded: Founded, tmp_path: Path) -> Iterator[Office]:
    """A fresh copy of the founded organisation."""
    with copied(founded, tmp_path / "amana.db") as fresh:
        yield fresh


def found_in(file: Path) -> Founded:
    """The same for who is no test."""
    url = f"sqlite:///{file}"
    migrations.upgrade(url)
    runtime, database = RuntimeKey.generate(), Database(url)
    with database.writing() as session:
        people = FirstPeople("Sami Steward", "Carla Casey", "Farid Focal")
        founding = organisation.found(session, runtime.public, people, NOON)
    with database.reading() as session:
        salt = check_organisation(session, founding.trust).site_salt
    staff = {"steward": founding.steward, "caseworker": founding.caseworker, "focal_point": founding.focal_point}
    members = {}
    for role, member in staff.items():
        with database.writing() as session:
            members[role] = unlock(session, stretch(salt, member.passphrase), founding.trust, NOON)
    database.close()
    return Founded(file, founding, runtime, members, {role: member.passphrase for role, member in staff.items()})


@contextmanager
def copied(founded: Founded, file: Path) -> Iterator[Office]:
    """A copy that may be written to, in the file."""
    shutil.copy(founded.file, file)
    file.chmod(0o600)
    database = Database(f"sqlite:///{file}")
    with database.reading() as session:
        salt = check_organisation(session, founded.founding.trust).site_salt
    yield Office(
        database, founded.founding.trust, founded.runtime, salt, dict(founded.members), dict(founded.passphrases)
    )
    database.close()
