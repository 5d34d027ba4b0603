"""The cases one unlocked member may see, kept current in memory. Nothing of it is ever written down.

Answers to surveys belong to no case and are read elsewhere (`services.surveys.answers`). Only envelopes not met
before are opened; those erased from the store leave memory at the next refresh.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final

from sqlmodel import Session

from services.keys.envelopes import Opened, Opener, Reading
from services.keys.keyring import Unlocked
from services.keys.signatures import Signatures
from services.keys.trust import Trust
from services.reports.bodies import CaseEnvelopes, ReportBody
from services.reports.case import Case, NoSuchCase, case_name
from services.reports.filing import Filed, Shelf, read
from services.reports.folding import CaseEvent, CaseMessage, fold
from services.reports.reports import COMPARTMENTS

_FEW: Final = 500
"""Cases that are put into the order one by one."""
_order = attrgetter("queue_order")
Tell = Callable[[Reading, "Caseload", str], None]
"""Hears, of very many envelopes, from which week on all are open, while the others are not."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a refresh found: ids of envelopes that came, and of envelopes that were erased."""

    arrived: frozenset[bytes]
    gone: frozenset[bytes]


class Caseload:
    """Cases by id. Make one for each unlock, and drop it on lock."""

    def __init__(self) -> None:
        self._filed: dict[bytes, Filed] = {}
        self._about = Shelf()
        self._reports_of = Shelf()
        self._strange: set[bytes] = set()
        self._opener = Opener(COMPARTMENTS)
        self._cases: dict[bytes, Case] = {}
        self._worked_on: dict[bytes, set[str]] = {}
        self._in_order: list[Case] | None = None
        self._changes: list[bytes] = []
        self.serial = 0
        """Another number whenever a case has changed."""
        self.forms: set[str] = set()
        """The hashes of all forms that reports were made with."""

    @property
    def strange(self) -> int:
        """How many envelopes opened, but held nothing that can be trusted or understood."""
        return len(self._strange)

    @property
    def broken(self) -> list[str]:
        """The names of cases that colleagues have worked on, and whose report does not open any more."""
        fails = self._opener.fails_at
        found = (id for id, where in self._worked_on.items() if any(fails(id, compartment) for compartment in where))
        return sorted(map(case_name, found))

    def refresh(self, session: Session, unlocked: Unlocked, trust: Trust) -> Changes:
        """Open what came, drop what was erased, and fold again only the cases that changed."""
        return self._refresh(lambda: nullcontext(session), unlocked, trust, None)

    def refresh_in_steps(self, reading: Reading, unlocked: Unlocked, trust: Trust, tell: Tell | None = None) -> None:
        """The same in as many transactions as it takes for nobody to be held up, where very much came."""
        self._refresh(reading, unlocked, trust, tell)

    def _refresh(self, reading: Reading, unlocked: Unlocked, trust: Trust, tell: Tell | None) -> Changes:
        with reading() as session:
            look = self._opener.look(session, unlocked.keys, self._knows)
            gone = frozenset(filter(self._knows, look.gone))
            arrived = self._take(Signatures(session, trust), look.opened, self._drop(gone))
        if look.since and tell is not None:
            tell(reading, self, look.since)
        touched = set[bytes]()
        try:
            while self._opener.has_older:
                with reading() as session:
                    opened = self._opener.go_on(session, unlocked.keys)
                    arrived |= self._file_all(Signatures(session, trust), opened, touched)
        finally:
            self._fold(touched)  # once: what belongs to one case lies anywhere
        return Changes(frozenset(arrived), gone)

    def _take(self, signatures: Signatures, opened: Iterable[Opened], touched: set[bytes]) -> set[bytes]:
        """File all of it and fold what changed by it, the cases `touched` too; which envelopes it was."""
        try:
            return self._file_all(signatures, opened, touched)
        finally:
            self._fold(touched)

    def _file_all(self, signatures: Signatures, opened: Iterable[Opened], touched: set[bytes]) -> set[bytes]:
        arrived = set[bytes]()
        for each in opened:
            touched |= self._file(signatures, each)
            arrived.add(each.id)
        return arrived

    def all(self) -> list[Case]:
        """Every case in the order of the queue."""
        if self._in_order is None:
            self._in_order = sorted(self._cases.values(), key=_order)
        return self._in_order

    @property
    def changes(self) -> int:
        """How often any case was made, folded anew or dropped so far."""
        return len(self._changes)

    def changed_since(self, changes: int) -> Sequence[bytes]:
        """The ids of the cases that were, since there were so many changes."""
        return self._changes[changes:]

    def each(self) -> Iterable[Case]:
        """Every case, in no order."""
        return self._cases.values()

    @property
    def by_id(self) -> Mapping[bytes, Case]:
        """Every case by its id."""
        return self._cases

    def get(self, case_id: bytes) -> Case:
        """The case of that id. Raises NoSuchCase: not there and not yours are one answer."""
        try:
            return self._cases[case_id]
        except KeyError:
            raise NoSuchCase from None

    def find(self, text: str) -> Case:
        """The one case of that name, or whose id starts with that text (4 or more hex digits). Raises NoSuchCase."""
        wanted = text.strip().lower()
        found = [case for case in self._cases.values() if case.name == wanted]
        if not found and len(wanted) >= 4:
            found = [case for case in self._cases.values() if case.id.hex().startswith(wanted)]
        if len(found) != 1:
            raise NoSuchCase
        return found[0]

    def _drop(self, gone: Iterable[bytes]) -> set[bytes]:
        touched: set[bytes] = set()
        for envelope in gone:
            self._strange.discard(envelope)
            filed = self._filed.pop(envelope, None)
            if filed is None:
                continue
            touched |= self._cases_about(filed)
            self._about.take(filed.subject, envelope)
            if isinstance(filed.item, ReportBody) and filed.item.mailbox:
                self._reports_of.take(bytes.fromhex(filed.item.mailbox.tag), envelope)
        return touched

    def _knows(self, envelope: bytes) -> bool:
        return envelope in self._filed or envelope in self._strange

    def _file(self, signatures: Signatures, opened: Opened) -> set[bytes]:
        filed = None if opened.tampered else read(signatures, opened)
        if filed is None:
            self._strange.add(opened.id)
            return set()
        self._filed[opened.id] = filed
        self._about.put(filed.subject, opened.id)
        if isinstance(filed.item, ReportBody) and filed.item.mailbox:
            self._reports_of.put(bytes.fromhex(filed.item.mailbox.tag), opened.id)
        return self._cases_about(filed)

    def _cases_about(self, filed: Filed) -> set[bytes]:
        if isinstance(filed.item, CaseMessage):
            return set(self._reports_of.of(filed.subject))
        return {filed.subject}

    def _fold(self, touched: Collection[bytes]) -> None:
        if not touched:
            return
        self._take_out(touched)
        for case_id in touched:
            report = self._filed.get(case_id)
            self._worked_on.pop(case_id, None)
            if report is None or not isinstance(report.item, ReportBody):
                self._cases.pop(case_id, None)
                self._worked_on[case_id] = self._worked_on_in(case_id)
                continue
            tag = bytes.fromhex(report.item.mailbox.tag) if report.item.mailbox else b""
            near = {near: self._filed[near] for near in {*self._about.of(case_id), *self._about.of(tag)}}
            items = {id: filed.item for id, filed in near.items() if filed.compartment == report.compartment}
            self.forms.add(report.item.form_hash)
            messages = (item for item in items.values() if isinstance(item, CaseMessage))
            events = (item for item in items.values() if isinstance(item, CaseEvent))
            folded = fold(case_id, report.item, messages, events, self._breaks(report.compartment))
            self._cases[case_id] = replace(folded, envelopes=CaseEnvelopes(report.key, frozenset(items)))
        self._changes += touched
        self.serial += 1
        self._put_in(touched)

    def _take_out(self, touched: Collection[bytes]) -> None:
        """Of the order, where they are few; else it is made anew."""
        if self._in_order is None or len(touched) > _FEW:
            self._in_order = None
            return
        for case in filter(None, map(self._cases.get, touched)):
            place = bisect_left(self._in_order, case.queue_order, key=_order)
            while self._in_order[place] is not case:
                place += 1
            del self._in_order[place]

    def _put_in(self, touched: Collection[bytes]) -> None:
        if self._in_order is not None:
            for case in filter(None, map(self._cases.get, touched)):
                insort(self._in_order, case, key=_order)

    def _worked_on_in(self, case_id: bytes) -> set[str]:
        """The compartments in which a signed event says that there was such a case, though no report of it is open."""
        near = (self._filed[each] for each in self._about.of(case_id))
        return {each.compartment for each in near if isinstance(each.item, CaseEvent) and each.item.member}

    def _breaks(self, compartment: str) -> Callable[[bytes], bool]:
        return lambda id: self._opener.fails_at(id, compartment)
