"""The cases one unlocked member may see, kept current in memory. Nothing of it is ever written down.

Answers to surveys belong to no case and are read elsewhere (`services.surveys.answers`). Only envelopes not met
before are opened; those erased from the store leave memory at the next refresh.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Final

from pydantic import ValidationError
from sqlmodel import Session

from services.keys.envelopes import Opened, Opener
from services.keys.epochs import EpochName
from services.keys.keyring import Unlocked
from services.keys.sealing import NotTrusted
from services.keys.signatures import Signatures
from services.keys.trust import Trust
from services.reports.bodies import EVENT, MESSAGE, REPORT, CaseEnvelopes, EventBody, ReportBody, digest_of
from services.reports.case import Case, NoSuchCase, case_name
from services.reports.folding import CaseEvent, CaseMessage, fold
from services.reports.reports import COMPARTMENTS

_FEW: Final = 500
"""Cases that are put into the order one by one."""
_order = attrgetter("queue_order")
Item = ReportBody | CaseMessage | CaseEvent


@dataclass(frozen=True, slots=True)
class Changes:
    """What a refresh found: ids of envelopes that came, and of envelopes that were erased."""

    arrived: frozenset[bytes]
    gone: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Filed:
    """An opened envelope and what it is about: a case's id, or the tag of a mailbox. `key` opened it."""

    key: EpochName
    subject: bytes
    item: Item

    @property
    def compartment(self) -> str:
        """Who can open it."""
        return self.key.compartment


class Shelf:
    """Which envelopes lie under a name: mostly one or a few, of very many names, so they take as little as can be."""

    def __init__(self) -> None:
        self._lying: dict[bytes, tuple[bytes, ...]] = {}

    def of(self, name: bytes) -> tuple[bytes, ...]:
        """Those under that name."""
        return self._lying.get(name, ())

    def put(self, name: bytes, envelope: bytes) -> None:
        """Lay one there that does not lie there yet."""
        self._lying[name] = (*self.of(name), envelope)

    def take(self, name: bytes, envelope: bytes) -> None:
        """Take it away, where it lies there."""
        left = tuple(each for each in self.of(name) if each != envelope)
        if left:
            self._lying[name] = left
        else:
            self._lying.pop(name, None)


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

    def refresh(
        self, session: Session, unlocked: Unlocked, trust: Trust, tell: Callable[[str], None] | None = None
    ) -> Changes:
        """Open what came, drop what was erased, and fold again only the cases that changed. Where very much came,
        `tell` hears since which week all is open, while the rest is not."""
        look = self._opener.look(session, unlocked.keys, self._knows)
        gone = frozenset(filter(self._knows, look.gone))
        touched, signatures, arrived = self._drop(gone), Signatures(session, trust), set[bytes]()
        try:
            for part in (look.newest, look.older):
                for each in part:
                    touched |= self._file(signatures, each)
                    arrived.add(each.id)
                if tell is not None and look.since and part is look.newest:
                    self._fold(touched)
                    touched.clear()
                    tell(look.since)
        finally:
            self._fold(touched)
        return Changes(frozenset(arrived), gone)

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
        filed = None if opened.tampered else _read(signatures, opened)
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


def _read(signatures: Signatures, opened: Opened) -> Filed | None:
    """What lies in an envelope, None where it is no part of any case."""
    try:
        match opened.body.get("kind"):
            case "report":
                return _report(opened)
            case "message" | "route_cut" | "withdrawn" | "consent":
                message = MESSAGE.validate_python(opened.body)
                item = CaseMessage(opened.id, message, opened.body)
                return Filed(opened.key, bytes.fromhex(message.mailbox_tag), item)
            case "event":
                return _event(signatures, opened)
    except ValidationError:
        return None
    return None


def _report(opened: Opened) -> Filed | None:
    report = REPORT.validate_python({**opened.body, "digest": digest_of(opened.body)})
    return Filed(opened.key, opened.id, report) if report.compartment == opened.compartment else None


def _event(signatures: Signatures, opened: Opened) -> Filed:
    body = EVENT.validate_python(opened.body)
    event = CaseEvent(opened.id, body, _signer(signatures, opened, body))
    return Filed(opened.key, bytes.fromhex(body.case), event)


@lru_cache(maxsize=1024)
def _months_about(day: date) -> frozenset[str]:
    """The months in UTC that a day of some site can lie in."""
    return frozenset(f"{day + timedelta(days=step):%Y-%m}" for step in (-1, 0, 1))


def _signer(signatures: Signatures, opened: Opened, body: EventBody) -> bytes | None:
    """Who signed an event. None where it lies in another envelope than it names, or in a month it was not made in."""
    if body.id != opened.id.hex() or opened.epoch not in _months_about(body.day):
        return None
    try:
        return signatures.check("event", opened.body, opened.compartment, opened.imprint)
    except NotTrusted:
        return None
