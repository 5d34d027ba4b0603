"""What one member has before them while their desk is unlocked: keys, cases, labels, half-written texts.

All of it is dropped on lock; only `pack`ed papers go on, sealed, into the drawer. Everything here is synchronous and
runs in a worker thread, one call at a time.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session

from desk.config import DeskHouse
from desk.labels import Labels
from services.errors import Refusal
from services.keys.keyring import ROLES, StaffMember, Unlocked, members, reread
from services.reports.case import Case, PersonReach, reach
from services.reports.caseload import Caseload
from services.reports.casework import Casework
from services.surveys.answers import AnswerBook, Round, RoundName

T = TypeVar("T")
RENDERINGS_KEPT = 200


class CaseChanged(Refusal):
    """Somebody added to the case after it was last shown to the member who acts on it."""


@dataclass(slots=True)
class Draft:
    """What is written on a case and not yet sent. `previewed` is the reply text the member has read once more."""

    reply: str = ""
    note: str = ""
    status: str = "waiting"
    previewed: str = ""

    @property
    def is_blank(self) -> bool:
        """True when nothing would be lost with it."""
        return not self.reply.strip() and not self.note.strip()


class Room:
    """An unlocked desk."""

    def __init__(self, house: DeskHouse, unlocked: Unlocked) -> None:
        self.house = house
        self.unlocked = unlocked
        self.caseload = Caseload()
        self.answers = AnswerBook()
        self.labels = Labels()
        self.drafts: dict[bytes, Draft] = {}
        self.looked: dict[bytes, str] | None = None
        self.colleagues: dict[bytes, StaffMember] = {}
        self._renderings: dict[str, frozenset[bytes]] = {}

    def refresh(self, language: str) -> None:
        """Bring everything up to date. Raises WrongPassphrase where the member was removed, NotTrusted."""
        with self.house.database.reading() as session:
            self.unlocked = reread(session, self.unlocked, self.house.trust)
            self.caseload.refresh(session, self.unlocked, self.house.trust)
            known = members(session, self.house.runtime, self.house.trust)
            self.colleagues = {member.id: member for member in known}
            cases = self.caseload.all()
            self.labels.learn(session, cases, language)
        if self.looked is None:
            self.looked = {case.id: case.version for case in cases if case.status != "new"}

    def survey_rounds(self) -> list[Round]:
        """Every round of a survey that the member can open, brought up to date."""
        with self.house.database.reading() as session:
            self.answers.refresh(session, self.unlocked)
            return self.answers.rounds(session)

    def survey_round(self, name: RoundName) -> Round:
        """One of them, brought up to date. Raises NoSuchRound."""
        with self.house.database.reading() as session:
            self.answers.refresh(session, self.unlocked)
            return self.answers.round(session, name)

    def reach(self, case: Case) -> PersonReach:
        """How the person of a case can be reached today."""
        with self.house.database.reading() as session:
            return reach(session, case, self.house.clock().date())

    def act(self, case_id: bytes, version: str | None, deed: Callable[[Session, Casework, Case, datetime], T]) -> T:
        """Do something to a case in one transaction. Raises CaseChanged unless it is still of `version` (None: any)."""
        house = self.house
        with house.database.writing() as session:
            self.caseload.refresh(session, self.unlocked, house.trust)
            case = self.caseload.get(case_id)
            if version is not None and case.version != version:
                raise CaseChanged
            return deed(session, Casework(house.trust, self.unlocked), case, house.clock())

    def look(self, case: Case) -> None:
        """Note that the member has the case, as it is now, on the screen."""
        assert self.looked is not None
        self.looked[case.id] = case.version
        self._renderings.pop(case.version, None)
        self._renderings[case.version] = frozenset(entry.id for entry in case.entries)
        while len(self._renderings) > RENDERINGS_KEPT:
            self._renderings.pop(next(iter(self._renderings)))

    def is_fresh(self, case: Case) -> bool:
        """True when the case is not as the member last saw it."""
        return self.looked is not None and self.looked.get(case.id) != case.version

    def entries_since(self, case: Case, version: str) -> frozenset[bytes]:
        """Ids of what was added after the case was shown as `version`; nothing where that is not remembered."""
        present = frozenset(entry.id for entry in case.entries)
        return present - self._renderings.get(version, present)

    def entitled(self, case: Case) -> list[StaffMember]:
        """The colleagues who can open the case, the member too."""
        return [member for member in self.colleagues.values() if _opens(member, case.compartment)]

    def name_of(self, member: bytes | None) -> str | None:
        """The colleague's name; None where the desk may not know it or they have left."""
        if member == self.unlocked.member:
            return self.unlocked.name
        colleague = self.colleagues.get(member) if member else None
        return colleague.name if colleague else None

    def draft(self, case_id: bytes) -> Draft:
        """The member's half-written texts on a case; blank at first."""
        return self.drafts.setdefault(case_id, Draft())

    def pack(self) -> dict[str, Any]:
        """What must survive a lock, as JSON."""
        drafts = {case.hex(): asdict(draft) for case, draft in self.drafts.items() if not draft.is_blank}
        looked = None if self.looked is None else {case.hex(): version for case, version in self.looked.items()}
        return {"drafts": drafts, "looked": looked}

    def restore(self, paper: dict[str, Any]) -> None:
        """Take back what was packed before."""
        for case, draft in paper.get("drafts", {}).items():
            self.drafts[bytes.fromhex(case)] = Draft(**draft)
        if paper.get("looked") is not None:
            self.looked = {bytes.fromhex(case): version for case, version in paper["looked"].items()}


def _opens(member: StaffMember, compartment: str) -> bool:
    return member.certified and any(compartment in ROLES.get(role, ()) for role in member.roles)
