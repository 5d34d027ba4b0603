"""What one member has before them while their desk is unlocked: keys, cases, labels, half-written texts.

All of it is dropped on lock; only what is `packed` is kept, as sealed drafts. Everything here is synchronous and runs
in a worker thread, one call at a time.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple, TypeVar

from sqlmodel import Session

from desk.config import DeskConfig
from desk.deadlines import Deadlines
from desk.dictation.kept import Dictations
from desk.drafts import CaseDrafts
from desk.erasing import Erasing
from desk.incidents.kept import JointDrafts
from desk.narrative.kept import Shortening
from desk.picture.watch import Watch
from desk.queue.board import Board
from desk.queue.tabs import tabs_of
from desk.referral.choice import ReferralChoice
from desk.search import CaseIndex, Searches
from desk.seen import Seen
from desk.words.labels import Labels
from services.content.recipients import Possible, Recipients
from services.errors import Refusal
from services.incidents.likeness import Likenesses
from services.keys.keyring import StaffMember, Unlocked, WrongPassphrase, members, reread
from services.keys.sealing import random_bytes
from services.nudges import looks
from services.nudges.bell import RINGS_FOR
from services.nudges.looks import Look
from services.reports.case import Case, PersonReach, case_name, reach
from services.reports.caseload import Caseload, Tell
from services.reports.casework import Casework
from services.reports.deeds.deed import Act
from services.reports.deeds.giving import opens
from services.reports.deeds.undoing import NotToUndo, undone
from services.reports.erasure.giving import give_leave
from services.reports.referrals import Referral
from services.reports.renewal import keep_open, weeks_left
from services.reports.reports import COMPARTMENTS
from services.surveys.answers import AnswerBook, Round, RoundName

T = TypeVar("T")
UNDO_SECONDS = 600


class CaseChanged(Refusal):
    """Somebody added to the case after it was last shown to the member who acts on it."""


class TypedOtherwise(Refusal):
    """What was typed is not the passphrase that was shown."""


class Several(NamedTuple):
    """What came of one thing for several cases: how many it was `done` to, and the names of those `left_out`."""

    done: int
    left_out: list[str]


class Workspace:
    """An unlocked desk."""

    def __init__(self, config: DeskConfig, unlocked: Unlocked) -> None:
        self.config, self.unlocked = config, unlocked
        self.caseload, self.answers, self.labels = Caseload(), AnswerBook(), Labels()
        self.index, self.searches = CaseIndex(self.labels, config.languages), Searches()
        self.drafts = CaseDrafts()
        self.seen = Seen(self.caseload)
        self.offered = ""
        """A passphrase that was shown to the member, who has not typed it back yet."""
        self.colleagues: dict[bytes, StaffMember] = {}
        self._serial, self._window = 0, random_bytes(16)
        self._looked: Look | None = None
        self._done: dict[bytes, float] = {}
        self._state: int | None = None
        self._deadlines, self._board = Deadlines(config.promises, self.caseload), Board(self.caseload, self)
        self._able: dict[str, frozenset[bytes]] = {}
        self.watch, self.dictations = Watch(config, self.caseload), Dictations(config)
        self.erasing, self._recipients = Erasing(config), Recipients(config.content, config.believed)
        self.likenesses, self.joint, self.shortening = Likenesses(), JointDrafts(), Shortening()
        self._kept = (self.drafts, self.seen, self.dictations, self.joint, self.shortening)
        self.referring: dict[bytes, ReferralChoice] = {}

    def refresh(self, tell: Tell | None = None) -> None:
        """Bring everything up to date; `tell`: as Caseload. Raises WrongPassphrase (member removed), NotTrusted."""
        state = self.config.database.state()
        if state is not None and state == self._state:
            return
        config = self.config
        with config.database.reading() as session:
            self.unlocked = reread(session, self.unlocked, config.trust)
            self._serial = looks.reached(session)  # before the cases: what comes in between has not been seen
        self.caseload.refresh_in_steps(config.database.reading, self.unlocked, config.trust, tell)
        with config.database.reading() as session:
            known = members(session, config.runtime, config.trust)
            self.colleagues = {member.id: member for member in known}
            self._able = {each: frozenset(one.id for one in known if opens(one, each)) for each in COMPARTMENTS}
            self.labels.learn(session, self.caseload.forms)
            self.erasing.learn(session)
        if not self.seen.is_known:
            self.seen.begin(case for case in self.caseload.each() if case.status != "new")
            with config.database.writing() as session:
                keep_open(session, self.unlocked, self.caseload.each(), config.clock())
                give_leave(session, config.trust, self.unlocked, self.caseload, config.clocks, config.now().date())
        self._state = state

    def is_over(self) -> bool:
        """True where the member was removed since."""
        state = self.config.database.state()
        if state is not None and state == self._state:
            return False
        with self.config.database.reading() as session:
            try:
                reread(session, self.unlocked, self.config.trust)
            except WrongPassphrase:
                return True
        return False

    def survey_rounds(self) -> list[Round]:
        """Every round of a survey that the member can open, brought up to date."""
        self.answers.refresh_in_steps(self.config.database.reading, self.unlocked)
        with self.config.database.reading() as session:
            return self.answers.rounds(session)

    def survey_round(self, name: RoundName) -> Round:
        """One of them, brought up to date. Raises NoSuchRound."""
        self.answers.refresh_in_steps(self.config.database.reading, self.unlocked)
        with self.config.database.reading() as session:
            return self.answers.round(session, name)

    def reach(self, case: Case) -> PersonReach:
        """How the person of a case can be reached today."""
        with self.config.database.reading() as session:
            return reach(session, case, self.config.now().date())

    def weeks_left(self, case: Case) -> int | None:
        """In how many weeks the person's mailbox is erased unless somebody uses it; None where it stays."""
        with self.config.database.reading() as session:
            return weeks_left(session, case, self.config.clock().date())

    def act(self, case_id: bytes, version: str | None, action: Callable[[Session, Casework, Case, datetime], T]) -> T:
        """Do something to a case in one transaction. Raises CaseChanged unless it is still of `version` (None: any)."""
        with self.config.database.writing() as session:
            self.caseload.refresh(session, self.unlocked, self.config.trust)
            case = self.caseload.get(case_id)
            if version is not None and case.version != version:
                raise CaseChanged
            return action(session, Casework(self.config.trust, self.unlocked), case, self.config.now())

    def do(self, case_id: bytes, version: str | None, deed: Callable[[Case], Act]) -> None:
        """Do one thing with a case, whatever the deed makes of it. Raises as `act` and the deed do."""
        done = self.act(case_id, version, lambda session, work, case, now: work.do(session, case, deed(case), now))
        self.note_done(done)

    def undo(self, case_id: bytes, deed: bytes) -> None:
        """End what the member has just done. Raises NotToUndo, NoSuchCase."""
        if not self.can_undo(deed):
            raise NotToUndo
        self.do(case_id, None, lambda case: undone(case, deed, self.unlocked.member))

    def note_done(self, deed: bytes) -> None:
        """Remember that the member has just done it, so that they can undo it."""
        self._done[deed] = self.config.ticks()

    def can_undo(self, deed: bytes) -> bool:
        """True for ten minutes after the member did it at this unlocked desk: no envelope tells the time."""
        return deed in self._done and self.config.ticks() - self._done[deed] <= UNDO_SECONDS

    def overdue_since(self, case: Case) -> date | None:
        """The day until which an answer was promised, where that is over."""
        due = self._deadlines.due(case)
        return due.date() if due is not None and due <= self.config.now() else None

    def referral_overdue(self, referral: Referral) -> date | None:
        """The day until which the other side of a referral was to answer, where that is over."""
        due = self.config.promises.owed_by(referral)
        return due.date() if due is not None and due <= self.config.now() else None

    def recipients_found(self, search: str) -> list[Possible]:
        """To whom something can be passed on today, of those that answer the words."""
        with self.config.database.reading() as session:
            return self._recipients.found(session, search, self.config.now().date())

    def recipient(self, to: str) -> Possible:
        """The one of that number. Raises NobodyChosen where nothing can be passed on to it today."""
        with self.config.database.reading() as session:
            return self._recipients.chosen(session, to, self.config.now().date())

    def recipient_known(self, to: str) -> Possible | None:
        """The one of that number, though people may be told of it no more; None where it is gone."""
        with self.config.database.reading() as session:
            return self._recipients.known(session, to)

    def has_late_referral(self, case: Case) -> bool:
        """True where the other side of a referral owes an answer since a day that is over."""
        return any(self.referral_overdue(each) is not None for each in case.referrals)

    def look(self, all: bool) -> None:
        """Tell the bot that the member has looked; `all` that is new was on the screen."""
        if RINGS_FOR not in self.unlocked.compartments:
            return
        look = Look(self._serial, all, self._deadlines.first)
        if look != self._looked:
            with self.config.database.writing() as session:
                looks.note(session, self.config.trust, self.unlocked, self._window, look)
            self._looked = look

    @property
    def board(self) -> Board:
        """Where each case stands in the queue, as of now."""
        self._board.keep_up(self.config.now(), self._able)
        return self._board

    def tabs_of(self, case: Case) -> frozenset[str]:
        """Under which tabs of the queue it stands now."""
        late, told = self.has_late_referral(case), self.erasing.is_told(case)
        return tabs_of(case, self.config.now().date(), self.overdue_since(case), late, told)

    def turns(self, case: Case) -> Iterator[datetime]:
        """When it comes to stand under others, though nobody does anything."""
        check = case.standing.next_check
        owed = map(self.config.promises.owed_by, case.referrals)
        yield from filter(None, [self._deadlines.due(case), self.erasing.told_from(case), *owed])
        if check is not None:
            yield datetime.combine(check, time.min, self.config.zone)

    def entitled(self, case: Case) -> list[StaffMember]:
        """The colleagues who can open the case, the member too."""
        return [each for each in self.colleagues.values() if each.id in self._able.get(case.compartment, ())]

    def keeper(self, case: Case) -> bytes | None:
        """Whose case it is; None where it is nobody's: never given to anybody, or to a colleague who has left since."""
        return case.assigned if case.assigned in self._able.get(case.compartment, ()) else None

    def was_left(self, case: Case) -> bool:
        """True for an open case that a colleague left behind who cannot open it any more."""
        return case.is_open and case.assigned is not None and self.keeper(case) is None

    def do_to_several(self, ticked: Mapping[bytes, str], deed: Callable[[Case], Act]) -> Several:
        """Do one thing with several cases, all at once, but for those that are not of the given version any more.
        Raises as the deed does; then nothing is done."""
        done, left_out, work = [], [], Casework(self.config.trust, self.unlocked)
        with self.config.database.writing() as session:
            self.caseload.refresh(session, self.unlocked, self.config.trust)
            for case_id, version in ticked.items():
                case = self.caseload.by_id.get(case_id)
                if case is None or case.version != version:
                    left_out.append(case_name(case_id))
                    continue
                self.note_done(work.do(session, case, deed(case), self.config.now()))
                done.append(case)
        self.see_again(done)
        return Several(len(done), sorted(left_out))

    def see_again(self, cases: Iterable[Case]) -> None:
        """What the member has just done to these cases is not new to them, where nothing else was."""
        known = [case.id for case in cases if not self.seen.is_fresh(case)]
        self.refresh()
        for case_id in known:
            self.seen.mark(self.caseload.get(case_id))

    def name_of(self, member: bytes | None) -> str | None:
        """The colleague's name; None where the desk may not know it or they have left."""
        if member == self.unlocked.member:
            return self.unlocked.name
        colleague = self.colleagues.get(member) if member else None
        return colleague.name if colleague else None

    @property
    def packed(self) -> dict[str, Any]:
        """What must survive a lock, as JSON."""
        return {name: value for part in self._kept for name, value in part.packed.items()}

    def restore(self, before: Mapping[str, Any]) -> None:
        """Take back what was `packed` before, or what a page sent while the desk was locked."""
        for part in self._kept:
            part.restore(before)
